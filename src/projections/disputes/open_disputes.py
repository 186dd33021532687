"""S12.2 Which disputes are open, and beside which rows of which reports they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from projections.appraisals import is_appraisal_item
from projections.calendar import Cycle, Period, day_text, period_number, period_text
from projections.disputes.items import reports_showing
from projections.disputes.reach import DisputedFact, FactOf, in_view
from projections.journal import Journal
from projections.pay.pay_lines import is_award, line_of
from projections.reports import REPORTS, Report

_THEMED = "award:"


@dataclass(frozen=True)
class OpenDispute:
    """A dispute without a decision, and what it names: a figure by period and item, or a fact."""

    dispute: str
    position: int
    """Where it was recorded."""
    minute: int
    """The site's local minute at which it was raised."""
    employee: str
    """Who disputes."""
    period: int | None
    """The month number of the disputed figure's period."""
    item: str | None
    about: str | None
    fact: DisputedFact | None
    """What it is about, where it is about a fact."""

    def as_json(self) -> dict[str, Any]:
        """What a report says of it, as a JSON object."""
        return {
            "dispute": self.dispute,
            "employee": self.employee,
            "period": None if self.period is None else period_text(self.period),
            "item": self.item,
            "about": self.about,
        }

    def names_a_figure_of(self, report: str, period: Period) -> bool:
        """Whether it disputes a figure of a report by its period and item; without a period, of every one."""
        if self.period is None and self.item is None:
            return False
        return self.period in (None, period.number) and report in reports_showing(self.item)

    def is_about_a_fact_of(self, report: str, period: Period, cycle: Cycle) -> bool:
        """Whether it disputes a fact that a report of a period uses."""
        return self.fact is not None and self.fact.is_used_in(report, period, cycle)

    def is_of(self, report: str, period: Period, cycle: Cycle) -> bool:
        """Whether a report of a period shows what it disputes, should it have a row of the employee's."""
        return self.names_a_figure_of(report, period) or self.is_about_a_fact_of(report, period, cycle)

    @property
    def employees(self) -> frozenset[str]:
        """Beside whose rows it is shown: who disputes, and whose fact is disputed."""
        return frozenset({self.employee}) | (self.fact.employees if self.fact is not None else frozenset())


@dataclass(frozen=True)
class ShownDispute:
    """An open dispute, and the rows of a report, from 0, that it is shown beside."""

    dispute: OpenDispute
    rows: frozenset[int]


def open_disputes(journal: Journal, fact_of: FactOf) -> tuple[OpenDispute, ...]:
    """The disputes in view on which no decision is in view, in the order of recording."""
    found = journal.tables["disputes"].join(journal.tables["dispute_decisions"], on="dispute", how="anti")
    return tuple(
        OpenDispute(**row, fact=None if row["about"] is None else in_view(fact_of(row["about"]), journal))
        for row in found.sort("position").to_dicts()
    )


def open_disputes_of(
    journal: Journal, fact_of: FactOf, report: str, period: str, employee: str, item: str | None = None
) -> list[OpenDispute]:
    """The open disputes beside an employee's figures of a report of a period; with `item`, beside that one of them.

    `item` is an item of pay or a column of the report.
    """
    of_period = journal.period(period_number(period))
    cycle = journal.site.cycle
    return [
        each
        for each in open_disputes(journal, fact_of)
        if employee in each.employees and each.is_of(report, of_period, cycle)
        if item is None or each.fact is not None or _may_mean(each.item, report, item)
    ]


def shown_in(report: Report, journal: Journal, disputes: Iterable[OpenDispute]) -> list[ShownDispute]:
    """The disputes that are shown beside rows of a report; those of rows that are not there are left out."""
    period = journal.period(period_number(report.period))
    cycle = journal.site.cycle
    shown: list[ShownDispute] = []
    for each in disputes:
        touched: list[pl.Expr] = []
        if each.names_a_figure_of(report.name, period):
            touched.append(_of_figure(each, report))
        if each.is_about_a_fact_of(report.name, period, cycle):
            touched.append(_of_fact(each, report))
        rows = report.table.select(pl.any_horizontal(touched)).to_series().arg_true() if touched else pl.Series()
        if not rows.is_empty():
            shown.append(ShownDispute(each, frozenset(rows.to_list())))
    return shown


def _of_figure(dispute: OpenDispute, report: Report) -> pl.Expr:
    """The rows of who disputes; of the awards, only that of the award, and of an appraisal that of the item."""
    own = _of_people(report, [dispute.employee])
    if report.name == "awards" and dispute.item is not None and dispute.item.startswith(_THEMED):
        return own & (pl.col("theme") == dispute.item.removeprefix(_THEMED))
    if report.name == "appraisals" and is_appraisal_item(dispute.item):
        return own & (pl.concat_str("component", pl.lit(":"), "item") == dispute.item)
    return own


def _of_fact(dispute: OpenDispute, report: Report) -> pl.Expr:
    """The rows of those whose fact it is; where rows are of dates, only those of the fact's."""
    fact = dispute.fact
    assert fact is not None
    own = _of_people(report, list(dispute.employees))
    if "date" not in report.table.columns:
        return own
    return own & pl.col("date").is_between(pl.lit(day_text(fact.first_day)), pl.lit(day_text(fact.last_day)))


def _of_people(report: Report, employees: list[str]) -> pl.Expr:
    """Their rows of a report; none where rows are of nobody."""
    person = REPORTS[report.name].person
    return pl.lit(value=False) if person is None else pl.col(person).is_in(employees)


def _may_mean(disputed: str | None, report: str, item: str) -> bool:
    """Whether a disputed item may be one of a report; one that is nothing known may be any."""
    if disputed is None or disputed in (item, report, f"{report}.{item}"):
        return True
    if is_award(item) and disputed.startswith("awards."):
        return True
    return line_of(disputed) is None and reports_showing(disputed) != (report,)
