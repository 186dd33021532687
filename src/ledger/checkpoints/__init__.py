"""Checkpoints of a store: the keys that sign them, those that are kept, and proofs made up to them."""
