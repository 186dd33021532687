"""What is proven of a ledger: its tree, its checkpoints, and proofs that are checked without it."""
