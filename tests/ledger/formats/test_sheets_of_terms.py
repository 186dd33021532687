"""Sheets of what people are employed and entitled by: contracts, and the leave of a year."""

from datetime import date
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.formats.paper import Cell, comma_separated, imported, recorded, staffed, workbook

pytestmark = pytest.mark.any_engine
FROM = date(2026, 10, 1)
CONTRACTS: list[Cell] = ["工号", "姓名", "生效日期", "每日工时(小时)", "计薪方式", "时薪", "用人单位"]


def test_a_contract_is_by_the_month_by_the_hour_or_another_employers(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        CONTRACTS,
        [1001, "张三", FROM, 8, "按月", None, None],
        [1002, "李四", FROM, "7.5", "小时工", 25.5, None],
        [1003, "王五", FROM, 8, "劳务派遣", None, "某劳务公司"],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "contracts")
    assert (answer.accepted, answer.refused, answer.issues) == (3, 0, [])
    assert [
        (fact["employee"], fact["from_"], fact["day_minutes"], fact["pay"], fact.get("rate"), fact.get("employer"))
        for fact in recorded(ledger, "contract")
    ] == [
        ("1001", FROM, 480, "monthly", None, None),
        ("1002", FROM, 450, "hourly", 2_550, None),
        ("1003", FROM, 480, "none", None, "某劳务公司"),
    ]


def test_an_unknown_way_of_pay_and_a_rate_of_monthly_pay_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        CONTRACTS,
        [1001, "张三", FROM, 8, "计件", None, None],
        [1002, "李四", FROM, 8, "按月", 25, None],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "contracts")
    assert (answer.accepted, [issue.line for issue in answer.issues]) == (0, [2, 3])


def test_an_entitlement_is_in_hours_of_a_year_which_may_be_given_for_all(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = "工号,假期类型,年度,额度(小时),有效期至\n1001,年假,2026年,40,2027-03-31\n1002,婚假,2026,1:30,\n"
    whole: list[list[Cell]] = [["工号", "假期类型", "额度(小时)"], [1003, "年休假", 20]]
    first = imported(ledger, comma_separated(tmp_path, text, "utf-8-sig"), "entitlements")
    second = imported(ledger, workbook(tmp_path, whole), "entitlements", year="2026")
    assert (first.accepted, second.accepted, first.refused + second.refused) == (2, 1, 0)
    assert [
        (fact["employee"], fact["type"], fact["year"], fact["minutes"], fact.get("expires"))
        for fact in recorded(ledger, "entitlement")
    ] == [
        ("1001", "annual", "2026", 2_400, date(2027, 3, 31)),
        ("1002", "marriage", "2026", 90, None),
        ("1003", "annual", "2026", 1_200, None),
    ]
