"""The parts of the one door to a ledger."""
