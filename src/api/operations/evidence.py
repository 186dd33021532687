"""The evidence of a payslip, as the service gives it: within reach, and logged."""

import re
from collections.abc import Callable
from typing import Any

from api.auth.visibility import reads_all_reports
from api.operations.answer import Answer
from api.operations.attachment import attachment_headers
from api.operations.checkpoints import kept_at
from api.operations.context import Context
from api.operations.evidence_file import make_evidence
from api.operations.operation import operation
from api.problems import not_permitted
from api.service.observability.access_log import Access
from ledger.proof.checkpoint import SignedCheckpoint

_UNFIT = re.compile(r"[^A-Za-z0-9._-]")
"""What is left out of the name of a file."""


class Evidence(Answer):
    """A payslip of a closed period with all that it rests on; docs/evidence.md describes the parts."""

    format: str
    employee: str
    name: str
    period: str
    checkpoint: str
    closed_at: int
    payslip: dict[str, Any]
    explanation: dict[str, Any]
    facts: list[dict[str, Any]]
    statement: str


@operation("see evidence")
def evidence(context: Context, period: str, employee: str, checkpoint: str | None = None) -> bytes:
    """The evidence as its file, an `Evidence` in JSON, up to a kept checkpoint: that of the closing by default.

    Raises Problem where it is somebody else's, or there is none.
    """
    return signed_evidence(
        context, period, employee, None if checkpoint is None else lambda: kept_at(context.ledger, checkpoint).signed
    )


@operation("see evidence")
def signed_evidence(
    context: Context, period: str, employee: str, checkpoint: Callable[[], SignedCheckpoint] | None = None
) -> bytes:
    """The same up to a checkpoint that need not be kept; it is asked for when it is known that the rest is there."""
    extent = context.extent
    if not (extent.everyone or context.resources.reach.covers_row(extent, employee, period)):
        raise not_permitted("the evidence is not within your reach; ask for your own")
    whole = reads_all_reports(context.principal)
    signed = None if checkpoint is None else checkpoint()
    with context.books() as books:
        made = make_evidence(context.ledger, books, employee, period, signed, all_reports=whole)
        position = books.journal.position
    context.note(Access("see evidence", employee, period, position))
    return made


def evidence_headers(period: str, employee: str) -> dict[str, str]:
    """The headers that an evidence is sent with: its name as a file, and that nobody keeps it on the way."""
    return attachment_headers(_UNFIT.sub("_", f"evidence-{employee}-{period}.json"))
