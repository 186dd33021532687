"""S13.8, S13.11, S6.1 监控报表 The daily, weekly or monthly monitoring report: the plan, who did what, and the agents.

The plan is by ISO week, which is of the period of its Thursday: a day or a week shows the weeks that its days lie in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from api.documents.printouts.blocks import Block, Column, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.quality import judged, judged_blocks
from api.documents.printouts.spans import spans_of
from api.documents.printouts.typesetting import Paper
from api.documents.workbook import workbook_content, write_workbook
from api.words.translation import marked
from projections.calendar import Period, day_text
from projections.reports import REPORTS, Report

_TITLES = {
    "day": marked("Daily monitoring report"),
    "week": marked("Weekly monitoring report"),
    "month": marked("Monthly monitoring report"),
}
_PLAN, _WORK, _SCORES = "monitoring_plan", "quality_work", "scores"
_SUMMED = ("done", "due", "missing")


def monitoring(material: Material) -> tuple[Paper, Basis]:
    """The monitoring report of everyone, a team or an agent. Raises UsageError for days that do not fit."""
    found = judged(material)
    reports, whole = _reports(material, found.spans.days)
    content = found.content + b"".join(report.as_bytes() for report in reports.values())
    basis = replace(whole, digests={material.asked.name: material.digest(content)})
    blocks = [*_plan(material, reports[_PLAN]), *_work(material, reports.get(_WORK)), *judged_blocks(material, found)]
    title = material.said(_TITLES.get(material.asked.span or "month", marked("Monitoring report")))
    return material.paper(blocks, basis, title=title), basis


def monitoring_workbook(material: Material) -> tuple[Basis, Callable[[], bytes]]:
    """The same as a workbook: the plan, who did what, and the scores of the period, a sheet each."""
    days = spans_of(material.asked, material.month.tables.journal.site.cycle).days
    reports, basis = _reports(material, days)
    source, language, names = material.source, material.language, material.names
    known_at = source.ledger.facts.recorded_at(basis.position)

    def write(path: Path) -> None:
        write_workbook(path, reports, language, names, known_at, foot=basis.foot(language))

    return basis, lambda: workbook_content(write)


def _reports(material: Material, days: Period) -> tuple[dict[str, Report], Basis]:
    """The reports that it shows, by name: of the plan the weeks of the days, the others where it is of the period."""
    is_whole = days.first_day == material.month.period.first_day and days.last_day == material.month.period.last_day
    names = [_PLAN, *((_WORK, _SCORES) if is_whole else ())]
    found, basis = material.reports(names)
    weeks = sorted({_week(day) for day in range(days.first_day, days.last_day + 1)})
    plan = found[_PLAN]
    found[_PLAN] = replace(plan, table=plan.table.filter(pl.col("week").is_in(weeks)))
    digests = {name: material.digest(report.as_bytes()) for name, report in found.items()}
    return found, replace(basis, digests=digests)


def _week(day: int) -> str:
    year, week, _ = date.fromisoformat(day_text(day)).isocalendar()
    return f"{year}-W{week:02}"


def _plan(material: Material, plan: Report) -> list[Block]:
    """S13.8: what was monitored of what is due, by week."""
    title = heading(material.said("Monitoring plan"))
    rows = plan.table.to_dicts()
    if not rows:
        return [title, text(material.said("No plan is recorded for these weeks."), "note")]
    weeks = sorted({row["week"] for row in rows})
    columns = [
        Column(material.column(_PLAN, "employee")),
        Column(material.heading_of("name"), width=1),
        *(Column(week, "right") for week in weeks),
        *(Column(material.column(_PLAN, name), "right") for name in _SUMMED),
    ]
    people: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        people.setdefault(row["employee"], []).append(row)
    cells = [
        [employee, material.names.get(employee, ""), *(_of_week(week, of) for week in weeks), *_sums(of)]
        for employee, of in people.items()
    ]
    totals = [material.said("Total"), None, *(_of_week(week, rows) for week in weeks), *_sums(rows)]
    note = material.said("Of each week: monitored / due.")
    return [title, table(columns, cells, totals=totals), text(note, "note")]


def _of_week(week: str, rows: Sequence[Mapping[str, Any]]) -> str:
    of = [row for row in rows if row["week"] == week]
    return f"{sum(row['done'] for row in of)} / {sum(row['due'] for row in of)}" if of else ""


def _sums(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(sum(row[name] for row in rows)) for name in _SUMMED]


def _work(material: Material, work: Report | None) -> list[Block]:
    """S13.11: how much each leader and QA did in the period; nothing of a day or a week."""
    if work is None:
        return []
    title = heading(material.said("Quality work"))
    rows = work.table.to_dicts()
    if not rows:
        return [title, text(material.said("Nobody did any in this period."), "note")]
    figures: Sequence[str] = [column.name for column in REPORTS[_WORK].columns if column.is_figure]
    columns = [Column(material.column(_WORK, "by"), width=1)]
    columns += [Column(material.column(_WORK, name), "right") for name in figures]
    return [title, table(columns, [[material.who(row["by"]), *(str(row[name]) for name in figures)] for row in rows])]
