"""A what-if for spreadsheets: as CSV, a row a figure; as a workbook, by line, by person and line, and by person."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from api.documents.cells import Cell, Shape, width_of
from api.documents.sheets import Sheet, SheetColumn
from api.documents.workbook import workbook_content, write_sheets
from api.words.changed_rows import changed_row_words
from api.words.labels import coordinates, figure_label
from api.words.language import Language
from api.words.named_rules import caution_of
from ledger.formats.plain_text import marked
from ledger.labels import label

_COLUMNS = ("employee", "name", "figure", "clause", "before", "after", "difference")
_SIDES = ("before", "after", "difference")
_PAY = "pay"
Told = Mapping[str, Any]


def what_if_text(told: Told, names: Mapping[str, str]) -> str:
    """Every figure that moves as CSV, in the names of the API; names are there for people."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in told["moved"]:
        texts = (each["employee"], names.get(each["employee"], ""), each["figure"], each["clause"])
        writer.writerow([*map(marked, texts), *(each[side] for side in _SIDES)])
    return stream.getvalue()


def what_if_workbook(told: Told, names: Mapping[str, str], language: Language) -> bytes:
    """A what-if as a workbook: the same answer makes the same bytes."""
    sheets = list(_sheets(told, names, language))
    return workbook_content(lambda path: write_sheets(path, sheets))


def _sheets(told: Told, names: Mapping[str, str], language: Language) -> Iterable[Sheet]:
    pay = [each for each in told["moved"] if each["figure"] == _PAY]
    lines = [each for each in told["moved"] if each["clause"]]
    others = [each for each in told["moved"] if not each["clause"] and each["figure"] != _PAY]
    by_line = [
        [each["clause"], figure_label(each["figure"], language), *_amounts(each), each["people"]]
        for each in told["lines"]
    ]
    yield _sheet(told, "lines", by_line, (("clause", "item"), _SIDES, ("people",)), language)
    by_person_and_line = [
        [*_person(each, names), each["clause"], _figure(each, language), *_amounts(each)] for each in lines
    ]
    columns: Any = (("employee", "name", "clause", "item"), _SIDES, ())
    yield _sheet(told, "people_lines", by_person_and_line, columns, language)
    by_person = [[*_person(each, names), *_amounts(each)] for each in pay]
    yield _sheet(told, "people", by_person, (("employee", "name"), _SIDES, ()), language)
    rest = [
        [*_person(each, names), _figure(each, language), *(_text(each[side]) for side in _SIDES)] for each in others
    ]
    columns = (("employee", "name", "figure", *_SIDES), (), ())
    yield _sheet(told, "hours", rest, columns, language)
    changed: list[list[Cell]] = [
        [each.employee, names.get(each.employee, ""), each.report, each.row, each.before, each.after]
        for each in changed_row_words(told["rows"], language)
    ]
    columns = (("employee", "name", "report", "row", "before", "after"), (), ())
    yield _sheet(told, "rows", changed, columns, language)


def _sheet(
    told: Told,
    called: str,
    rows: list[list[Cell]],
    columns: tuple[Sequence[str], Sequence[str], Sequence[str]],
    language: Language,
) -> Sheet:
    """A sheet of some columns of text, of amounts, and of whole numbers."""
    texts, amounts, counts = columns
    shapes = [Shape.TEXT] * len(texts) + [Shape.DECIMAL] * len(amounts) + [Shape.WHOLE] * len(counts)
    made = [
        _column(heading, shape, [row[place] for row in rows], language)
        for place, (heading, shape) in enumerate(zip((*texts, *amounts, *counts), shapes, strict=True))
    ]
    caution = caution_of(told["rules"], language)
    where = coordinates(told["position"], told["rules"], language)
    name = label("what-if sheet", called, language)
    return Sheet(
        name=name,
        title=" · ".join(filter(None, (name, told["period"], *where, caution))),
        columns=tuple(made),
        rows=rows,
        count=len(rows),
        total_label=label("heading", "total", language) if amounts else "",
    )


def _column(heading: str, shape: Shape, cells: list[Cell], language: Language) -> SheetColumn:
    values: list[Any] = [cell for cell in cells if cell is not None]
    whole = sum(values, Decimal(0)) if shape is Shape.DECIMAL else None
    widest = max(map(width_of, [*values, whole]), default=0)
    said = label("comparison heading", heading, language)
    return SheetColumn(said, shape, widest, totalled=shape is Shape.DECIMAL)


def _person(each: Told, names: Mapping[str, str]) -> list[Cell]:
    return [each["employee"], names.get(each["employee"], "")]


def _figure(each: Told, language: Language) -> str:
    return figure_label(each["figure"], language)


def _amounts(each: Told) -> list[Cell]:
    return [None if each[side] is None else Decimal(each[side]) for side in _SIDES]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
