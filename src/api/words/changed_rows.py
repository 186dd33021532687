"""Rows of balances and compliance that differ between two ways to see a period, in words for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.words.labels import column_label, report_label, unit_of_rule, value_label
from api.words.language import Language
from api.words.leave_time import clock_hours
from ledger.labels import label
from projections.reports import REPORTS, Column

_NOT_THERE = "–"
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedRowWords:
    """One such row: whose, of which report, which one, and what it says on each side where the sides differ."""

    employee: str
    report: str
    row: str
    before: str
    after: str


def changed_row_words(rows: Iterable[Told], language: Language) -> list[ChangedRowWords]:
    """The rows of an answer (`rows` of a comparison or a what-if), minutes as hours, terms by their labels."""
    return [_words(each, language) for each in rows]


def _words(each: Told, language: Language) -> ChangedRowWords:
    definition = REPORTS[each["report"]]
    before, after = each["before"], each["after"]
    there = before or after
    key = [column for column in definition.columns if column.name in definition.row_key]
    row = " ".join(_value(column, there, language) for column in key)
    shown = [
        column
        for column in definition.columns
        if column not in key and column.name != definition.person and _speaks(column, before, after)
    ]
    sides = (_side(shown, side, language) for side in (before, after))
    return ChangedRowWords(each["employee"], report_label(definition.name, language), row, *sides)


def _speaks(column: Column, before: Told | None, after: Told | None) -> bool:
    """Where both sides have the row, what differs; else every figure and date but 0."""
    if before is not None and after is not None:
        return bool(before[column.name] != after[column.name])
    return bool((before or after or {})[column.name])


def _side(columns: list[Column], row: Told | None, language: Language) -> str:
    if row is None:
        return _NOT_THERE
    comma = label("sign", "list comma", language)
    return comma.join(f"{_heading(column, language)} {_value(column, row, language)}" for column in columns)


def _heading(column: Column, language: Language) -> str:
    """Without the unit of the column, which minutes shown as hours no longer have."""
    return column_label(column, language).partition("(")[0].strip()


def _value(column: Column, row: Told, language: Language) -> str:
    value = row[column.name]
    if column.labelled:
        return value_label(value, language)
    in_minutes = unit_of_rule(row["rule"]) == "minutes" if "rule" in row else column.is_figure
    return clock_hours(value) if in_minutes and isinstance(value, int) else str(value)
