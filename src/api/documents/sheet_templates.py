"""Templates of sheets as files: a workbook with a sheet of notes beside the one to fill in, or the headings as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ledger.formats.plain_text import marked
from ledger.formats.sheets import Template, TemplateColumn, heading_of
from ledger.labels import label

_NUMBER_FORMATS: Mapping[str, str] = {
    "text": "@",
    "period": "@",
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
    "instant": "yyyy-mm-dd hh:mm",
}
_ROWS_TO_CHOOSE_IN = 2_000
_PADDING, _NARROWEST, _OF_A_DAY, _WIDEST = 4, 10, 4, 60
_NEVER_CHANGED = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone
"""The same template makes the same bytes."""
_NOTES = ("column", "needed", "note", "choices", "example")


class Filled(NamedTuple):
    """What stands in a template already: above the headings, the day numbers of its grid, and its rows."""

    above: Sequence[str] = ()
    days: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()


_EMPTY = Filled()


def template_workbook(template: Template, language: str, filled: Filled = _EMPTY) -> bytes:
    """A template as a workbook: a sheet with its headings, and a sheet of notes that no mapping reads."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": template.title, "created": _NEVER_CHANGED})
        head = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#E7EBF0", "align": "center"})
        forms = {kind: workbook.add_format({"num_format": form}) for kind, form in _NUMBER_FORMATS.items()}
        _write_sheet(workbook.add_worksheet(template.title), template, head, forms, filled)
        _write_notes(workbook.add_worksheet(heading_of("notes", language)), template, language, head)
    return content.getvalue()


def template_text(template: Template) -> bytes:
    """A template as CSV: its headings, in UTF-8 with the mark by which spreadsheets know it."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream)
    for each in template.above:
        lines.writerow([marked(each.heading), ""])
    lines.writerow([*(marked(each.heading) for each in template.columns), *template.days])
    return stream.getvalue().encode("utf-8-sig")


def _write_sheet(
    page: Worksheet, template: Template, head: Any, forms: Mapping[str, Any], filled: Filled = _EMPTY
) -> None:
    for row, (each, text) in enumerate(zip_longest(template.above, filled.above, fillvalue="")):
        assert isinstance(each, TemplateColumn)
        page.write_string(row, 0, each.heading, head)
        page.write(row, 1, text or None, forms.get(each.type))
    header = len(template.above)
    for column, each in enumerate(template.columns):
        page.set_column(column, column, _width(each), forms.get(each.type))
        page.write_string(header, column, each.heading, head)
        _offer(page, header + 1, column, column, each)
    first = len(template.columns)
    days = filled.days or template.days
    for place, day in enumerate(days, first):
        page.write_number(header, place, day, head)
    for row, texts in enumerate(filled.rows, header + 1):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)
    if template.cell is not None:
        last = first + len(days) - 1
        page.set_column(first, last, _OF_A_DAY)
        _offer(page, header + 1, first, last, template.cell)
    page.freeze_panes(header + 1, min(first, 2))


def _offer(page: Worksheet, row: int, first: int, last: int, column: TemplateColumn) -> None:
    """Words to choose from, which a sheet may do without: a rule set may know more."""
    if column.choices:
        offered = {"validate": "list", "source": [*column.choices], "error_type": "information"}
        page.data_validation(row, first, row + _ROWS_TO_CHOOSE_IN, last, offered)


def _write_notes(page: Worksheet, template: Template, language: str, head: Any) -> None:
    rows = [[heading_of(each, language) for each in _NOTES]]
    comma = label("sign", "list comma", language)
    for each in template.described():
        needed = heading_of("needed" if each.is_needed else "optional", language)
        rows.append([each.heading, needed, each.note, comma.join(each.choices), each.example])
    for column in range(len(_NOTES)):
        page.set_column(column, column, min(max(cell_len(row[column]) for row in rows) + _PADDING, _WIDEST))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            page.write_string(row, column, text, head if row == 0 else None)


def _width(column: TemplateColumn) -> int:
    return max(cell_len(column.heading), cell_len(column.example), _NARROWEST) + _PADDING
