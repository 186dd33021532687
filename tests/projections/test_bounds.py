"""What the bounds of amounts, minutes and parameters allow is computed exactly: no figure leaves 64 bits."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.facts.types import MAXIMUM_FEN, Salary
from ledger.ruleset import ParameterError, read_parameters
from projections.pay.sick_pay import PARTS

EXACT = 2**63
DAYS_IN_A_PERIOD = 31
MINUTES_IN_A_SHIFT = 1440
MOST_DAY_MINUTES = 720
BANK = 10_000_000


def greatest(name: str, values: list[Any]) -> int:
    """The greatest of the values that a rule set takes for a parameter, as the whole number that it becomes."""
    taken = []
    for value in values:
        try:
            taken.append(getattr(read_parameters({name: value}), name))
        except ParameterError:
            continue
    assert len(taken) < len(values), f"{name} has a bound, but all of {values} are within it"
    return max(taken)


HUNDREDTHS = [f"{whole}.{part}" for whole in (0, 1, 9, 10, 99, 100, 999, 1000, 99999) for part in ("00", "01", "99")]


def test_the_counted_minutes_of_a_shift_are_at_most_a_day() -> None:
    a_day = {"N": {"start": "08:00", "end": "08:00", "counted": MINUTES_IN_A_SHIFT}}
    assert read_parameters({"shifts": a_day}).shifts["N"].counted == MINUTES_IN_A_SHIFT
    with pytest.raises(ParameterError):
        read_parameters({"shifts": {"N": a_day["N"] | {"counted": MINUTES_IN_A_SHIFT + 1}}})


def test_a_salary_is_at_most_the_maximum() -> None:
    salary = TypeAdapter(Salary)
    assert salary.validate_python(MAXIMUM_FEN) == MAXIMUM_FEN
    with pytest.raises(ValidationError):
        salary.validate_python(MAXIMUM_FEN + 1)


def test_the_base_of_a_period_is_exact() -> None:
    assert MAXIMUM_FEN * DAYS_IN_A_PERIOD < EXACT, "S10.1"


def test_holiday_pay_is_exact() -> None:
    multiple = greatest("holiday_multiple", HUNDREDTHS)
    assert MAXIMUM_FEN * (multiple - 100) * MINUTES_IN_A_SHIFT < EXACT, "S10.4"


def test_leave_deductions_are_exact() -> None:
    share = max(100, greatest("absenteeism_multiple", HUNDREDTHS))
    minutes = DAYS_IN_A_PERIOD * MINUTES_IN_A_SHIFT
    assert MAXIMUM_FEN * minutes * share < EXACT, "S10.5 by minutes"
    assert MAXIMUM_FEN * DAYS_IN_A_PERIOD * 1000 * share < EXACT, "S10.5 by shifts"


def test_pay_by_the_hour_is_exact() -> None:
    minutes, percent = DAYS_IN_A_PERIOD * 2 * MINUTES_IN_A_SHIFT, 100
    assert MAXIMUM_FEN * minutes * percent < EXACT, "S10.1a"


def test_sick_pay_with_its_floor_is_exact() -> None:
    days, floor = greatest("pay_days", HUNDREDTHS), 100 * greatest("sick_pay_floor", ["1000000", "1000001"]) // 100
    most_minutes = DAYS_IN_A_PERIOD * MINUTES_IN_A_SHIFT
    assert MAXIMUM_FEN * 100 * PARTS * most_minutes < EXACT, "S10.5b by the month"
    assert MAXIMUM_FEN * MOST_DAY_MINUTES * 100 * days < EXACT, "S10.5b by the hour, compared with the floor"
    assert floor * MOST_DAY_MINUTES * 1250 < EXACT


def test_paid_overtime_is_exact() -> None:
    raised = MAXIMUM_FEN + greatest("night_allowance", ["1000000", "1000001"])
    minutes = DAYS_IN_A_PERIOD * MINUTES_IN_A_SHIFT
    assert raised * minutes * greatest("surplus_multiple", HUNDREDTHS) < EXACT, "S10.8"


def test_what_is_settled_is_exact_however_many_minutes_a_bank_has() -> None:
    """S3.10: whole wages and the rest apart; the rest is below the days of pay times the minutes of a day."""
    rest = greatest("pay_days", HUNDREDTHS) * MOST_DAY_MINUTES
    assert MAXIMUM_FEN * 2 * rest < EXACT
    assert BANK * greatest("lieu_settlement_multiple", HUNDREDTHS) < EXACT


def test_denominators_leave_room_for_rounding() -> None:
    days = greatest("pay_days", HUNDREDTHS)
    largest = MAXIMUM_FEN * DAYS_IN_A_PERIOD * MINUTES_IN_A_SHIFT * 1000
    assert largest + days * MINUTES_IN_A_SHIFT < EXACT


def test_a_total_and_a_behaviour_pack_into_one_rank() -> None:
    best, next_best = (10_000, 0), (9_999, 10_000)
    assert best[0] * 10_001 + best[1] > next_best[0] * 10_001 + next_best[1], "S7.2"
