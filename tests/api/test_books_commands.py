"""`workledger close`, `closings`, `replay`, `diff`, `what-if` and `explain --if-without`, as a clerk uses them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]
LATE = {"kind": "allowance", "allowance": "late", "employee": "E2", "period": "2024-10", "type": "other"}


def told(run: Run, *words: object, status: int = 0) -> Any:
    answer = run(*words)
    assert (answer.status, answer.err) == (status, "")
    return json.loads(answer.out)


def import_(run: Run, folder: Path, **fact: Any) -> None:
    path = folder / "late.ndjson"
    path.write_text(json.dumps(fact), encoding="utf-8")
    assert run("import", path).status == 0


def test_a_period_is_looked_at_and_then_closed(workledger: Run) -> None:
    looked = told(workledger, "close", "2024-10", "--dry-run", "--format", "json")
    assert looked["closed"] is None
    assert {each["matter"] for each in looked["open"]} >= {"anomaly"}

    strict = workledger("close", "2024-10", "--by", "HR", "--strict")
    assert strict.status == 1
    assert "was not closed" in strict.err
    assert told(workledger, "closings", "--json") == []

    before = told(workledger, "report", "all", "2024-10", "--format", "json")
    closed = told(workledger, "close", "2024-10", "--by", "HR", "--format", "json")["closed"]
    assert (closed["by"], closed["rules"], closed["adjustments"]) == ("HR", "manual", [])
    assert told(workledger, "closings", "--json") == [closed]
    after = told(workledger, "report", "all", "2024-10", "--format", "json")
    assert {name: report["rows"] for name, report in after.items()} == {
        name: report["rows"] for name, report in before.items()
    }
    assert {report["position"] for report in after.values()} == {closed["position"]}

    again = workledger("close", "2024-10", "--by", "HR")
    assert (again.status, again.err.count("\n")) == (2, 1)
    assert "closed already" in again.err


def test_a_late_fact_is_a_difference_with_its_cause_and_then_an_adjustment(workledger: Run, centre: Path) -> None:
    told(workledger, "close", "2024-10", "--by", "HR", "--format", "json")
    import_(workledger, centre, **LATE, amount="33.00")

    found = told(workledger, "diff", "2024-10", "--format", "json", status=1)
    (difference,) = found["differences"]
    assert (difference["employee"], difference["item"], difference["difference"]) == ("E2", "allowance:other", "33.00")
    (cause,) = found["causes"]
    assert (cause["kind"], cause["fact"], cause["late"], cause["difference"]) == ("fact", "allowance", True, "33.00")
    (fact,) = cause["facts"]
    table = workledger("diff", "2024-10", "--lang", "zh-CN")
    assert table.status == 1
    assert "迟录，津贴" in table.out

    (frozen,) = told(workledger, "report", "payroll", "2024-10", "--employee", "E2", "--format", "json")["rows"]
    (replayed,) = told(workledger, "replay", "2024-10", "--employee", "E2", "--format", "json")["rows"]
    without = ("replay", "2024-10", "--employee", "E2", "--without", fact["id"], "--format", "json")
    assert told(workledger, *without)["rows"] == [frozen]
    assert {"item": "allowance:other", "amount": "33.00", "clause": "S10.3"} in replayed["lines"]
    assert told(workledger, "diff", "2024-10", "replay", f"replay,without={fact['id']}", "--format", "json", status=1)

    closed = told(workledger, "close", "2024-11", "--by", "HR", "--format", "json")["closed"]
    assert closed["adjustments"] == [{"employee": "E2", "item": "adjustment:2024-10", "amount": "33.00"}]
    tree = workledger("explain", "payroll", "2024-11", "E2", "--item", "adjustment:2024-10")
    assert (tree.status, tree.err) == (0, "")
    assert "after the closing" in tree.out


def test_a_reduction_may_be_held_back_and_is_then_listed(workledger: Run, centre: Path) -> None:
    told(workledger, "close", "2024-10", "--by", "HR", "--format", "json")
    import_(workledger, centre, **LATE, amount="-5.00")
    held = told(workledger, "close", "2024-11", "--by", "HR", "--hold-negative", "--format", "json")["closed"]
    assert (held["reductions_held"], held["adjustments"]) == (True, [])
    listed = told(workledger, "close", "2024-12", "--dry-run", "--format", "json")["open"]
    assert {"matter": "reduction_held", "employee": "E2", "which": "2024-10 -5.00"} in listed
    posted = told(workledger, "close", "2024-12", "--by", "HR", "--format", "json")["closed"]
    assert posted["adjustments"] == [{"employee": "E2", "item": "adjustment:2024-10", "amount": "-5.00"}]


def test_rules_that_are_not_adopted_are_asked_what_they_would_do(workledger: Run, centre: Path) -> None:
    (centre / "rules.json").write_text('{"night_allowance": "11"}', encoding="utf-8")
    found = told(workledger, "what-if", "2024-10", "rules.json", "--format", "json")
    nights = [each for each in found["moved"] if each["figure"] == "night_allowance"]
    assert found["winners"] == len(nights) > 0
    assert found["losers"] == 0
    assert workledger("what-if", "2024-10", "manual", "--lang", "zh-CN").status == 0
    (centre / "rules.json").write_text('{"tea": 1}', encoding="utf-8")
    wrong = workledger("what-if", "2024-10", "rules.json")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)
    assert "'tea'" in wrong.err


def test_what_hangs_on_a_fact_is_listed(workledger: Run) -> None:
    rows = told(workledger, "history", "E2", "--kind", "monitoring", "--format", "json")["rows"]
    id_ = next(row["id"] for row in rows if row["business_date"].startswith("2024-10"))
    found = told(workledger, "explain", "payroll", "2024-10", "E2", "--if-without", id_, "--format", "json")
    assert {each["figure"] for each in found["moved"]} & {"rank", "total", "monthly_bonus"}
    assert workledger("explain", "payroll", "2024-10", "E2", "--if-without", id_).status == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("close", "2024-10"), "--by"),
        (("close", "2024-11", "--by", "HR"), "2024-10 comes next"),
        (("diff", "2024-10", "ledger"), "names no side"),
        (("diff", "2024-10", "books,without=x"), "no facts left out"),
        (("diff", "2024-10", "replay,rules=a,rules=b"), "names no side"),
        (("replay", "2024-10", "--without", "x"), "there is no fact"),
        (("what-if", "2024-10", "nothing"), "there is no rule set"),
        (("explain", "payroll", "2024-10", "E2", "--if-without", "x"), "there is no fact"),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: tuple[str, ...], sentence: str) -> None:
    answer = workledger(*words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert sentence in answer.err


def test_a_dry_run_says_whether_the_period_could_be_closed(workledger: Run) -> None:
    early = workledger("close", "2024-11", "--dry-run")
    assert early.status == 1
    assert "cannot be closed now: periods close in order" in early.err
    assert workledger("close", "2024-10", "--dry-run").status == 0


def test_rule_sets_are_listed_and_shown(workledger: Run, centre: Path) -> None:
    rules = {"kind": "rules", "version": "V9", "effective_period": "2024-11", "reason": "nights"}
    import_(workledger, centre, **rules, parameters={"night_allowance": "11"})
    listed = told(workledger, "rules", "--json")[-1]
    assert (listed["version"], listed["effective_period"]) == ("V9", "2024-11")
    assert "V9\t2024-11" in workledger("rules").out
    assert workledger("rules", "V9").out.split("\t")[:2] == ["S10.2", "night_allowance"]
    assert told(workledger, "rules", "manual", "--json")["night_allowance"] == "10.00"
    (centre / "swaps.json").write_text('{"full_attendance_swaps": 3}', encoding="utf-8")
    assert told(workledger, "what-if", "2024-11", "swaps.json", "--on-top", "--format", "json")["moved"] == []
    assert told(workledger, "what-if", "2024-11", "swaps.json", "--format", "json")["losers"] > 0
    assert workledger("rules", "V0").status == 2
