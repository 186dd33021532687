"""Sheets as clerks keep them: bands of teams, weekdays below dates, totals, legends, and marks for nothing."""

from datetime import date
from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import Cell, comma_separated, imported, recorded, staffed, workbook

WEEKDAYS: list[Cell] = list("四五六日一二三")
WEEK: list[Cell] = [1, 2, 3, 4, 5, 6, 7]
ROSTER: list[list[Cell]] = [["2026年10月排班表"], ["姓名", "工号", *WEEK]]
PEOPLE: list[list[Cell]] = [["张三", 1001, "R", "R", "休"], ["李四", 1002, "休", "C", "W"]]
STAFF: list[Cell] = ["工号", "姓名", "岗位", "班组", "入职日期", "试用期至", "离职日期", "渠道"]
LEAVE: list[Cell] = ["工号", "请假类型", "开始日期", "结束日期", "天数", "申请日期"]


def counts(ledger: Ledger, path: Path, by: str, **given: str) -> tuple[int, int]:
    answer = imported(ledger, path, by, **given)
    return answer.accepted, answer.refused


@pytest.mark.parametrize("beside", [[None, None], ["星期", None], [None, "周"]])
def test_weekdays_below_the_dates_are_headings(ledger: Ledger, tmp_path: Path, beside: list[Cell]) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [*ROSTER, [*beside, *WEEKDAYS], *PEOPLE])
    assert counts(ledger, sheet, "roster-grid") == (6, 0)


def test_weekdays_of_another_month_refuse_the_file(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [["2026年11月排班表"], ROSTER[1], [None, None, *WEEKDAYS], *PEOPLE])
    with pytest.raises(LedgerError, match=r"2026-11-01 is 四, which it is not; correct the weekdays, or the month"):
        imported(ledger, sheet, "roster-grid")
    assert recorded(ledger, "shift") == []


@pytest.mark.parametrize("row", [[None, None, "日", "日"], [None, None, "R", "五"], ["新来", None, *WEEKDAYS]])
def test_a_row_that_is_not_of_weekdays_alone_is_refused_without_a_number(
    ledger: Ledger, tmp_path: Path, row: list[Cell]
) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, [*ROSTER, row, *PEOPLE]), "roster-grid")
    assert (answer.accepted, {issue.code for issue in answer.issues}) == (6, {"empty_cell"})


def test_a_band_over_all_columns_is_a_heading_of_what_follows(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [STAFF, ["一组"], ["0007", "钱七", "客服", "一组", date(2026, 9, 1)], ["二组"], ["注意：以上为在职人员"]]
    sheet = workbook(tmp_path, rows, merged=["A2:H2", "A4:H4", "A5:H5"])
    assert counts(ledger, sheet, "employees") == (1, 0)


def test_a_row_of_one_cell_that_is_not_merged_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [STAFF, ["一组"], ["0007", "钱七", "客服", "一组", date(2026, 9, 1)]])
    assert counts(ledger, sheet, "employees") == (1, 1)


@pytest.mark.parametrize(
    "row",
    [
        ["图例", "R", "08:30-20:30", "C", "09:30-18:00"],
        ["图例", "R=08:30-20:30", "C=09:30-18:00"],
        ["合计", "12人", 3, 2],
        ["制表：王会计", "2026年9月28日"],
        ["审核人", "李经理"],
    ],
)
def test_what_goes_on_from_a_total_or_a_legend_is_nobody(ledger: Ledger, tmp_path: Path, row: list[Cell]) -> None:
    staffed(ledger)
    assert counts(ledger, workbook(tmp_path, [*ROSTER, *PEOPLE, row]), "roster-grid") == (6, 0)


@pytest.mark.parametrize("number", ["9009", "A7"])
def test_a_number_beside_the_word_for_a_total_is_somebody(ledger: Ledger, tmp_path: Path, number: str) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, [*ROSTER, *PEOPLE, ["备注", number, "R"]]), "roster-grid")
    assert [issue.code for issue in answer.issues] == ["unknown_employee"]


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "无", "N/A", "／"])
def test_a_mark_for_nothing_is_an_empty_cell_where_one_may_be(ledger: Ledger, tmp_path: Path, mark: str) -> None:
    staffed(ledger)
    row: list[Cell] = ["0007", "钱七", "客服", "一组", date(2026, 9, 1), mark, mark, mark]
    assert counts(ledger, workbook(tmp_path, [STAFF, row]), "employees") == (1, 0)
    assert recorded(ledger, "leaving") == []
    (known,) = [fact for fact in recorded(ledger, "employee") if fact["employee"] == "0007"]
    assert {"probation_until", "channel"} & known.keys() == set()


def test_a_mark_for_nothing_is_refused_where_something_is_needed(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,日期,得分,质检员\n1001,2026-10-12,N/A,QA1\n1001,/,88,QA1\n"
    assert counts(ledger, comma_separated(tmp_path, text), "monitoring-scores") == (0, 2)


def test_a_mark_for_nobody_overrides_no_notice(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        [*LEAVE, "特批人", "特批原因"],
        [1001, "换休", date(2026, 10, 12), date(2026, 10, 12), 1, date(2026, 10, 12), "无", "/"],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "leave-list")
    assert [issue.code for issue in answer.issues] == ["short_notice"]


@pytest.mark.parametrize(("days", "accepted"), [(1, 1), ("2天", 1), ("1.0", 1), (0.5, 0), ("0.5天", 0), ("1,5", 0)])
def test_a_part_of_a_day_is_refused_without_its_hours(
    ledger: Ledger, tmp_path: Path, days: Cell, accepted: int
) -> None:
    staffed(ledger)
    rows = [LEAVE, [1001, "事假", date(2026, 10, 12), date(2026, 10, 12), days, date(2026, 10, 9)]]
    assert counts(ledger, workbook(tmp_path, rows), "leave-list") == (accepted, 1 - accepted)


def test_a_part_of_a_day_with_its_hours_is_a_leave_of_hours(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        [*LEAVE, "小时数"],
        [1001, "事假", date(2026, 10, 12), date(2026, 10, 12), 0.5, date(2026, 10, 9), 4],
    ]
    assert counts(ledger, workbook(tmp_path, rows), "leave-list") == (1, 0)
    assert recorded(ledger, "leave")[0]["minutes"] == 240


def test_a_roster_beside_a_list_of_people_is_the_sheet_with_dates(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    people: list[list[Cell]] = [["工号", "姓名"], [1001, "张三"], [1002, "李四"]]
    answer = imported(ledger, workbook(tmp_path, [*ROSTER, *PEOPLE], 名单=people), "roster-grid")
    assert (answer.accepted, answer.refused, answer.sheets_not_read) == (6, 0, ["名单"])


def test_every_heading_that_is_missing_is_named_at_once(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [["10月考评"], ["工号", "工作评估"], [1001, 85]])
    with pytest.raises(LedgerError, match=r"no heading 考评人 .*考评日期.*--set evaluator=… --set at=… for all rows"):
        imported(ledger, sheet, "reviews")


def test_the_headings_that_a_refusal_names_are_not_those_of_a_title(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [["2026年10月排班表"], ["姓名", *WEEK], ["张三", "R", "R"]])
    with pytest.raises(LedgerError, match=r"row 2 of the sheet 表 has no heading 工号 .*there are 姓名, 1, 2"):
        imported(ledger, sheet, "roster-grid")
