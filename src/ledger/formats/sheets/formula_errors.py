"""Cells of an XLSX file that are errors (#N/A, #REF! …): the reader of workbooks takes them for empty.

A score whose look-up failed is not a missing score: these cells are found in the file itself and keep their text.
"""

import re
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})

_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb"<(?:\w+:)?c\s")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def error_cells(file: BinaryIO, position: int) -> dict[tuple[int, int], str]:
    """The texts of the errors on the sheet at a position, by row and column from 0."""
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            content = archive.read(_part_of(archive, position))
    except (BadZipFile, KeyError, IndexError, NotImplementedError):
        # No XLSX, or one that keeps its sheets elsewhere.
        return {}
    found: dict[tuple[int, int], str] = {}
    # A cell ends where the next begins, so that nothing is looked at twice, whatever the file is.
    for cell in _CELL.split(content)[1:] if b't="e"' in content else ():
        told, _, inner = cell.partition(b">")
        place, value = _PLACE.search(told), _VALUE.search(inner)
        if b't="e"' in told and place is not None and value is not None:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - ord("A") + 1
            found[int(place[2]) - 1, column - 1] = value[1].decode(errors="replace")
    return found


def _part_of(archive: ZipFile, position: int) -> str:
    """The part of the archive that a sheet is kept in."""
    sheets = _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", errors="replace"))
    wanted = next(value for name, value in _ATTRIBUTE.findall(sheets[position]) if name.endswith(":id") or name == "id")
    relationships = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    targets = (dict(_ATTRIBUTE.findall(found)) for found in _RELATIONSHIP.findall(relationships))
    target = next((found["Target"] for found in targets if found.get("Id") == wanted), "")
    return target[1:] if target.startswith("/") else f"xl/{target}"
