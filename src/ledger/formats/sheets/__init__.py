"""Sheets: XLSX, CSV and their like to facts, by a mapping in TOML (see the README of the formats).

A row is unfolded into pieces, one for each fact; a piece is a line of JSON, and goes the way of every other line.
"""

from ledger.formats.sheets.mapping_files import (
    load_mapping,
    read_given,
    read_mapping,
    shipped,
    text_of,
    title_of,
    told_of_file,
)
from ledger.formats.sheets.pieces import sheet_of
from ledger.formats.sheets.reader import SheetReader, reader
from ledger.formats.sheets.sandbox import sheets_apart, tables_of
from ledger.formats.sheets.suggestions import Suggestion, fitting, suggestions
from ledger.formats.sheets.templates import TEMPLATES, Template, TemplateColumn, heading_of, template, word_of

__all__ = [
    "TEMPLATES",
    "SheetReader",
    "Suggestion",
    "Template",
    "TemplateColumn",
    "fitting",
    "heading_of",
    "load_mapping",
    "read_given",
    "read_mapping",
    "reader",
    "sheet_of",
    "sheets_apart",
    "shipped",
    "suggestions",
    "tables_of",
    "template",
    "text_of",
    "title_of",
    "told_of_file",
    "word_of",
]
