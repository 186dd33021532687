"""What the tests of the sheets are made of: workbooks and CSV files, and a ledger that they are imported into."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from ledger.facts.explicit_nulls import Unstated
from ledger.formats.sheets import load_mapping
from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger
from tests.ledger.material import SITE

Cell = str | int | float | bool | date | time | None
STAFF = {"1001": "张三", "1002": "李四", "1003": "王五"}


def workbook(
    folder: Path,
    rows: Sequence[Sequence[Cell]],
    name: str = "sheet.xlsx",
    *,
    merged: Sequence[str] = (),
    formats: Mapping[type, str] = MappingProxyType({}),
    **more: Any,
) -> Path:
    """A workbook of one sheet (and of those in `more`, before it), with dates and times as a spreadsheet has them.

    `merged` are the ranges of cells that are one, by their addresses, and `formats` how dates and times are shown.
    """
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        forms = {
            datetime: book.add_format({"num_format": formats.get(datetime, "yyyy-mm-dd hh:mm:ss")}),
            date: book.add_format({"num_format": formats.get(date, "yyyy-mm-dd")}),
            time: book.add_format({"num_format": formats.get(time, "hh:mm")}),
        }
        for title, content in {**more, "表": rows}.items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(content):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date | time):
                        sheet.write_datetime(number, column, cell, forms[type(cell)])
                    elif cell is not None:
                        sheet.write(number, column, cell)
        for address in merged:
            first_row, first_column = xl_cell_to_rowcol(address.partition(":")[0])
            sheet.merge_range(address, rows[first_row][first_column] or "")
    return path


def comma_separated(folder: Path, text: str, encoding: str = "utf-8", name: str = "sheet.csv") -> Path:
    """A text file in an encoding."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def mapping(folder: Path, text: str, name: str = "own.toml") -> str:
    """A mapping of one's own."""
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def staffed(ledger: Ledger) -> None:
    """A site and three people are on the ledger."""
    people = (
        {"kind": "employee", "employee": number, "name": name, "role": "csr", "team": "T1", "hired_on": "2026-01-01"}
        for number, name in STAFF.items()
    )
    assert {outcome.status for outcome in ledger.record([SITE, *people])} == {"accepted"}


def imported(ledger: Ledger, path: Path, by: str, /, *, dry_run: bool = False, **given: str) -> ImportAnswer:
    """The answer to importing a sheet by a mapping, with these columns given."""
    options: dict[str, Any] = {**load_mapping(by), "set": given}
    return ledger.imports.import_file(path, format="sheet", options=options, dry_run=dry_run)


def recorded(ledger: Ledger, kind: str) -> list[dict[str, Any]]:
    """The own fields of the facts of a kind that say something, in the order of recording."""
    found = (recorded.fact for recorded in ledger.facts.page(0, 1_000_000) if recorded.fact.kind == kind)
    return [
        {name: value for name, value in fact.model_dump(warnings=False).items() if _is_said(name, value)}
        for fact in found
    ]


def _is_said(name: str, value: object) -> bool:
    return not isinstance(value, Unstated) and (value is not None or name == "shift")


def given_case(name: str) -> Path:
    """The folder of a small file that went wrong elsewhere, which is not part of the project. Skips where it is not."""
    for parent in Path(__file__).parents:
        if (parent / "shared" / "cases" / name).is_dir():
            return parent / "shared" / "cases" / name
    pytest.skip("the cases are not here; they lie in shared/cases beside the checkout")


def export_of_clockster() -> Path:
    """The folder of a real export, which is not part of the project. Skips where it is not there."""
    places = [os.environ.get("WORKLEDGER_DATA"), *(parent / "shared" / "data" for parent in Path(__file__).parents)]
    for place in filter(None, places):
        if (Path(place) / "clockster" / "users.csv").is_file():
            return Path(place) / "clockster"
    pytest.skip("the Clockster export is not here; it lies in shared/data beside the checkout, or in WORKLEDGER_DATA")
