"""The values of one row: each column's, when it is asked for, and what templates make of them."""

import json
import re
from collections.abc import Mapping as Values
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any, Final

from ledger.facts.identifiers import trimmed
from ledger.formats.sheets.blank_marks import says_nothing
from ledger.formats.sheets.cell_parts import only_one
from ledger.formats.sheets.conversion import UnfitError, converted
from ledger.formats.sheets.formula_errors import ERRORS
from ledger.formats.sheets.heading_keys import folded, key_of
from ledger.formats.sheets.mapping import NUMBER, OTHERS, REFERENCE
from ledger.formats.sheets.mapping_parts import CELL, CELLS, NAME, Column, Conditions, Dates, Rule
from ledger.formats.sheets.patterns import LONGEST_TEXT, compiled
from ledger.formats.sheets.row_context import Reading
from ledger.refusal import RefusedError, refused

NOTHING: Final = "null"
"""In a table: the field is null, which says something (no shift on that date, no holiday after all)."""
_DIGITS = 16
_FOLDED = ("employee", "date", "cell")
"""Columns without a type whose full-width characters are half-width ones: who, and what a grid has of itself."""
_OF_THE_DAY = re.compile(r"\d\d:\d\d:\d\d")
_NOON = "12:00:00"


class RowValues:
    """The columns of one row (and of one cell of a grid). Raises RefusedError where a value cannot be had."""

    def __init__(self, reading: Reading, cells: Values[str, str], grid: Values[str, Any]) -> None:
        """The row's cells by their heading, and what it has of a grid: a cell and what is over it, or all cells."""
        self._reading = reading
        known = reading.keys
        self._cells = {known.get(heading) or reading.key_of(heading): text for heading, text in cells.items()}
        self._grid: Values[str, str] = {} if CELLS in grid else grid
        self._each = [RowValues(reading, cells, {NAME: over, CELL: text}) for over, text in grid.get(CELLS, {}).items()]
        self._known: dict[str, Any] = {}
        self._asked: set[str] = set()

    def raw(self, name: str) -> str:
        """The text that a column's value is made of; empty where there is none."""
        if name in self._grid:
            return self._grid[name]
        given = self._reading.given.get(name)
        if given is not None:
            return given
        column = self._reading.mapping.columns.get(name)
        if column is None:
            return ""
        if column.of is not None:
            return self.raw(column.of)
        headings, places = self._reading.places(name, column)
        for key in headings:
            if text := self._cells.get(key, ""):
                return text
        return " ".join(text for key in places if (text := self._cells.get(key, "")))

    def blank(self, name: str) -> bool:
        """Whether a column has nothing, without asking what it is; of cells together, none of them."""
        if self._each and self._reading.mapping.is_of_a_cell(name):
            return all(each.blank(name) for each in self._each)
        column = self._reading.mapping.columns.get(name)
        text = self.raw(name)
        if says_nothing(text, column, self._reading.mapping.tables):
            return True
        if column is None or column.pattern is None:
            return not text
        # What is too long for a pattern is there, and is refused when it is asked for.
        return not compiled(column.pattern).take(self.text(name)) and len(text) <= LONGEST_TEXT

    def text(self, name: str) -> str:
        """The same without what stands around it unseen; full width is half width where it is more than a text."""
        text = self.raw(name)
        if text.isascii():
            return text.strip()
        column = self._reading.mapping.columns.get(name)
        is_more = name in _FOLDED or (column is not None and column.type != "text")
        return folded(trimmed(text)) if is_more else trimmed(text)

    def value(self, name: str) -> Any:
        """The value of a column: a text, a whole number, true or false, None for null, "" for nothing."""
        if name not in self._known:
            if name in self._asked:
                raise refused("bad_mapping", f"the column {name} is made of itself; give it a heading")
            self._asked.add(name)
            self._known[name] = self._number() if name == NUMBER else self._read(name)
        return self._known[name]

    def holds(self, conditions: Conditions) -> bool:
        """Whether each column has one of the values named for it."""
        return all(self.value(name) in values for name, values in conditions.items())

    def fits(self, rule: Rule) -> bool:
        """Whether a rule on rows is for this one; it looks at what is written, not at what it means."""
        return (
            all(self.raw(name) in {str(value) for value in values} for name, values in rule.when.items())
            and all(self.blank(name) for name in rule.blank)
            and all(compiled(pattern).take(self.text(name)) is not None for name, pattern in rule.matches.items())
            and (rule.dates is None or self._has_other(rule.dates))
        )

    def _has_other(self, dates: Dates) -> bool:
        """Whether there are more or fewer dates than are said; what cannot be read is refused when it is asked for."""
        wanted = dates.other_than
        try:
            first, last = (date.fromisoformat(str(self.value(name))) for name in (dates.first, dates.last))
            said = wanted if isinstance(wanted, int) else Decimal(str(self.value(wanted)))
        except (RefusedError, ValueError, InvalidOperation):
            return False
        return (last - first).days + 1 != said

    def filled(self, template: Any) -> Any:
        """A template with the values in it; a template that is one column has the value as it is.

        A table whose keys are of a grid's cells has an entry for each cell of the row.
        """
        if isinstance(template, dict):
            pairs = ((key, value, each) for key, value in template.items() for each in self._under(key))
            made = {str(each.filled(key)): each.filled(value) for key, value, each in pairs}
            return {key: value for key, value in made.items() if value != ""}
        if isinstance(template, list | tuple):
            return [self.filled(value) for value in template]
        if not isinstance(template, str):
            return template
        whole = REFERENCE.fullmatch(template)
        if whole:
            return self.value(whole[1])
        text = REFERENCE.sub(lambda found: _shown(self.value(found[1])), template)
        return " ".join(text.split()) if text != template else text

    def _under(self, key: str) -> "list[RowValues]":
        """What a key of a table is read in: each cell of a grid that is together, else the row."""
        is_of_cells = any(self._reading.mapping.is_of_a_cell(name) for name in REFERENCE.findall(key))
        return self._each if self._each and is_of_cells else [self]

    def _read(self, name: str) -> Any:
        column = self._reading.mapping.columns.get(name) or _GRID_COLUMN.get(name)
        assert column is not None, f"{name} was looked for when the mapping was read"
        text = self.text(name)
        if text in ERRORS:
            raise refused(
                "bad_cell", f"{self.called(name)} is {text}, an error of the spreadsheet; correct its formula"
            )
        text = "" if says_nothing(text, column, self._reading.mapping.tables) else self._picked(name, column, text)
        if column.table is not None and (text or "" in self._reading.mapping.tables[column.table]):
            return self._looked_up(name, column.table, text)
        if not text:
            return self._absent(name, column)
        try:
            value = text if column.type == "text" else converted(column.type, text, self._reading.how(name, column))
        except UnfitError as error:
            raise refused("bad_cell", f"{self.called(name)} {error}") from None
        if isinstance(value, str) and column.pad:
            value = value.zfill(column.pad)
        if column.overnight:
            return self._after_those_before(name, str(value))
        return self._person(str(value)) if name == "employee" else value

    def _after_those_before(self, name: str, end: str) -> str:
        """A time of the day after where it is earlier than the one before it in the row, which the shift began with."""
        if not _OF_THE_DAY.fullmatch(end):
            return end
        mapping = self._reading.mapping
        begun = next((each for each in mapping.times_before(name) if not self.blank(each)), None)
        if begun is None:
            if end < _NOON:
                raise refused(
                    "bad_cell",
                    f"{self.called(name)} is {end[:5]}, and the time before it is empty, so that its day is not known; "
                    f"give that time, or write 次日 {end[:5]}, or the date before it",
                )
            return end
        beginning = str(self.value(begun))
        return f"+1 {end}" if beginning.startswith("+1 ") or end < beginning else end

    def _picked(self, name: str, column: Column, text: str) -> str:
        """The part of a text that the column's pattern takes; of a list that was split before, its one value."""
        if column.split is not None and text:
            text = only_one(text, column.split, lambda: self.called(name))
        if column.pattern is None or not text:
            return text
        if len(text) > LONGEST_TEXT:
            raise refused(
                "bad_cell", f"{self.called(name)} has {len(text)} characters; give at most {LONGEST_TEXT} in a cell"
            )
        taken = compiled(column.pattern).take(text)
        if taken is not None:
            return taken
        if column.required:
            raise refused(
                "bad_cell", f"{self.called(name)} is {text[:60]!r}, which the pattern {column.pattern} is not"
            )
        return ""

    def _looked_up(self, name: str, table: str, text: str) -> Any:
        entries = self._reading.mapping.tables[table]
        value = entries.get(text)
        if value is None:
            value = self._reading.alike(table).get(key_of(text), entries.get(OTHERS))
        if value is None:
            shown = ", ".join(entry for entry in list(entries)[:12] if entry)
            raise refused(
                "unknown_value",
                f"{self.called(name)} is {text[:60]!r}, which the table {table} does not have; give one of {shown}, "
                "or add it to the mapping",
            )
        return None if value == NOTHING else text if value == OTHERS else value

    def _absent(self, name: str, column: Column) -> Any:
        if column.default is not None:
            return self.filled(column.default)
        if column.optional:
            return ""
        raise refused(
            "empty_cell", f"{self.called(name)} is empty; give it in the row, or for all rows by --set {name}=…"
        )

    def _person(self, employee: str) -> str:
        people = self._reading.people
        if people is None:
            return employee
        number = people.get(employee)
        if number is None:
            raise refused("unknown_pin", f"{employee!r} is not in the table of people; add it with its employee number")
        return number

    def _number(self) -> str:
        """A number made of the row's own content, so that the same row again is the same."""
        content = [self.value(name) for name in self._reading.mapping.number]
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:_DIGITS]

    def called(self, name: str) -> str:
        """A column as its reader knows it: by the heading that it has on this sheet."""
        column = self._reading.mapping.columns.get(name)
        if NAME in self._grid and self._reading.mapping.is_of_a_cell(name):
            return self._grid[NAME]
        if column is None:
            return name
        headings = [heading for heading in column.heading if key_of(heading) in self._cells]
        return (headings or column.heading or column.cell or (column.of or name,))[0]


_GRID_COLUMN = {"date": Column(type="date"), NAME: Column(), CELL: Column(optional=True)}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
