"""The whole ledger elsewhere: as a backup, in another store, or as an export."""
