"""S2.5, S3.7a, S3.9a, S3.10: every figure of hours by contract and calendar, and of a bank that ends, is explained."""

from pathlib import Path
from typing import Any

import pytest

from tests.ledger.material import SITE
from tests.manual.shorthand import shifts
from tests.projections.explained import explain_row
from tests.projections.settlement_cases import leaving, opening, person, rules
from tests.projections.test_explanations import LONG_AFTER, Centre, centre_of, faults

Line = dict[str, Any]
JULY, AUGUST, SEPTEMBER = PERIODS = ["2026-07", "2026-08", "2026-09"]
PAYS = {"lieu_settlement": "pay", "lieu_lapse": "pay", "deficit_settlement": "deduct", "surplus": "pay"}
READINGS: Line = {"standard_days_from": "calendar", "holiday_in_worked": False, "deficit_periods": 2}
SHIFTS = "C 2026-07-07 R in 08:30 out 20:30\nC 2026-08-03 R in 08:30 out 20:30\nH 2026-07-08 C"


def contract(employee: str, start: str, pay: str, **more: str) -> Line:
    line = {"kind": "contract", "employee": employee, "from": start, "day_minutes": 240, "pay": pay}
    return {**line, **more}


def overtime(employee: str, day: str, minutes: int, **more: str) -> Line:
    line = {"kind": "overtime_approved", "employee": employee, "date": day, "minutes": minutes, "by": "M"}
    return {**line, **more}


def training(day: str, *attendees: str) -> Line:
    line = {"kind": "training", "training": "T", "topic": "product", "date": day, "minutes": 60}
    return {**line, "attendees": list(attendees), "counts": True}


def lines() -> list[Line]:
    """Leavers with lots and deficits, one whose bank rests, one by the hour, and one who works half days."""
    leave = {"kind": "leave", "leave": "L", "employee": "C", "type": "annual", "first_date": "2026-07-13"}
    decision = {"kind": "leave_decision", "leave": "L", "decision": "approved", "by": "M"}
    return [
        {**SITE, "first_period": JULY},
        rules(**PAYS, **READINGS),
        {"kind": "calendar_day", "date": "2026-07-06", "type": "rest_day"},
        {"kind": "holiday", "date": "2026-07-07", "name": "H"},
        {"kind": "period", "period": AUGUST, "standard_days": 1},
        *(line for number in "ABCHK" for line in person(number)),
        *person("Q", "qa"),
        opening("A", 0, p_2025_12=120, p_2026_05=20_000),
        opening("B", 600),
        opening("H", 70, p_2025_12=120, p_2026_05=500),
        opening("Q", 90, p_2025_11=50, p_2026_06=60),
        *(leaving(number, "2026-07-20") for number in "ABQ"),
        leaving("K", "2026-08-20", "transferred"),
        contract("C", "2026-07-10", "monthly"),
        contract("H", "2026-07-01", "hourly", rate="30.00"),
        *shifts(SHIFTS, str(SITE["time_zone"])),
        training("2026-07-21", "H", "K"),
        overtime("C", "2026-08-03", 60),
        overtime("H", "2026-07-08", 30, compensation="pay"),
        leave | {"last_date": "2026-07-15", "requested_on": "2026-07-01"},
        decision | {"at": "2026-07-01T09:00:00+08:00"},
    ]


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return centre_of(tmp_path, lines(), PERIODS, LONG_AFTER)


def nodes(centre: Centre, period: str, employee: str, term: str) -> list[tuple[Any, str | None]]:
    """The values and clauses of a term in the explanation of somebody's hours."""
    found = explain_row(centre.explainer, "hours", period, employee).walk()
    return [(each.value, each.clause) for each in found if each.term == term]


@pytest.mark.slow
def test_every_figure_is_explained_and_rests_on_something(centre: Centre) -> None:
    with centre.ledger:
        assert list(faults(centre)) == []


@pytest.mark.slow
def test_the_steps_of_contract_calendar_and_settlement_are_told(centre: Centre) -> None:
    with centre.ledger:
        # July has 23 weekdays less a holiday and a rest day.
        assert nodes(centre, JULY, "A", "standard_minutes")[0] == (21 * 480, "S2.5")
        assert nodes(centre, JULY, "A", "lapsed") == [(120, "S3.9")]
        # Due 21 x 480 x 20/31 = 6503, drawn from 20,000.
        assert nodes(centre, JULY, "A", "settled") == [(20_000 - 6503, "S3.10a")]
        assert nodes(centre, JULY, "B", "deficit_settlement_minutes")[0] == (600 + 6503, "S3.10c")
        assert nodes(centre, JULY, "C", "contract")[0] == (240, "S3.7a")
        assert nodes(centre, JULY, "C", "holiday_minutes")[0] == (660, "S3.8")
        assert (240, "S3.9a") in nodes(centre, JULY, "H", "contract")
        assert nodes(centre, JULY, "K", "trained") == [(60, "S3.8a")]
        # August: due 240, worked 660 + 60; July left a deficit, which is repaid first.
        assert nodes(centre, AUGUST, "C", "surplus_minutes")[0][1] == "S3.9a"
