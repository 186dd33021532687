"""S11.2 What is still open in a period that is to be closed."""

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.facts.figures import show_money
from projections.books.adjustments import held_back
from projections.books.books import Books
from projections.calendar import period_text
from projections.decisions import undecided
from projections.expressions import Frame, dated_in
from projections.month import Month
from projections.reports.registry import REPORTS
from projections.scores import verdicts, with_owner

_REQUESTS = ("punch_request", "overtime_request")


@dataclass(frozen=True)
class OpenMatter:
    """Something that is not settled: what it is, whose (empty: nobody's), and which one."""

    matter: str
    """`anomaly`, `unscored`, `undecided_leave`, `undecided_swap`, `undecided_punch_request`,
    `undecided_overtime_request`, `complaint`, `dispute` or `reduction_held`."""
    employee: str
    which: str
    """The number of the leave, swap, request, complaint or dispute; the date and kind of an anomaly; the period and
    amount of a reduction that was held back."""


def open_matters(books: Books, period: str) -> list[OpenMatter]:
    """Everything that is open in a period, by matter and employee; quarantined lines are the ledger's to tell."""
    month = books.reported(period)
    requests = [_requests(month, kind) for kind in _REQUESTS]
    parts = [_anomalies(month), _unscored(month), _leaves(month), _swaps(month), *requests]
    parts += [_complaints(month), _disputes(month)]
    found = [OpenMatter(matter, employee, which) for part in parts for matter, employee, which in part]
    return found + list(_held(books))


def _anomalies(month: Month) -> Iterator[tuple[str, str, str]]:
    definition = REPORTS["anomalies"]
    for row in definition.present(definition.rows(month)).iter_rows(named=True):
        yield "anomaly", row["employee"], f"{row['at'] or row['date']} {row['kind']}"


def _unscored(month: Month) -> Iterator[tuple[str, str, str]]:
    for row in _rows(month, month.ranking.filter(nw.col("total").is_null()), "employee", "pool"):
        yield "unscored", row["employee"], row["pool"]


def _leaves(month: Month) -> Iterator[tuple[str, str, str]]:
    period = month.period
    touching = undecided(month.tables, "leave").filter(
        (nw.col("first_day") <= period.last_day) & (nw.col("last_day") >= period.first_day)
    )
    for row in _rows(month, touching, "employee", "leave"):
        yield "undecided_leave", row["employee"], row["leave"]


def _swaps(month: Month) -> Iterator[tuple[str, str, str]]:
    dated = undecided(month.tables, "swap").filter(dated_in(month.period, "requester_day"))
    for row in _rows(month, dated, "requester", "swap"):
        yield "undecided_swap", row["requester"], row["swap"]


def _requests(month: Month, kind: str) -> Iterator[tuple[str, str, str]]:
    """S3.3b: the requests of a kind that nobody decided."""
    dated = undecided(month.tables, kind).filter(dated_in(month.period))
    for row in _rows(month, dated, "employee", "request"):
        yield f"undecided_{kind}", row["employee"], row["request"]


def _complaints(month: Month) -> Iterator[tuple[str, str, str]]:
    dated = with_owner(month.tables, month.tables.of("complaints").filter(dated_in(month.period)))
    settled = verdicts(month.tables).select("complaint")
    open_ones = dated.join(settled, on="complaint", how="anti")
    # One that is nobody's is open too.
    for row in _rows(month, open_ones.with_columns(nw.col("employee").fill_null("")), "employee", "complaint"):
        yield "complaint", row["employee"], row["complaint"]


def _disputes(month: Month) -> Iterator[tuple[str, str, str]]:
    disputes = undecided(month.tables, "dispute").filter(
        (nw.col("period") <= month.period.number) | nw.col("period").is_null()
    )
    for row in _rows(month, disputes, "employee", "dispute"):
        yield "dispute", row["employee"], row["dispute"]


def _held(books: Books) -> Iterator[OpenMatter]:
    """S11.4: reductions that the last closing held back and that were not decided on since."""
    closings = books.journal.closings
    if closings and closings[-1].held:
        for row in held_back(books.closed, books.replay).iter_rows(named=True):
            amount = f"{period_text(row['period'])} {show_money(row['amount'])}"
            yield OpenMatter("reduction_held", row["employee"], amount)


def _rows(month: Month, frame: Frame, *columns: str) -> list[dict[str, str]]:
    rows: pl.DataFrame = month.tables.engine.rows(frame.select(*columns)).sort(*columns)
    return rows.to_dicts()
