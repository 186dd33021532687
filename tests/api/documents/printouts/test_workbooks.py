"""Documents that are workbooks say what the report says, and carry the digest where they are printed."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.documents.pay_items import item_heading
from api.words.language import Language
from projections.reports import REPORTS
from tests.api.documents.printouts.press import PERIOD, Press

REPORT_OF = {"payroll-register": "payroll", "attendance-sheet": "attendance", "hours-balances": "hours"}


def first_sheet(content: bytes) -> list[list[Any]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("language", list(Language))
def test_the_register_has_every_amount_under_its_item(press: Press, language: Language) -> None:
    _title, headings, *rows = first_sheet(press.made("payroll-register", form="xlsx", language=language).content)
    reported = press.rows("payroll")
    assert len(rows) == len(reported) + 1
    for row, (number, told) in zip(rows[:-1], reported.items(), strict=True):
        assert row[0] == number
        sums: dict[str, Decimal] = {}
        for line in told["lines"]:
            item = "correction" if line["item"].startswith("correction:") else line["item"]
            sums[item] = sums.get(item, Decimal(0)) + Decimal(line["amount"])
        found = {heading: cell for heading, cell in zip(headings, row, strict=True) if isinstance(cell, float)}
        wanted = {item_heading(item, language): float(amount) for item, amount in sums.items()}
        assert found == wanted | {item_heading("total", language): float(told["total"])}


def test_the_minutes_of_hours_are_those_of_the_report(press: Press) -> None:
    _title, _headings, *rows = first_sheet(press.made("hours-balances", form="xlsx", team="T01").content)
    reported = press.rows("hours")
    assert 0 < len(rows) < len(reported)
    for row in rows:
        assert [row[0], *map(int, row[2:])] == list(reported[row[0]].values())


def test_an_attendance_workbook_has_a_row_a_shift(press: Press) -> None:
    _title, _headings, *rows = first_sheet(press.made("attendance-sheet", form="xlsx").content)
    reported = press.all_rows("attendance")
    places = [place for place, column in enumerate(REPORTS["attendance"].columns) if column.name in ("late", "counted")]
    assert len(rows) == len(reported)
    for row, told in zip(rows, reported, strict=True):
        values = [*told.values()]
        wanted = [values[0], *(values[place] for place in places)]
        assert [row[0], *(int(row[place + 1]) if row[place + 1] != "" else None for place in places)] == wanted


@pytest.mark.parametrize("name", list(REPORT_OF))
def test_the_foot_of_a_workbook_carries_the_digest(press: Press, name: str) -> None:
    document = press.made(name, form="xlsx")
    assert document.filename == f"{name}-{PERIOD}-{document.position}.xlsx"
    with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        properties = archive.read("docProps/core.xml").decode()
    digits = " ".join(document.digest[start : start + 8] for start in range(0, 64, 8))
    assert digits in sheet
    assert digits in properties
    assert press.made(name, form="pdf").digest == document.digest
