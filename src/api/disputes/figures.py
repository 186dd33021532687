"""The figures that a dispute is over, as reports have them: one value each, by what it is a figure of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from ledger.refusal import MissingError, RulesError
from projections.books import ReportRequest, make_report
from projections.calendar import day_text, period_text
from projections.disputes import DisputedFact, disputed_in, reports_showing
from projections.disputes.items import PAYROLL, column_of, columns_of
from projections.pay.pay_lines import is_award, line_of
from projections.replay import Replay
from projections.reports import REPORTS, Report

_LINES = "lines"


@dataclass(frozen=True)
class FigureName:
    """What a figure is of: a report's column, in a row of its own where an employee has several, or a line of pay."""

    period: str
    report: str
    employee: str
    row: str
    column: str
    """A column of the report, or the item of a line of pay."""


@dataclass(frozen=True)
class DisputedFigure:
    """A figure as it was when it was disputed, and as it is; None where there is none."""

    name: FigureName
    then: Any
    books: Any
    replay: Any

    def as_json(self) -> dict[str, Any]:
        """The figure as a JSON object."""
        return {
            "period": self.name.period,
            "report": self.name.report,
            "employee": self.name.employee,
            "row": self.name.row or None,
            "column": self.name.column,
            "then": self.then,
            "books": self.books,
            "replay": self.replay,
        }


@dataclass(frozen=True)
class Asked:
    """Which figures of which reports and people a dispute is over."""

    periods: tuple[int, ...]
    employees: tuple[str, ...]
    item: str | None
    fact: DisputedFact | None

    def figures(self, then: Replay, books: Replay, replay: Replay) -> list[DisputedFigure]:
        """The figures of three ways to see their periods."""
        sides = [dict(self._seen(side)) for side in (then, books, replay)]
        names = dict.fromkeys(name for side in sides for name in side)
        return [DisputedFigure(name, *(side.get(name) for side in sides)) for name in names]

    def _seen(self, side: Replay) -> Iterator[tuple[FigureName, Any]]:
        for number in self.periods:
            for name, columns in self._columns().items():
                try:
                    report = make_report(side, name, ReportRequest(period_text(number)))
                except (MissingError, RulesError):
                    # A period that could not be reported on then had no figures.
                    continue
                rows = self._rows(report)
                for row in rows.iter_rows(named=True):
                    yield from _figures(report, row, columns)

    def _columns(self) -> dict[str, tuple[str, ...]]:
        """By report, its columns or the lines of pay that are shown; the first report is the nearest."""
        if self.fact is not None:
            nearest = disputed_in(self.fact.kind)
            return {name: tuple(columns_of(name)) for name in nearest} | {PAYROLL: ("total",)}
        if self.item is None:
            return {PAYROLL: ("total",)}
        if line_of(self.item) is not None:
            _payroll, *own = reports_showing(self.item)
            return {PAYROLL: (self.item,)} | {name: tuple(columns_of(name)) for name in own}
        report, column = column_of(self.item)
        if report is not None:
            return {report: (column,) if column else tuple(columns_of(report))}
        having = [name for name in reports_showing(self.item) if self.item in columns_of(name)]
        return dict.fromkeys(having, (self.item,)) or {PAYROLL: ("total",)}

    def _rows(self, report: Report) -> pl.DataFrame:
        rows = report.narrowed(list(self.employees)).table
        if self.fact is not None and "date" in rows.columns:
            first, last = day_text(self.fact.first_day), day_text(self.fact.last_day)
            rows = rows.filter(pl.col("date").is_between(pl.lit(first), pl.lit(last)))
        if self.item is not None and report.name == "awards" and is_award(self.item):
            rows = rows.filter(pl.col("theme") == self.item.partition(":")[2])
        return rows


def _figures(report: Report, row: dict[str, Any], columns: tuple[str, ...]) -> Iterator[tuple[FigureName, Any]]:
    told = REPORTS[report.name].row_key
    which = " ".join(row[name] for name in told if row[name] is not None)

    def name(column: str) -> FigureName:
        return FigureName(report.period, report.name, row["employee"], which, column)

    lines = {line["item"]: line["amount"] for line in row.get(_LINES) or ()}
    for column in columns:
        if column == _LINES:
            yield from ((name(item), amount) for item, amount in lines.items())
        elif column in row and (column not in told or len(columns) == 1):
            yield name(column), row[column]
        elif column not in row:
            yield name(column), lines.get(column)
