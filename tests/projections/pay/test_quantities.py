"""S10: what the lines of a payslip are multiples of, worked by hand, as the payslip tells it in both languages."""

from pathlib import Path
from typing import Any

import pytest

from api.words.language import Language
from api.words.quantities import quantity_texts
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.payslip_quantities import quantity_parts
from tests.projections.office import Office
from tests.projections.pay.pay_office import OCTOBER, centre, contract, leave, overtime, pay, person, worked

ENGINES: tuple[type[Engine], ...] = (PolarsEngine, DuckDBEngine)
HOLIDAY = {"kind": "holiday", "date": "2026-10-02", "name": "国庆节"}


def told(at: Office, number: str = "A", language: Language = Language.ENGLISH) -> dict[str, str]:
    """The quantities of somebody's payslip of October, by item, of those lines that have one."""
    (row,) = [row for row in at.rows(OCTOBER, "payroll") if row["employee"] == number]
    parts = quantity_parts(at.books().reported(OCTOBER), number).get(number, [])
    texts = quantity_texts(row["lines"], parts, language)
    return {line["item"]: " ".join(text) for line, text in zip(row["lines"], texts, strict=True) if text}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_month_by_the_hour(tmp_path: Path, engine: type[Engine]) -> None:
    at = centre(
        tmp_path,
        *person("A", None),
        contract("A", 480, "hourly", rate="1025.01"),
        HOLIDAY,
        *worked("A 2026-10-02 C in 09:30 out 17:30\nA 2026-10-12 C in 09:31 out 18:00\nA 2026-10-13 C\nA 2026-10-14 C"),
        *worked("A 2026-10-15 W in 20:30 out 08:30+1\nA 2026-10-19 C\nA 2026-10-20 C"),
        *leave("L1", "A", "annual", "2026-10-13", "2026-10-13"),
        *leave("L2", "A", "sick", "2026-10-19", "2026-10-19"),
        *leave("L3", "A", "personal", "2026-10-20", "2026-10-20"),
        overtime("A", "2026-10-12", 61),
        overtime("A", "2026-10-13", 60, compensation="pay"),
        overtime("A", "2026-10-17", 90, compensation="pay"),
        overtime("A", "2026-10-21", 30, compensation="pay"),
        meal_allowance="12.5",
        night_allowance="15",
        engine=engine,
    )
    # 450 + 479 + 720 + 61 + 480 = 2190 minutes in full, 480 sick at 60 %; leave without pay and absence pay nothing.
    assert pay(at, "A") == {
        "base": "42332.91",
        "night_allowance": "15.00",
        "allowance:meal": "37.50",
        "holiday_pay": "15375.15",
        "overtime_pay": "5637.56",
    }
    assert told(at) == {
        "base": "36:30 h × 1,025.01 + 8:00 h × 1,025.01 × 60 %",
        "night_allowance": "1 night × 15.00",
        "allowance:meal": "3 meals × 12.50",
        "holiday_pay": "7:30 h × 2",
        "overtime_pay": "1:00 h × 1.5 + 2:00 h × 2",
    }
    assert told(at, language=Language.CHINESE) == {
        "base": "36:30 小时 × 1,025.01 + 8:00 小时 × 1,025.01 × 60%",
        "night_allowance": "1 个夜班 × 15.00",
        "allowance:meal": "3 餐 × 12.50",
        "holiday_pay": "7:30 小时 × 2 倍",
        "overtime_pay": "1:00 小时 × 1.5 倍 + 2:00 小时 × 2 倍",
    }


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_month_by_the_month(tmp_path: Path, engine: type[Engine]) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        HOLIDAY,
        {**HOLIDAY, "date": "2026-10-03"},
        *worked("A 2026-10-02 R in 08:41 out 20:30\nA 2026-10-03 R in 08:30 out 20:30"),
        *worked("A 2026-10-12 R\nA 2026-10-13 C\nA 2026-10-14 C\nA 2026-10-15 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-13"),
        *leave("L2", "A", "personal", "2026-10-14", "2026-10-14", 150),
        absenteeism_multiple="2",
        engine=engine,
    )
    # A day is 200.00: 649 of 660 minutes twice and 660 twice; 1140 / 480 x 40 %; 150 / 480; 330 + 480 twice.
    assert {item: text for item, text in pay(at, "A").items() if item != "base"} == {
        "holiday_pay": "793.33",
        "leave_deduction:personal": "-62.50",
        "leave_deduction:sick": "-190.00",
        "leave_deduction:absenteeism": "-675.00",
    }
    assert told(at) == {
        "holiday_pay": "1 day × 2 + 10:49 of 11:00 h × 2",
        "leave_deduction:personal": "2:30 h",
        "leave_deduction:sick": "19:00 h × 40 %",
        "leave_deduction:absenteeism": "13:30 h × 200 %",
    }
    assert told(at, language=Language.CHINESE)["holiday_pay"] == "1 天 × 2 倍 + 10:49/11:00 小时 × 2 倍"


