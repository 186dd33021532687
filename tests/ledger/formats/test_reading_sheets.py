"""What every sheet may have: an encoding, lists, odd rows; what cannot be read is refused and never dropped."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from ledger.formats.sheets.conversion import How, UnfitError, converted
from ledger.ledger import Ledger
from tests.ledger.formats.paper import comma_separated, imported, mapping, recorded, staffed, workbook

SHIFTS = """
title = "lists"
[columns.employee]
heading = "people"
split = "set"
[columns.date]
heading = "dates"
split = "json"
type = "date"
[columns.shift]
heading = "shift"
[[skip]]
when = { shift = "total" }
[[refuse]]
when = { shift = "free" }
because = "a free day has no shift; give one"
[[fact]]
kind = "shift"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(ledger: Ledger, tmp_path: Path, encoding: str) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "工号,开始,生效日期,基本工资\n1001,x,2026-10-01,4800\n", encoding)
    assert imported(ledger, sheet, "base-salaries").accepted == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_stands_between_the_cells_is_found(ledger: Ledger, tmp_path: Path, mark: str) -> None:
    staffed(ledger)
    sheet = comma_separated(
        tmp_path, mark.join(["工号", "生效日期", "月薪"]) + "\n" + mark.join(["1001", "2026-10-01", "1"])
    )
    assert imported(ledger, sheet, "base-salaries").accepted == 1


