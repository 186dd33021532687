"""The commands that prove and check what the ledger holds."""
