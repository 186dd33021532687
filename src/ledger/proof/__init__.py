"""What is proven, and checked without a store: leaves, the tree, signed notes, checkpoints, proofs.

Nothing in this room reads a ledger, and nothing in it needs one: the room below the store, which keeps what is computed
here, and below an auditor's desk.
"""
