"""S10.4a, S10.8, S10.8a, S3.10: minutes that are paid or taken off, worked by hand, and the report of them."""

from pathlib import Path
from typing import Any

import pytest

from projections.engine import DuckDBEngine, Engine, PolarsEngine
from tests.projections.pay.pay_office import centre, contract, leave, overtime, paid_time, pay, person, worked

ENGINES: tuple[type[Engine], ...] = (PolarsEngine, DuckDBEngine)
HOLIDAY = {"kind": "holiday", "date": "2026-10-02", "name": "国庆节"}
LEFT = {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"}
SETTLED = {"lieu_settlement": "pay", "lieu_lapse": "pay", "deficit_settlement": "deduct"}


def opening(lots: dict[str, int], deficit: int = 0) -> dict[str, Any]:
    listed = [{"period": period, "minutes": minutes} for period, minutes in lots.items()]
    line = {"kind": "opening", "employee": "A", "lots": listed, "deficit": deficit, "error_free_periods": 0}
    return line | {"last_rank": None, "totals": []}


@pytest.mark.slow
def test_by_the_manual_a_holiday_shift_has_its_counted_minutes(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A"), HOLIDAY, *worked("A 2026-10-02 R in 08:41 out 20:30"))
    # Late 11: 649 of 660, twice a day of 200.00.
    assert paid_time(at, "A") == {"holiday_pay": (649, "393.33")}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_night_between_a_holiday_and_a_day_pays_each_of_its_holiday_dates(
    tmp_path: Path, engine: type[Engine]
) -> None:
    second = {**HOLIDAY, "date": "2026-10-03"}
    at = centre(
        tmp_path,
        *person("A"),
        HOLIDAY,
        second,
        *worked("A 2026-10-02 W in 20:30 out 08:30+1"),
        engine=engine,
        holiday_span="date",
        holiday_unit="minutes",
        holiday_on_top=True,
    )
    # 210 and 510 minutes x 3 x 200.00 / 480: 262.50 and 637.50.
    assert paid_time(at, "A") == {"holiday_pay": (720, "900.00")}


@pytest.mark.slow
def test_the_last_night_of_a_period_pays_the_holiday_that_it_runs_into(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        {**HOLIDAY, "date": "2026-11-01"},
        *worked("A 2026-10-31 W in 20:30 out 08:30+1"),
        holiday_span="date",
        holiday_unit="minutes",
    )
    assert paid_time(at, "A")["holiday_pay"] == (510, "425.00")
    assert "holiday_pay" not in paid_time(at, "A", "2026-11")


@pytest.mark.slow
def test_a_missing_punch_that_counts_as_planned_is_present_from_start_to_end(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        HOLIDAY,
        *worked("A 2026-10-01 W in 20:50"),
        missing_punch="planned",
        holiday_span="date",
        holiday_unit="minutes",
    )
    assert paid_time(at, "A")["holiday_pay"] == (510, "425.00")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_paid_overtime_is_rounded_once_for_days_of_equal_minutes(tmp_path: Path, engine: type[Engine]) -> None:
    at = centre(
        tmp_path,
        *person("A", "1000.00"),
        contract("A", 420, since="2026-10-20"),
        overtime("A", "2026-10-12", 1, compensation="pay", rate="workday"),
        overtime("A", "2026-10-13", 1, compensation="pay", rate="workday"),
        overtime("A", "2026-10-20", 1, compensation="pay", rate="rest_day"),
        overtime("A", "2026-10-21", 7, compensation="lieu"),
        engine=engine,
    )
    # A minute of 480 is 9.578... fen: 2 x 1.5 = 28.73; one of 420 is 10.946...: x 2 = 21.89. 29 + 22.
    assert paid_time(at, "A") == {"overtime_pay": (3, "0.51")}


@pytest.mark.slow
def test_the_last_approval_of_a_date_holds(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A"), overtime("A", "2026-10-12", 60, compensation="pay"))
    at.given(overtime("A", "2026-10-12", 60))
    assert paid_time(at, "A") == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("approved", "rate"),
    [
        ({"rate": "holiday"}, "holiday"),
        ({"date": "2026-10-02"}, "holiday"),
        ({"date": "2026-10-15"}, "workday"),
        ({"date": "2026-10-14"}, "rest_day"),
        ({"date": "2026-10-21"}, "workday"),
        ({"date": "2026-10-22"}, "rest_day"),
        ({"date": "2026-10-24"}, "workday"),
        ({"date": "2026-10-25"}, "rest_day"),
    ],
    ids=[
        "stated",
        "a holiday",
        "a shift",
        "the week",
        "a Wednesday",
        "stated to be free",
        "a worked Saturday",
        "Sunday",
    ],
)
def test_the_rate_of_a_date(tmp_path: Path, approved: dict[str, str], rate: str) -> None:
    line = overtime("A", "2026-10-12", 48, compensation="pay") | approved
    at = centre(
        tmp_path,
        *person("A"),
        HOLIDAY,
        {"kind": "calendar_day", "date": "2026-10-22", "type": "rest_day"},
        {"kind": "calendar_day", "date": "2026-10-24", "type": "workday"},
        *worked("A 2026-10-15 C\nA 2026-10-01 C"),
        line,
    )
    assert pay(at, "A")["overtime_pay"] == {"workday": "30.00", "rest_day": "40.00", "holiday": "60.00"}[rate]


@pytest.mark.slow
def test_surplus_that_is_paid_makes_no_lot(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        opening({}, 100),
        *worked("A 2026-10-12 R in 08:30 out 20:30"),
        surplus="pay",
        surplus_multiple="2",
    )
    (row,) = at.rows("2026-10", "hours")
    assert (row["difference"], row["lieu_earned"], row["lieu_closing"], row["deficit_closing"]) == (180, 0, 0, 0)
    assert paid_time(at, "A") == {"surplus_pay": (80, "66.67")}


@pytest.mark.slow
def test_on_leaving_lots_are_paid_and_lapsed_ones_too(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        opening({"2026-03": 120, "2026-09": 48}),
        LEFT,
        days=0,
        **SETTLED,
        lieu_settlement_multiple="1.5",
    )
    assert paid_time(at, "A") == {"lieu_lapse": (120, "75.00"), "lieu_settlement": (48, "30.00")}
    assert list(pay(at, "A")) == ["base", "lieu_lapse", "lieu_settlement"]


@pytest.mark.slow
def test_a_deficit_is_taken_off_at_most_the_base_line(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A", "31.00"), opening({}, 10_000), LEFT, days=0, **SETTLED)
    # 31.00 / 21.75 / 480 x 10000 is 29.69; the base of 20 days is 20.00.
    assert paid_time(at, "A") == {"deficit_settlement": (10_000, "-20.00")}


@pytest.mark.slow
def test_star_pay_raises_all_but_the_deficit(tmp_path: Path) -> None:
    """A star of 100.00 on 4250.00 makes a day of 200.00 again."""
    totals = [{"period": f"2026-0{month}", "total": "65.00", "behaviour": "65.00"} for month in (7, 8, 9)]
    at = centre(
        tmp_path,
        *person("A", "4250.00"),
        HOLIDAY,
        opening({"2026-09": 48}, 48) | {"totals": totals},
        *worked("A 2026-10-02 C in 09:30 out 18:00"),
        overtime("A", "2026-10-12", 48, compensation="pay"),
        LEFT,
        days=2,
        **SETTLED,
        overtime_base=["base", "star"],
        offset_deficit_with_lieu=False,
    )
    found = pay(at, "A")
    assert (found["star"], found["holiday_pay"], found["overtime_pay"]) == ("100.00", "400.00", "30.00")
    assert (found["lieu_settlement"], found["deficit_settlement"]) == ("20.00", "-76.13")


@pytest.mark.slow
def test_minutes_under_no_pay_are_gone_and_pay_nothing(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A", hired="2026-10-20"),
        contract("A", 480, "none", since="2026-10-15"),
        opening({"2026-09": 48}),
        LEFT,
        days=0,
        **SETTLED,
    )
    at.given(*person("A", None, hired="2026-10-01"))
    assert paid_time(at, "A") == {"lieu_settlement": (48, "0.00")}
    assert pay(at, "A") == {"base": "1964.52"}, "fourteen days of 31"


@pytest.mark.slow
def test_leave_is_not_deducted_by_the_hour(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        contract("A", 480, "hourly", rate="30.00"),
        *worked("A 2026-10-12 C"),
        *leave("L1", "A", "personal", "2026-10-12", "2026-10-12"),
    )
    assert pay(at, "A") == {"base": "0.00"}
