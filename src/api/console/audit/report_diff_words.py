"""The two sides of a report in words, for a page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from api.console.audit.report_diff import CHANGED, ONLY_NOW, ONLY_THEN, SAME, Beside, Pair
from api.words.explanation_labels import clause_label
from api.words.labels import column_label, value_label
from api.words.language import Language
from api.words.translation import marked, said
from projections.reports import Column

STATES = {
    SAME: (marked("the same"), ""),
    CHANGED: (marked("changed"), "wait"),
    ONLY_THEN: (marked("only then"), "bad"),
    ONLY_NOW: (marked("only today"), "good"),
}
"""How a row stands on both sides, and in which colour."""
_MOMENT_LENGTH = 16
_LINE = "line"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell in words: what then was, what today is, and whether they differ."""

    then: str
    now: str
    changed: bool
    number: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row in words."""

    employee: str
    by_row: bool
    """Whether it is explained by its own name, and not by the employee."""
    state: str
    tone: str
    cells: tuple[ShownCell, ...]
    was_there: bool
    is_there: bool
    why: str
    """What an explanation of it is asked for by: the day, or the line of pay."""


def headings(found: Beside, language: Language) -> list[tuple[str, bool]]:
    """What the columns are called, and whether they hold numbers."""
    return [(column_label(column, language), _is_number(column)) for column in found.columns]


def shown_row(pair: Pair, language: Language) -> ShownRow:
    """A row of both sides in words."""
    label, tone = STATES[pair.state]
    cells = tuple(
        ShownCell(
            _text(cell.column, cell.then, language),
            _text(cell.column, cell.now, language),
            pair.state == CHANGED and cell.changed,
            _is_number(cell.column),
        )
        for cell in pair.cells
    )
    return ShownRow(
        employee=pair.employee,
        by_row=bool(pair.row),
        state=said(label, language),
        tone=tone,
        cells=cells,
        was_there=pair.state != ONLY_NOW,
        is_there=pair.state != ONLY_THEN,
        why=_why(pair),
    )


def _why(pair: Pair) -> str:
    if pair.row:
        return urlencode({"row": pair.row})
    if pair.item is not None:
        return f"item={pair.item}"
    return f"date={pair.date}" if pair.date else ""


def _is_number(column: Column) -> bool:
    return column.name == _LINE or column.is_figure


def _text(column: Column, value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(f"{each} {clause_label(each, language)}".strip() for each in value)
    if isinstance(value, bool) or column.labelled:
        return value_label(value, language)
    if column.name in ("in", "out", "at") and len(value) == _MOMENT_LENGTH:
        return f"{datetime.fromisoformat(value):%m-%d %H:%M}"
    if column.name in ("amount", _LINE) or column.label == "pay_total":
        return f"{Decimal(value):,}"
    return str(value)
