"""S10.5b: the share by years of service, the floor under a day, and the floor under a month, worked by hand."""

from datetime import date
from pathlib import Path

import pytest

from projections.calendar import day_number
from projections.service_years import completed_years
from tests.projections.pay.pay_office import centre, contract, leave, pay, person, worked

TIERS = [
    {"years_below": 2, "percent": 60},
    {"years_below": 4, "percent": 70},
    {"years_below": None, "percent": 100},
]


@pytest.mark.parametrize(
    ("since", "day", "years"),
    [
        ("2024-10-12", "2026-10-11", 1),
        ("2024-10-12", "2026-10-12", 2),
        ("2024-02-29", "2026-02-28", 1),
        ("2024-02-29", "2026-03-01", 2),
        ("2024-02-29", "2028-02-29", 4),
        ("2026-10-12", "2026-10-11", 0),
        ("2026-10-12", "2024-01-01", 0),
    ],
)
def test_years_are_completed_by_the_calendar(since: str, day: str, years: int) -> None:
    assert completed_years(*(day_number(date.fromisoformat(text)) for text in (since, day))) == years


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seniority", "deducted"),
    [
        (None, "-80.00"),
        ({"from": "2020-01-01"}, "-80.00"),
        ({"from": "2020-01-01", "continuous_from": "2024-10-13"}, "-80.00"),
        ({"from": "2020-01-01", "continuous_from": "2024-10-12"}, "-60.00"),
        ({"from": "2010-01-01", "continuous_from": "2022-10-12"}, None),
    ],
    ids=["since the hiring", "not of all service", "a day short", "two years", "in full"],
)
def test_the_share_goes_by_the_years_with_this_employer(
    tmp_path: Path, seniority: dict[str, str] | None, deducted: str | None
) -> None:
    stated = [] if seniority is None else [{"kind": "seniority", "employee": "A", **seniority}]
    at = centre(
        tmp_path,
        *person("A"),
        *stated,
        *worked("A 2026-10-12 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12"),
        sick_pay_tiers=TIERS,
    )
    assert pay(at, "A").get("leave_deduction:sick") == deducted, "a day is 200.00"


@pytest.mark.slow
def test_the_first_recorded_of_two_sick_leaves_says_the_years(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        {"kind": "seniority", "employee": "A", "from": "2024-10-12", "continuous_from": "2024-10-12"},
        *worked("A 2026-10-11 C\nA 2026-10-12 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12", 240),
        *leave("L2", "A", "sick", "2026-10-12", "2026-10-12", 240),
        *leave("L3", "A", "sick", "2026-10-11", "2026-10-11"),
        sick_pay_tiers=TIERS,
    )
    # The 12th completes the second year: 30 % of 200.00; the 11th is before it: 40 %.
    assert pay(at, "A")["leave_deduction:sick"] == "-140.00"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("monthly", "floor", "deducted"),
    [
        ("4350.00", "2610.00", "-80.00"),
        ("4350.00", "3262.50", "-50.00"),
        ("4350.00", "4350.00", None),
        ("4350.00", "9000.00", None),
    ],
    ids=["the share is as much", "the floor is more", "the floor is the wage", "never more than the wage"],
)
def test_a_sick_day_pays_at_least_the_floor(tmp_path: Path, monthly: str, floor: str, deducted: str | None) -> None:
    at = centre(
        tmp_path,
        *person("A", monthly),
        *worked("A 2026-10-12 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12"),
        sick_pay_floor=floor,
    )
    assert pay(at, "A").get("leave_deduction:sick") == deducted


@pytest.mark.slow
def test_part_time_has_its_part_of_the_floor(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        contract("A", 240),
        *worked("A 2026-10-12 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12", 120),
        sick_pay_floor="6525.00",
    )
    # Half of 6525.00 / 21.75 is 150.00 of a day of 200.00; 120 minutes are half a day of 240.
    assert pay(at, "A")["leave_deduction:sick"] == "-25.00"


@pytest.mark.slow
def test_a_month_of_sick_days_keeps_the_floor(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A", "2175.00"),
        *worked("".join(f"A 2026-10-{day:02d} R\n" for day in range(1, 32))),
        *leave("L1", "A", "sick", "2026-10-01", "2026-10-31"),
        sick_pay_floor="2000.00",
    )
    # 31 shifts of 1.375 days would take off far more; 175.00 is what is above the floor.
    assert pay(at, "A") == {"base": "2175.00", "leave_deduction:sick": "-175.00"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("floor", "base"),
    [(None, "144.00"), ("5220.00", "240.00"), ("2610.00", "144.00"), ("3915.00", "180.00")],
    ids=["no floor", "the floor is the wage", "the share is more", "the floor is more"],
)
def test_by_the_hour_sick_leave_pays_its_share_or_the_floor(tmp_path: Path, floor: str | None, base: str) -> None:
    at = centre(
        tmp_path,
        *person("A", None),
        contract("A", 480, "hourly", rate="30.00"),
        *worked("A 2026-10-12 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12"),
        **({} if floor is None else {"sick_pay_floor": floor}),
    )
    assert pay(at, "A") == {"base": base}
