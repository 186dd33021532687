"""`workledger reconcile`: a register that comes back is compared to the fen; a difference says where to look."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.documents.office import Office, Rows, place_of, row_of, written

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, monkeypatch, capsys)


def put(employee: str, heading: str, value: Any) -> Any:
    """A clerk's change of one cell; the total is left as it was."""

    def change(rows: Rows) -> None:
        row_of(rows, employee)[place_of(rows, heading)] = value

    return change


@pytest.mark.parametrize("words", [(), ("--lang", "zh-CN")], ids=["en", "zh-CN"])
def test_a_register_that_nobody_changed_is_equal(office: Office, words: tuple[str, ...]) -> None:
    answer = office.reconcile(office.register(*words))
    assert answer.status == 0
    assert "3 people" in answer.out
    assert "0 different" in answer.out
    assert answer.err == ""


def test_a_workbook_of_every_report_is_compared_by_its_register(office: Office) -> None:
    assert office.reconcile(office.register(name="all")).status == 0


def test_the_csv_of_the_payroll_is_equal(office: Office) -> None:
    file = office.folder / "payroll.csv"
    file.write_text(office.run("report", "payroll", "2026-10", "--format", "csv").out)
    assert office.reconcile(file).status == 0


def test_a_changed_amount_is_listed_with_its_clause_facts_and_command(office: Office) -> None:
    file = office.edited(office.register(), put("E0003", "Base salary", 4700.5))
    answer = office.reconcile(file, "--format", "json")
    assert answer.status == 1
    (row,) = answer.json["rows"]
    (fact,) = row.pop("facts")
    assert row == {
        "employee": "E0003",
        "name": "张伟",
        "item": "base",
        "paid": "4700.50",
        "computed": "4600.00",
        "difference": "100.50",
        "outcome": "differs",
        "clauses": ["S10.1"],
        "commands": ["workledger report payroll 2026-10 --employee E0003"],
    }
    assert (fact["kind"], fact["position"]) == ("base_salary", 7)


def test_the_command_that_is_proposed_can_be_run(office: Office) -> None:
    file = office.edited(office.register(), put("E0003", "Night allowance", 10))
    (row,) = office.reconcile(file, "--format", "json", "--rules", "manual").json["rows"]
    (command,) = row["commands"]
    assert command == "workledger report attendance 2026-10 --employee E0003 --rules manual"
    assert office.run(*command.split()[1:]).status == 0


def test_corrections_are_compared_together_and_named_by_number(office: Office) -> None:
    file = office.edited(office.register(), put("E0003", "Correction", None))
    (row,) = office.reconcile(file, "--format", "json").json["rows"]
    assert (row["item"], row["outcome"], row["computed"]) == ("correction", "item_not_paid", "11.90")
    assert [fact["number"] for fact in row["facts"]] == ["C-1", "C-2"]


def test_what_was_paid_beside_the_ledger_is_listed(office: Office) -> None:
    file = office.edited(office.register(), put("E0001", "Holiday pay", 300))
    (row,) = office.reconcile(file, "--format", "json").json["rows"]
    assert (row["item"], row["outcome"], row["paid"], row["computed"]) == (
        "holiday_pay",
        "item_not_computed",
        "300.00",
        None,
    )
    assert row["clauses"] == ["S10.4"]


def test_people_who_are_on_one_side_only_are_listed(office: Office) -> None:
    def change(rows: Rows) -> None:
        row_of(rows, "E0002")[0] = "E0077"

    answer = office.reconcile(office.edited(office.register(), change), "--format", "json")
    assert [(row["employee"], row["outcome"], row["commands"]) for row in answer.json["rows"]] == [
        ("E0002", "person_not_paid", ["workledger report payroll 2026-10 --employee E0002"]),
        ("E0077", "person_not_computed", ["workledger report payroll 2026-10"]),
    ]


