"""The ledger on PostgreSQL: what is true of this engine only."""
