"""Proofs that are checked without the ledger: that a fact is on it, and that a checkpoint continues another."""

from api.auth.permissions import PAY_KINDS
from api.auth.visibility import reads_all_reports
from api.operations.checkpoints import kept_at
from api.operations.context import Context
from api.operations.evidence_file import gives_away
from api.operations.facts import fact_in_reach
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.access_log import Access
from ledger.proof.checkpoint import SignedCheckpoint


@operation("prove")
def fact_proof(context: Context, fact_id: str, checkpoint: str | None = None, *, closed: bool = False) -> str:
    """The proof that a fact is on the ledger, up to a kept checkpoint; `closed` shows neither whose nor what.

    Raises Problem where there is no such fact within reach, or no checkpoint; a look at somebody's pay is logged.
    """
    visible = context.visibility()
    recorded = fact_in_reach(context, visible, fact_id)
    hidden = closed or (gives_away(recorded.fact) and not reads_all_reports(context.principal))
    signed = None if checkpoint is None else kept_at(context.ledger, checkpoint).signed
    proof = str(context.ledger.proofs.prove(recorded.position, signed, closed=hidden))
    if hidden:
        return proof
    visible.shown(recorded)
    if recorded.fact.kind in PAY_KINDS:
        context.note(Access(f"read {recorded.fact.kind}", recorded.employee, "", recorded.position))
    return proof


@operation("prove")
def whole_proof(
    context: Context, fact: str | int, signed: SignedCheckpoint | None = None, *, closed: bool = False
) -> str:
    """The proof of any fact, by its id or its position, up to a checkpoint that need not be kept.

    Raises Problem for whoever does not reach everyone, and LedgerError where there is no such fact.
    """
    context.reach_everyone()
    position = fact if isinstance(fact, int) else context.ledger.facts.position_of(fact)
    return str(context.ledger.proofs.prove(position, signed, closed=closed))


@operation("see checkpoints")
def continuation_proof(context: Context, earlier: SignedCheckpoint, later: SignedCheckpoint) -> str:
    """The proof that one checkpoint continues another. Raises LedgerError where one is not this ledger's."""
    return str(context.ledger.proofs.prove_consistency(earlier, later))


@operation("see checkpoints")
def consistency_proof(context: Context, first: str, last: str) -> str:
    """The proof that the checkpoint at a position continues an earlier one. Raises Problem where one is not kept."""
    earlier, later = (kept_at(context.ledger, size).signed for size in (first, last))
    if earlier.checkpoint.size > later.checkpoint.size:
        raise Problem("invalid", "`from` is the later checkpoint; give the earlier one there", code="bad_value")
    return continuation_proof(context, earlier, later)
