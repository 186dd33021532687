"""The reports of a month as the product makes them while the journal is in memory."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from benchmarks import figures as figures_of
from benchmarks.timing import repeated
from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, make_reports
from projections.calendar import period_number
from projections.engine import PolarsEngine
from projections.journal import Journal, read_journal
from projections.month import Month
from projections.reports import REPORTS, Report


def warm(
    *,
    store: str,
    period: str,
    warm_up: int,
    repeats: int,
    figures: str = "",
    parquet: str = "",
    only: Sequence[str] = (),
    following: bool = False,
) -> dict[str, Any]:
    """All reports, each alone, and one payslip: journal in memory, earlier periods computed, the month anew each time.

    `only` names those that are measured, where not all are; with `following` they are the reports that follow the facts
    in view. Writes the figures that others must agree with, and the
    journal's tables as Parquet, where those are asked for.
    """
    with Ledger.open(store) as ledger:
        journal = read_journal(ledger)
    books = Books(journal, PolarsEngine())
    works = _works(journal, books, period)
    wanted = [name for name, report in REPORTS.items() if report.follows_facts] if following else only or works
    times = {name: repeated(works[name], warm_up=warm_up, repeats=repeats) for name in wanted}
    if figures:
        _write_figures(figures, books.reported(period))
    if parquet:
        for name, table in journal.tables.items():
            table.select(pl.exclude("award_themes", "lots", "totals")).write_parquet(f"{parquet}/{name}.parquet")
    return {"times": times}


def _works(journal: Journal, books: Books, period: str) -> dict[str, Callable[[], dict[str, Report]]]:
    """What is measured, by name. Naming the rule set in force makes the books compute the period anew."""
    in_force, _ = journal.rules_of(period_number(period))
    numbers = journal.tables["employees"]["employee"].unique().sort()
    someone = numbers[len(numbers) // 2]

    def made(*names: str, rules: str | None = in_force, employee: str | None = None) -> Callable[[], dict[str, Report]]:
        request = ReportRequest(period, rules, employee)
        return lambda: make_reports(books, names, request)

    return {
        "all": made(*REPORTS),
        "all, month kept": made(*REPORTS, rules=None),
        **{name: made(name) for name in REPORTS},
        "payslip": made("payroll", employee=someone),
        "payslip, month kept": made("payroll", rules=None, employee=someone),
    }


def _write_figures(path: str, month: Month) -> None:
    rows = month.tables.engine.rows
    hours, ranking, bonus = rows(month.hours), rows(month.ranking), rows(month.bonus)
    worked = dict(zip(hours["employee"], hours["worked"], strict=True))
    ranks = dict(zip(ranking["employee"], ranking["rank"], strict=True))
    amounts = dict(zip(bonus["employee"], bonus["amount"], strict=True))
    figures_of.write(path, figures_of.of_parts(worked, ranks, amounts))
