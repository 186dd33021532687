"""S12.2 Open disputes beside the reports that show what is disputed: marks, footnotes, and a key of a JSON report."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.sight import WHOLE, Sight
from api.words.labels import column_label, report_label, value_label
from api.words.language import Language
from ledger.labels import label
from ledger.ledger import Ledger
from projections.calendar import day_text, minute_text
from projections.disputes import OpenDispute, ShownDispute, disputed_facts, open_disputes, shown_in
from projections.disputes.items import column_of
from projections.journal import Journal
from projections.reports import REPORTS, Report

Shown = Mapping[str, Sequence[ShownDispute]]
"""By the name of a report."""
NO_DISPUTES: Shown = {}


def shown_disputes(ledger: Ledger, journal: Journal, reports: Iterable[Report], sight: Sight = WHOLE) -> Shown:
    """The open disputes beside each of the reports, as they are in view in the journal, whatever was frozen.

    Only those that may be seen: whose fact is disputed need not learn by whom.
    """
    found = [each for each in open_disputes(journal, disputed_facts(ledger)) if sight.dispute_of(each.employee)]
    return {report.name: shown_in(report, journal, found) for report in reports}


def report_object(report: Report, shown: Sequence[ShownDispute]) -> dict[str, Any]:
    """The report as a JSON object; with `disputes` after its rows only where one is open."""
    made = report.as_json()
    return made | {"disputes": [each.dispute.as_json() for each in shown]} if shown else made


def mark(dispute: OpenDispute) -> str:
    """What stands beside a row, and before its footnote."""
    return f"†{dispute.dispute}"


def marks_of_rows(shown: Sequence[ShownDispute]) -> dict[int, str]:
    """The marks of each row, from 0."""
    marks: dict[int, str] = {}
    for each in shown:
        for row in each.rows:
            marks[row] = f"{marks[row]} {mark(each.dispute)}" if row in marks else mark(each.dispute)
    return marks


def footnote(dispute: OpenDispute, language: Language, names: Mapping[str, str]) -> str:
    """The line below a report: number, employee, what is disputed, and since when."""
    who = " ".join(filter(None, (dispute.employee, names.get(dispute.employee))))
    what = disputed_label(dispute, language)
    since = minute_text(dispute.minute)[:10]
    return " · ".join([mark(dispute), who, what, label("disputed", "open_since", language, date=since)])


def disputed_label(dispute: OpenDispute, language: Language) -> str:
    """What an open dispute is over: a fact by its kind and date, or an item."""
    if dispute.fact is None:
        return item_label(dispute.item, language)
    return fact_label(dispute.fact.kind, day_text(dispute.fact.day), language)


def fact_label(kind: str, date: str, language: Language) -> str:
    """A fact by its kind and business date."""
    return f"{label('kind', kind, language)} {date}"


def item_label(item: str | None, language: Language) -> str:
    """What a disputed item is called; without one it is the whole period."""
    if item is None:
        return label("disputed", "whole_period", language)
    report, column = column_of(item)
    if report is None:
        return value_label(item, language)
    called = report_label(report, language)
    if not column:
        return called
    labels = {each.name: column_label(each, language) for each in REPORTS[report].columns}
    return f"{called} · {labels[column]}"
