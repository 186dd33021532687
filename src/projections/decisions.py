"""S3.3b, S4.1, S5, S12.2, S13.6 审批 Decisions: which workflows still wait for one, and which lapsed without one."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from projections.expressions import Expression, Frame, smaller
from projections.tables import Tables

_DECIDED = ("approved", "rejected", "cancelled")


class _Workflow(NamedTuple):
    """The tables of what opens a workflow and of what follows it, the column of its number, and what decides it."""

    opened: str
    followed: str
    number: str
    outcome: str = "decision"
    decided: tuple[str, ...] = _DECIDED
    first_day: Expression | None = None
    """Of what lapses: the first day that it is about."""


_WORKFLOWS = {
    "punch_request": _Workflow("punch_requests", "punch_request_decisions", "request"),
    "overtime_request": _Workflow("overtime_requests", "overtime_request_decisions", "request"),
    "leave": _Workflow("leaves", "leave_decisions", "leave", first_day=nw.col("first_day")),
    "swap": _Workflow(
        "swaps", "swap_decisions", "swap", first_day=smaller(nw.col("requester_day"), nw.col("counterparty_day"))
    ),
    "refund": _Workflow("refunds", "refund_updates", "refund", "status", ("approved", "paid", "rejected")),
    "dispute": _Workflow("disputes", "dispute_decisions", "dispute", decided=("upheld", "dismissed", "withdrawn")),
}
UNDECIDED = tuple(_WORKFLOWS)
"""The kinds of what may wait for a decision, in order."""
LAPSING = tuple(kind for kind, workflow in _WORKFLOWS.items() if workflow.first_day is not None)
"""The kinds of what lapses undecided: what is asked for ahead, and about days to come."""


def undecided(tables: Tables, kind: str) -> Frame:
    """What of a kind nobody has decided yet, lapsed or not. Columns: those of the kind's table."""
    workflow = _WORKFLOWS[kind]
    outcomes = tables.of(workflow.followed).filter(nw.col(workflow.outcome).is_in(workflow.decided))
    return tables.of(workflow.opened).join(outcomes.select(workflow.number).unique(), on=workflow.number, how="anti")


def waiting(tables: Tables, kind: str, today: int) -> Frame:
    """What of a kind still waits for a decision on a day: undecided, and not lapsed. Columns: those of the table."""
    first_day, found = _WORKFLOWS[kind].first_day, undecided(tables, kind)
    return found if first_day is None else found.filter(~has_lapsed(first_day, nw.col("asked_day"), today))


def has_lapsed(first_day: Any, asked_on: Any, today: Any) -> Any:
    """Whether what nobody decided has lapsed: it was asked for before its first day, and that day is over.

    What is asked for afterwards, such as sick leave, waits until it is decided. Of columns, or of values of one type
    that has an order, such as day numbers and dates; the answer is a column, or true or false.
    """
    return (asked_on < first_day) & (first_day < today)


def lapsed(kind: str, standing: str, days: Iterable[date], asked_on: date, today: date) -> bool:
    """Whether a workflow that stands so has lapsed on a day, as `has_lapsed` says; `days` are what it is about."""
    workflow = _WORKFLOWS.get(kind)
    if workflow is None or workflow.first_day is None or standing in workflow.decided:
        return False
    return bool(has_lapsed(min(days), asked_on, today))
