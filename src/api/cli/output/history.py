"""A history for people: a table with labels."""

import json
import re
import sys
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from api.words.language import Language
from api.words.visible_text import visible
from ledger.facts.codec import ERASED, narrowed_fields
from ledger.history import History, HistoryEntry
from ledger.labels import label

_HEADINGS = (
    "position",
    "recorded_at",
    "business_time",
    "kind",
    "content",
    "recorded_by",
    "fact_status",
    "id",
)
_CONTENT_WIDTH = 64
_WIDEST = 10_000

_PLAIN = re.compile(r"[^\s\"=\\]+")


def write_history(history: History, language: Language) -> None:
    """Write a history as a table to standard output, as wide as it needs; long contents fold."""
    print(_title(history, language))
    if not history.entries:
        return
    rows = [_cells(entry, history, language) for entry in history.entries]
    console = Console(markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, name in enumerate(_HEADINGS):
        heading = label("heading", name, language)
        needed = max(cell_len(line) for text in (heading, *(row[place] for row in rows)) for line in text.split("\n"))
        width = min(needed, _CONTENT_WIDTH) if name == "content" else needed
        table.add_column(heading, justify="left" if place else "right", width=width, overflow="fold")
    for row in rows:
        table.add_row(*row)
    terminal = console.width if sys.stdout.isatty() else 0
    console.width = _WIDEST
    console.width = max(terminal, Measurement.get(console, console.options, table).minimum)
    console.print(table)


def _title(history: History, language: Language) -> str:
    """Whose history, up to which position, and how many facts are shown."""
    whose = " ".join(filter(None, (history.number, history.name)))
    if history.kind != "employee":
        whose = f"{history.kind} {history.number}"
    count = len(history.entries)
    title = "title_of_one" if count == 1 else "title"
    return label("history", title, language, whose=visible(whose), position=history.position, count=count)


def _cells(entry: HistoryEntry, history: History, language: Language) -> list[str]:
    fact = entry.fact
    happened = entry.business_date.isoformat() if entry.business_time is None else _second(entry.business_time)
    return [
        str(entry.position),
        _second(entry.recorded_at),
        happened,
        label("kind", fact.kind, language),
        content_of(entry, history.number if history.kind == "employee" else None),
        visible(fact.recorded_by or ""),
        "\n".join(standing_of(entry, language)),
        entry.id,
    ]


def _second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def content_of(entry: HistoryEntry, employee: str | None) -> str:
    """The fields in the interchange format; the employee of whom the history is goes without saying."""
    fields = narrowed_fields(entry.fact)
    elsewhere = {"recorded_by"}
    if employee is not None and fields.get("employee") == employee:
        elsewhere.add("employee")
    texts = [f"{name}={_value(value)}" for name, value in fields.items() if name not in elsewhere]
    if entry.erased and ERASED not in fields.values():
        texts.append(ERASED)
    return "  ".join(texts)


def _value(value: Any) -> str:
    if isinstance(value, str) and (value == ERASED or _PLAIN.fullmatch(value)):
        return visible(value)
    return visible(json.dumps(value, ensure_ascii=False))


def standing_of(entry: HistoryEntry, language: Language) -> list[str]:
    """What became of a fact, and what it is to others, a line each."""
    standing = entry.standing
    outcome = "" if standing.outcome is None else label("history outcome", standing.outcome, language)
    told = label("fact standing", standing.word, language, by=standing.by, outcome=outcome)
    lines = [told.rstrip(label("sign", "colon", language))]
    relations = {"supersedes": entry.supersedes, "voids": entry.voids, "follows": entry.follows}
    lines += [label("history", name, language, id=other) for name, other in relations.items() if other is not None]
    if entry.late_after is not None:
        lines.append(label("history", "late", language, period=entry.period, closing=entry.late_after))
    if entry.recorded_by_another:
        lines.append(label("history", "recorded_by_another", language))
    return lines
