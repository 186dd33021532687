"""Cells of an XLSX file that are errors (#N/A, #REF! …): the reader of workbooks takes them for empty.

A score whose look-up failed is not a missing score: these cells are found in the file itself and keep their text.
"""

import re

from ledger.formats.sheets.package_cells import cells_of

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})

_IS_ERROR = re.compile(rb'\bt="e"')


def error_cells(sheet: bytes) -> dict[tuple[int, int], str]:
    """The texts of the errors on a sheet, by row and column from 0."""
    if b't="e"' not in sheet:
        return {}
    return {cell.place: cell.value for cell in cells_of(sheet) if _IS_ERROR.search(cell.told)}
