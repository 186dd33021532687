"""Sheets that say two things at once, or seem to say one and say another: they are refused, or read right."""

from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import comma_separated, imported, recorded, staffed, workbook

TITLE = "2026年10月排班表"
LEAVE = "审批编号,审批状态,审批结果,发起时间,完成时间,发起人工号,历史审批人姓名,请假类型,开始时间,结束时间,时长\n"


def leave(begins: str, ends: str, length: str, state: str = "完成", result: str = "同意") -> str:
    """DingTalk's export of one leave."""
    return f"{LEAVE}1,{state},{result},2026-10-08 14:49,2026-10-08 14:51,1001,主管,年假,{begins},{ends},{length}\n"


@pytest.mark.parametrize(
    ("by", "text", "told"),
    [
        (
            "daily-punches",
            "工号,日期,上班时间,下班时间,签到时间,签退时间\n1001,2026-10-12,08:30,18:00,08:41,18:20\n",
            "'08:30' under 上班时间 and '08:41' under 签到时间",
        ),
        (
            "base-salaries",
            "工号,生效日期,基本工资,基本工资\n1001,2026-10-01,4800,5800\n",
            r"'4800' under 基本工资 and '5800' under 基本工资 \(2\)",
        ),
        (
            "monitoring-scores",
            "工号,质检员,日期,得分,总分\n1001,王,2026-10-12,85,100\n",
            "'85' under 得分 and '100' under 总分",
        ),
        (
            "leave-list",
            "工号,请假类型,开始日期,开始时间,结束日期,申请日期\n1001,年假,2026-10-12,09:30,2026-10-12,2026-10-08\n",
            "'2026-10-12' under 开始日期 and '09:30' under 开始时间",
        ),
    ],
)
def test_two_headings_of_one_column_that_differ_are_refused(
    ledger: Ledger, tmp_path: Path, by: str, text: str, told: str
) -> None:
    staffed(ledger)
    with pytest.raises(LedgerError, match=f"row 2 has {told}; name the one that is meant"):
        imported(ledger, comma_separated(tmp_path, text), by)


def test_two_headings_of_one_column_that_say_the_same_are_one(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,员工编号,生效日期,基本工资\n1001,1001,2026-10-01,4800\n1002,,2026-10-01,4900\n合计,,,9700\n"
    assert imported(ledger, comma_separated(tmp_path, text), "base-salaries").refused == 0
    assert [fact["monthly"] for fact in recorded(ledger, "base_salary")] == [480_000, 490_000]


def test_where_the_first_of_several_headings_is_meant_the_mapping_says_so(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,姓名,岗位,部门,班组,入职日期\n2001,钱七,客服,客服部,一组,2026-09-01\n"
    assert imported(ledger, comma_separated(tmp_path, text), "employees").refused == 0
    assert recorded(ledger, "employee")[-1]["team"] == "一组"


@pytest.mark.parametrize(
    ("begins", "ends", "length", "because"),
    [
        ("2026-10-12 下午", "2026-10-13 上午", "1天", "the days are more or fewer than the dates"),
        ("2026-10-12 14:00", "2026-10-14 12:00", "2天", "the days are more or fewer than the dates"),
        ("2026-10-12 09:30", "2026-10-13 18:00", "16小时", "the hours lie on several dates"),
        ("2026-10-12 22:00", "2026-10-13 02:00", "4小时", "the hours lie on several dates"),
    ],
)
def test_leave_of_parts_of_several_dates_is_not_taken_whole(
    ledger: Ledger, tmp_path: Path, begins: str, ends: str, length: str, because: str
) -> None:
    staffed(ledger)
    answer = imported(ledger, comma_separated(tmp_path, leave(begins, ends, length)), "leave-list")
    (issue,) = answer.issues
    assert (answer.accepted, issue.code) == (0, "refused_by_mapping")
    assert issue.message.startswith(because)


def test_leave_of_whole_dates_is_read_with_times_and_without(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    second = leave("2026-10-16", "2026-10-19", "2天").removeprefix(LEAVE).replace("1,", "2,", 1)
    text = leave("2026-10-12 09:30", "2026-10-13 18:00", "2天") + second
    answer = imported(ledger, comma_separated(tmp_path, text), "leave-list")
    assert answer.refused == 0
    assert [(str(fact["first_date"]), str(fact["last_date"])) for fact in recorded(ledger, "leave")] == [
        ("2026-10-12", "2026-10-13"),
        ("2026-10-16", "2026-10-19"),
    ]


@pytest.mark.parametrize(
    ("state", "decisions"),
    [("完成", ["approved"]), ("已作废", ["approved", "cancelled"]), ("已终止", ["approved", "cancelled"])],
)
def test_a_request_that_was_ended_is_not_leave(
    ledger: Ledger, tmp_path: Path, state: str, decisions: list[str]
) -> None:
    staffed(ledger)
    text = leave("2026-10-12", "2026-10-13", "2天", state)
    assert imported(ledger, comma_separated(tmp_path, text), "leave-list").refused == 0
    assert [fact["decision"] for fact in recorded(ledger, "leave_decision")] == decisions


def test_a_state_that_nobody_has_named_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = leave("2026-10-12", "2026-10-13", "2天", "转交中")
    answer = imported(ledger, comma_separated(tmp_path, text), "leave-list")
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (0, ["unknown_value"])


@pytest.mark.parametrize(
    ("headings", "first"),
    [
        (["1-Nov", "2-Nov", "3-Nov"], "2026-11-01"),
        (["Oct 1", "Oct 2", "Oct 3"], "2026-10-01"),
        (["30 September", "1 October", "2 October"], "2026-09-30"),
        (["1 Thu", "2 Fri", "3 Sat"], "2026-10-01"),
    ],
)
def test_the_name_of_a_month_is_not_a_weekday(ledger: Ledger, tmp_path: Path, headings: list[str], first: str) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[TITLE], ["工号", *headings], ["1001", "R", "R", "R"]])
    assert imported(ledger, sheet, "roster-grid").accepted == 3
    assert str(recorded(ledger, "shift")[0]["date"]) == first


@pytest.mark.parametrize("headings", [["1. Dez", "2. Dez", "3. Dez"], ["1 mar", "2 mar", "3 mar"]])
def test_a_month_that_is_not_the_titles_is_refused(ledger: Ledger, tmp_path: Path, headings: list[str]) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[TITLE], ["工号", *headings], ["1001", "R", "R", "R"]])
    with pytest.raises(LedgerError, match=r"has no dates|is not a date near 2026-10"):
        imported(ledger, sheet, "roster-grid")


