"""`workledger history`: of whom or what, which facts, in which form."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run
from tests.api.test_wrong_use import assert_refused

MORE = [
    {"kind": "clock", "employee": "E1", "at": "2024-10-13T12:00:00+08:00", "direction": "auto", "recorded_by": "E2"},
    {"kind": "shift", "employee": "E1", "date": "2024-10-08", "shift": None, "reason": "换人"},
    {"kind": "void", "of_kind": "praise", "of": "P1", "by": "M", "reason": "记错人"},
    {"kind": "complaint", "complaint": "C1", "employee": "E1", "date": "2024-10-20", "summary": "a=b [b]\x9b31m"},
    {"kind": "complaint_update", "complaint": "C1", "at": "2024-10-21T09:00:00Z", "status": "escalated", "by": "M"},
    {"kind": "dispute", "dispute": "D1", "employee": "E1", "at": "2024-10-22T09:00:00Z", "text": "不同意"},
    {"kind": "monitoring_revision", "monitoring": "M-E1-2024-10", "at": "2024-10-23T09:00:00Z", "by": "M",
     "reason": "复听", "score": "91"},
    {"kind": "swap", "swap": "S1", "requester": "E1", "requester_date": "2024-11-04", "counterparty": "E2",
     "counterparty_date": "2024-11-04", "at": "2024-10-24T09:00:00Z"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _centre(centre: Path, workledger: Run) -> None:
    (centre / "more.ndjson").write_text("".join(json.dumps(line) + "\n" for line in MORE), encoding="utf-8")
    answer = workledger("import", "more.ndjson")
    assert answer.status == 0


@pytest.fixture
def history(workledger: Run) -> Any:
    """A history as its JSON object."""

    def told(*words: Any) -> Any:
        answer = workledger("history", *words, "--format", "json")
        assert answer.status == 0
        return json.loads(answer.out)

    return told


def positions(told: dict[str, Any]) -> list[int]:
    return [row["position"] for row in told["rows"]]


def test_one_word_is_an_employee_and_two_are_a_workflow(history: Any) -> None:
    of_employee = history("E1")
    assert [of_employee[name] for name in ("kind", "number", "position")] == ["employee", "E1", 55]
    assert {row["fields"].get("employee", "E1") for row in of_employee["rows"]} == {"E1"}
    for kind, number, rows in (
        ("swap", "S1", 1),
        ("leave", "LV1", 2),
        ("monitoring", "M-E1-2024-10", 2),
        ("complaint", "C1", 2),
        ("dispute", "D1", 1),
        ("period", "2024-10", 1),
    ):
        of_workflow = history(kind, number)
        assert [of_workflow[name] for name in ("kind", "number")] == [kind, number]
        assert len(of_workflow["rows"]) == rows


def test_a_row_has_the_fact_its_times_and_what_became_of_it(history: Any) -> None:
    row = next(row for row in history("E1")["rows"] if row["kind"] == "shift" and row["position"] == 16)
    assert row.pop("recorded_at").endswith("+08:00")
    assert len(row.pop("id")) == 34
    assert row == {
        "position": 16,
        "business_date": "2024-10-08",
        "business_time": None,
        "period": "2024-10",
        "kind": "shift",
        "fields": {"employee": "E1", "date": "2024-10-08", "shift": "W"},
        "recorded_by": None,
        "reason": None,
        "source": None,
        "ref": None,
        "standing": "superseded",
        "by": 49,
        "outcome": None,
        "supersedes": None,
        "voids": None,
        "follows": None,
        "late_after": None,
        "recorded_by_another": False,
        "erased": False,
    }


@pytest.mark.slow
def test_only_a_kind_and_only_some_dates(history: Any) -> None:
    assert {row["kind"] for row in history("E1", "--kind", "clock")["rows"]} == {"clock"}
    days = [row["business_date"] for row in history("E1", "--from", "2024-10-08", "--until", "2024-10-12")["rows"]]
    assert days == ["2024-10-08", "2024-10-08", "2024-10-09", "2024-10-12", "2024-10-08"]
    assert history("E1", "--from", "2024-12-01", "--until", "2024-12-31")["rows"] == []


def test_as_of_a_position_or_an_instant(history: Any) -> None:
    early = history("E1", "--as-of", 16)
    assert (early["position"], early["rows"][-1]["position"], early["rows"][-1]["standing"]) == (16, 16, "stands")
    assert history("E1", "--as-of", "2999-01-01T00:00:00Z") == history("E1")


def test_a_table_says_what_became_of_each_fact_in_either_language(workledger: Run) -> None:
    english = workledger("history", "E1").out
    chinese = workledger("history", "E1", "--lang", "zh-CN").out
    assert english.startswith("History · E1 张三 · ledger position 55 · ")
    assert chinese.startswith("历史 · E1 张三 · 账本位置 55 · ")
    for text, others in (
        (english, ["superseded by 49", "supersedes 16", "voided by 50", "followed by 52: escalated", "revised by 54"]),
        (chinese, ["已被 49 取代", "取代 16", "已被 50 作废", "后续 52：升级", "已被 54 修正"]),
        (
            english,
            ["punch", "anomaly: not punched by the employee (S12.1)", "date=2024-10-08  shift=null  reason=换人"],
        ),
        (chinese, ["打卡", "异常：非本人打卡（S12.1）", "date=2024-10-08  shift=null  reason=换人"]),
    ):
        assert [other for other in others if other not in text] == []


def test_a_text_cannot_command_the_terminal(workledger: Run) -> None:
    shown = workledger("history", "complaint", "C1").out
    assert '[b]\\u009b31m"' in shown
    assert "\x9b" not in shown


def test_a_history_without_entries_in_view_is_its_heading(workledger: Run) -> None:
    answer = workledger("history", "E1", "--kind", "violation")
    assert (answer.status, answer.out) == (0, "History · E1 张三 · ledger position 55 · 0 facts\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "what"),
        (("E9",), "there is no employee 'E9'"),
        (("swap",), "two words for a workflow"),
        (("swap", "S9"), "there is no swap 'S9'"),
        (("period", "2024-13"), "there is no period '2024-13'"),
        (("swpa", "S1"), "'swpa' is not a workflow"),
        (("E1", "--kind", "clok"), "such as clock"),
        (("E1", "--from", "2024-10"), "YYYY-MM-DD"),
        (("E1", "--from", "20241001"), "YYYY-MM-DD"),
        (("E1", "--until", "2024-02-30"), "YYYY-MM-DD"),
        (("E1", "--from", "2024-10-02", "--until", "2024-10-01"), "after --until"),
        (("E1", "--as-of", "56"), "from 1 to 55"),
        (("E1", "--as-of", "1"), "there is no employee 'E1' on the ledger up to position 1"),
        (("E1", "--as-of", "soon"), "instant"),
        (("E1", "--format", "csv"), "'csv'"),
        (("swap", "S1", "more"), "more"),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: tuple[str, ...], says: str) -> None:
    assert_refused(workledger("history", *words), says)


def test_where_there_is_no_ledger_the_history_says_how_to_make_one(workledger: Run) -> None:
    assert_refused(workledger("--store", "sqlite:///none.db", "history", "E1"), "init")
    assert not Path("none.db").exists()
