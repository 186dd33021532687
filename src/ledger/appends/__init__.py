"""What appends facts: who writes when, how the ledger stands meanwhile, and what is answered."""