def test_a_sheet_of_totals_is_compared_by_total(office: Office) -> None:
    totals = {person["employee"]: person["total"] for person in office.report()["rows"]}
    rows: Rows = [["工号", "实发"], *([employee, float(total)] for employee, total in totals.items())]
    mapping = office.folder / "bank.toml"
    mapping.write_text('[columns]\n"实发" = "total"\n', encoding="utf-8")
    file = written(office.folder / "bank.xlsx", rows)
    assert office.reconcile(file, "--map", mapping).status == 0
    rows[1][1] += 1
    answer = office.reconcile(written(file, rows), "--map", mapping, "--format", "json")
    assert [(row["item"], row["difference"]) for row in answer.json["rows"]] == [("total", "1.00")]


def test_a_column_of_awards_holds_all_awards(office: Office) -> None:
    people = office.report()["rows"]
    kinds = ("base", "star", "monthly_bonus", "award", "night_allowance", "allowance", "holiday_pay", "correction")
    rows: Rows = [["工号", *kinds]]
    for person in people:
        sums = dict.fromkeys(kinds, 0)
        for line in person["lines"]:
            sums[line["item"].partition(":")[0]] += int(line["amount"].replace(".", ""))
        rows.append([person["employee"], *(f"{fen // 100}.{fen % 100:02d}" for fen in sums.values())])
    assert office.reconcile(written(office.folder / "paid.xlsx", rows)).status == 0


def test_a_column_with_amounts_that_is_no_item_is_named_and_not_equal(office: Office) -> None:
    def change(rows: Rows) -> None:
        rows[1].append("餐补")
        row_of(rows, "E0001").append(30)

    file = office.edited(office.register(), change)
    answer = office.reconcile(file)
    assert (answer.status, answer.err) == (
        1,
        "columns with amounts that were not compared: 餐补; name their items with --map, or use --ignore\n",
    )
    assert office.reconcile(file, "--format", "json").json["not_compared"] == ["餐补"]
    assert office.reconcile(file, "--ignore", "餐补").status == 0


def test_a_reconciliation_is_of_a_ledger_position(office: Office) -> None:
    file = office.register()
    before = office.report()["position"]
    office.record(
        {
            "kind": "correction",
            "correction": "C-3",
            "employee": "E0001",
            "period": "2026-10",
            "amount": "5",
            "note": "n",
        }
    )
    (correction, _total) = office.reconcile(file, "--format", "json").json["rows"]
    assert (correction["item"], correction["facts"][0]["number"]) == ("correction", "C-3")
    assert office.reconcile(file, "--as-of", before).status == 0


def test_the_table_is_in_the_language_that_was_asked_for(office: Office) -> None:
    file = office.edited(office.register(), put("E0003", "Base salary", 4700.5))
    assert "不一致 1 项" in office.reconcile(file, "--lang", "zh-CN").out
    english = office.reconcile(file).out
    line = next(line for line in english.splitlines() if "E0003" in line)
    assert line.split()[:8] == ["E0003", "张伟", "Base", "salary", "4700.50", "4600.00", "100.50", "differs"]


def test_csv_has_a_row_a_difference_and_everything_on_demand(office: Office) -> None:
    file = office.edited(office.register(), put("E0003", "Base salary", 4700.5))
    heading, *rows = office.reconcile(file, "--format", "csv").out.splitlines()
    assert heading == "employee,name,item,paid,computed,difference,outcome,clauses,facts,commands"
    assert [row.split(",")[:7] for row in rows] == [
        ["E0003", "张伟", "base", "4700.50", "4600.00", "100.50", "differs"]
    ]
    everything = office.reconcile(file, "--format", "csv", "--all").out.splitlines()
    assert len([line for line in everything if ",equal," in line]) == len(everything) - 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.xlsx", None, "none.xlsx cannot be read (No such file or directory); name a workbook or a CSV file"),
        (
            "paid.csv",
            "a,b\n1,2\n",
            "paid.csv has no row of headings with employee or 工号 or Employee and an item of pay",
        ),
        ("paid.csv", "工号,base\nE1,1.005\n", "cell B2 is '1.005', which has more than two decimals"),
        ("paid.xlsx", "PK\x03\x04", "the workbook cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence(office: Office, name: str, content: str | None, sentence: str) -> None:
    if content is not None:
        (office.folder / name).write_text(content, encoding="utf-8")
    answer = office.reconcile(name)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"workledger: {sentence}")
    assert answer.err.count("\n") == 1
