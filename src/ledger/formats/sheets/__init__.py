"""Sheets: XLSX, CSV and their like to facts, by a mapping in TOML (see the README of the formats).

A row is unfolded into pieces, one for each fact; a piece is a line of JSON, and goes the way of every other line.
"""

from ledger.formats.sheets.mapping_files import load_mapping, read_given, read_mapping, shipped, text_of, title_of
from ledger.formats.sheets.reader import SheetReader, reader
from ledger.formats.sheets.sandbox import sheets_apart

__all__ = [
    "SheetReader",
    "load_mapping",
    "read_given",
    "read_mapping",
    "reader",
    "sheets_apart",
    "shipped",
    "text_of",
    "title_of",
]
