"""Verifying a ledger: every leaf, column, subtree, signature and frozen byte derived again, and what does not hold."""