@pytest.mark.slow
def test_deductions_by_the_shift_are_told_in_days(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A"),
        *worked("A 2026-10-12 R\nA 2026-10-13 C in 09:30 out 18:00\nA 2026-10-14 C"),
        *leave("L1", "A", "personal", "2026-10-12", "2026-10-12"),
        *leave("L2", "A", "personal", "2026-10-13", "2026-10-13", 120),
        *leave("L3", "A", "sick", "2026-10-14", "2026-10-14"),
        deduction_unit="shift",
    )
    assert pay(at, "A")["leave_deduction:personal"] == "-250.00"
    assert told(at) == {"leave_deduction:personal": "1.25 days", "leave_deduction:sick": "1 day × 40 %"}


@pytest.mark.slow
@pytest.mark.parametrize("by_the_hour", [False, True], ids=["by the month", "by the hour"])
def test_sick_leave_at_the_floor_is_told_apart_from_that_at_a_share(tmp_path: Path, by_the_hour: bool) -> None:
    terms = contract("A", 480, "hourly", rate="25.00") if by_the_hour else contract("A", 480)
    tiers = [{"years_below": 1, "percent": 60}, {"years_below": None, "percent": 90}]
    at = centre(
        tmp_path,
        *person("A", hired="2025-10-13"),
        terms | {"from": "2025-10-13"},
        *worked("A 2026-10-12 C\nA 2026-10-13 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12"),
        *leave("L2", "A", "sick", "2026-10-13", "2026-10-13"),
        sick_pay_tiers=tiers,
        sick_pay_floor="3262.50",
    )
    # A day is 200.00 and the floor of it 150.00: it holds where 60 % are 120.00, and not where 90 % are 180.00.
    if by_the_hour:
        assert pay(at, "A") == {"base": "330.00"}
        assert told(at) == {"base": "8:00 h × 25.00 × 90 % + 8:00 h × floor of sick pay"}
    else:
        assert pay(at, "A")["leave_deduction:sick"] == "-70.00"
        assert told(at) == {"leave_deduction:sick": "8:00 h × 10 % + 8:00 h × floor of sick pay"}


@pytest.mark.slow
def test_what_a_limit_cuts_and_what_holds_something_else_has_no_quantity(tmp_path: Path) -> None:
    shifts = "\n".join(f"A 2026-10-{day} R" for day in range(12, 29))
    granted = {"kind": "allowance", "allowance": "a", "employee": "A", "period": OCTOBER, "type": "meal"}
    at = centre(
        tmp_path,
        *person("A"),
        *worked(f"{shifts}\nA 2026-10-30 C in 09:30 out 18:00"),
        {**granted, "amount": "5"},
        meal_allowance="15",
    )
    # Absent for 17 shifts of 11 hours, which is more than the base; a meal, and 5.00 that were granted.
    assert pay(at, "A") == {"base": "4350.00", "allowance:meal": "20.00", "leave_deduction:absenteeism": "-4350.00"}
    assert told(at) == {}


@pytest.mark.slow
def test_a_base_of_days_by_the_month_and_by_the_hour_has_no_quantity(tmp_path: Path) -> None:
    at = centre(
        tmp_path,
        *person("A", "1000.00", hired="2026-10-20"),
        contract("A", 480, "monthly", "2026-10-01"),
        contract("A", 480, "hourly", "2026-10-16", rate="10.01"),
        *worked("A 2026-10-20 C in 09:30 out 18:00"),
    )
    assert told(at) == {"base": "8:00 h × 10.01"}
    at.given(*person("A", None, hired="2026-10-01"))
    assert told(at) == {}


@pytest.mark.slow
def test_what_is_settled_is_told_in_hours_at_its_multiple(tmp_path: Path) -> None:
    lots = [{"period": "2026-03", "minutes": 120}, {"period": "2026-09", "minutes": 48}]
    opening = {"kind": "opening", "employee": "A", "lots": lots, "deficit": 0, "error_free_periods": 0}
    at = centre(
        tmp_path,
        *person("A"),
        opening | {"last_rank": None, "totals": []},
        {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"},
        {"kind": "entitlement", "employee": "A", "type": "annual", "year": "2026", "minutes": 480},
        days=0,
        lieu_settlement="pay",
        lieu_lapse="pay",
        lieu_settlement_multiple="1.5",
        leave_settlement={"annual": "2"},
    )
    assert pay(at, "A") | {"base": ""} == {
        "base": "",
        "lieu_lapse": "75.00",
        "lieu_settlement": "30.00",
        "leave_settlement:annual": "400.00",
    }
    assert told(at) == {
        "lieu_lapse": "2:00 h × 1.5",
        "lieu_settlement": "0:48 h × 1.5",
        "leave_settlement:annual": "8:00 h × 2",
    }


@pytest.mark.slow
def test_a_closed_period_keeps_its_quantities_and_a_line_that_comes_to_another_amount_has_none(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A"), overtime("A", "2026-10-12", 60, compensation="pay"))
    at.close(OCTOBER)
    at.given(overtime("A", "2026-10-12", 90, compensation="pay"))
    assert told(at) == {"overtime_pay": "1:00 h × 1.5"}, "at the frozen position"
    parts: list[dict[str, Any]] = quantity_parts(at.books().reported(OCTOBER))["A"]
    frozen_otherwise = [{"item": "overtime_pay", "amount": "37.51"}, {"item": "overtime_pay", "amount": "37.50"}]
    assert quantity_texts(frozen_otherwise, parts, Language.ENGLISH) == [[], ["1:00 h × 1.5"]]