def test_a_title_over_the_turn_of_the_year_ends_in_the_next(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [["2026年12月26日至1月25日排班表"], ["工号", 30, 31, 1, 2], ["1001", *"RRRR"]])
    assert imported(ledger, sheet, "roster-grid").accepted == 4
    assert [str(fact["date"]) for fact in recorded(ledger, "shift")] == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
        "2027-01-02",
    ]


def test_a_shift_between_the_dates_under_no_heading_is_not_left_out(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [[TITLE], ["工号", "10月1日", "", "10月2日"], ["1001", "R", "C", "W"], ["1002", "R", "", "W"]]
    answer = imported(ledger, workbook(tmp_path, rows, merged=["B2:C2"]), "roster-grid")
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (2, ["cells_beyond"])
    assert "column C has 'C'" in answer.issues[0].message


@pytest.mark.parametrize("total", ["合 计", "总　计", "人 数", "备 注"])
def test_a_total_that_is_spaced_out_is_nobody(ledger: Ledger, tmp_path: Path, total: str) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[TITLE], ["工号", 1, 2], ["1001", "R", "R"], [total, "1", "1"]])
    answer = imported(ledger, sheet, "roster-grid")
    assert (answer.accepted, answer.refused) == (2, 0)


def test_headings_that_are_printed_on_each_page_are_read_once(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,生效日期,基本工资\n1001,2026-10-01,4800\n工号,生效日期,基本工资\n1002,2026-10-01,4900\n"
    answer = imported(ledger, comma_separated(tmp_path, text), "base-salaries")
    assert (answer.accepted, answer.refused) == (2, 0)


def test_a_cell_of_two_dates_is_of_neither(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,日期,上班时间,下班时间\n1001,2026-10-12~2026-10-13,08:30,20:30\n1001,2026-10-14 星期三,08:30,20:30\n"
    answer = imported(ledger, comma_separated(tmp_path, text), "daily-punches")
    assert (answer.accepted, {issue.line for issue in answer.issues}) == (2, {2})


@pytest.mark.parametrize(
    ("second", "row"),
    [
        ([["2026年11月排班表"], ["工号", 1, 2], ["1001", "W", "W"]], 4),
        ([["工号", 3, 4], ["1001", "W", "W"]], 4),
        ([["2026年10月26日至11月25日"], ["1001", "W", "W"]], 4),
    ],
)
def test_a_second_table_below_the_first_is_not_of_its_month(
    ledger: Ledger, tmp_path: Path, second: list[list[str | int]], row: int
) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[TITLE], ["工号", 1, 2], ["1001", "R", "R"], *second])
    with pytest.raises(LedgerError, match=f"row {row} of the sheet 表 begins another table"):
        imported(ledger, sheet, "roster-grid")


def test_a_list_whose_columns_change_places_below_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,生效日期,基本工资\n1001,2026-10-01,4800\n二组,,\n工号,基本工资,生效日期\n1002,4800,2026-10-01\n"
    with pytest.raises(LedgerError, match="row 4 begins another table"):
        imported(ledger, comma_separated(tmp_path, text), "base-salaries")


@pytest.mark.parametrize("title", ["2026年10月、11月排班表", "2026年10月及11月排班表"])
def test_a_title_of_two_months_is_unclear(ledger: Ledger, tmp_path: Path, title: str) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[title], ["工号", 30, 31, 1, 2], ["1001", *"RRRR"]])
    with pytest.raises(LedgerError, match="the period is '2026年10月"):
        imported(ledger, sheet, "roster-grid")


@pytest.mark.parametrize("headings", [["1(一)", "2(二)"], ["1\n周一", "2\n周二"], ["1 Mon", "2 Tue"]])
def test_weekdays_beside_the_dates_that_are_another_months_are_refused(
    ledger: Ledger, tmp_path: Path, headings: list[str]
) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [[TITLE], ["工号", *headings], ["1001", *["R"] * len(headings)]])
    with pytest.raises(LedgerError, match="would be 2026-10-01, which is another weekday"):
        imported(ledger, sheet, "roster-grid")


@pytest.mark.parametrize("number", ["2001、2002", "2001;2002", "2001.0", "2,001"])
def test_what_is_not_one_number_is_nobody(ledger: Ledger, tmp_path: Path, number: str) -> None:
    staffed(ledger)
    text = f"工号\t姓名\t岗位\t班组\t入职日期\n{number}\t钱七\t客服\t甲\t2026-09-01\n"
    answer = imported(ledger, comma_separated(tmp_path, text), "employees")
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (0, ["bad_cell"])
