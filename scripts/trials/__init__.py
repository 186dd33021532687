"""`scripts/reliability`: what happens to a ledger whose programs are killed, and whose database goes away."""
