"""Disputes for people: a line each, and the words that a case shares with them."""

from collections.abc import Iterable, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from api.disputes import RecordedDispute, item_label
from api.disputes.dispute_marks import fact_label
from api.words.language import Language
from api.words.visible_text import visible
from ledger.facts.conduct import Dispute
from ledger.labels import label
from projections.calendar import day_text
from projections.disputes import DisputedFact, FactOf

NOTHING = "—"
_WIDEST = 10_000
_HEADINGS = ("dispute_number", "employee", "name", "raised_at", "disputed", "dispute_state", "decided_by")
_CONTENT_WIDTH = 64


def write_disputes(
    found: Sequence[RecordedDispute], fact_of: FactOf, language: Language, names: Mapping[str, str]
) -> None:
    """A line a dispute."""
    rows = [
        (
            each.dispute.dispute,
            each.dispute.employee,
            names.get(each.dispute.employee, ""),
            each.dispute.at.astimezone(each.zone).strftime("%Y-%m-%d %H:%M"),
            disputed(each.dispute, None if each.dispute.about is None else fact_of(each.dispute.about), language),
            state_label(each.state, language),
            each.decisions[-1].by if each.decisions else "",
        )
        for each in found
    ]
    print_table([label("heading", heading, language) for heading in _HEADINGS], rows)


def disputed(told: Dispute, about: DisputedFact | None, language: Language) -> str:
    """What a dispute is over: a figure by period and item, a fact by kind, date and id."""
    figure = told.period is not None or told.item is not None
    parts = [told.period, item_label(told.item, language)] if figure else []
    if about is not None:
        parts += [fact_label(about.kind, day_text(about.day), language), about.id]
    return " · ".join(filter(None, parts)) or NOTHING


def state_label(state: str, language: Language) -> str:
    """What the state of a dispute is called."""
    return label("dispute state", state, language)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], folds: int | None = None) -> None:
    """A table as wide as it needs, where no cell may command the terminal; one column folds, by its place from 0."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, head in enumerate(heads):
        long = place == folds
        table.add_column(head, overflow="fold", no_wrap=not long, max_width=_CONTENT_WIDTH if long else None)
    for row in rows:
        table.add_row(*map(visible, row))
    console = Console(markup=False, emoji=False, highlight=False)
    console.width = _WIDEST
    console.width = Measurement.get(console, console.options, table).maximum
    console.print(table)
