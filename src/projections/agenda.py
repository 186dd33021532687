"""S5, S13.9, S13.10, S13.14 What somebody is asked to answer, to do or to read, and has not yet.

A pure function of the date, the ledger position and the rule set, as the morning brief (`projections.brief`) is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from projections.books import Books
from projections.brief import months_back
from projections.calendar import day_text
from projections.centre.acknowledgements import acknowledgements, first_acknowledged
from projections.centre.plans import plans
from projections.centre.steps import OPEN
from projections.centre.tasks import tasks
from projections.decisions import waiting
from projections.expressions import Frame, dated_in, exists, marked, smaller, whole
from projections.month import Month
from projections.tables import Tables

_TO_DO = (OPEN, "started")
"""How a task or a plan stands that waits for whom it was set."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What waits for somebody: its kind and number, until when (None where nothing is said), and whether that is over.

    A `swap` waits for the colleague's answer, an `instruction` and a `reminder` are to be read, a `task` and an
    `improvement_plan` to be done.
    """

    kind: str
    number: str
    due: str | None
    late: bool


def errands(books: Books, employee: str, day: int) -> Iterator[Errand]:
    """What waits for somebody on a date, by kind; of the periods of the date and of two months before it."""
    months = list(months_back(books, day))
    for kind, read in _READ.items():
        for month in months:
            yield from _of(kind, month.tables, read(month), employee)
    if months:
        yield from _of("swap", months[-1].tables, _unanswered(months[-1]), employee)


def _of(kind: str, tables: Tables, found: Frame, employee: str) -> Iterator[Errand]:
    """The rows of somebody. `found` has the columns number, employee, due_day and late."""
    own = found.filter(nw.col("employee") == employee).select("number", "due_day", "late")
    for row in tables.engine.rows(own).sort("due_day", "number", nulls_last=True).to_dicts():
        due = None if row["due_day"] is None else day_text(row["due_day"])
        yield Errand(kind, row["number"], due, row["late"])


def _unread(month: Month) -> Frame:
    left = acknowledgements(month).filter(nw.col("minute").is_null())
    return left.select("employee", "due_day", "late", number=nw.col("instruction"))


def _reminders(month: Month) -> Frame:
    given = month.tables.of("reminders").filter(dated_in(month.period)).select("employee", of="reminder")
    signed = exists(first_acknowledged(month, "reminder"), "signed", "of", "employee")
    left = given.join(signed, on=["of", "employee"], how="left").filter(~marked("signed"))
    return left.select("employee", due_day=whole(None), late=nw.lit(value=False), number=nw.col("of"))


def _tasks(month: Month) -> Frame:
    left = tasks(month).filter(nw.col("status").is_in(_TO_DO))
    return left.select("employee", "due_day", "late", number=nw.col("task"))


def _plans(month: Month) -> Frame:
    left = plans(month).filter(nw.col("status").is_in(_TO_DO))
    return left.select("employee", "due_day", "late", number=nw.col("plan"))


def _unanswered(month: Month) -> Frame:
    """S5: the swaps that the colleague has not accepted; due on the first of its two dates."""
    tables = month.tables
    answered = tables.of("swap_decisions").filter(nw.col("decision") == "accepted").select("swap").unique()
    left = waiting(tables, "swap", month.today).join(answered, on="swap", how="anti")
    return left.select(
        due_day=smaller(nw.col("requester_day"), nw.col("counterparty_day")),
        late=nw.lit(value=False),
        employee=nw.col("counterparty"),
        number=nw.col("swap"),
    )


_READ: Mapping[str, Callable[[Month], Frame]] = {
    "instruction": _unread,
    "reminder": _reminders,
    "task": _tasks,
    "improvement_plan": _plans,
}
"""By kind, what of a period waits for whom. Columns: number, employee, due_day, late."""
ERRANDS = tuple(_READ)
"""The kinds of what waits for somebody, in order."""
