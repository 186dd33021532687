"""Marks for nothing, such as / or 无: an empty cell, where one may be."""

from collections.abc import Mapping
from typing import Any

from ledger.formats.sheets.mapping import OTHERS
from ledger.formats.sheets.mapping_parts import Column

_SIGNS = {"-", "--", "---", "/", "//", "\\", "－", "／", "＼", "–", "—", "——"}
_WORDS = {"无", "暂无", "没有", "none", "None", "NONE", "nil", "na", "NA", "n/a", "N/A"}
_WRITTEN_FOR_NOTHING = frozenset(_SIGNS | _WORDS)
"""What clerks write into a cell that has nothing to say."""


def says_nothing(text: str, column: Column | None, tables: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a text stands for an empty cell: where a date, a number or a word of a table may be left out."""
    if text not in _WRITTEN_FOR_NOTHING or column is None or column.required:
        return False
    if column.table is None:
        return column.type != "text"
    entries = tables[column.table]
    return OTHERS not in entries and text not in entries
