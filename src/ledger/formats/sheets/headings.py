"""The rows of a sheet's headings, one or several where cells are merged over them, and what each column is called."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.workbook import Row, Table

_ROWS_LOOKED_AT = 30
_MOST_ROWS = 4


@dataclass(frozen=True)
class Headings:
    """Rows of headings, and the texts that stand over each column, from above."""

    first: int
    last: int
    texts: tuple[tuple[str, ...], ...]

    def keys(self) -> set[str]:
        """Everything that a column may be called."""
        return {key_of(name) for texts in self.texts for name in _names(texts)}

    def called(self, named: Collection[str]) -> tuple[str, ...]:
        """A heading for each column, on one line: one of those that are named, else the lowest.

        One that is there twice is numbered, and a column without one has its letter.
        """
        seen: dict[str, int] = {}
        headings: list[str] = []
        for column, texts in enumerate(self.texts):
            names = _names(texts)
            chosen = next((name for name in names if key_of(name) in named), names[-1] if names else "")
            heading = " ".join(chosen.split()) or f"column {letter_of(column)}"
            seen[heading] = seen.get(heading, 0) + 1
            headings.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
        return tuple(headings)

    def width(self) -> int:
        """How many columns there are up to the last one with a heading."""
        return max((column + 1 for column, texts in enumerate(self.texts) if any(texts)), default=0)


def headings_of(table: Table, header: Sequence[int]) -> Iterator[Headings]:
    """The rows that may be those of the headings: the ones that are named, else each of the first 30 of a sheet."""
    if header:
        rows = [row for row in table.rows if header[0] <= row.number <= header[-1]]
        if rows:
            yield _over(table, rows)
        return
    merged = [each for each in table.merged if each.first_row <= _ROWS_LOOKED_AT and each.last_row > each.first_row]
    for place, row in enumerate(table.rows[:_ROWS_LOOKED_AT]):
        if any(row.cells):
            lasts = [each.last_row for each in merged if each.first_row == row.number]
            count = max(lasts, default=row.number) - row.number + 1
            yield _over(table, table.rows[place : place + min(count, _MOST_ROWS)])


def letter_of(column: int) -> str:
    """The letters of a column, as spreadsheets have them."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _over(table: Table, rows: Sequence[Row]) -> Headings:
    first, last = rows[0].number, rows[-1].number
    width = max(len(row.cells) for row in rows)
    cells = [[*row.cells, *[""] * (width - len(row.cells))] for row in rows]
    for each in table.merged if first != last else ():
        if first <= each.first_row <= each.last_row <= last:
            text = cells[each.first_row - first][each.first_column]
            for row in cells[each.first_row - first : each.last_row - first + 1]:
                row[each.first_column : each.last_column + 1] = [text] * (each.last_column - each.first_column + 1)
    texts = (tuple(dict.fromkeys(row[column] for row in cells if row[column])) for column in range(width))
    return Headings(first, last, tuple(texts))


def _names(texts: Sequence[str]) -> list[str]:
    """What a column may be called: all that stands over it, then each text from above."""
    return [" ".join(texts), *texts] if len(texts) > 1 else list(texts)
