"""A real export: 77 people, 12,635 punches, 4,094 schedule rows with lists in them; not part of the project."""

from collections import Counter
from pathlib import Path

import pytest

from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger
from tests.ledger.formats.paper import export_of_clockster, imported, recorded

SITE = {
    "kind": "site",
    "name": "clinic",
    "time_zone": "Asia/Makassar",
    "first_period": "2021-10",
    "period_start_day": 1,
}


def counts(answer: ImportAnswer) -> tuple[int, int, int]:
    return answer.accepted, answer.duplicate, answer.refused


@pytest.fixture
def export(ledger: Ledger) -> Path:
    folder = export_of_clockster()
    ledger.record([SITE])
    answer = imported(ledger, folder / "users.csv", "clockster-employees")
    # Two have left before they were hired, by the export: one of the dates is wrong, and which one it does not say.
    assert counts(answer) == (110, 0, 2)
    assert all("is before hired_on" in issue.message for issue in answer.issues)
    return folder


@pytest.mark.slow
def test_people_without_a_hiring_date_are_there_from_the_day_of_their_account(ledger: Ledger, export: Path) -> None:
    people = {fact["employee"]: fact for fact in recorded(ledger, "employee")}
    assert len(people) == 77
    assert sum("date_hire" not in fact.get("ext", {}) for fact in people.values()) == 38
    assert people["74025"]["hired_on"].isoformat() == "2021-10-20"


@pytest.mark.slow
def test_punches_come_with_their_offset_and_repeats_are_duplicates(ledger: Ledger, export: Path) -> None:
    assert counts(imported(ledger, export / "attendance.csv", "clockster-attendance")) == (12_600, 35, 0)
    punches = recorded(ledger, "clock")
    assert Counter(punch["direction"] for punch in punches)["auto"] == 7
    assert sum(punch["at"].isoformat().endswith("+07:00") for punch in punches) == 13


@pytest.mark.slow
def test_salaries_are_the_monthly_ones(ledger: Ledger, export: Path) -> None:
    answer = imported(ledger, export / "payroll.csv", "clockster-salaries")
    assert counts(answer) == (199, 0, 149)
    assert Counter(issue.message.split(",")[0] for issue in answer.issues) == {
        "the rate is not a monthly one": 144,
        "the payslip is a draft": 5,
    }


@pytest.mark.slow
@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)  # 180,000 rows; what is made of them is the same on both.
def test_schedules_are_a_rule_set_a_roster_and_leave(ledger: Ledger, export: Path) -> None:
    schedules = export / "schedules.csv"
    types = imported(ledger, schedules, "clockster-shift-types", effective_period="2021-10")
    assert counts(types) == (1, 0, 0)
    roster = imported(ledger, schedules, "clockster-schedules")
    assert counts(roster) == (22_251, 159_429, 171)
    assert Counter(issue.message.split()[1] for issue in roster.issues) == {"fake": 123, "free": 37, "shift": 11}
    leave = imported(ledger, schedules, "clockster-leaves")
    assert counts(leave) == (254, 32, 3)
    assert {issue.code for issue in leave.issues} == {"unknown_value"}
