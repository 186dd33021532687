"""Which sheets of a file are read, which are named as not read, and what is said of a file without a mapping."""

import json
from pathlib import Path

import pytest

from ledger.formats.sheets import load_mapping, suggestions, told_of_file
from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import Cell, comma_separated, imported, mapping, recorded, staffed, workbook

ROSTER: list[list[Cell]] = [["2026年10月"], ["工号", 1, 2]]


def team(*people: str) -> list[list[Cell]]:
    return [*ROSTER, *([number, "R", "C"] for number in people)]


def told(ledger: Ledger, path: Path, by: str, encoding: str = "", *sheets: str) -> ImportAnswer:
    options = told_of_file(load_mapping(by), encoding, sheets)
    return ledger.imports.import_file(path, format="sheet", options=options)


def people(ledger: Ledger) -> set[str]:
    return {fact["employee"] for fact in recorded(ledger, "shift")}


def test_several_sheets_with_the_headings_are_refused_by_their_names(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, team("1003"), 一组=team("1001"), 二组=team("1002"))
    with pytest.raises(LedgerError, match=r"一组 and 二组 and 表 all have the headings.*--sheet all"):
        imported(ledger, book, "roster-grid")
    assert people(ledger) == set()


def test_the_sheets_that_are_named_are_read_and_the_others_named(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, team("1003"), 一组=team("1001"), 二组=team("1002"))
    answer = told(ledger, book, "roster-grid", "", "一组", "表")
    assert (answer.accepted, answer.sheets_not_read) == (4, ["二组"])
    assert answer.as_json()["sheets_not_read"] == ["二组"]
    assert people(ledger) == {"1001", "1003"}


def test_all_sheets_are_read_where_that_is_said(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, team("1003"), 说明=[["说明"]], 一组=team("1001"), 二组=team("1002"))
    answer = told(ledger, book, "roster-grid", "", "all")
    assert (answer.accepted, answer.sheets_not_read) == (6, ["说明"])


def test_a_refused_row_names_its_sheet_where_several_are_read(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, team("1003"), 一组=team("9009"))
    answer = told(ledger, book, "roster-grid", "", "all")
    assert [issue.message.split(":")[0] for issue in answer.issues] == ["sheet 一组"] * 2
    entry = ledger.imports.quarantine.entries()[0]
    assert (json.loads(entry.raw)["sheet"], entry.file) == ("一组", "sheet.xlsx")
    late = {"kind": "employee", "employee": "9009", "name": "赵六", "role": "csr", "team": "T1"}
    ledger.record([{**late, "hired_on": "2026-09-01"}])
    assert [line.status for line in ledger.imports.quarantine.retry()] == ["accepted"] * 2


def test_a_sheet_with_headings_and_nothing_below_is_not_in_the_way(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, team("1001"), 模板=ROSTER), "roster-grid")
    assert (answer.accepted, answer.sheets_not_read) == (2, ["模板"])


def test_a_named_sheet_without_the_headings_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, team("1001"), 说明=[["说明"]])
    with pytest.raises(LedgerError, match="of the sheet 说明 has no heading 工号"):
        told(ledger, book, "roster-grid", "", "说明", "表")


def test_a_row_with_more_cells_than_headings_is_refused_in_a_workbook_too(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        ["工号", "生效日期", "月薪"],
        ["1001", "2026-10-01", 4, 800],
        ["1002", "2026-10-01", 5200],
    ]
    rows[2] += [None, "图例"]
    answer = imported(ledger, workbook(tmp_path, rows), "base-salaries")
    assert (answer.accepted, [(issue.line, issue.code) for issue in answer.issues]) == (1, [(2, "cells_beyond")])
    assert "column D has '800'" in answer.issues[0].message


def test_cells_beyond_the_headings_are_kept_and_can_be_mended(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "工号,生效日期,月薪\n1001,2026-10-01,4,800.00\n1002,2026-10-01,5200,,\n")
    assert imported(ledger, sheet, "base-salaries").accepted == 1
    (entry,) = ledger.imports.quarantine.entries()
    piece = json.loads(entry.raw)
    assert piece == {"row": {"工号": "1001", "生效日期": "2026-10-01", "月薪": "4"}, "beyond": {"column D": "800.00"}}
    mended = json.dumps({"row": {**piece["row"], "月薪": "4800"}}).encode()
    assert ledger.imports.quarantine.retry([entry.id], {entry.id: mended})[0].status == "accepted"


def test_an_encoding_that_is_named_is_that_of_the_file(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "Employee #,First Name,Last Name,Job Title,Department,Hire Date\n"
    text += "7,Jürgen,Müller,Support Agent,Köln,2026-09-01\n"
    sheet = comma_separated(tmp_path, text, "windows-1252")
    with pytest.raises(LedgerError, match=r"windows-1252 \(Jürgen\)"):
        imported(ledger, sheet, "bamboohr-employees")
    with pytest.raises(LedgerError, match="the file is not in utf-8; name its encoding"):
        told(ledger, sheet, "bamboohr-employees", "utf-8")
    assert told(ledger, sheet, "bamboohr-employees", "windows-1252").accepted == 1
    assert recorded(ledger, "employee")[-1]["name"] == "Jürgen Müller"


@pytest.mark.parametrize("encoding", ["euc_kr", "windows-1251", "big5", "shift_jis"])
def test_what_only_looks_like_chinese_is_not_read_as_it(ledger: Ledger, tmp_path: Path, encoding: str) -> None:
    staffed(ledger)
    names = {"euc_kr": "김철수", "windows-1251": "Иванов", "big5": "陳怡君", "shift_jis": "田中"}
    sheet = comma_separated(
        tmp_path, f"Employee no.,Name,Role,Team,Hired on\n7,{names[encoding]},csr,T1,2026-09-01\n", encoding
    )
    with pytest.raises(LedgerError, match=f"not certain.*{encoding} \\({names[encoding]}\\)"):
        imported(ledger, sheet, "employees")
    assert told(ledger, sheet, "employees", encoding).accepted == 1


def test_a_line_that_says_what_stands_between_the_cells_is_believed(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "sep=|\n工号|生效日期|月薪\n1001|2026-10-01|4,800.00\n")
    assert imported(ledger, sheet, "base-salaries").accepted == 1


@pytest.mark.slow
def test_a_workbook_without_a_mapping_says_which_fits(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    with pytest.raises(LedgerError, match=r"is a workbook, .*: --map roster-grid fits its headings"):
        ledger.imports.import_file(workbook(tmp_path, team("1001")))
    with pytest.raises(LedgerError, match="no shipped mapping has its headings"):
        ledger.imports.import_file(workbook(tmp_path, [["说明"]]))


def test_the_mappings_that_fit_are_suggested_the_best_first(tmp_path: Path) -> None:
    sheet = comma_separated(tmp_path, "工号,姓名,月薪\n1001,张三,4800\n")
    with sheet.open("rb") as file:
        (found,) = suggestions(file)
    assert (found.mapping, found.row, found.missing) == ("base-salaries", 1, ("from",))
    with workbook(tmp_path, team("1001")).open("rb") as file:
        best = suggestions(file)[0]
    assert (best.mapping, best.sheet, best.dates, best.missing) == ("roster-grid", "表", 2, ())


def test_a_mapping_of_ones_own_says_what_is_beside_the_rows(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(tmp_path, 'title = "x"\nbase = "base-salaries"\nother_rows = ["^Zwischensumme"]\n')
    sheet = comma_separated(tmp_path, "工号,生效日期,月薪\nZwischensumme,,9\n小计,,9\n")
    assert [issue.line for issue in imported(ledger, sheet, own).issues] == [3]
