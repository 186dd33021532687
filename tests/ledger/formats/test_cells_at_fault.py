"""A refused row of a sheet is told with the cell that is at fault, as a spreadsheet names it."""

from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.formats.paper import Cell, imported, staffed, workbook

REVIEWS: list[Cell] = ["工号", "姓名", "工作评估成绩", "综合工作表现", "月份", "考评人", "考评日期"]
RIGHT: list[Cell] = ["1001", "张三", "85", "90", "2026-10", "王主管", "2026-11-02"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [(0, "9999"), (2, "八十五"), (3, "101"), (4, "十月"), (5, None), (6, "昨天")],
)
def test_the_cell_of_a_row_that_is_wrong_is_named(ledger: Ledger, tmp_path: Path, column: int, cell: Cell) -> None:
    staffed(ledger)
    wrong = [cell if at == column else text for at, text in enumerate(RIGHT)]
    answer = imported(ledger, workbook(tmp_path, [REVIEWS, wrong]), "reviews")
    assert answer.issues
    assert {issue.cell for issue in answer.issues} == {f"{'ABCDEFG'[column]}2"}
    assert answer.issues[0].as_json()["cell"] == answer.issues[0].cell


def test_the_cell_of_a_roster_is_that_of_its_date_or_of_the_person(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        ["2026年10月排班表"],
        ["姓名", "工号", 1, 2, 3],
        ["张三", 1001, "R", "年假", "休"],
        ["某某", 4444, "R", None, None],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "roster-grid")
    assert [issue.cell for issue in answer.issues] == ["D3", "B4"]
