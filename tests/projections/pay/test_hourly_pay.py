"""S10.1a, S10.1b: what days under hourly pay and under no pay come to, worked by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.projections.pay.pay_office import centre, contract, leave, overtime, paid_time, pay, person, worked


def hourly(number: str = "A", rate: str = "30.00", day_minutes: int = 480) -> list[dict[str, Any]]:
    return [*person(number, None), contract(number, day_minutes, "hourly", rate=rate)]


@pytest.mark.slow
def test_minutes_of_shifts_overtime_and_paid_leave_are_paid_in_one_rounding(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *hourly(rate="25.01"),
        *worked("A 2026-10-12 C in 09:31 out 18:00\nA 2026-10-13 C\nA 2026-10-14 C"),
        *leave("L1", "A", "annual", "2026-10-13", "2026-10-13"),
        overtime("A", "2026-10-12", 61),
    )
    # 479 counted + 61 overtime + 480 annual = 1020 minutes x 25.01 / 60 = 425.17; the absence of the 14th pays nothing.
    assert pay(at, "A") == {"base": "425.17"}


@pytest.mark.slow
def test_overtime_that_is_paid_apart_is_not_in_the_hours(tmp_path: Path) -> None:
    at = centre(tmp_path, *hourly(), overtime("A", "2026-10-12", 60, compensation="pay"))
    # No roster that week, a Monday: 30.00 x 1.5.
    assert pay(at, "A") == {"base": "0.00", "overtime_pay": "45.00"}


@pytest.mark.slow
def test_a_month_by_the_hour_from_the_middle_is_rounded_once(tmp_path: Path) -> None:
    # What was recorded before the person came may change pay on any date; by the day it is what stands that counts.
    at = centre(
        tmp_path,
        *person("A", "1000.00", hired="2026-10-20"),
        contract("A", 480, "monthly", "2026-10-01"),
        contract("A", 480, "hourly", "2026-10-16", rate="10.01"),
        *worked("A 2026-10-12 C in 09:30 out 18:00\nA 2026-10-20 C in 09:30 out 18:00"),
    )
    at.given(*person("A", None, hired="2026-10-01"))
    # 15 x 1000.00 / 31 = 483.870...; 480 x 10.01 / 60 = 80.08: 563.950... in one rounding.
    assert pay(at, "A")["base"] == "563.95"


@pytest.mark.slow
def test_lieu_leave_is_paid_as_far_as_the_bank_gave_it_the_earliest_dates_first(tmp_path: Path) -> None:
    opening = {"kind": "opening", "employee": "A", "lots": [{"period": "2026-09", "minutes": 500}], "deficit": 0}
    at = centre(
        tmp_path,
        *hourly(),
        opening | {"error_free_periods": 0},
        *worked("A 2026-10-12 C\nA 2026-10-13 C"),
        *leave("L1", "A", "lieu", "2026-10-12", "2026-10-13"),
    )
    # 480 of the 12th and 20 of the 13th at 30.00 an hour.
    assert pay(at, "A")["base"] == "250.00"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "minutes", "paid"), [(31, 1000, 480), (20, 400, 400), (1, 30, 22)], ids=["more", "less", "short days"]
)
def test_lieu_leave_without_a_roster_pays_the_minutes_of_the_bank_at_most_a_day(
    tmp_path: Path, days: int, minutes: int, paid: int
) -> None:
    """Of 22 weekdays the 12th is the eighth: its standard minutes are 677 of 31 days, 436 of 20, 22 of one."""
    opening = {"kind": "opening", "employee": "A", "lots": [{"period": "2026-09", "minutes": minutes}], "deficit": 0}
    at = centre(
        tmp_path,
        *hourly(rate="60.00"),
        opening | {"error_free_periods": 0},
        *leave("L1", "A", "lieu", "2026-10-12", "2026-10-12"),
        days=days,
    )
    assert pay(at, "A")["base"] == f"{paid}.00"


@pytest.mark.slow
def test_who_is_paid_by_another_employer_has_no_row_but_for_what_is_recorded(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        contract("A", 480, "none", employer="agency"),
        *worked("A 2026-10-12 W in 20:30 out 08:30+1"),
        {"kind": "holiday", "date": "2026-10-12", "name": "day"},
        overtime("A", "2026-10-13", 60, compensation="pay"),
        meal_allowance="15",
    )
    assert (pay(at, "A"), paid_time(at, "A")) == ({}, {})
    at.given(
        {"kind": "allowance", "allowance": "a", "employee": "A", "period": "2026-10", "type": "meal", "amount": "5"}
    )
    assert pay(at, "A") == {"allowance:meal": "5.00"}, "what is computed stays unpaid"


@pytest.mark.slow
def test_absence_is_deducted_by_the_minutes_of_the_days_contract(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A", "2175.00"),
        contract("A", 240),
        contract("A", 420, since="2026-10-13"),
        *worked("A 2026-10-12 C\nA 2026-10-13 C\nA 2026-10-14 C"),
        *leave("L1", "A", "personal", "2026-10-12", "2026-10-14"),
    )
    # A day is 100.00: 480 / 240 = 200.00, and 960 / 420 = 228.571... rounded for itself.
    assert pay(at, "A")["leave_deduction:personal"] == "-428.57"
