"""What was paid is read from the register, from a list of lines, and from a clerk's own sheet by a mapping."""

from pathlib import Path
from typing import Any

import pytest

from api.documents.payment_mapping import PaidMapping, read_paid_mapping
from api.documents.payments import Paid, read_paid
from ledger.refusal import LedgerError
from tests.api.documents.office import Rows, written

REGISTER = PaidMapping()


def paid(folder: Path, rows: Rows, mapping: PaidMapping = REGISTER, on_ledger: tuple[str, ...] = ()) -> Paid:
    return read_paid(written(folder / "paid.xlsx", rows), mapping, on_ledger)


def mapping_of(folder: Path, text: str) -> PaidMapping:
    file = folder / "map.toml"
    file.write_text(text, encoding="utf-8")
    return read_paid_mapping(file)


def refusal(folder: Path, rows: Rows, mapping: PaidMapping = REGISTER) -> str:
    with pytest.raises(LedgerError) as refused:
        paid(folder, rows, mapping)
    return str(refused.value)


@pytest.mark.parametrize(
    "headings",
    [
        ["employee", "base", "allowance:meal", "leave_deduction:sick", "award:full_attendance", "total"],
        ["Employee", "base salary", "Allowance: Meal", "leave deduction: sick leave", "AWARD:full attendance", "Total"],
        ["工号", "基本工资", "津贴:伙食", "请假扣薪：病假", "表现优异奖金：全勤奖", "合计（元）"],
    ],
)
def test_items_are_headed_by_their_names_or_labels(tmp_path: Path, headings: list[Any]) -> None:
    found = paid(tmp_path, [["工资表"], headings, ["E1", 4600.5, 88, "-1.20", "", 4687.3]])
    assert found.amounts == {
        "E1": {"base": 460_050, "allowance:meal": 8_800, "leave_deduction:sick": -120, "total": 468_730}
    }
    assert found.columns == (
        "base", "allowance:meal", "leave_deduction:sick", "award:full_attendance", "total",
    )  # fmt: skip


def test_corrections_and_adjustments_are_headed_by_their_numbers_and_periods(tmp_path: Path) -> None:
    found = paid(tmp_path, [["工号", "更正：C-1", "adjustment:2026-09", "请假扣薪"], ["E1", 1, 2, -3]])
    assert found.amounts["E1"] == {"correction:C-1": 100, "adjustment:2026-09": 200, "leave_deduction": -300}


def test_an_item_that_only_the_ledger_has_is_known_by_its_name(tmp_path: Path) -> None:
    rows: Rows = [["工号", "base", "leave_deduction:study"], ["E1", 1, -3]]
    assert paid(tmp_path, rows).left_out == ["leave_deduction:study"]
    assert paid(tmp_path, rows, on_ledger=("leave_deduction:study",)).amounts["E1"]["leave_deduction:study"] == -300


def test_what_was_paid_in_two_rows_was_paid(tmp_path: Path) -> None:
    assert paid(tmp_path, [["工号", "base"], ["E1", 100], ["E1", 20]]).amounts == {"E1": {"base": 12_000}}


@pytest.mark.parametrize("totals", [["合计", "", 120], ["", "总计", 120], ["Total", None, 120]])
def test_a_row_of_totals_is_nobody(tmp_path: Path, totals: list[Any]) -> None:
    found = paid(tmp_path, [["工号", "姓名", "base"], ["E1", "张三", 120], [], totals])
    assert list(found.amounts) == ["E1"]


def test_amounts_without_an_employee_are_named_by_their_row(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, [["工号", "base"], ["E1", 100], [None, 20]])
    assert sentence.startswith("row 3 of the sheet 10月 has amounts and no employee; give the number there")


def test_a_cell_that_is_no_amount_is_named(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, [["工资表"], ["工号", "姓名", "base"], ["E1", "张三", 100.005]])
    assert sentence == (
        "cell C3 of the sheet 10月 is '100.005', which has more than two decimals; give yuan and fen, such as 2235.80"
    )


def test_columns_that_are_no_item_are_named_those_with_amounts_apart(tmp_path: Path) -> None:
    rows: Rows = [
        ["序号", "工号", "姓名", "base", "餐补", "备注"],
        [1, "E1", "张三", 100, 30, "好"],
        [2, "E2", "李四", 100, "", ""],
    ]
    found = paid(tmp_path, [*rows, ["", "", "", "", "", "", 7]])
    assert (found.left_out, found.described) == (["餐补", "column G"], ["备注"])
    ignoring = paid(tmp_path, rows, read_paid_mapping(None, ["餐补", "备注"]))
    assert (ignoring.left_out, ignoring.described) == ([], [])


def test_the_csv_of_the_report_is_a_list_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(
        "employee,item,amount,clause,total,negative\nE1,base,100.00,S10.1,90.00,false\n"
        "E1,correction:C-1,-10.00,S10.6,90.00,false\nE2,,,,0.00,false\n"
    )
    found = read_paid(file, REGISTER)
    assert found.amounts == {"E1": {"base": 10_000, "correction:C-1": -1_000}, "E2": {}}
    assert (found.left_out, found.described) == ([], [])


def test_an_unknown_item_in_a_list_of_lines_is_named_with_what_was_meant(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, [["工号", "项目", "金额"], ["E1", "allowance:mael", 10]])
    assert sentence == (
        "cell B2 of the sheet 10月 is 'allowance:mael', not an item of pay; did you mean allowance:meal"
    )


def test_a_mapping_says_which_column_is_which_item(tmp_path: Path) -> None:
    mapping = mapping_of(
        tmp_path,
        'employee = "员工编码"\npad = 4\nunit = "fen"\nignore = ["银行卡号"]\n[sheet]\nheader = 2\n[columns]\n'
        '"岗位工资" = "base"\n"工龄工资" = "基本工资"\n"事假扣款" = "-leave_deduction:personal"\n"实发" = "total"\n',
    )
    rows: Rows = [
        ["工号", "base"],
        ["员工编码", "岗位工资", "工龄工资", "事假扣款", "实发", "银行卡号", "夜班津贴"],
        [12, 400_000, 50_000, 1_000, 449_500, 6_222, 500],
    ]
    found = paid(tmp_path, rows, mapping)
    assert found.amounts == {
        "0012": {"base": 450_000, "leave_deduction:personal": -1_000, "total": 449_500, "night_allowance": 500}
    }
    assert found.left_out == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("unit = ", "the mapping {} is not TOML"),
        ('unit = "jiao"', "the mapping {}: unit: "),
        ("colums = {}", "the mapping {}: colums: extra inputs are not permitted; it has sheet, employee, pad"),
        ("[sheet]\nheader = 0", "the mapping {}: sheet"),
    ],
)
def test_a_mistake_in_a_mapping_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LedgerError) as refused:
        mapping_of(tmp_path, text)
    assert str(refused.value).startswith(sentence.format(tmp_path / "map.toml"))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[columns]\n"餐补" = "allowance:mael"',
            "the mapping: columns.餐补: 'allowance:mael' is not an item of pay; did you",
        ),
        ('[columns]\n"餐" = "allowance:meal"', "the mapping has the column 餐, which paid.xlsx does not have"),
        ('employee = "编号"', "paid.xlsx has no row of headings with 编号 and an item of pay"),
        ('[sheet]\nname = "9月"', "mapping of the pay: sheet.name: the file has no sheet 9月"),
    ],
)
def test_a_mapping_that_does_not_fit_the_sheet_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    assert refusal(tmp_path, [["工号", "base"], ["E1", 1]], mapping_of(tmp_path, text)).startswith(sentence)
