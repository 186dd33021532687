"""Pay handed over: the register goes out, net pay comes back, the bank gets its sheet, and all of it adds up."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from api.documents.tax_lines import tax_lines_of
from ledger.refusal import LedgerError
from tests.api.conftest import Run

pytestmark = [pytest.mark.slow]
REGISTER = ("report", "payroll", "2024-10", "--format", "xlsx", "--output", "pay.xlsx", "--force")
TRANSFERS = ("transfers", "2024-10", "net.csv", "--output", "bank.xlsx", "--force")
LINES = 'exempt = ["allowance:meal"]\nothers = "taxable"\n'
Sheet = list[dict[str, Any]]
Fill = Callable[[dict[str, Any]], None]


def sheet(path: Path, name: str) -> Sheet:
    """The rows of a sheet of a workbook by heading, totals left out."""
    _, heads, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    return [dict(zip(heads, row, strict=True)) for row in rows if row[0] not in ("", "Total", "合计")]


def nothing(_row: dict[str, Any]) -> None:
    """Change nothing."""


def returned(folder: Path, change: Fill = nothing) -> None:
    """The sheet as it comes back: a tenth is tax, 5.00 are insurance, and each has an account."""
    rows = sheet(folder / "pay.xlsx", "Handover")
    for row in rows:
        pay = Decimal(str(row["Pay"])).quantize(Decimal("0.01"))
        tax = (pay / 10).quantize(Decimal("0.01"))
        row |= {
            "Income tax": tax,
            "Social insurance": "5.00",
            "Net pay": max(pay - tax - 5, Decimal(0)),
            "Account": "6222 0210 0000 01",
        }
        change(row)
    with (folder / "net.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.usefixtures("centre")
def test_what_goes_out_is_the_payroll_by_what_is_taxable_and_reads_back_as_paid(workledger: Run, centre: Path) -> None:
    (centre / "lines.toml").write_text(LINES, encoding="utf-8")
    assert workledger(*REGISTER, "--lines", "lines.toml").status == 0
    rows = sheet(centre / "pay.xlsx", "Handover")
    assert rows
    for row in rows:
        assert Decimal(str(row["Taxable pay"])) + Decimal(str(row["Exempt pay"])) == Decimal(str(row["Pay"]))
        assert row["Base of insurance"] == row["Net pay"] == ""
    assert workledger("reconcile", "2024-10", "pay.xlsx").status == 0
    assert workledger(*REGISTER, "--lang", "zh-CN").status == 0
    assert [row for row in sheet(centre / "pay.xlsx", "薪资交接表") if row["实发金额"] != ""] == []
    assert workledger("reconcile", "2024-10", "pay.xlsx").status == 0


@pytest.mark.usefixtures("centre")
def test_days_unpaid_and_hours_paid_are_those_of_attendance(workledger: Run, centre: Path) -> None:
    import json

    assert workledger(*REGISTER).status == 0
    shown = {row["Employee"]: row for row in sheet(centre / "pay.xlsx", "Handover")}
    attendance = json.loads(workledger("report", "attendance", "2024-10", "--format", "json").out)["rows"]
    for employee, row in shown.items():
        own = [each for each in attendance if each["employee"] == employee]
        missed = sum(each["status"] == "absent" and each["leave_type"] is None for each in own)
        assert Decimal(row["Days unpaid"]) >= missed
        hours, minutes = map(int, row["Hours paid"].split(":"))
        assert hours * 60 + minutes >= sum(each["counted"] for each in own)
    assert any(Decimal(row["Days unpaid"]) for row in shown.values())


@pytest.mark.usefixtures("centre")
def test_the_bank_gets_what_came_back_and_it_reconciles(workledger: Run, centre: Path) -> None:
    assert workledger(*REGISTER).status == 0
    returned(centre)
    made = workledger(*TRANSFERS)
    assert (made.status, made.err) == (0, "")
    rows = sheet(centre / "bank.xlsx", "Transfers")
    net = sheet_of_net(centre)
    assert {row["Employee"]: Decimal(str(row["Net pay"])) for row in rows} == {
        each: sum_ for each, sum_ in net.items() if sum_
    }
    assert {row["Account"] for row in rows} == {"6222 0210 0000 01"}
    assert [row["Account holder"] for row in rows] == [
        row["Name"] for row in sheet(centre / "pay.xlsx", "Handover") if net[row["Employee"]]
    ]
    assert workledger("reconcile", "2024-10", "bank.xlsx", "--withheld", "net.csv").status == 0
    wrong = workledger("reconcile", "2024-10", "bank.xlsx")
    assert wrong.status != 0


def sheet_of_net(folder: Path) -> dict[str, Decimal]:
    with (folder / "net.csv").open(encoding="utf-8", newline="") as file:
        return {row["Employee"]: Decimal(row["Net pay"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Net pay": "1.00"}, "correct one of them"),
        ({"Net pay": ""}, "no net pay; fill it in"),
        ({"Net pay": "-1.00"}, "cannot be transferred"),
        ({"Net pay": "99999.00", "Income tax": "", "Social insurance": ""}, "more than the pay of"),
        ({"Account": ""}, "has no account"),
        ({"Account": "6.22202123456789E+18"}, "not an account number"),
        ({"Employee": "E77"}, "E77 is not in the payroll"),
    ],
)
@pytest.mark.usefixtures("centre")
def test_nothing_is_written_while_something_does_not_fit(
    workledger: Run, centre: Path, changes: dict[str, str], sentence: str
) -> None:
    assert workledger(*REGISTER).status == 0

    def change(row: dict[str, Any]) -> None:
        if row["Employee"] == "E1":
            row |= changes

    returned(centre, change)
    made = workledger(*TRANSFERS)
    assert made.status == 1
    assert sentence in made.out
    assert not (centre / "bank.xlsx").exists()


@pytest.mark.usefixtures("centre")
def test_accounts_may_stand_on_a_sheet_of_their_own(workledger: Run, centre: Path) -> None:
    assert workledger(*REGISTER).status == 0
    returned(centre, lambda row: row.update({"Account": ""}))
    with xlsxwriter.Workbook(str(centre / "accounts.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["工号", "户名", "开户行", "银行账号"])
        for place, employee in enumerate(sheet_of_net(centre), 1):
            for column, text in enumerate((employee, "=1+1", "工商银行", "6222021000000012345")):
                page.write_string(place, column, text)
    assert workledger(*TRANSFERS, "--accounts", "accounts.xlsx", "--lang", "zh-CN").status == 0
    rows = sheet(centre / "bank.xlsx", "银行代发表")
    assert {(row["户名"], row["开户行"], row["银行账号"]) for row in rows} == {
        ("=1+1", "工商银行", "6222021000000012345")
    }


@pytest.mark.usefixtures("centre")
def test_what_is_transferred_and_not_as_it_came_back_differs(workledger: Run, centre: Path) -> None:
    assert workledger(*REGISTER).status == 0
    returned(centre)
    assert workledger(*TRANSFERS).status == 0
    returned(centre, lambda row: row.update({"Income tax": "1.00"}) if row["Employee"] == "E1" else None)
    differs = workledger("reconcile", "2024-10", "bank.xlsx", "--withheld", "net.csv", "--format", "csv")
    assert differs.status == 1
    assert [row["employee"] for row in csv.DictReader(differs.out.splitlines())] == ["E1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('taxable = ["bas"]', "'bas' is not an item of pay; did you mean base"),
        ('taxable = ["base"]\nexempt = ["基本工资"]', "name base as taxable and as exempt"),
        ('taxable = ["base"]', "do not name award:service, which is paid"),
        ('others = "free"', "others"),
        ("tax = 1", "it has taxable, exempt, others"),
        ("taxable = ", "is not TOML"),
    ],
)
def test_tax_lines_that_do_not_fit_are_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(LedgerError) as refused:
        tax_lines_of(text.encode(), "lines.toml").sorts(["base", "award:service"])
    assert sentence in str(refused.value)


def test_an_item_goes_before_its_line_and_the_line_before_the_others() -> None:
    lines = tax_lines_of(b'taxable = ["award:service"]\nexempt = ["award"]\nothers = "taxable"', "lines.toml")
    found = lines.sorts(["base", "award:service", "award:full_attendance"])
    assert found == {"base": "taxable", "award:service": "taxable", "award:full_attendance": "exempt"}


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report", "bonus", "2024-10", "--lines", "x.toml"), "--lines is for the payroll register"),
        ((*REGISTER, "--lines", "none.toml"), "cannot be read"),
        (("transfers", "2024-10", "none.csv", "--output", "b.xlsx"), "cannot be read"),
        (("transfers", "2024-10", "none.csv", "--output", "b.csv"), "ends in .xlsx"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(workledger: Run, words: tuple[str, ...], sentence: str) -> None:
    answer = workledger(*words)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert sentence in answer.err
