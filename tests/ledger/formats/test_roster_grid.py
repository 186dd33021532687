"""The roster grid: a row a person, a column a date, as Chinese centres keep it (排班表)."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import Cell, comma_separated, imported, recorded, staffed, workbook

DAYS = list(range(1, 32))
TITLE: list[Cell] = ["客服中心2026年10月排班表"]


def grid(*people: list[Cell], days: list[Cell] | None = None, title: list[Cell] | None = None) -> list[list[Cell]]:
    return [title or TITLE, ["工号", "姓名", *(days or DAYS), "合计"], *people]


def shifts(ledger: Ledger) -> dict[tuple[str, str], str | None]:
    return {(fact["employee"], fact["date"].isoformat()): fact["shift"] for fact in recorded(ledger, "shift")}


def test_each_cell_is_a_shift_on_its_date_and_a_rest_day_clears_it(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, grid([1001, "张三", "R", "休", "C", None, "W"])), "roster-grid")
    assert (answer.accepted, answer.refused) == (4, 0)
    assert shifts(ledger) == {
        ("1001", "2026-10-01"): "R",
        ("1001", "2026-10-02"): None,
        ("1001", "2026-10-03"): "C",
        ("1001", "2026-10-05"): "W",
    }


def test_the_same_file_again_is_all_duplicates_and_a_changed_cell_supersedes(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    first = workbook(tmp_path, grid([1001, "张三", "R", "R"], [1002, "李四", "C", "C"]))
    imported(ledger, first, "roster-grid")
    again = imported(ledger, first, "roster-grid")
    assert (again.accepted, again.duplicate) == (0, 4)
    changed = workbook(tmp_path, grid([1001, "张三", "R", "W"], [1002, "李四", "C", "C"]), "changed.xlsx")
    answer = imported(ledger, changed, "roster-grid")
    assert (answer.accepted, answer.duplicate) == (1, 3)
    assert shifts(ledger)[("1001", "2026-10-02")] == "W"


def test_days_that_fall_once_begin_in_the_month_before(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    days: list[Cell] = [*range(26, 31), *range(1, 26)]
    sheet = workbook(tmp_path, grid([1001, "张三", "R", *["C"] * 29], days=days))
    imported(ledger, sheet, "roster-grid")
    found = sorted(day for _, day in shifts(ledger))
    assert (found[0], found[-1], len(found)) == ("2026-09-26", "2026-10-25", 30)


@pytest.mark.parametrize(
    "days",
    [
        ["1日", "2日"],
        ["1 周四", "2 周五"],
        ["10/1", "10/2"],
        ["10月1日(四)", "10月2日(五)"],
        [date(2026, 10, 1), date(2026, 10, 2)],
        ["2026-10-01", "2026-10-02"],
    ],
)
def test_dates_are_read_however_they_are_written(ledger: Ledger, tmp_path: Path, days: list[Cell]) -> None:
    staffed(ledger)
    imported(ledger, workbook(tmp_path, grid([1001, "张三", "R", "C"], days=days)), "roster-grid")
    assert shifts(ledger) == {("1001", "2026-10-01"): "R", ("1001", "2026-10-02"): "C"}


def test_january_on_a_sheet_of_december_is_of_the_year_after(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    days: list[Cell] = ["12/31", "1/1"]
    sheet = workbook(tmp_path, grid([1001, "张三", "R", "C"], days=days, title=["2026年12月"]))
    imported(ledger, sheet, "roster-grid")
    assert [day for _, day in shifts(ledger)] == ["2026-12-31", "2027-01-01"]


def test_a_month_that_is_given_goes_before_the_one_on_the_sheet(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    imported(ledger, workbook(tmp_path, grid([1001, "张三", "R"])), "roster-grid", period="2026-11")
    assert list(shifts(ledger)) == [("1001", "2026-11-01")]


def test_a_sheet_without_a_month_asks_for_it(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R"], title=["排班表"]))
    with pytest.raises(LedgerError, match=r"排班表.*give a month.*--set period=YYYY-MM"):
        imported(ledger, sheet, "roster-grid")
    assert shifts(ledger) == {}


def test_what_stands_under_a_date_that_does_not_exist_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", *["R"] * 31], title=["2026年9月"]))
    answer = imported(ledger, sheet, "roster-grid")
    assert (answer.accepted, answer.rejected) == (30, 1)
    assert "2026-09-31" in answer.issues[0].message


def test_one_cell_may_state_a_shift_a_leave_and_its_approval(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R年", "C病假"]))
    answer = imported(ledger, sheet, "roster-grid", requested_on="2026-09-20", by="王主管")
    assert (answer.accepted, answer.refused) == (6, 0)
    assert list(shifts(ledger).values()) == ["R", "C"]
    assert [fact["type"] for fact in recorded(ledger, "leave")] == ["annual", "sick"]
    assert [fact["decision"] for fact in recorded(ledger, "leave_decision")] == ["approved", "approved"]


def test_leave_without_a_shift_is_refused_and_can_be_mended(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "年", "R"]))
    answer = imported(ledger, sheet, "roster-grid", requested_on="2026-09-20", by="王主管")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(3, "refused_by_mapping")]
    (entry,) = ledger.imports.quarantine.entries()
    piece = json.loads(entry.raw)
    assert (piece["row"]["姓名"], piece["date"], piece["cell"]) == ("张三", "2026-10-01", "年")
    mended = json.dumps({**piece, "cell": "R年", "fact": 1}).encode()
    assert [line.status for line in ledger.imports.quarantine.retry([entry.id], {entry.id: mended})] == ["accepted"]
    assert shifts(ledger)[("1001", "2026-10-01")] == "R"


def test_a_shift_type_or_a_person_that_is_unknown_is_refused_with_the_row(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, grid([1001, "张三", "N1", "R"], [9009, "赵六", "R"])), "roster-grid")
    assert answer.accepted == 1
    assert [(issue.line, issue.code) for issue in answer.issues] == [(3, "unknown_shift"), (4, "unknown_employee")]


def test_refused_cells_of_a_row_are_kept_each_and_retried_each(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    imported(ledger, workbook(tmp_path, grid([9009, "赵六", "R", "C", "W"])), "roster-grid")
    assert len(ledger.imports.quarantine.entries()) == 3
    late = {"kind": "employee", "employee": "9009", "name": "赵六", "role": "csr", "team": "T1"}
    ledger.record([{**late, "hired_on": "2026-09-01"}])
    assert [line.status for line in ledger.imports.quarantine.retry()] == ["accepted"] * 3
    assert list(shifts(ledger).values()) == ["R", "C", "W"]


def test_a_dry_run_decides_and_keeps_nothing(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R", "N1"]))
    assert imported(ledger, sheet, "roster-grid", dry_run=True).accepted == 1
    assert shifts(ledger) == {}
    assert ledger.imports.quarantine.entries() == []


def test_an_import_that_was_interrupted_goes_on_in_the_middle_of_a_row(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid(*([number, "", *["R"] * 31] for number in (1001, 1002, 1003))))
    monkeypatch.setattr("ledger.imports.file_import.BATCH_LINES", 20)

    class PowerCutError(Exception):
        pass

    def cut(done: int, _size: int) -> None:
        raise PowerCutError(done)

    from ledger.formats.sheets import load_mapping

    options = {**load_mapping("roster-grid"), "set": {}}
    with pytest.raises(PowerCutError):
        ledger.imports.import_file(sheet, format="sheet", options=options, progress=cut)
    assert len(shifts(ledger)) == 20
    answer = ledger.imports.import_file(sheet, format="sheet", options=options)
    assert (answer.accepted, answer.duplicate, len(shifts(ledger))) == (93, 0, 93)


def test_a_grid_as_csv_from_a_chinese_spreadsheet_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "2026年10月排班表\r\n工号,姓名,1,2,3\r\n1001,张三,R,休,C\r\n"
    imported(ledger, comma_separated(tmp_path, text, "gb18030"), "roster-grid")
    days = [date(2026, 10, 1) + timedelta(days=index) for index in range(3)]
    assert shifts(ledger) == {("1001", day.isoformat()): shift for day, shift in zip(days, "R-C", strict=True)} | {
        ("1001", "2026-10-02"): None
    }


def test_merged_cells_of_a_person_are_filled_from_above(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R"], [None, None, None, "C"]), merged=["A3:A4"])
    imported(ledger, sheet, "roster-grid")
    assert shifts(ledger) == {("1001", "2026-10-01"): "R", ("1001", "2026-10-02"): "C"}


def test_a_cell_that_is_blank_and_not_merged_is_not_filled(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R"], [None, "新来", "W", "W"]))
    answer = imported(ledger, sheet, "roster-grid")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(4, "empty_cell")] * 2
    assert shifts(ledger) == {("1001", "2026-10-01"): "R"}


def test_a_shift_that_is_merged_over_dates_is_that_of_each(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid([1001, "张三", "R", None, None, "C"]), merged=["C3:E3"])
    imported(ledger, sheet, "roster-grid")
    assert list(shifts(ledger).values()) == ["R", "R", "R", "C"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", None, 3, 2],
        [None, "白班人数", 3, 2],
        ["图例：R=08:30-20:30", None, "W"],
        ["说明", "R", "白班", "W", "夜班"],
        [None, "Total", 3, 2],
        ["备注", None, "10月1日起执行"],
    ],
)
def test_rows_of_totals_and_legends_are_passed_over(ledger: Ledger, tmp_path: Path, row: list[Cell]) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, grid([1001, "张三", "R"], row)), "roster-grid")
    assert (answer.accepted, answer.refused) == (1, 0)


@pytest.mark.parametrize("row", [[None, "W=夜班", "W"], [None, None, "W", "W"], [None, "注册新人", "W"]])
def test_a_row_without_a_number_is_refused_whatever_is_in_it(ledger: Ledger, tmp_path: Path, row: list[Cell]) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, grid([1001, "张三", "R"], row)), "roster-grid")
    assert (answer.accepted, {issue.code for issue in answer.issues}) == (1, {"empty_cell"})
