"""Sheets of running the centre, as systems of calls and HR write them: traffic, seats, refunds, trainings, pay."""

import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.formats.paper import Cell, comma_separated, imported, recorded, staffed, workbook

pytestmark = pytest.mark.any_engine
DAY = date(2026, 10, 12)
ACD: list[list[Cell]] = [
    ["话务量日报表", None, None, None, None, None, None, None],
    ["日期", "时段", "技能组", "呼入", None, "服务水平", None, "总处理时长"],
    [None, None, None, "呼入量", "接通量", "20秒接通", "20秒接通率", None],
    ["2026-10-12", "08:00-08:30", "宽带", 30, 28, 25, "83.33%", "1:02:03"],
    [None, "08:30-09:00", "宽带", 40, 40, 39, "97.50%", time(2, 0, 1)],
    [None, "合计", None, 70, 68, 64, "91.43%", "3:02:04"],
    ["总计", None, None, 70, 68, 64, "91.43%", "3:02:04"],
]
MERGED = ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3", "A4:A6")


def test_traffic_of_intervals_has_merged_headings_totals_and_percentages(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    answer = imported(ledger, workbook(tmp_path, ACD, merged=MERGED), "traffic")
    assert (answer.accepted, answer.refused, answer.issues) == (2, 0, [])
    names = ("date", "channel", "queue", "interval", "offered", "answered", "within_target", "handled_seconds")
    assert [tuple(fact[name] for name in names) for fact in recorded(ledger, "volume")] == [
        (DAY, "phone", "宽带", "08:00", 30, 28, 25, 3_723),
        (DAY, "phone", "宽带", "08:30", 40, 40, 39, 7_201),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_traffic_of_days_is_of_the_phone_without_a_channel(ledger: Ledger, tmp_path: Path, encoding: str) -> None:
    staffed(ledger)
    text = (
        "统计日期,呼入总量,接听量,接听率,平均处理时长\n"
        '2026/10/12,"1,204",1190,98.84%,00:03:05\n2026/10/13,0,0,--,--\n2026/10/14,,,,\n合计,1204,1190,,\n'
    )
    answer = imported(ledger, comma_separated(tmp_path, text, encoding), "traffic")
    assert (answer.accepted, answer.refused, answer.issues) == (2, 0, [])
    found = recorded(ledger, "volume")
    assert [(fact["channel"], fact["offered"], fact["answered"]) for fact in found] == [
        ("phone", 1_204, 1_190),
        ("phone", 0, 0),
    ]
    assert all("interval" not in fact and "handled_seconds" not in fact for fact in found)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1:02:03", 3_723),
        (3_723, 3_723),
        ("1小时2分3秒", 3_723),
        (timedelta(hours=30, seconds=5), 108_005),
        ("62:03", None),
    ],
)
def test_a_duration_is_in_whole_seconds_or_refused(
    ledger: Ledger, tmp_path: Path, written: Cell, seconds: int | None
) -> None:
    staffed(ledger)
    cell = f"{written.total_seconds() // 3600:.0f}:00:05" if isinstance(written, timedelta) else written
    rows = [["日期", "呼入量", "接通量", "总处理时长"], [DAY, 3, 3, cell]]
    answer = imported(ledger, workbook(tmp_path, rows), "traffic")
    assert [fact["handled_seconds"] for fact in recorded(ledger, "volume")] == ([] if seconds is None else [seconds])
    assert [issue.code for issue in answer.issues] == (["bad_cell"] if seconds is None else [])


