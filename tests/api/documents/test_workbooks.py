"""A report as a workbook says what the report says, to the fen, and is ready to be worked with and printed."""

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from api.documents import sheets as making_of_sheets
from api.documents import workbook as making_of_workbooks
from api.documents.cells import Shape, shape_of
from projections.reports import REPORTS
from tests.api.documents.office import PERIOD, Office, place_of, row_of, sheets

MONEY = re.compile(r"-?\d+\.\d\d")
CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*>(?:<f>([^<]*)</f>)?<v>([^<]*)</v>')
NEWCOMER = {"role": "csr", "team": "甲组", "hired_on": "2026-10-08"}


def xml(file: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(part).decode()


def said(value: Any) -> Any:
    """A figure of a report as a reader of workbooks has it."""
    if isinstance(value, list):
        return " ".join(value)
    if value is None:
        return ""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(value, int) or (isinstance(value, str) and MONEY.fullmatch(value)) else value


def read(value: Any) -> Any:
    """A cell; a number by its shortest digits, which are those that were written."""
    return Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.slow
@pytest.mark.parametrize("many", [False, True], ids=["in memory", "row by row"])
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "payroll"])
def test_every_figure_of_a_report_is_in_its_workbook(
    office: Office, name: str, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making_of_workbooks, "_MANY_CELLS", 0 if many else 500_000)
    _title, _headings, *rows = sheets(office.register(name=name))[0]
    reported = office.report(name)["rows"]
    assert len(rows) == len(reported)
    columns = [column.name for column in REPORTS[name].columns]
    person = REPORTS[name].person
    name_at = None if person is None else columns.index(person) + 1
    labelled = {index for index, column in enumerate(REPORTS[name].columns) if column.labelled}
    for row, expected in zip(rows, reported, strict=True):
        shown = [read(value) for place, value in enumerate(row) if place != name_at]
        values = list(expected.values())
        spared = labelled | {place for place, value in enumerate(values) if isinstance(value, bool)}
        compared = [place for place in range(len(values)) if place not in spared]
        assert [shown[place] for place in compared] == [said(values[place]) for place in compared]
        assert all(bool(shown[place]) == bool(values[place]) for place in spared)


@pytest.mark.slow
def test_the_register_has_a_row_a_person_and_a_column_an_item_in_the_order_of_s10(office: Office) -> None:
    rows = sheets(office.register())[0]
    assert [heading.casefold() for heading in rows[1]] == [
        "employee", "name", "base salary", "star pay", "monthly bonus", "award: full attendance",
        "award: most improved", "award: service", "award: hundred-percent star", "night allowance", "holiday pay",
        "correction", "total (yuan)", "negative",
    ]  # fmt: skip
    assert [row[:2] for row in rows[2:]] == [["E0001", "李敏"], ["E0002", "王芳"], ["E0003", "张伟"], ["Total", ""]]


@pytest.mark.slow
def test_every_figure_of_the_payroll_is_in_the_register_to_the_digit(office: Office) -> None:
    file = office.register("--lang", "zh-CN")
    written = {place: value for place, _formula, value in CELL.findall(xml(file))}
    rows = sheets(file)[0]
    assert rows[1][2] == "基本工资"
    for number, person in enumerate(office.report()["rows"], 3):
        amounts = sorted(value for place, value in written.items() if place[1:] == str(number) and "." in value)
        corrected = [line["amount"] for line in person["lines"] if line["item"].startswith("correction")]
        lines = [line["amount"] for line in person["lines"] if not line["item"].startswith("correction")]
        gathered = [str(sum(map(Decimal, corrected)))] if corrected else []
        assert amounts == sorted([*lines, *gathered, person["total"]])


@pytest.mark.slow
def test_corrections_stand_in_one_column_with_their_numbers_in_a_note(office: Office) -> None:
    file = office.register()
    rows = sheets(file)[0]
    assert read(row_of(rows, "E0003")[place_of(rows, "Correction")]) == Decimal("11.9")
    notes = xml(file, "xl/comments1.xml")
    assert "C-1  12.30\nC-2  -0.40" in notes
    assert "S10.1" in notes


@pytest.mark.slow
def test_totals_are_formulas_that_have_their_value_with_them(office: Office) -> None:
    file = office.register()
    formulas = {place: (formula, value) for place, formula, value in CELL.findall(xml(file)) if formula}
    people = office.report()["rows"]
    assert formulas["M3"] == ("SUM(C3:L3)", people[0]["total"])
    assert formulas["M6"] == ("SUM(M3:M5)", str(sum(Decimal(person["total"]) for person in people)))
    assert formulas["C6"] == ("SUM(C3:C5)", str(sum(Decimal(person["lines"][0]["amount"]) for person in people)))
    assert {place for place in formulas if place.endswith("6")} == {f"{column}6" for column in "CDEFGHIJKLM"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "title"),
    [
        ((), "Payroll · 2026-10 · ledger position {} · rules manual"),
        (("--lang", "zh-CN"), "当月薪资 · 2026-10 · 账本位置 {} · 规则 manual"),
    ],
)
def test_the_title_says_the_period_the_position_and_the_rule_set(
    office: Office, words: tuple[str, ...], title: str
) -> None:
    assert sheets(office.register(*words))[0][0][0] == title.format(office.report()["position"])


