"""`workledger dispute`: record, decide, list, and show a whole case."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run
from tests.api.test_wrong_use import assert_refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]

FIGURE = ("--period", "2024-10", "--item", "leave_deduction:absenteeism")
LEAVE = [
    {"kind": "leave", "leave": "LV2", "employee": "E2", "type": "annual", "first_date": "2024-10-08",
     "last_date": "2024-10-08", "requested_on": "2024-10-01"},
    {"kind": "leave_decision", "leave": "LV2", "decision": "approved", "by": "L1", "at": "2024-11-06T09:00:00+08:00"},
]  # fmt: skip


@pytest.fixture
def told(workledger: Run) -> Callable[..., Any]:
    """What a command answers as JSON."""

    def asked(*words: Any) -> Any:
        answer = workledger(*words, "--format", "json")
        assert (answer.status, answer.err) == (0, "")
        return json.loads(answer.out)

    return asked


@pytest.fixture
def recorded(workledger: Run, centre: Path) -> Callable[..., None]:
    """Record facts."""

    def record(*facts: dict[str, Any]) -> None:
        (centre / "more.ndjson").write_text("".join(json.dumps(fact) + "\n" for fact in facts), encoding="utf-8")
        assert workledger("import", "more.ndjson").status == 0

    return record


@pytest.fixture
def clock(told: Any) -> str:
    """The id of E2's punch on 9 October, which has no other."""
    (row,) = [row for row in told("history", "E2", "--kind", "clock")["rows"] if row["business_date"] == "2024-10-09"]
    return str(row["id"])


def opened(workledger: Run, number: str, employee: str, *words: str) -> str:
    answer = workledger("dispute", "open", number, employee, "--text", "不同意\n请复核", *words)
    assert (answer.status, answer.err) == (0, ""), answer.err
    return answer.out


def test_a_dispute_over_a_figure_is_recorded_as_said(workledger: Run, told: Any) -> None:
    said = opened(workledger, "D1", "E2", *FIGURE, "--at", "2024-11-05T09:00:00+08:00", "--recorded-by", "L1")
    (row,) = told("history", "dispute", "D1")["rows"]
    assert said == f"the dispute D1 is recorded at ledger position 48, id {row['id']}\n"
    assert row["fields"] == {
        "dispute": "D1",
        "employee": "E2",
        "at": "2024-11-05T09:00:00+08:00",
        "text": "不同意\n请复核",
        "period": "2024-10",
        "item": "leave_deduction:absenteeism",
        "recorded_by": "L1",
    }


def test_the_same_again_is_recorded_once_and_anything_else_under_its_number_is_refused(workledger: Run) -> None:
    words = (*FIGURE, "--at", "2024-11-05T09:00:00+08:00")
    opened(workledger, "D1", "E2", *words)
    assert "was recorded already at ledger position 48" in opened(workledger, "D1", "E2", *words)
    assert_refused(workledger("dispute", "open", "D1", "E2", "--text", "else", *words), "D1")


def test_without_an_instant_it_is_raised_now_as_the_clocks_of_the_site_have_it(
    workledger: Run, told: Any, clock: str
) -> None:
    opened(workledger, "D1", "E2", "--about", clock)
    workledger("dispute", "decide", "D1", "dismissed", "--by", "M", "--reason", "r")
    for row in told("history", "dispute", "D1")["rows"]:
        at = datetime.fromisoformat(row["fields"]["at"])
        assert at.utcoffset() == timedelta(hours=8)
        assert abs(datetime.fromisoformat(row["recorded_at"]) - at) < timedelta(minutes=5)


def test_a_decision_names_the_facts_that_it_led_to(workledger: Run, told: Any, clock: str, recorded: Any) -> None:
    opened(workledger, "D1", "E2", "--about", clock)
    recorded({"kind": "clock", "employee": "E2", "at": "2024-10-09T18:00:00+08:00", "direction": "out"})
    (late,) = [row["id"] for row in told("history", "E2")["rows"] if row["position"] == 49]
    answer = workledger("dispute", "decide", "D1", "upheld", "--by", "M", "--reason", "属实", "--fact", late)
    assert answer.out.startswith("the decision on dispute D1 is recorded at ledger position 50, id ")
    decision = told("dispute", "show", "D1")["decision"]
    assert (decision["decision"], decision["by"], decision["reason"], decision["facts"]) == (
        "upheld",
        "M",
        "属实",
        [late],
    )