def test_staff_need_has_its_span_in_one_column_or_two(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    one = [
        ["坐席需求"],
        ["班组", "日期", "时段", "需求人数"],
        ["T1", DAY, "8:30-12:00", 4],
        [None, DAY, "20:00-24:00", 2],
    ]
    two = [["班组", "日期", "开始时间", "结束时间", "坐席数"], ["T1", DAY, time(22, 0), time(6, 0), 3]]
    first = imported(ledger, workbook(tmp_path, one, merged=["A3:A4"]), "staff-need")
    second = imported(ledger, workbook(tmp_path, two, "two.xlsx"), "staff-need")
    assert (first.accepted, second.accepted, first.refused + second.refused) == (2, 1, 0)
    assert [(fact["from_"], fact["until"], fact["seats"]) for fact in recorded(ledger, "staff_need")] == [
        ("08:30", "12:00", 4),
        ("20:00", "00:00", 2),
        ("22:00", "06:00", 3),
    ]


def test_a_refund_has_its_outcome_beside_it(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        ["退费登记表"],
        ["退费单号", "工号", "姓名", "登记日期", "退费金额", "退费原因", "工单号", "处理结果", "审批人", "审批时间"],
        ["R1", 1001, "张三", DAY, "¥45.50", "重复扣费", "C-1", "同意", "王主管", date(2026, 10, 13)],
        ["R2", 1002, "李四", DAY, 20, None, None, "待审批"],
        [None, 1002, "李四", DAY, 7, None, None, None],
        ["合计", None, None, None, 72.5],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "refunds")
    assert (answer.accepted, answer.refused) == (4, 0)
    assert [(fact["employee"], fact["amount"]) for fact in recorded(ledger, "refund")] == [
        ("1001", 4550), ("1002", 2000), ("1002", 700),
    ]  # fmt: skip
    assert [(fact["refund"], fact["status"], fact["by"]) for fact in recorded(ledger, "refund_update")] == [
        ("R1", "approved", "王主管")
    ]


TRAINING: list[Cell] = ["培训主题", "培训日期", "时长(小时)", "讲师", "计入工时", "工号", "姓名"]


def test_who_took_part_in_a_training_stands_in_a_cell_or_on_rows(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    cell = [TRAINING, ["新资费", DAY, 1.5, "王敏", "是", "1001、1002，1003", None]]
    rows = [
        TRAINING,
        ["投诉处理", "2026年10月12日", 2, "王敏", "否", 1001, "张三"],
        [None, None, None, None, None, 1002, "李四"],
    ]
    merged = [f"{column}2:{column}3" for column in "ABCDE"]
    first = imported(ledger, workbook(tmp_path, cell), "trainings")
    second = imported(ledger, workbook(tmp_path, rows, "rows.xlsx", merged=merged), "trainings")
    assert (first.accepted, second.accepted, first.refused + second.refused) == (1, 1, 0)
    assert [
        (fact["topic_"], fact["minutes"], fact["counts"], list(fact["attendees"]))
        for fact in recorded(ledger, "training")
    ] == [("新资费", 90, True, ["1001", "1002", "1003"]), ("投诉处理", 120, False, ["1001", "1002"])]
    assert (
        imported(ledger, workbook(tmp_path, [*rows, ["合计"]], "again.xlsx", merged=merged), "trainings").duplicate == 1
    )


def test_rows_of_a_training_are_refused_and_mended_together(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [TRAINING, ["新资费", DAY, 1.5, "王敏", "是", 1001], ["新资费", DAY, 1.5, "王敏", "是", "3.10108E+17"]]
    answer = imported(ledger, workbook(tmp_path, rows), "trainings")
    assert (answer.accepted, [(issue.line, issue.code) for issue in answer.issues]) == (0, [(2, "digits_lost")])
    (held,) = ledger.imports.quarantine.entries()
    assert [row["工号"] for row in json.loads(held.raw)["rows"]] == ["1001", "3.10108E+17"]


def test_what_was_paid_is_by_item_or_in_one_amount(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    items = (
        "工号,工资月份,项目,实发金额,发放日期,批次\n"
        "1001,2026年10月,基本工资,4800.00,2026-11-10,1\n1001,2026年10月,电话补贴,50,2026-11-10,1\n"
    )
    transfer = [["工号", "姓名", "代发金额"], [1001, "张三", "4,850.00"], ["合计", None, 4850]]
    first = imported(ledger, comma_separated(tmp_path, items, "gb18030"), "payments")
    given = {"period": "2026-11", "item": "工资", "paid_on": "2026-12-10"}
    second = imported(ledger, workbook(tmp_path, transfer), "payments", **given)
    assert (first.accepted, second.accepted, first.refused + second.refused) == (2, 1, 0)
    assert [(fact["period"], fact["item"], fact["amount"]) for fact in recorded(ledger, "payment")] == [
        ("2026-10", "base", 480_000), ("2026-10", "电话补贴", 5_000), ("2026-11", "工资", 485_000),
    ]  # fmt: skip
