"""What is wrong with a note, a checkpoint or a proof, in a sentence."""

from ledger.refusal import LedgerError


class ProofError(LedgerError):
    """A note, a checkpoint or a proof that does not hold, or cannot be read."""
