"""What follows from the facts: reports as pure functions of (period, ledger position, rule set)."""
