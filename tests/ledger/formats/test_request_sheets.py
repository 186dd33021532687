"""Sheets of requests: DingTalk's exports of approvals, and the templates (S3.3b)."""

from datetime import date, datetime
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.formats.paper import comma_separated, imported, recorded, staffed, workbook

pytestmark = pytest.mark.any_engine

PUNCHES = ["审批编号", "标题", "审批状态", "审批结果", "发起时间", "完成时间", "发起人工号", "发起人姓名", "发起人部门",
           "历史审批人姓名", "补卡时间", "补卡班次", "补卡理由"]  # fmt: skip
OVERTIME = ["审批编号", "审批状态", "审批结果", "发起时间", "完成时间", "发起人工号", "发起人姓名", "历史审批人姓名",
            "开始时间", "结束时间", "时长（小时）", "加班补偿", "加班原因"]  # fmt: skip
ASKED, DECIDED = datetime.fromisoformat("2026-10-13 09:05"), datetime.fromisoformat("2026-10-13 10:00")


def test_dingtalks_forgotten_punches_are_requests_whose_approval_punches(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    head = [ASKED, DECIDED]
    rows = [
        PUNCHES,
        ["2026101300001", "张三提交的补卡申请", "已完成", "同意", *head, "1001", "张三", "客服", "王主管",
         "2026-10-12 18:00", "2026-10-12 星期一 下班 18:00", "忘记打卡"],
        ["2026101300002", "李四提交的补卡申请", "已完成", "拒绝", *head, "1002", "李四", "客服", "王主管",
         "2026-10-12 09:30", "上班", None],
        ["2026101300003", "王五提交的补卡申请", "审批中", None, ASKED, None, "1003", "王五", "客服", None,
         "2026-10-12 09:30", "上班", "忘记打卡"],
        ["2026101300004", "王五提交的补卡申请", "已撤销", None, ASKED, DECIDED, "1003", "王五", "客服", "王五",
         "2026-10-12 18:00", "下班", "忘记打卡"],
        ["2026101300005", "王五提交的补卡申请", "已完成", "同意", *head, "1003", "王五", "客服", "王主管",
         "2026-10-14 18:00", "下班", "忘记打卡"],
    ]  # fmt: skip
    answer = imported(ledger, workbook(tmp_path, rows), "punch-request-list")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(6, "bad_value"), (6, "unknown_punch_request")]
    assert [(fact["request"], fact["direction"]) for fact in recorded(ledger, "punch_request")] == [
        ("2026101300001", "out"),
        ("2026101300002", "in"),
        ("2026101300003", "in"),
        ("2026101300004", "out"),
    ]
    decisions = recorded(ledger, "punch_request_decision")
    assert [fact["decision"] for fact in decisions] == ["approved", "rejected", "cancelled"]
    (punch,) = recorded(ledger, "clock")
    assert (punch["employee"], punch["at"].isoformat()) == ("1001", "2026-10-12T18:00:00+08:00")
    # What was decided meanwhile comes in another file: the request is the same.
    rows[3][2:6] = ["已完成", "同意", ASKED, DECIDED]
    rows[3][9] = "王主管"
    later = imported(ledger, workbook(tmp_path, [PUNCHES, rows[3]], "later.xlsx"), "punch-request-list")
    assert (later.accepted, later.duplicate, len(recorded(ledger, "clock"))) == (1, 1, 2)


def test_dingtalks_overtime_is_of_one_date_and_says_how_it_is_made_up(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    head = ["已完成", "同意", ASKED, DECIDED]
    rows = [
        OVERTIME,
        ["1", *head, "1001", "张三", "王主管", "2026-10-12 18:00", "2026-10-12 19:30", 1.5, "调休", "交接"],
        ["2", *head, "1002", "李四", "王主管", "2026-10-12 18:00", "2026-10-12 20:00", 2, "加班费", "交接"],
        ["3", *head, "1003", "王五", "王主管", "2026-10-12 20:00", "2026-10-13 02:00", 6, "调休", "交接"],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "overtime-request-list")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(4, "refused_by_mapping")]
    found = [(fact["date"], fact["minutes"], fact["compensation"]) for fact in recorded(ledger, "overtime_approved")]
    assert found == [(date(2026, 10, 12), 90, "lieu"), (date(2026, 10, 12), 120, "pay")]


def test_the_same_row_without_a_number_is_the_same_request(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,补卡时间,上下班,申请时间,补卡原因\n1001,2026/10/12 18:00,下班,2026-10-13 09:00,忘记\n"
    first = imported(ledger, comma_separated(tmp_path, text, "gb18030"), "punch-request-list")
    again = f"{text}1002,2026/10/12 18:00,下班,2026-10-13 09:00,忘记\n"
    second = imported(ledger, comma_separated(tmp_path, again, "gb18030", "again.csv"), "punch-request-list")
    assert (first.accepted, second.accepted, second.duplicate) == (1, 1, 1)
