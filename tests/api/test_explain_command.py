"""`workledger explain`: a figure down to its facts, for people and for programs.

After a change that is meant: ``WORKLEDGER_UPDATE_SNAPSHOTS=1 scripts/test tests/api/test_explain_command.py``, and read
the difference before it is committed.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run

SNAPSHOTS = Path(__file__).parent / "explained"
UPDATE = os.environ.get("WORKLEDGER_UPDATE_SNAPSHOTS") == "1"
VOLATILE = {r"id [0-9a-f]{32}\.\d+": "id <id>", r"(recorded|记录于) \S+ \S+": r"\1 <instant>"}
BONUS = ("explain", "payroll", "2024-10", "E2", "--item", "monthly_bonus")
DISPUTED: list[dict[str, Any]] = [
    {
        "kind": "monitoring_revision",
        "monitoring": "M-E2-2024-10",
        "at": "2024-11-04T09:00:00+08:00",
        "by": "Q1",
        "reason": "复核录音后更正",
        "score": "79.50",
        "recorded_by": "Q1",
        "source": "disputes.csv:2",
    },
    {"kind": "complaint", "complaint": "C1", "employee": "E2", "date": "2024-10-17", "summary": "等候过久"},
    {
        "kind": "complaint_update",
        "complaint": "C1",
        "at": "2024-10-20T09:00:00+08:00",
        "status": "upheld",
        "by": "L1",
    },
    {
        "kind": "rules",
        "version": "V2",
        "effective_period": "2024-10",
        "parameters": {"complaint_deduction": "2.00"},
        "reason": "complaints count",
    },
]


def assert_as_recorded(name: str, text: str) -> None:
    for pattern, mask in VOLATILE.items():
        text = re.sub(pattern, mask, text)
    path = SNAPSHOTS / name
    if UPDATE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} has changed; see the head of this file"


@pytest.fixture
def disputed(workledger: Run, centre: Path) -> Path:
    """The small centre, in which a monitoring of E2 was revised and a complaint upheld."""
    (centre / "disputed.ndjson").write_text("\n".join(map(json.dumps, DISPUTED)), encoding="utf-8")
    assert workledger("import", "disputed.ndjson").status == 0
    return centre


@pytest.mark.slow
@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_disputed_bonus_is_explained_down_to_the_revised_monitoring(workledger: Run, language: str) -> None:
    answer = workledger(*BONUS, "--lang", language)
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded(f"monthly_bonus.{language}.txt", answer.out)


@pytest.mark.slow
@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize(("report", "employee"), [("hours", "E1"), ("payroll", "E1"), ("attendance", "E2")])
def test_a_whole_row(workledger: Run, report: str, employee: str) -> None:
    answer = workledger("explain", report, "2024-10", employee)
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded(f"{report}.en.txt", answer.out)


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from steps(child)


@pytest.mark.slow
@pytest.mark.usefixtures("disputed")
def test_json_has_the_facts_in_full(workledger: Run) -> None:
    told = json.loads(workledger(*BONUS, "--format", "json").out)
    assert (told["period"], told["position"], told["rules"]) == ("2024-10", 51, "V2")
    (monitoring,) = [step for step in steps(told["explained"]) if step["term"] == "monitoring"]
    assert (monitoring["value"], monitoring["unit"], monitoring["clause"]) == ("79.50", "points", "S6.1")
    (revision,) = [step["facts"][0] for step in steps(monitoring) if step["term"] == "revision"]
    assert revision["kind"] == "monitoring_revision"
    assert (revision["position"], revision["recorded_by"], revision["source"]) == (48, "Q1", "disputes.csv:2")
    assert revision["content"]["reason"] == "复核录音后更正"
    assert revision["recorded_at"].endswith("+08:00")
    (behaviour,) = [step for step in steps(told["explained"]) if step["term"] == "behaviour" and "children" in step]
    assert behaviour["parameters"] == {"complaint_deduction": "2.00"}


@pytest.mark.slow
@pytest.mark.usefixtures("disputed")
def test_as_of_an_earlier_position_the_first_score_counts(workledger: Run) -> None:
    told = json.loads(workledger(*BONUS, "--format", "json", "--as-of", 47).out)
    assert [step["value"] for step in steps(told["explained"]) if step["term"] == "monitoring"] == ["76.00"]


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_whoever_did_not_win_an_award_learns_what_barred_it(workledger: Run) -> None:
    answer = workledger("explain", "awards", "2024-10", "E2", "--item", "full_attendance")
    assert answer.status == 0
    assert "may take part: no" in answer.out
    assert "absence (type absenteeism, date 2024-10-08" in answer.out
    assert "no punch (date 2024-10-08)" in answer.out


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_a_date_picks_a_day(workledger: Run) -> None:
    told = json.loads(
        workledger("explain", "attendance", "2024-10", "E2", "--date", "2024-10-10", "--format", "json").out
    )
    (row,) = told["explained"]["children"]
    assert row["of"] == {"date": "2024-10-10"}
    column = workledger("explain", "attendance", "2024-10", "E2", "--date", "2024-10-10", "--item", "late").out
    assert "late: 15 min" in column


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("wages", "2024-10", "E1"), ["'wages'", "payroll"]),
        (("payroll", "2024-13", "E1"), ["'2024-13'", "YYYY-MM"]),
        (("payroll", "2024-09", "E1"), ["2024-10"]),
        (("payroll", "2024-10", "E9"), ["'E9'"]),
        (("payroll", "2024-10", "E1", "--item", "wage"), ["'wage'", "monthly_bonus"]),
        (("payroll", "2024-10", "E1", "--item", "correction:K9"), ["'correction:K9'"]),
        (("awards", "2024-10", "E1", "--item", "punctual"), ["'punctual'", "full_attendance"]),
        (("hours", "2024-10", "E1", "--item", "overtime"), ["'overtime'", "lieu_earned"]),
        (("hours", "2024-10", "L1"), ["L1", "workledger report hours"]),
        (("hours", "2024-10", "E1", "--date", "2024-10-01"), ["attendance"]),
        (("attendance", "2024-10", "E1", "--date", "10-01"), ["'10-01'", "YYYY-MM-DD"]),
        (("attendance", "2024-10", "E1", "--date", "2024-10-02"), ["2024-10-02"]),
        (("payroll", "2024-10", "E1", "--rules", "V9"), ["'V9'", "manual"]),
        (("payroll", "2024-10", "E1", "--as-of", "99"), ["47"]),
        (("payroll", "2024-10", "E1", "--format", "pdf"), ["'pdf'", "json"]),
        (("payroll", "2024-10"), ["EMPLOYEE|employee"]),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: tuple[str, ...], says: list[str]) -> None:
    answer = workledger("explain", *words)
    assert (answer.status, answer.out) == (2, "")
    assert re.fullmatch(r"workledger: [^\n]+\n", answer.err), answer.err
    for text in says:
        assert any(choice in answer.err for choice in text.split("|")), answer.err


def test_every_snapshot_is_still_compared() -> None:
    compared = {"monthly_bonus.en.txt", "monthly_bonus.zh-CN.txt"}
    assert {path.name for path in SNAPSHOTS.iterdir()} == compared | {
        f"{report}.en.txt" for report in ("hours", "payroll", "attendance")
    }
