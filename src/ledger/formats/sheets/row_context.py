"""What rows are read with: a mapping, what was given beside it, and what is the same for every row."""

from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from typing import Any

from ledger.formats.sheets.conversion import How
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.mapping import OTHERS, Mapping
from ledger.formats.sheets.mapping_parts import Column

_KEPT = 4_096


@dataclass(frozen=True)
class Reading:
    """What a row is read with: the mapping, what was given for columns, and the table of people."""

    mapping: Mapping
    given: Values[str, str] = field(default_factory=dict)
    people: Values[str, str] | None = None
    keys: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The keys of headings, which come again with every row."""
    _places: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict, repr=False, compare=False)
    _how: dict[str, How] = field(default_factory=dict, repr=False, compare=False)
    _alike: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def key_of(self, heading: str) -> str:
        """The key of a heading, kept for the next row."""
        found = key_of(heading)
        if len(self.keys) < _KEPT:
            self.keys[heading] = found
        return found

    def places(self, name: str, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys of a column's headings, and of the cells that it is put together of."""
        found = self._places.get(name)
        if found is None:
            headings, cells = (tuple(key_of(place) for place in places) for places in (column.heading, column.cell))
            found = self._places[name] = headings, cells
        return found

    def how(self, name: str, column: Column) -> How:
        """How a column is read, beside its type."""
        found = self._how.get(name)
        if found is None:
            found = self._how[name] = How(column.formats, column.decimals, self.mapping.sheet.decimal)
        return found

    def alike(self, table: str) -> dict[str, Any]:
        """The entries of a table by their keys: Ｒ and r are R, where no two entries differ in that alone."""
        if table not in self._alike:
            found: dict[str, Any] = {}
            unclear: set[str] = set()
            for entry, value in self.mapping.tables[table].items():
                if found.setdefault(key_of(entry), value) != value:
                    unclear.add(key_of(entry))
            self._alike[table] = {key: value for key, value in found.items() if key not in unclear | {"", OTHERS}}
        return self._alike[table]