def test_one_row_with_lists_is_a_fact_for_each_person_and_date(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = 'people,dates,shift\n"{1001,1002}","[""2026-10-01"", ""2026-10-02""]",R\n,,total\n'
    answer = imported(ledger, comma_separated(tmp_path, text), mapping(tmp_path, SHIFTS))
    assert (answer.accepted, answer.refused) == (4, 0)
    assert {fact["employee"] for fact in recorded(ledger, "shift")} == {"1001", "1002"}


def test_a_list_that_is_broken_is_refused_whole_and_mended_whole(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = 'people,dates,shift\n{1001},"[""2026-10-01"", ",R\n{1001},"[""2026-10-03""]",free\n'
    answer = imported(ledger, comma_separated(tmp_path, text), mapping(tmp_path, SHIFTS))
    assert [(issue.line, issue.code, issue.message) for issue in answer.issues] == [
        (2, "bad_cell", "dates begins '[\"2026-10-01\",', which is not a whole list; give a JSON list"),
        (3, "refused_by_mapping", "a free day has no shift; give one"),
    ]
    broken = ledger.imports.quarantine.entries()[0]
    piece = json.loads(broken.raw)
    assert piece == {"row": {"people": "{1001}", "dates": '["2026-10-01",', "shift": "R"}}
    piece["row"]["dates"] = '["2026-10-01"]'
    mended = json.dumps(piece).encode()
    assert [line.status for line in ledger.imports.quarantine.retry([broken.id], {broken.id: mended})] == ["accepted"]


def test_a_line_may_be_mended_into_a_fact_of_the_interchange_format(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "people,dates,shift\n{1001},nonsense,R\n")
    imported(ledger, sheet, mapping(tmp_path, SHIFTS))
    (entry,) = ledger.imports.quarantine.entries()
    fact = b'{"kind": "shift", "employee": "1001", "date": "2026-10-01", "shift": "R"}'
    assert ledger.imports.quarantine.retry([entry.id], {entry.id: fact})[0].status == "accepted"


def test_the_row_of_a_refusal_is_the_row_of_the_file(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = '工号,生效日期,月薪\n\n1001,2026-10-01,4800\n"9\n9",2026-10-01,1\n1002,2026-10-01,lots\n'
    answer = imported(ledger, comma_separated(tmp_path, text), "base-salaries")
    assert [issue.line for issue in answer.issues] == [4, 6]
    assert "月薪 is 'lots'; give a number" in answer.issues[1].message


def test_rows_of_all_together_make_a_rule_set(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = (
        "type,time_start,time_end,time_planned\nwork,08:00:00,15:00:00,25200\nwork,15:00:00,22:00:00,25200\nfree,,,\n"
    )
    sheet = comma_separated(tmp_path, text + "work,soon,15:00:00,25200\n")
    answer = imported(ledger, sheet, "clockster-shift-types", effective_period="2026-10")
    assert (answer.accepted, [(issue.line, issue.code) for issue in answer.issues]) == (1, [(5, "bad_cell")])
    (rules,) = recorded(ledger, "rules")
    assert sorted(rules["parameters"]["shifts"]) == ["08:00-15:00/420", "15:00-22:00/420"]


def test_a_sheet_that_is_hidden_is_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(
        tmp_path,
        [["工号", "生效日期", "月薪"], [1001, date(2026, 10, 1), 4800]],
        说明=[["这是说明"], ["没有表头"]],
    )
    assert imported(ledger, book, "base-salaries").accepted == 1


def test_a_formula_that_failed_is_refused_and_not_taken_for_empty(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    path = tmp_path / "failed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明")
        sheet = book.add_worksheet("考评")
        sheet.write_row(0, 0, ["工号", "工作评估", "综合表现"])
        sheet.write_row(1, 0, [1001, 85])
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    answer = imported(ledger, path, "reviews", period="2026-10", evaluator="王主管", at="2026-11-02")
    assert (answer.accepted, answer.rejected) == (1, 1)
    assert answer.issues[0].message == "综合表现 is #N/A, an error of the spreadsheet; correct its formula"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "2026年10月2日", "2026-10-02"),
        ("date", "20261002", "2026-10-02"),
        ("time", "8:05", "08:05:00"),
        ("time", "次日 02:10", "+1 02:10:00"),
        ("time", "02:10(次日)", "+1 02:10:00"),
        ("time", "24:00", "+1 00:00:00"),
        ("instant", "2026/10/2 8:05", "2026-10-02 08:05:00"),
        ("instant", "2026-10-02T08:05:09+07:00", "2026-10-02 08:05:09+07:00"),
        ("period", "2026.10", "2026-10"),
        ("period", "2026年1月排班", "2026-01"),
        ("number", "￥1,234.50", "1234.50"),
        ("hours", "1.5", 90),
        ("hours", "1:30", 90),
        ("seconds", "25140", 419),
        ("minutes", "90", 90),
    ],
)
def test_values_are_read_as_people_write_them(kind: str, text: str, value: str | int) -> None:
    assert converted(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2026-02-30"),
        ("date", "2026-10-02 08:30:00"),
        ("time", "48:00"),
        ("instant", "noon"),
        ("period", "October"),
        ("number", "NaN"),
        ("number", "1e999999999"),
        ("integer", "1.5"),
        ("hours", "0.001"),
        ("seconds", "61"),
    ],
)
def test_what_is_no_value_is_refused_and_never_rounded_in_silence(kind: str, text: str) -> None:
    with pytest.raises(UnfitError, match=f"is '{text}'; give"):
        converted(kind, text)


def test_a_number_is_rounded_where_the_mapping_says_so() -> None:
    assert converted("number", "87.335", How(decimals=2)) == "87.34"


def test_an_hour_that_comes_twice_is_its_first(ledger: Ledger, tmp_path: Path) -> None:
    site = {"kind": "site", "name": "x", "time_zone": "Europe/Berlin", "first_period": "2026-10", "period_start_day": 1}
    person = {"kind": "employee", "employee": "1", "name": "n", "role": "csr", "team": "T", "hired_on": "2026-01-01"}
    ledger.record([site, person])
    rows = [
        ["工号", "日期", "上班1打卡时间", "下班1打卡时间"],
        ["1", date(2026, 10, 25), datetime.fromisoformat("2026-10-25 02:30"), None],
    ]
    imported(ledger, workbook(tmp_path, rows), "dingtalk-attendance")
    assert recorded(ledger, "clock")[0]["at"].isoformat() == "2026-10-25T02:30:00+02:00"
