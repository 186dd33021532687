"""The commands on the books: closings, comparisons, reconciliations and rule sets (S11)."""
