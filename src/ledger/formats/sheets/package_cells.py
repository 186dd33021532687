"""The cells of a sheet as an XLSX file keeps them: where each is, what is told of it, and its value."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_CELL = re.compile(rb"<(?:\w+:)?c\s")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


class KeptCell(NamedTuple):
    """A cell: row and column from 0, its attributes as they are written, and its value."""

    place: tuple[int, int]
    told: bytes
    value: str


def cells_of(sheet: bytes) -> Iterator[KeptCell]:
    """The cells of a sheet that have a value."""
    # A cell ends where the next begins, so that nothing is looked at twice, whatever the file is.
    for cell in _CELL.split(sheet)[1:]:
        told, _, inner = cell.partition(b">")
        place, value = _PLACE.search(told), _VALUE.search(inner)
        if place is not None and value is not None:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - ord("A") + 1
            yield KeptCell((int(place[2]) - 1, column - 1), told, value[1].decode(errors="replace"))
