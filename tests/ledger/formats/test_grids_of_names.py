"""Grids whose columns are names: metrics, and appraisals by the items of a form; and the list of award grants."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.formats.sheets import suggestions
from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import Cell, comma_separated, imported, mapping, recorded, staffed, workbook

FORM = {
    "kind": "appraisal_form",
    "form": "月度评核表",
    "version": 2,
    "component": "work",
    "roles": ["csr"],
    "items": [
        {"item": "服务态度", "max": "60", "source": "judged"},
        {"item": "业务流程", "max": "40", "source": "judged"},
    ],
}
THEME = {"kind": "theme", "theme": "微笑之星", "from": "2026-10", "name": "微笑", "amount": "100.00", "by": "grant"}
OF_THE_FORM = {"component": "工作评估", "form": "月度评核表", "version": "2", "period": "2026-10"}
BY_WHOM = {"evaluator": "王主管", "at": "2026-11-02"}
METRICS: list[Cell] = ["工号", "姓名", "平均处理时长", "满意度", "备注"]


def metrics(ledger: Ledger) -> list[tuple[str, str, int | None]]:
    return [(each["employee"], each["metric"], each.get("value")) for each in recorded(ledger, "metric")]


def appraised(ledger: Ledger, path: Path, stage: str = "终评", /, **given: str) -> ImportAnswer:
    return imported(ledger, path, "appraisals", stage=stage, **{**OF_THE_FORM, **BY_WHOM, **given})


def with_a_form(ledger: Ledger) -> None:
    staffed(ledger)
    assert {outcome.status for outcome in ledger.record([FORM, THEME])} == {"accepted"}


def test_each_cell_of_a_metrics_grid_is_a_metric_and_an_empty_one_says_nothing(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        ["2026年10月指标表"],
        METRICS,
        [1001, "张三", 310.5, "4800,50", "好"],
        [1002, "李四", None, "/"],
        [1003, "王五", "-3", "12,000"],
        ["平均", None, 153.75],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "metrics-grid")
    assert (answer.accepted, answer.refused) == (4, 0)
    assert {each["period"] for each in recorded(ledger, "metric")} == {"2026-10"}
    assert metrics(ledger) == [
        ("1001", "平均处理时长", 31_050),
        ("1001", "满意度", 480_050),
        ("1003", "平均处理时长", -300),
        ("1003", "满意度", 1_200_000),
    ]


def test_a_metric_is_withdrawn_only_where_that_is_written(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    first: list[list[Cell]] = [METRICS, [1001, "张三", 310, 95]]
    imported(ledger, workbook(tmp_path, first), "metrics-grid", period="2026-10")
    later = workbook(tmp_path, [METRICS, [1001, "张三", "撤回", None]], "later.xlsx")
    answer = imported(ledger, later, "metrics-grid", period="2026-10")
    assert (answer.accepted, answer.refused) == (1, 0)
    assert metrics(ledger)[2:] == [("1001", "平均处理时长", None)]


def test_a_cell_that_is_not_a_number_is_refused_by_its_heading_and_can_be_mended(
    ledger: Ledger, tmp_path: Path
) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, [METRICS, [1001, "张三", "五分钟", 95.125], [1002, "李四", "3\n秒"]])
    answer = imported(ledger, sheet, "metrics-grid", period="2026-10")
    assert [issue.code for issue in answer.issues] == ["bad_cell", "bad_value", "bad_cell"]
    assert "平均处理时长 is '五分钟'" in answer.issues[0].message
    entry = ledger.imports.quarantine.entries()[0]
    piece = json.loads(entry.raw)
    assert (piece["heading"], piece["cell"]) == ("平均处理时长", "五分钟")
    mended = json.dumps({**piece, "cell": "300"}).encode()
    assert [line.status for line in ledger.imports.quarantine.retry([entry.id], {entry.id: mended})] == ["accepted"]
    assert metrics(ledger) == [("1001", "平均处理时长", 30_000)]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["工号", "姓名"], "has no heading beside those of the people"),
        (["工号", "满意度", "满 意度"], "has two columns for 满意度"),
        (["工号", "1", "2"], "has '1' for a heading, which is a number or a date"),
        (["工号", "10月1日"], "has '10月1日' for a heading"),
    ],
)
def test_headings_that_are_not_names_are_refused(
    ledger: Ledger, tmp_path: Path, headings: list[Cell], said: str
) -> None:
    staffed(ledger)
    with pytest.raises(LedgerError, match=said):
        imported(ledger, workbook(tmp_path, [headings, [1001, 1, 2]]), "metrics-grid", period="2026-10")
    assert metrics(ledger) == []


def test_a_mapping_names_metrics_by_its_table_each_once(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = 'title = "ours"\nbase = "metrics-grid"\n[tables.metric]\n"时长" = "aht"\n"平均时长" = "aht"\n'
    by = mapping(tmp_path, own)
    imported(ledger, workbook(tmp_path, [["工号", "时长", "满意度"], [1001, 310, 95]]), by, period="2026-10")
    assert [metric for _, metric, _ in metrics(ledger)] == ["aht", "满意度"]
    twice = workbook(tmp_path, [["工号", "时长", "平均时长"], [1001, 310, 95]], "twice.xlsx")
    with pytest.raises(LedgerError, match="时长 and 平均时长 are both aht"):
        imported(ledger, twice, by, period="2026-10")


def test_a_cell_under_no_heading_and_a_metric_of_the_ledgers_own_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [["工号", "ledger.late_times", None, "满意度"], [1001, 1, None, 95], [1002, 2, 7, 90]]
    answer = imported(ledger, workbook(tmp_path, rows), "metrics-grid", period="2026-10")
    assert [issue.code for issue in answer.issues] == ["reserved_metric", "cells_beyond"]
    assert metrics(ledger) == [("1001", "满意度", 9_500)]


def test_a_row_of_items_is_one_appraisal_and_an_empty_item_gives_no_points(ledger: Ledger, tmp_path: Path) -> None:
    with_a_form(ledger)
    rows: list[list[Cell]] = [
        ["2026年10月评核表"],
        ["班组", "工号", "姓名", "服务态度（60分）", "业务流程(40)", "合计", "评语"],
        ["一组", 1001, "张三", "52,5", 38, 90.5, "好"],
        ["一组", 1002, "李四", 50, "/", 50],
        ["一组", 1003, "王五", None, None, None, "休假"],
    ]
    sheet = workbook(tmp_path, rows)
    answer = appraised(ledger, sheet, "初评")
    assert (answer.accepted, answer.refused) == (2, 0)
    first, second = recorded(ledger, "appraisal")
    assert first["points"] == {"服务态度": 5_250, "业务流程": 3_800}
    assert (first["stage"], first["component"], first["form"], first["version_"]) == (
        "preliminary",
        "work",
        "月度评核表",
        2,
    )
    assert (first["notes"], first["at"].isoformat()) == ("好", "2026-11-02T00:00:00+08:00")
    assert second["points"] == {"服务态度": 5_000}
    final = appraised(ledger, sheet)
    assert (final.accepted, [issue.code for issue in final.issues]) == (1, ["wrong_points"])


def test_an_appraisal_says_its_form_in_columns_and_is_withdrawn_only_where_that_is_written(
    ledger: Ledger, tmp_path: Path
) -> None:
    with_a_form(ledger)
    heading: list[Cell] = ["工号", "评核内容", "评核阶段", "评核表", "版本", "月份", "评核人", "评核日期"]
    told: list[Cell] = ["工作评估", "终评", "月度评核表", 2, "2026-10", "王主管", "2026-11-02 09:00"]
    given = workbook(tmp_path, [[*heading, "服务态度", "业务流程"], [1001, *told, 50, 30]])
    assert (imported(ledger, given, "appraisals").accepted, len(recorded(ledger, "appraisal"))) == (1, 1)
    rows: list[list[Cell]] = [[*heading, "撤回", "服务态度", "业务流程"], [1001, *told, "是"], [1002, *told]]
    answer = imported(ledger, workbook(tmp_path, rows, "later.xlsx"), "appraisals")
    assert (answer.accepted, answer.refused) == (1, 0)
    assert "points" not in recorded(ledger, "appraisal")[1]


def test_points_that_are_no_number_are_refused_with_their_row_and_can_be_mended(ledger: Ledger, tmp_path: Path) -> None:
    with_a_form(ledger)
    rows: list[list[Cell]] = [["工号", "服务态度", "业务流程"], [1001, "优", 30], [1002, 50, 30]]
    answer = appraised(ledger, workbook(tmp_path, rows))
    assert (answer.accepted, "服务态度 is '优'" in answer.issues[0].message) == (1, True)
    (entry,) = ledger.imports.quarantine.entries()
    piece: dict[str, Any] = json.loads(entry.raw)
    assert piece["cells"] == {"服务态度": "优", "业务流程": "30"}
    mended = json.dumps({**piece, "cells": {**piece["cells"], "服务态度": "55"}}).encode()
    assert [line.status for line in ledger.imports.quarantine.retry([entry.id], {entry.id: mended})] == ["accepted"]


def test_an_item_that_the_form_has_not_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with_a_form(ledger)
    answer = appraised(ledger, workbook(tmp_path, [["工号", "服务态度", "仪容"], [1001, 50, 30]]))
    assert [issue.code for issue in answer.issues] == ["wrong_points"]
    assert "'仪容' is not a judged item" in answer.issues[0].message


def test_award_grants_name_their_theme_and_the_same_row_again_is_the_same_grant(ledger: Ledger, tmp_path: Path) -> None:
    with_a_form(ledger)
    text = "工号,主题,月份,授予人,事由\n1001,微笑之星,2026年10月,王主管,客户点名\n1002,服务之星,2026-10,王主管,\n"
    answer = imported(ledger, comma_separated(tmp_path, text, "gb18030"), "theme-grants")
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (1, ["unknown_theme"])
    (grant,) = recorded(ledger, "award_grant")
    assert (grant["employee"], grant["theme"], grant["period"], grant["note"]) == (
        "1001",
        "微笑之星",
        "2026-10",
        "客户点名",
    )
    later = comma_separated(tmp_path, "\n".join(text.splitlines()[:2]), name="later.csv")
    assert imported(ledger, later, "theme-grants").duplicate == 1


@pytest.mark.slow
def test_a_metrics_grid_is_suggested_only_where_nothing_else_fits(tmp_path: Path) -> None:
    found = {}
    for headings, cells in (
        ("工号,姓名,满意度", "1001,张三,95"),
        ("工号,姓名,月薪", "1001,张三,4800"),
        ("工号,爱好", "1001,棋"),
    ):
        with comma_separated(tmp_path, f"{headings}\n{cells}\n").open("rb") as file:
            found[headings] = [each.mapping for each in suggestions(file)]
    assert found == {"工号,姓名,满意度": ["metrics-grid"], "工号,姓名,月薪": ["base-salaries"], "工号,爱好": []}
