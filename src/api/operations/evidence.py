"""The evidence of a payslip, as the service gives it: within reach, and logged."""

import re
from typing import Any

from api.auth.sender_reach import not_permitted
from api.auth.visibility import reads_all_reports
from api.operations.answer import Answer
from api.operations.checkpoints import kept_at
from api.operations.context import Context
from api.operations.evidence_file import make_evidence
from api.operations.operation import operation
from api.service.observability.access_log import Access

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
    service, ledger = context.service, context.ledger
    if not service.reach.covers_row(context.extent, employee, period):
        raise not_permitted("the evidence is not within your reach; ask for your own")
    position, whole = ledger.facts.last_position(), reads_all_reports(context.principal)
    signed = None if checkpoint is None else kept_at(ledger, checkpoint).signed
    with service.room.books(position) as books:
        made = make_evidence(ledger, books, employee, period, signed, all_reports=whole)
    context.note(Access("see evidence", employee, period, position))
    return made


def evidence_headers(period: str, employee: str) -> dict[str, str]:
    """The headers that an evidence is sent with: its name as a file, and that nobody keeps it on the way."""
    name = _UNFIT.sub("_", f"evidence-{employee}-{period}.json")
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
