"""What somebody typed is computed by no spreadsheet: a text that would be a formula is marked, and read without it."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ledger.formats.plain_text import marked, unmarked
from projections.reports import REPORTS
from tests.api.conftest import Run

FORMULA = re.compile(r"[=+\-@\t\r\n]")
FIGURE = re.compile(r"-?\d+(\.\d\d)?")
NUMBERS = ("=1+1", "@SUM(A1)", "+8613", "-5", "'=x", "plain")
PERIOD = "2026-10"


def facts() -> list[dict[str, Any]]:
    site = {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": PERIOD, "period_start_day": 1}
    lines: list[dict[str, Any]] = [site]
    for number in NUMBERS:
        named = {"employee": number, "name": f"={number}", "role": "csr", "team": '=HYPERLINK("http://x.example")'}
        lines.append({"kind": "employee", **named, "hired_on": "2026-10-01"})
        lines.append({"kind": "base_salary", "employee": number, "from": "2026-10-01", "monthly": "4350.00"})
        lines.append({"kind": "shift", "employee": number, "date": "2026-10-08", "shift": "C"})
    corrected = {"kind": "correction", "correction": "-1+2", "employee": "@SUM(A1)", "period": PERIOD, "note": "n"}
    return [*lines, corrected | {"amount": "-12.00"}]


@pytest.fixture
def hostile(empty: Path, workledger: Run) -> Path:
    """A centre whose numbers, names and teams are formulas."""
    (empty / "facts.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in facts()), encoding="utf-8")
    answer = workledger("import", "facts.ndjson")
    assert answer.status == 0, answer
    return empty


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def styles_of(path: Path) -> str:
    with ZipFile(path) as parts:
        return parts.read("xl/styles.xml").decode()


@given(st.text(max_size=8) | st.text("'=+-@\t1a", max_size=6))
def test_a_marked_text_is_no_formula_and_is_read_as_it_was(text: str) -> None:
    assert FORMULA.match(marked(text)) is None
    assert unmarked(marked(text)) == text


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
def test_no_cell_of_csv_is_a_formula_and_figures_stay_numbers(workledger: Run) -> None:
    for name in REPORTS:
        found = rows(workledger("report", name, PERIOD, "--format", "csv").out)
        formulas = [cell for row in found for cell in row if FORMULA.match(cell) and FIGURE.fullmatch(cell) is None]
        assert formulas == [], name
        assert {row[0] for row in found[1:]} <= {marked(number) for number in NUMBERS}
    paid = rows(workledger("report", "payroll", PERIOD, "--format", "csv").out)
    assert ["'@SUM(A1)", "correction:-1+2", "-12.00"] in [row[:3] for row in paid]
    assert "'-5" in {row[0] for row in paid}


@pytest.mark.slow
def test_what_was_written_as_csv_is_read_again(hostile: Path, workledger: Run) -> None:
    (hostile / "paid.csv").write_text(workledger("report", "payroll", PERIOD, "--format", "csv").out, encoding="utf-8")
    answer = workledger("reconcile", PERIOD, "paid.csv", "--format", "csv", "--all")
    assert answer.status == 0, answer
    found = rows(answer.out)
    assert {row[0] for row in found[1:]} == {marked(number) for number in NUMBERS}
    assert {row[1] for row in found[1:]} == {marked(f"={number}") for number in NUMBERS}
    assert {row[6] for row in found[1:]} == {"equal"}
    assert all(FIGURE.fullmatch(cell) for row in found[1:] for cell in row[3:6])


@pytest.mark.slow
def test_no_text_of_a_workbook_is_a_formula(hostile: Path, workledger: Run) -> None:
    for name in REPORTS:
        assert workledger("report", name, PERIOD, "--format", "xlsx", "--output", f"{name}.xlsx").status == 0
        with ZipFile(hostile / f"{name}.xlsx") as parts:
            sheets = [parts.read(part).decode() for part in parts.namelist() if part.startswith("xl/worksheets/sheet")]
        formulas = {found for sheet in sheets for found in re.findall(r"<f>(.*?)</f>", sheet)}
        assert all(re.fullmatch(r"SUM\([A-Z]+\d+:[A-Z]+\d+\)", found) for found in formulas), (name, formulas)
        if name == "hours":
            assert 'quotePrefix="1"' in styles_of(hostile / f"{name}.xlsx")
    book = CalamineWorkbook.from_path(hostile / "payroll.xlsx").get_sheet_by_index(0).to_python()
    assert {row[0] for row in book[2:-1]} == set(NUMBERS)
