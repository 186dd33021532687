"""S3.3b, S4.1, S5, S12.2, S13.6 审批 Decisions: which workflows still wait for one."""

from typing import NamedTuple

import narwhals.stable.v2 as nw

from projections.expressions import Frame
from projections.tables import Tables

_DECIDED = ("approved", "rejected", "cancelled")


class _Workflow(NamedTuple):
    """The tables of what opens a workflow and of what follows it, the column of its number, and what decides it."""

    opened: str
    followed: str
    number: str
    outcome: str = "decision"
    decided: tuple[str, ...] = _DECIDED


_WORKFLOWS = {
    "punch_request": _Workflow("punch_requests", "punch_request_decisions", "request"),
    "overtime_request": _Workflow("overtime_requests", "overtime_request_decisions", "request"),
    "leave": _Workflow("leaves", "leave_decisions", "leave"),
    "swap": _Workflow("swaps", "swap_decisions", "swap"),
    "refund": _Workflow("refunds", "refund_updates", "refund", "status", ("approved", "paid", "rejected")),
    "dispute": _Workflow("disputes", "dispute_decisions", "dispute", decided=("upheld", "dismissed", "withdrawn")),
}
UNDECIDED = tuple(_WORKFLOWS)
"""The kinds of what may wait for a decision, in order."""


def undecided(tables: Tables, kind: str) -> Frame:
    """What of a kind nobody has decided yet. Columns: those of the kind's table."""
    workflow = _WORKFLOWS[kind]
    outcomes = tables.of(workflow.followed).filter(nw.col(workflow.outcome).is_in(workflow.decided))
    return tables.of(workflow.opened).join(outcomes.select(workflow.number).unique(), on=workflow.number, how="anti")