def test_the_list_says_what_is_open_of_whom_and_of_which_period(workledger: Run, told: Any, clock: str) -> None:
    opened(workledger, "D1", "E2", *FIGURE, "--at", "2024-11-05T09:00:00+08:00")
    opened(workledger, "D2", "E2", "--about", clock)
    opened(workledger, "D3", "E1", "--period", "2024-11", "--item", "hours")
    workledger("dispute", "decide", "D1", "withdrawn", "--by", "M", "--reason", "r", "--at", "2024-11-06T09:00:00Z")

    def numbers(*words: str) -> list[str]:
        return [each["dispute"] for each in told("dispute", "list", *words)]

    assert numbers() == ["D1", "D2", "D3"]
    assert numbers("--open") == ["D2", "D3"]
    assert numbers("--employee", "E2") == ["D1", "D2"]
    assert numbers("--period", "2024-10") == ["D1", "D2"], "the punch is of October"
    assert numbers("--period", "2024-11", "--open", "--employee", "E1") == ["D3"]
    assert told("dispute", "list")[0] == {
        "dispute": "D1",
        "employee": "E2",
        "at": "2024-11-05T09:00:00+08:00",
        "period": "2024-10",
        "item": "leave_deduction:absenteeism",
        "about": None,
        "state": "withdrawn",
        "decided_by": "M",
        "decided_at": "2024-11-06T17:00:00+08:00",
    }
    table = workledger("dispute", "list", "--lang", "zh-CN").out
    for text in ("请假扣薪：旷工", "打卡 2024-10-09", "工时与换休", "撤回", "未结", "2024-11-05 09:00"):
        assert text in table


def test_a_ledger_without_disputes_lists_none(workledger: Run, told: Any) -> None:
    assert told("dispute", "list") == []
    assert workledger("dispute", "list").status == 0


def test_a_case_shows_the_figure_then_and_now_and_what_came_of_it(workledger: Run, told: Any, recorded: Any) -> None:
    assert workledger("close", "2024-10", "--by", "M").status == 0
    opened(workledger, "D1", "E2", *FIGURE)
    recorded(*LEAVE)
    leave = [row["id"] for row in told("history", "leave", "LV2")["rows"]]
    named = [word for name in leave for word in ("--fact", name)]
    workledger("dispute", "decide", "D1", "upheld", "--by", "M", "--reason", "已补批", *named)
    case = told("dispute", "show", "D1")
    assert list(case) == [
        "dispute", "open", "position", "opened", "figures", "explained", "facts_since", "decision",
        "earlier_decisions", "adjustments",
    ]  # fmt: skip
    assert (case["open"], case["opened"]["text"]) == (False, "不同意\n请复核")
    assert case["figures"] == [
        {
            "period": "2024-10",
            "report": "payroll",
            "employee": "E2",
            "row": None,
            "column": "leave_deduction:absenteeism",
            "then": "-100.00",
            "books": "-100.00",
            "replay": None,
        }
    ]
    assert [(fact["position"], fact["kind"], fact["named"]) for fact in case["facts_since"]] == [
        (50, "leave", True),
        (51, "leave_decision", True),
    ]
    due = {"period": "2024-11", "employee": "E2", "item": "adjustment:2024-10", "amount": "100.00"}
    assert case["adjustments"] == [due | {"posted_at": None}]
    assert workledger("close", "2024-11", "--by", "M").status == 0
    assert told("dispute", "show", "D1")["adjustments"] == [due | {"posted_at": 53}]


def test_a_case_explains_the_figure_then_and_now(workledger: Run, told: Any, recorded: Any) -> None:
    opened(workledger, "D1", "E2", *FIGURE)
    before = told("dispute", "show", "D1")["explained"]
    recorded(*LEAVE)
    explained = told("dispute", "show", "D1")["explained"]
    assert before["then"] == explained["then"]
    (then,), (now,) = explained["then"], explained["now"]
    assert (then["report"], then["employee"], then["position"], now["position"]) == ("payroll", "E2", 48, 50)
    assert "absence" in json.dumps(then["explained"])
    assert then["explained"] != now["explained"]


def test_a_case_on_a_page_has_all_its_parts_in_either_language(workledger: Run, clock: str, recorded: Any) -> None:
    opened(workledger, "D1", "E2", "--about", clock, "--at", "2024-10-12T09:00:00+08:00")
    english = workledger("dispute", "show", "D1").out
    for text in ("Dispute D1 · E2 李四 · open", f"punch 2024-10-09 · {clock}", "  请复核\n", "missing out", "none"):
        assert text in english
    assert "The explanation (the same now as then)" in english
    recorded({"kind": "clock", "employee": "E2", "at": "2024-10-09T18:00:00+08:00", "direction": "out"})
    workledger("dispute", "decide", "D1", "dismissed", "--by", "M", "--reason", "first\x85")
    workledger("dispute", "decide", "D1", "upheld", "--by", "M", "--reason", "再查", "--at", "2024-12-01T00:00:00Z")
    chinese = workledger("dispute", "show", "D1", "--lang", "zh-CN").out
    for text in (
        "申诉 D1 · E2 李四 · 成立",
        "提出时的解释",
        "现在的解释",
        "缺下班卡",
        "出勤",
        "不成立 · M",
        "后来另有决定",
        "再查",
    ):
        assert text in chinese
    assert "\x85" not in chinese


