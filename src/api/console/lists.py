"""Lists: one way in which rows are sorted, filtered by text, paged, and taken away as a file.

All that is chosen stands in the address (`sort`, `find`, `page`, `form`), so that it works without a script, can be
kept, and is the same for whoever opens it. A list has what an operation answered within the reach of the visitor, and a
file has the rows that the list has: all of its pages, as they are sorted and filtered.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, overload
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.visit import Visit
from api.operations.attachment import attachment_headers
from api.operations.list_files import FILES, ListFile, list_file

ROWS = 100
"""On a page."""
_SORT, _FIND, _PAGE, _FORM = "sort", "find", "page", "form"
_OWN = (_SORT, _FIND, _PAGE, _FORM, "lang")
_DOWNWARDS = "-"
_LONGEST, _MOST_DIGITS = 100, 6
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?", re.ASCII)
_FEW = 8
"""So many rows are seen at once: they need no filter."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what the address calls it, its heading, and whether its cells are figures.

    One that is `beside` has links or buttons: it is neither sorted by nor in a file.
    """

    name: str
    heading: str
    figure: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, what it is sorted by, and how it is shown.

    Without an `order` a text is sorted by itself; a figure is then one that is not known.
    """

    text: str = ""
    order: Any = None
    path: str = ""
    """Where it leads."""
    quiet: str = ""
    """A text beside it, such as a number beside a name."""
    tone: str | None = None
    """Of a state: `good`, `bad`, `wait`, or empty for a plain one."""
    why: str = ""
    """The address of what explains it."""

    @property
    def whole(self) -> str:
        """All of its text."""
        return f"{self.text} {self.quiet}".strip()


Row = Sequence[Cell]


class RowsAsShown(Sequence[Row]):
    """Rows that are put into words when they are looked at: of a long list those of one page."""

    def __init__(self, found: Sequence[Any], row: Callable[[Any], Row]) -> None:
        """The rows of what was found, each by `row`."""
        self._found = found
        self._row = row

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """A row, or several."""
        if isinstance(place, slice):
            return RowsAsShown(self._found[place], self._row)
        return self._row(self._found[place])


@dataclass(frozen=True)
class RowList:
    """A list as it is asked for."""

    path: str
    kept: Mapping[str, str]
    """What else the address says, such as a period or a team."""
    columns: Sequence[Column]
    found: Sequence[Row]
    """All rows that are found, in order."""
    total: int
    find: str
    sort: str
    page: int

    @property
    def rows(self) -> Sequence[Row]:
        """Those of the page."""
        return self.found[(self.page - 1) * ROWS : self.page * ROWS]

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(1, -(-len(self.found) // ROWS))

    @property
    def sorted_by(self) -> str:
        """The column."""
        return self.sort.removeprefix(_DOWNWARDS)

    @property
    def is_long(self) -> bool:
        """Whether a filter is worth its place."""
        return self.total > _FEW or bool(self.find)

    def direction(self, column: str) -> str:
        """How it is sorted by a column, as a browser is told; empty where by another."""
        if column != self.sorted_by:
            return ""
        return "descending" if self.sort.startswith(_DOWNWARDS) else "ascending"

    def turned(self, column: str) -> str:
        """The address of the list sorted by a column; the other way round, where it is sorted by that one."""
        return self.address(sort=f"{_DOWNWARDS}{column}" if self.sort == column else column, page="")

    def address(self, **changed: object) -> str:
        """The address of the list with something changed."""
        now = {_FIND: self.find, _SORT: self.sort, _PAGE: str(self.page) if self.page > 1 else ""}
        asked = {**self.kept, **now, **{name: str(value) for name, value in changed.items()}}
        return f"{self.path}?{urlencode({name: value for name, value in asked.items() if value})}"


def list_of(visit: Visit, columns: Sequence[Column], rows: Sequence[Row], sort: str = "") -> RowList:
    """The rows as the address asks for them; without a word in it as they are given, or by `sort`."""
    query = visit.query
    find = query.get(_FIND, "").strip()[:_LONGEST]
    words = find.casefold().split()
    found = [row for row in rows if _has(row, words)] if words else rows
    asked = query.get(_SORT, sort)
    place = next((at for at, each in enumerate(columns) if each.name == asked.removeprefix(_DOWNWARDS)), None)
    if place is None or columns[place].beside:
        asked = ""
    else:
        found = _sorted(found, place, columns[place], downwards=asked.startswith(_DOWNWARDS))
    kept = {name: value for name, value in query.items() if name not in _OWN}
    made = RowList(visit.request.url.path, kept, columns, found, len(rows), find, asked, 1)
    digits = query.get(_PAGE, "1")
    page = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else 1
    return replace(made, page=min(max(page, 1), made.pages))


def _has(row: Row, words: Sequence[str]) -> bool:
    text = " ".join(cell.whole for cell in row).casefold()
    return all(word in text for word in words)


def _sorted(rows: Sequence[Row], place: int, column: Column, *, downwards: bool) -> list[Row]:
    """Rows by a column; where nothing is known, they come last, whichever way they are sorted."""

    def order(row: Row) -> tuple[bool, Any] | None:
        """Figures before texts; None where nothing is known."""
        cell = row[place]
        value = (cell.text.casefold() or None) if cell.order is None and not column.figure else cell.order
        return None if value is None else (isinstance(value, str), value)

    ordered = [(order(row), row) for row in rows]
    known = [(at, row) for at, row in ordered if at is not None]
    unknown = [row for at, row in ordered if at is None]
    known.sort(key=lambda each: each[0], reverse=downwards)
    return [*(row for _, row in known), *unknown]


def list_page(visit: Visit, template: str, listed: RowList, called: str, title: str, **told: Any) -> Response:
    """A page with a list, or the file of its rows that is asked for; `called` is the name of the file, ASCII."""
    form = visit.query.get(_FORM, "")
    if form not in FILES:
        return visit.page(template, listed=listed, **told)
    shown = [place for place, column in enumerate(listed.columns) if not column.beside]
    file = ListFile(
        title,
        [(listed.columns[place].heading, listed.columns[place].figure) for place in shown],
        [[_value(listed.columns[place], row[place]) for place in shown] for row in listed.found],
    )
    return Response(list_file(file, form), media_type=FILES[form], headers=attachment_headers(f"{called}.{form}"))


def _value(column: Column, cell: Cell) -> str | int | Decimal | None:
    """What a file has of a cell: a figure as a number, where it is shown as one."""
    if column.figure and isinstance(cell.order, int | Decimal) and cell.text.replace(",", "") == str(cell.order):
        return cell.order
    return cell.whole or None


def person_cell(number: str, people: Mapping[str, Mapping[str, Any]], path: str = "") -> Cell:
    """Somebody: the name, with the number beside it."""
    name = people.get(number, {}).get("name", "")
    return Cell(name or number, path=path, quiet=number if name else "")


def text_cell(text: str) -> Cell:
    """A text; one that is a number is sorted as one."""
    return Cell(text, Decimal(text) if _NUMBER.fullmatch(text) else None)


def why_column(visit: Visit) -> Column:
    """The column of what explains a row."""
    return Column("why", visit.says("Why?"), beside=True)
