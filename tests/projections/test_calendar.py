"""S2: days, periods and quarters as whole numbers, and the cycle that tiles the calendar."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.facts.types import FIRST_DATE, LAST_DATE
from projections.calendar import Cycle, Quarter, day_number, day_text, minute_text, period_number, period_text, weekday
from projections.reports.forms import date_form, minute_form

dates = st.dates(FIRST_DATE, LAST_DATE)
periods = st.integers(1900 * 12, 2999 * 12 + 11)
start_days = st.integers(1, 28)


@pytest.mark.slow
@given(dates)
def test_a_day_comes_back_from_its_number(day: date) -> None:
    assert day_text(day_number(day)) == day.isoformat()


@given(dates)
def test_weekdays_are_those_of_the_calendar(day: date) -> None:
    assert weekday(day_number(day)) == day.weekday()


@given(periods)
def test_a_period_comes_back_from_its_number(number: int) -> None:
    assert period_number(period_text(number)) == number


@pytest.mark.slow
@given(start_days)
def test_a_period_at_either_end_of_the_calendar_is_cut_off(start_day: int) -> None:
    cycle = Cycle(2026 * 12, start_day)
    assert cycle.period(12).first_day == day_number(date.min)
    assert cycle.period(9999 * 12 + 12).last_day == day_number(date.max)
    assert cycle.period(0).days <= 0


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "202610", "2026-10 ", "2026-10\n", "", "now", "-026-10"]
)
def test_what_is_no_period_has_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        period_number(text)


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(st.tuples(dates, st.integers(0, 1439)), min_size=1))
def test_reports_write_days_and_minutes_as_texts_are_written(moments: list[tuple[date, int]]) -> None:
    minutes = [day_number(day) * 1440 + of_day for day, of_day in moments]
    table = pl.DataFrame({"minute": minutes, "day": [day_number(day) for day, _ in moments]})
    written = table.select(minute=minute_form(pl.col("minute")), day=date_form(pl.col("day")))
    assert written["minute"].to_list() == [minute_text(minute) for minute in minutes]
    assert written["day"].to_list() == [day.isoformat() for day, _ in moments]


@pytest.mark.slow
@given(start_days, periods)
def test_periods_tile_the_calendar(start_day: int, number: int) -> None:
    cycle = Cycle(number, start_day)
    before, period, after = (cycle.period(number + step) for step in (-1, 0, 1))
    assert before.last_day + 1 == period.first_day
    assert period.last_day + 1 == after.first_day
    assert 28 <= period.days <= 31


@pytest.mark.slow
@given(start_days, periods)
def test_a_period_begins_on_the_start_day(start_day: int, number: int) -> None:
    first = date.fromisoformat(day_text(Cycle(number, start_day).period(number).first_day))
    assert first.day == start_day
    months_before = number - (first.year * 12 + first.month - 1)
    assert months_before == (0 if start_day == 1 else 1)


@pytest.mark.slow
@given(start_days, periods)
def test_weekdays_of_a_period_are_its_mondays_to_fridays(start_day: int, number: int) -> None:
    period = Cycle(number, start_day).period(number)
    first = date.fromisoformat(day_text(period.first_day))
    days = [first + timedelta(days=step) for step in range(period.days)]
    assert period.weekdays == sum(day.weekday() < 5 for day in days)


@given(periods)
def test_a_quarter_is_three_periods_and_pays_in_the_three_that_follow(number: int) -> None:
    quarter = Quarter.before(number)
    assert quarter.first % 3 == 0
    assert quarter.last == quarter.first + 2
    assert quarter.last < number <= quarter.last + 3
    assert str(quarter) == f"{quarter.first // 12:04d}-Q{quarter.first % 12 // 3 + 1}"