@pytest.mark.slow
def test_headings_stay_in_view_and_on_every_printed_page(office: Office) -> None:
    file = office.register()
    page = xml(file)
    assert '<pane xSplit="2" ySplit="2" topLeftCell="C3"' in page
    assert 'orientation="landscape"' in page
    assert "fitToPage" in page
    assert 'fitToHeight="0"' in page
    assert "$1:$2" in xml(file, "xl/workbook.xml")
    assert "#,##0.00" in xml(file, "xl/styles.xml")


@pytest.mark.slow
def test_a_column_is_wide_enough_for_chinese(office: Office) -> None:
    office.record(
        {
            "kind": "employee",
            "employee": "E0009",
            "name": "欧阳" * 6,
            "role": "csr",
            "team": "甲组",
            "hired_on": "2026-10-08",
        }
    )
    widths = re.findall(r'<col min="2" max="2" width="([\d.]+)"', xml(office.register()))
    assert Decimal(widths[0]) >= 24


@pytest.mark.slow
def test_a_name_that_begins_like_a_formula_stays_a_text(office: Office) -> None:
    office.record(
        {
            "kind": "employee",
            "employee": "E0009",
            "name": "=1+1",
            "role": "csr",
            "team": "甲组",
            "hired_on": "2026-10-08",
        }
    )
    assert row_of(sheets(office.register())[0], "E0009")[1] == "=1+1"


@pytest.mark.slow
def test_all_is_one_workbook_with_a_sheet_a_report(office: Office) -> None:
    made = sheets(office.register(name="all"))
    assert [rows[0][0].split(" · ")[0] for rows in made] == [definition.en for definition in REPORTS.values()]


@pytest.mark.slow
def test_a_report_that_one_sheet_does_not_hold_goes_on_on_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sheets(office.register(name="attendance"))[0]
    monkeypatch.setattr(making_of_sheets, "ROWS_A_SHEET", 20)
    parts = sheets(office.register(name="attendance", file="parts.xlsx"))
    assert len(parts) > 1
    assert all(part[:2] == whole[:2] for part in parts)
    assert [row for part in parts for row in part[2:]] == whole[2:]


@pytest.mark.slow
def test_a_report_without_rows_is_a_workbook_all_the_same(office: Office) -> None:
    words = ("--format", "xlsx", "--output", "empty.xlsx", "--employee", "E0001")
    assert office.run("report", "stars", PERIOD, *words).status == 0
    assert [row[0] for row in sheets(office.folder / "empty.xlsx")[0]][1:] == ["Employee"]


@pytest.mark.slow
def test_the_same_report_is_the_same_file(office: Office) -> None:
    assert office.register().read_bytes() == office.register(file="again.xlsx").read_bytes()


@pytest.mark.slow
def test_a_file_that_is_there_is_replaced_only_by_force(office: Office) -> None:
    file = office.register()
    file.write_text("a clerk's work")
    words = ("report", "payroll", PERIOD, "--format", "xlsx", "--output", file)
    answer = office.run(*words)
    assert (answer.status, answer.err) == (
        2,
        f"workledger: {file} is there already; give another name, or --force to replace it\n",
    )
    assert file.read_text() == "a clerk's work"
    assert office.run(*words, "--force").status == 0
    register, _handover = sheets(file)
    assert row_of(register, "E0001")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--format", "xlsx"), "xlsx is written to a file; name one with --output"),
        (
            ("--format", "xlsx", "--output", "register.xls"),
            "register.xls is not a name of a workbook; give one",
        ),
        (("--format", "csv", "--output", "register.csv"), "--output is for xlsx; give --format xlsx with it"),
        (("--format", "xlsx", "--output", "nowhere/register.xlsx"), "nowhere/register.xlsx cannot be written"),
    ],
)
def test_wrong_use_is_one_sentence_and_leaves_nothing_behind(
    office: Office, words: tuple[str, ...], sentence: str
) -> None:
    before = sorted(office.folder.iterdir())
    answer = office.run("report", "payroll", PERIOD, *words)
    assert answer.status == 2
    assert answer.err.startswith(f"workledger: {sentence}")
    assert answer.err.count("\n") == 1
    assert sorted(office.folder.iterdir()) == before


def test_every_column_of_every_report_has_a_shape_in_a_workbook() -> None:
    columns = [(column, report.schema[column.name]) for report in REPORTS.values() for column in report.columns]
    assert {shape_of(column, pl.Int64() if kind == pl.Int64 else pl.String()) for column, kind in columns} <= set(Shape)
