"""Facts sent to the programs of others: what a message says, where it may go, and how one is sent."""
