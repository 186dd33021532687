"""S4.6: what an entitlement grants, what a leave asks of it, and what is left without a grant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entitlements import Grant, Use, anniversary, asked_for, drawn, granted_by_service


@dataclass(frozen=True)
class _Tier:
    years_below: int | None
    days: int


@dataclass(frozen=True)
class _Dates:
    shifts: Mapping[date, int] = field(default_factory=dict)
    unrostered: frozenset[date] = frozenset()
    last_day: date = date.max
    day: int = 480

    def is_employed(self, day: date) -> bool:
        return day <= self.last_day

    def counted(self, day: date) -> int | None:
        return self.shifts.get(day)

    def is_unrostered(self, day: date) -> bool:
        return day in self.unrostered

    def day_minutes(self, _day: date) -> int:
        return self.day


_LAW = (_Tier(1, 0), _Tier(10, 5), _Tier(20, 10), _Tier(None, 15))
_MONDAY = date(2026, 1, 5)


def test_what_expires_first_is_drawn_first() -> None:
    carried, own = Grant(2025, 1200, date(2026, 3, 31)), Grant(2026, 2400, date(2026, 12, 31))
    found = drawn([own, carried], [Use(date(2026, 1, 5), 960), Use(date(2026, 4, 6), 480)])
    assert found.left == (1920, 240)
    assert found.without == 0


def test_of_two_that_expire_together_the_older_year_is_drawn_first() -> None:
    end = date(2026, 12, 31)
    assert drawn([Grant(2026, 480, end), Grant(2025, 480, end)], [Use(_MONDAY, 480)]).left == (480, 0)


def test_a_date_draws_on_no_grant_that_is_not_valid_on_it() -> None:
    grants = [Grant(2026, 480, date(2026, 3, 31)), Grant(2027, 480, date(2027, 12, 31))]
    assert drawn(grants, [Use(date(2026, 4, 1), 480)]).without == 480
    assert drawn(grants, [Use(date(2026, 3, 31), 480)]).without == 0


def test_dates_draw_in_the_order_of_the_calendar() -> None:
    carried, own = Grant(2025, 480, date(2026, 3, 31)), Grant(2026, 480, date(2026, 12, 31))
    later, earlier = Use(date(2026, 5, 4), 480), Use(date(2026, 3, 2), 480)
    assert drawn([carried, own], [later, earlier]).left == (0, 0)


def test_a_leave_asks_for_the_counted_minutes_of_its_shifts() -> None:
    tuesday = _MONDAY + timedelta(days=1)
    dates = _Dates(shifts={_MONDAY: 660, tuesday: 480}, last_day=_MONDAY)
    assert list(asked_for(_MONDAY, tuesday, None, dates)) == [Use(_MONDAY, 660)]
    assert list(asked_for(_MONDAY, _MONDAY, 90, dates)) == [Use(_MONDAY, 90)]
    assert list(asked_for(_MONDAY, _MONDAY, 700, dates)) == [Use(_MONDAY, 660)]


@pytest.mark.parametrize(("minutes", "asked"), [(None, 240), (240, 240), (300, 240), (239, 0)])
def test_without_a_roster_a_full_leave_asks_for_the_minutes_of_a_day_by_contract(
    minutes: int | None, asked: int
) -> None:
    dates = _Dates(unrostered=frozenset({_MONDAY}), day=240)
    assert sum(use.minutes for use in asked_for(_MONDAY, _MONDAY, minutes, dates)) == asked


def test_service_grants_whole_days_of_what_its_days_add_up_to() -> None:
    since, hired = date(2016, 10, 1), date(2026, 7, 1)
    assert granted_by_service(_LAW, since, hired, date(2026, 9, 30), 2026, 480) == 480
    # (92 × 5 + 92 × 10) / 365 = 3.78
    assert granted_by_service(_LAW, since, hired, None, 2026, 480) == 3 * 480
    assert granted_by_service(_LAW, since, hired, None, 2027, 240) == 10 * 240
    assert granted_by_service(_LAW, since, hired, None, 2025, 480) == 0


def test_years_since_29_february_are_completed_on_1_march() -> None:
    assert anniversary(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert anniversary(date(2024, 3, 31), 1) == date(2025, 3, 31)


_GRANTS = st.lists(
    st.builds(
        lambda year, minutes, more: Grant(year, minutes, date(year, 12, 31) + timedelta(days=more)),
        st.integers(2024, 2027),
        st.integers(0, 2000),
        st.integers(-200, 500),
    ),
    max_size=4,
    unique_by=lambda grant: grant.year,
)
_USES = st.lists(st.builds(Use, st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 720)), max_size=20)


@pytest.mark.slow
@given(_GRANTS, _USES)
def test_what_is_used_is_drawn_or_without_a_grant(grants: list[Grant], uses: list[Use]) -> None:
    found = drawn(grants, uses)
    given_out = sum(grant.minutes for grant in grants) - sum(found.left)
    assert given_out + found.without == sum(use.minutes for use in uses)
    assert all(0 <= left <= grant.minutes for left, grant in zip(found.left, grants, strict=True))


@pytest.mark.slow
@given(_GRANTS, _USES, st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 720))
def test_one_use_more_never_leaves_less_without_a_grant(
    grants: list[Grant], uses: list[Use], day: date, minutes: int
) -> None:
    before, after = drawn(grants, uses).without, drawn(grants, [*uses, Use(day, minutes)]).without
    assert before <= after <= before + minutes


@pytest.mark.slow
@given(st.dates(date(1970, 1, 1), date(2027, 12, 31)), st.dates(date(2020, 1, 1), date(2027, 12, 31)))
def test_service_grants_what_its_days_grant_one_by_one(since: date, hired: date) -> None:
    """S4.6c as it is written: the sum over the days of the days of the service completed on each."""
    days = (date(2028, 1, 1) + timedelta(days=number) for number in range(366))
    by_day = 0
    for day in days:
        completed = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
        by_day += next(tier.days for tier in _LAW if tier.years_below is None or completed < tier.years_below)
    assert granted_by_service(_LAW, since, hired, None, 2028, 480) == by_day // 366 * 480
