"""What a roster that nobody recorded comes to is what the month comes to once it is recorded and worked as planned."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.facts.roster import ShiftFact
from projections.books import ReportRequest, make_report
from projections.calendar import day_number, day_text, period_number
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.outlook import ExpectedBooks
from projections.roster_check import RosterCheck, roster_check
from tests.ledger.material import SITE
from tests.manual.shorthand import people, shifts
from tests.projections.office import Line, Office, office

ZONE, OCTOBER = str(SITE["time_zone"]), "2026-10"
AHEAD, LATER = datetime(2026, 9, 20, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
LIMITS = {"rest_between_shifts": 660, "days_in_a_row": 3}
RULES = {
    "kind": "rules",
    "version": "V1",
    "effective_period": OCTOBER,
    "parameters": {"compliance": LIMITS},
    "reason": "x",
}
LEAVES: list[Line] = [
    {"kind": "leave", "leave": f"L{number}", "employee": "E1", "type": leave_type, "first_date": day, "last_date": day,
     "requested_on": "2026-09-01"}
    for number, (leave_type, day) in enumerate((("annual", "2026-10-12"), ("personal", "2026-10-13")))
] + [{"kind": "leave_decision", "leave": f"L{number}", "decision": "approved", "by": "M",
      "at": "2026-09-02T09:00:00+08:00"} for number in range(2)]  # fmt: skip
ROSTER = {
    "E1": {1: "C", 5: "R", 6: "R", 7: "C", 8: "C", 12: "C", 13: "C", 20: "W", 21: "W"},
    "E2": {5: "R", 6: "W", 7: "R", 30: "C", 31: "R"},
}


@pytest.fixture
def found(tmp_path: Path) -> Office:
    """Two agents in October, before anything is rostered; leave that is approved, and a holiday."""
    at = office(tmp_path)
    holiday = {"kind": "holiday", "date": "2026-10-01", "name": "国庆节"}
    need = {"kind": "staff_need", "team": "T1", "date": "2026-10-05", "from": "10:00", "until": "16:00", "seats": 3}
    leaving = {"kind": "leaving", "employee": "E2", "last_day": "2026-10-30", "reason": "resigned"}
    at.given(SITE, *people("E1 csr\nE2 csr"), RULES, holiday, need, leaving, *LEAVES, at=AHEAD)
    return at


def _facts() -> list[ShiftFact]:
    return [
        ShiftFact(employee=employee, date=date(2026, 10, day), shift=shift)
        for employee, own in ROSTER.items()
        for day, shift in own.items()
    ]


def _checked(at: Office) -> RosterCheck:
    hypothesis = Hypothesis(_facts(), day_number(date(2026, 10, 1)))
    with SupposedBooks(at.books(), hypothesis) as books, ExpectedBooks(books) as expected:
        return roster_check(expected.month(period_number(OCTOBER)))


def _rows(at: Office, frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = at.engine.rows(frame).to_dicts()
    return found


def test_hours_are_those_of_the_month_once_the_roster_was_worked(found: Office) -> None:
    supposed = {row["employee"]: (row["rostered"], row["due"]) for row in _rows(found, _checked(found).people)}
    times = {"C": "09:30 out 18:00", "R": "08:30 out 20:30", "W": "20:30 out 08:30+1"}
    away = {("E1", 12), ("E1", 13), ("E2", 31)}
    text = "".join(
        f"{employee} 2026-10-{day:02} {shift} in {times[shift]}\n"
        for employee, own in ROSTER.items()
        for day, shift in own.items()
        if (employee, day) not in away
    )
    for line in shifts(text, ZONE):
        found.record(line, at=LATER)
    rest = [
        {"kind": "shift", "employee": each.employee, "date": f"{each.date}", "shift": each.shift} for each in _facts()
    ]
    found.record(*rest, at=LATER)
    report = make_report(found.books(), "hours", ReportRequest(OCTOBER)).as_json()["rows"]
    assert {row["employee"]: (row["worked"], row["due"]) for row in report} == supposed


def test_conflicts_are_told_by_day_with_their_limits(found: Office) -> None:
    told = sorted(
        (row["employee"], day_text(row["day"])[-2:], row["conflict"], row["value"], row["limit"])
        for row in _rows(found, _checked(found).conflicts)
    )
    assert told == [
        ("E1", "01", "holiday", None, None),
        ("E1", "08", "days_in_a_row", 4, 3),
        ("E1", "12", "leave", None, None),
        ("E1", "13", "leave", None, None),
        ("E2", "07", "rest", 0, 660),
        ("E2", "31", "not_employed", None, None),
    ]


def test_seats_are_held_against_what_the_team_needs(found: Office) -> None:
    assert [(row["needed"], row["rostered"], row["gap"]) for row in _rows(found, _checked(found).coverage)] == [
        (3, 2, 1)
    ]
