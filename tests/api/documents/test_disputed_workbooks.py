"""S12.2 Open disputes in a workbook: on a sheet of their own, so that rows of figures stay rows of figures."""

import pytest

from tests.api.documents.office import PERIOD, Office, sheets

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _disputed(office: Office) -> None:
    words = ("--text", "x", "--period", PERIOD, "--item", "base", "--at", "2026-11-05T09:00:00+08:00")
    assert office.run("dispute", "open", "D1", "E0003", *words).status == 0


def test_a_workbook_has_a_last_sheet_with_the_open_disputes(office: Office) -> None:
    register, handover, disputes = sheets(office.register("--lang", "zh-CN"))
    assert disputes[0][0] == "未结申诉"
    assert disputes[1:] == [
        ["报表", "周期", "申诉", "工号", "姓名", "争议内容", "提出日期"],
        ["当月薪资", PERIOD, "D1", "E0003", "张伟", "基本工资", "2026-11-05"],
    ]
    assert not [cell for row in [*register, *handover] for cell in row if "D1" in str(cell)]


def test_there_is_no_such_sheet_where_none_is_open(office: Office) -> None:
    assert len(sheets(office.register(name="hours"))) == 1
    office.run("dispute", "decide", "D1", "dismissed", "--by", "M", "--reason", "r")
    register, handover = sheets(office.register(file="decided.xlsx"))
    assert not [cell for row in [*register, *handover] for cell in row if "dispute" in str(cell).lower()]


def test_a_register_with_disputes_is_read_back_as_what_was_paid(office: Office) -> None:
    assert office.reconcile(office.register()).status == 0
