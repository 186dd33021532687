"""`workledger rules show`, `rules adopt` and `what-if lawful-cn-sh`, as HR uses them before anybody is paid by law."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from ledger.ruleset.named_sets import named_set
from tests.api.conftest import Run

pytestmark = [pytest.mark.slow]
STATED = ("--set", "minimum_wage=2690.00", "--set", "minimum_hourly_wage=24")
ADOPT = ("rules", "adopt", "lawful-cn-sh", "--from", "2024-11")
CAUTION = "counsel must check"


def told(run: Run, *words: object, status: int = 0) -> Any:
    answer = run(*words)
    assert (answer.status, answer.err) == (status, "")
    return json.loads(answer.out)


def test_what_is_shipped_is_shown_without_a_ledger_with_reasons_and_sources(workledger: Run, empty: Path) -> None:
    for lang, words in (("en", (CAUTION, "Labour Law, article 38")), ("zh-CN", ("法律顾问", "劳动法第 38 条"))):
        shown = workledger("rules", "show", "lawful-cn-sh", "--lang", lang)
        assert shown.status == 0
        assert [word for word in words if word not in shown.out] == []
    found = named_set("lawful-cn-sh")
    assert found is not None
    assert told(workledger, "rules", "lawful-cn-sh", "--json")["parameters"] == found.parameters
    assert list(empty.iterdir()) == []


@pytest.mark.usefixtures("centre")
def test_a_set_is_adopted_as_one_fact_and_only_once(workledger: Run) -> None:
    looked = workledger(*ADOPT, *STATED, "--dry-run")
    assert looked.status == 0
    assert "nothing is recorded" in looked.out
    assert CAUTION in looked.out
    before = told(workledger, "rules", "--json")
    done = told(workledger, *ADOPT, *STATED, "--json")
    assert (done["version"], done["effective_period"]) == ("lawful-cn-sh-2024-11", "2024-11")
    assert done["parameters"]["compliance"]["minimum_wage"] == "2690.00"
    assert done["parameters"]["sick_pay_floor"] == "2152.00"
    assert CAUTION in done["caution"]
    after = told(workledger, "rules", "--json")
    assert [each["version"] for each in after] == [*(each["version"] for each in before), done["version"]]
    assert after[-1]["position"] == done["position"]
    again = told(workledger, *ADOPT, *STATED, "--json")
    assert again["position"] == done["position"]
    assert told(workledger, "rules", "--json") == after
    assert CAUTION in workledger("rules", "show", done["version"]).out
    assert told(workledger, "report", "payroll", "2024-11", "--format", "json")["rules"] == done["version"]
    assert told(workledger, "report", "payroll", "2024-10", "--format", "json")["rules"] != done["version"]
    other = workledger(*ADOPT, "--set", "minimum_wage=1", "--set", "minimum_hourly_wage=24")
    assert (other.status, other.err.count("\n")) == (2, 1)


@pytest.mark.usefixtures("centre")
def test_a_set_is_laid_over_the_rules_that_hold_and_says_what_it_keeps_and_ends(workledger: Run, centre: Path) -> None:
    own = {"kind": "rules", "effective_period": "2024-10", "version": "own", "reason": "night", "parameters": {}}
    later = own | {"version": "later", "effective_period": "2024-12"}
    own["parameters"] = {"night_allowance": "15", "absenteeism_multiple": "3"}
    lines = "".join(f"{json.dumps(each)}\n" for each in (later, own))
    (centre / "own.ndjson").write_text(lines, encoding="utf-8")
    assert workledger("import", "own.ndjson").status == 0
    done = told(workledger, *ADOPT, *STATED, "--json")
    assert (done["over"], done["kept"], done["ended"]) == ("own", ["night_allowance"], ["later"])
    assert done["parameters"]["night_allowance"] == "15.00"
    assert done["parameters"]["absenteeism_multiple"] == "1.00"


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rules", "adopt", "lawful-de", "--from", "2024-11"), "no rule set is shipped as 'lawful-de'"),
        (ADOPT, "needs minimum_wage and minimum_hourly_wage"),
        ((*ADOPT, "--set", "minimum_wage=2690"), "needs minimum_hourly_wage"),
        ((*ADOPT, *STATED, "--set", "wage=1"), "has no 'wage' to set"),
        ((*ADOPT, *STATED, "--set", "minimum_wage"), "give each once, as NAME=VALUE"),
        ((*ADOPT, *STATED, "--set", "minimum_wage=1"), "give each once, as NAME=VALUE"),
        ((*ADOPT, *STATED, "--set", "shift_length=eleven"), "is not JSON"),
        ((*ADOPT, *STATED, "--version", "lawful-cn-sh"), "give the version another name"),
        (("rules", "adopt", "lawful-cn-sh", "--from", "November", *STATED), "is not a period"),
        (("rules", "show", "nothing"), "there is no rule set 'nothing'"),
        (("what-if", "2024-10", "manual", "--set", "minimum_wage=1"), "'manual' is not"),
        (("what-if", "2024-10", "lawful-cn-sh", "--set", "wage=1"), "has no 'wage' to set"),
        (("what-if", "2024-10", "lawful-cn-sh", "--output", "w.xlsx"), "--output is for xlsx"),
        (("what-if", "2024-10", "lawful-cn-sh", "--format", "xlsx"), "name one with --output"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(workledger: Run, words: tuple[str, ...], sentence: str) -> None:
    answer = workledger(*words)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert sentence in answer.err


@pytest.fixture
def other_pay_days(workledger: Run, centre: Path) -> None:
    """Rules of the centre's own, by which a day's pay is another than by law."""
    own = {"kind": "rules", "effective_period": "2024-10", "version": "own", "reason": "days"}
    (centre / "own.ndjson").write_text(json.dumps(own | {"parameters": {"pay_days": "20"}}), encoding="utf-8")
    assert workledger("import", "own.ndjson").status == 0


@pytest.mark.usefixtures("other_pay_days")
def test_what_the_law_would_have_paid_adds_up_by_line_and_by_person(workledger: Run) -> None:
    found = told(workledger, "what-if", "lawful-cn-sh", "2024-10", "--format", "json")
    assert found == told(workledger, "what-if", "2024-10", "lawful-cn-sh", "--format", "json")
    assert CAUTION in found["caution"]
    payroll = {
        rules: told(workledger, "report", "payroll", "2024-10", "--format", "json", *rules)
        for rules in ((), ("--rules", "lawful-cn-sh"))
    }
    sums = [sum(Decimal(row["total"]) for row in each["rows"]) for each in payroll.values()]
    assert [Decimal(found[side]) for side in ("before", "after")] == sums
    assert sums[0] != sums[1]
    assert Decimal(found["cost"]) == sums[1] - sums[0] == sum(Decimal(line["difference"]) for line in found["lines"])
    people = [each for each in found["moved"] if each["figure"] == "pay"]
    assert sum(Decimal(each["difference"]) for each in people) == Decimal(found["cost"])
    for person in people:
        lines = [each for each in found["moved"] if each["employee"] == person["employee"] and each["clause"]]
        assert sum(Decimal(each["difference"]) for each in lines) == Decimal(person["difference"])


@pytest.mark.usefixtures("other_pay_days")
def test_what_was_paid_is_what_was_frozen_whatever_came_late(workledger: Run, centre: Path) -> None:
    open_ = told(workledger, "what-if", "lawful-cn-sh", "2024-10", "--format", "json")
    told(workledger, "close", "2024-10", "--by", "HR", "--format", "json")
    late = {"kind": "allowance", "allowance": "late", "employee": "E2", "period": "2024-10", "type": "other"}
    (centre / "late.ndjson").write_text(json.dumps(late | {"amount": "33.00"}), encoding="utf-8")
    assert workledger("import", "late.ndjson").status == 0
    closed = told(workledger, "what-if", "lawful-cn-sh", "2024-10", "--format", "json")
    assert {**closed, "position": 0} == {**open_, "position": 0}
    frozen = told(workledger, "report", "payroll", "2024-10", "--format", "json")
    assert Decimal(closed["before"]) == sum(Decimal(row["total"]) for row in frozen["rows"])


@pytest.mark.usefixtures("other_pay_days")
def test_a_what_if_is_written_for_spreadsheets(workledger: Run, centre: Path) -> None:
    found = told(workledger, "what-if", "lawful-cn-sh", "2024-10", "--format", "json")
    rows = list(csv.DictReader(io.StringIO(workledger("what-if", "lawful-cn-sh", "2024-10", "--format", "csv").out)))
    shown = [{name: None if row[name] == "" else row[name] for name in ("figure", "difference")} for row in rows]
    assert shown == [
        {"figure": each["figure"], "difference": None if each["difference"] is None else str(each["difference"])}
        for each in found["moved"]
    ]
    words = ("what-if", "lawful-cn-sh", "2024-10", "--format", "xlsx", "--output", "law.xlsx")
    assert workledger(*words).status == 0
    assert workledger(*words).status == 2  # it is there already
    book = CalamineWorkbook.from_path(str(centre / "law.xlsx"))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    by_line, by_person_and_line, by_person, _, rows = sheets
    assert CAUTION in str(by_line[0][0])
    assert len(by_line) == 2 + len(found["lines"]) + 1
    assert Decimal(str(by_line[-1][4])) == Decimal(str(by_person[-1][4])) == Decimal(found["cost"])
    assert Decimal(str(by_person_and_line[-1][6])) == Decimal(found["cost"])
    assert [row[0] for row in rows[2:]] == [each["employee"] for each in found["rows"]] != []


@pytest.mark.usefixtures("centre")
def test_reports_under_a_shipped_set_say_who_must_check_it(workledger: Run) -> None:
    assert CAUTION in workledger("report", "payroll", "2024-10", "--rules", "lawful-cn-sh").out
    assert CAUTION not in workledger("report", "payroll", "2024-10").out
