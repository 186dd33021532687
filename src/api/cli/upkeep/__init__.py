"""The commands of whoever looks after a ledger and its service."""
