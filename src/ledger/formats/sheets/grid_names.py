"""The headings of a grid that are names, as of metrics or of the items of a form: all that are not of a column.

A sheet with numbers or dates for headings is another one, such as a roster.
"""

from collections.abc import Mapping as Values
from itertools import combinations

from ledger.formats.sheets.grid_dates import marks_in
from ledger.formats.sheets.heading_keys import folded, key_of
from ledger.formats.sheets.headings import Headings
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_parts import NAME
from ledger.formats.sheets.numerals import number_of
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_values import RowValues
from ledger.refusal import LedgerError, RefusedError


def names_in(headings: Headings, mapping: Mapping) -> dict[int, str]:
    """The names over the columns of a grid, by the position of their column."""
    assert mapping.grid is not None
    known = {key_of(word) for word in (*mapping.words(), *mapping.grid.beside)}
    found = ((column, texts) for column, texts in enumerate(headings.texts) if texts)
    return {
        column: " ".join(texts[-1].split())
        for column, texts in found
        if not any(key_of(text) in known for text in texts)
    }


def not_a_name(names: Values[int, str]) -> str | None:
    """The first heading that is a number or a date, where there is one."""
    return next((text for column, text in names.items() if is_number(text) or marks_in([(column, text)])), None)


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        number_of(folded(text))
    except ValueError:
        return False
    return True


def refuse_unfit_names(names: Values[int, str], where: str) -> None:
    """Raises LedgerError where there are none, one is a number or a date, or one is there twice."""
    if not names:
        raise LedgerError(f"{where} has no heading beside those of the people; name the columns of the grid there")
    other = not_a_name(names)
    if other is not None:
        raise LedgerError(f"{where} has {other!r} for a heading, which is a number or a date; give the column a name")
    for first, second in combinations(names.values(), 2):
        if key_of(first) == key_of(second):
            raise LedgerError(f"{where} has two columns for {first}; give each name one")


def refuse_same_names(names: Values[int, str], reading: Reading, name: str) -> None:
    """Raises LedgerError where two headings of a grid stand for the same by the mapping."""
    for column, spec in reading.mapping.columns.items():
        if spec.of != NAME:
            continue
        meant: dict[str, str] = {}
        for heading in names.values():
            try:
                value = str(RowValues(reading, {}, {NAME: heading}).value(column))
            except RefusedError:
                # What stands under a heading that the mapping has nothing for is refused where it is read.
                continue
            if meant.setdefault(value, heading) != heading:
                raise LedgerError(
                    f"mapping {name}: columns.{column}: {meant[value]} and {heading} are both {value}; leave one of "
                    "the two columns out, or name them apart in the mapping"
                )