def test_a_decided_dispute_may_be_decided_anew_and_the_last_word_holds(workledger: Run, told: Any) -> None:
    opened(workledger, "D1", "E2", *FIGURE)
    for decision, day in (("dismissed", "05"), ("upheld", "06")):
        at = f"2024-11-{day}T09:00:00+08:00"
        assert workledger("dispute", "decide", "D1", decision, "--by", "M", "--reason", "r", "--at", at).status == 0
    case = told("dispute", "show", "D1")
    assert case["decision"]["decision"] == "upheld"
    assert [each["decision"] for each in case["earlier_decisions"]] == ["dismissed"]
    assert told("dispute", "list")[0]["state"] == "upheld"


def test_a_case_of_what_was_imported_without_a_figure_has_none(workledger: Run, told: Any, recorded: Any) -> None:
    recorded({"kind": "dispute", "dispute": "D1", "employee": "E1", "at": "2024-11-01T09:00:00Z", "text": "x"})
    case = told("dispute", "show", "D1")
    assert (case["figures"], case["facts_since"], case["adjustments"]) == ([], [], [])
    assert workledger("dispute", "show", "D1").status == 0
    assert told("dispute", "list")[0]["item"] is None


def test_a_fact_of_nobody_that_a_decision_names_is_shown(workledger: Run, told: Any, recorded: Any) -> None:
    opened(workledger, "D1", "E1", "--period", "2024-10", "--item", "payroll.total")
    recorded({"kind": "holiday", "date": "2024-10-08", "name": "补假"}, {**LEAVE[0], "employee": "E1"})
    holiday = _id_at(49)
    workledger("dispute", "decide", "D1", "upheld", "--by", "M", "--reason", "r", "--fact", holiday)
    assert [(fact["kind"], fact["named"]) for fact in told("dispute", "show", "D1")["facts_since"]] == [
        ("holiday", True),
        ("leave", False),
    ]


def _id_at(position: int) -> str:
    from ledger.ledger import Ledger

    with Ledger.open("sqlite:///workledger.db") as ledger:
        return ledger.facts.page(position - 1, 1)[0].id


def test_an_open_dispute_is_an_open_matter_of_the_closing_until_it_is_decided(workledger: Run, told: Any) -> None:
    opened(workledger, "D1", "E2", *FIGURE)

    def matters() -> list[dict[str, str]]:
        made = told("close", "2024-10", "--dry-run")
        return [each for each in made["open"] if each["matter"] == "dispute"]

    assert matters() == [{"matter": "dispute", "employee": "E2", "which": "D1"}]
    workledger("dispute", "decide", "D1", "dismissed", "--by", "M", "--reason", "r")
    assert matters() == []


OPEN = ("dispute", "open", "D1", "E1", "--text", "x")
DECIDE = ("dispute", "decide", "D1", "upheld", "--by", "M", "--reason", "r")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (OPEN, "--about"),
        ((*OPEN, "--about", "0" * 32 + ".1", "--period", "2024-10", "--item", "base"), "--about"),
        ((*OPEN, "--about", "0" * 32 + ".1"), "is not a fact on the ledger"),
        ((*OPEN, "--about", "12"), "32 hexadecimal digits"),
        ((*OPEN, "--period", "2024-10"), "--item"),
        ((*OPEN, "--item", "base"), "--period"),
        ((*OPEN, "--period", "2024-13", "--item", "base"), "YYYY-MM"),
        ((*OPEN, "--period", "2024-09", "--item", "base"), "2024-10"),
        ((*OPEN, "--period", "2024-10", "--item", "rank"), "ranking.rank"),
        ((*OPEN, "--period", "2024-10", "--item", "base", "--at", "2024-11-05"), "with its offset"),
        (("dispute", "open", "D1", "E9", "--text", "x", *FIGURE), "'E9'"),
        (("dispute", "open", "D1", "E1", "--text", " ", *FIGURE), "--text"),
        (("dispute", "open", "D1", "E1", *FIGURE), "--text"),
        (DECIDE, "there is no dispute 'D1'"),
        (("dispute", "decide", "D1", "perhaps", "--by", "M", "--reason", "r"), "'perhaps'"),
        (("dispute", "decide", "D1", "upheld", "--by", "M"), "--reason"),
        (("dispute", "list", "--period", "October"), "YYYY-MM"),
        (("dispute", "list", "--employee", "E9"), "'E9'"),
        (("dispute", "show", "D1"), "there is no dispute 'D1'"),
        (("dispute", "shwo", "D1"), "'shwo'"),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: tuple[str, ...], says: str) -> None:
    assert_refused(workledger(*words), says)


def test_a_decision_that_names_no_fact_of_the_ledger_is_refused(workledger: Run) -> None:
    opened(workledger, "D1", "E1", *FIGURE)
    assert_refused(workledger(*DECIDE, "--fact", "0" * 32 + ".1"), "is not a fact on the ledger")


@pytest.mark.parametrize("words", [(*OPEN, *FIGURE), ("dispute", "list"), ("dispute", "show", "D1")])
def test_where_there_is_no_ledger_it_says_how_to_make_one(workledger: Run, words: tuple[str, ...]) -> None:
    assert_refused(workledger("--store", "sqlite:///none.db", *words), "init")
    assert not Path("none.db").exists()
