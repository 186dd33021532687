"""S3.3a: which instant a local time is, and what the site's clock shows at an instant, on every engine."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from projections.calendar import Cycle, Period, period_number
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.site_clock import SiteClock

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
zones = st.sampled_from(ZONES)
first, last = (datetime.fromisoformat(day) for day in ("2005-01-01", "2035-01-01"))
moments = st.datetimes(first, last).map(lambda at: at.replace(second=0, microsecond=0))


def local(year: int, month: int, day: int, hour: int, minute: int) -> int:
    return (datetime(year, month, day, hour, minute, tzinfo=UTC) - EPOCH) // A_MINUTE


def utc(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // A_MINUTE


@given(zones, moments)
@example("Europe/Berlin", datetime.fromisoformat("2026-03-29T02:30"))
@example("Europe/Berlin", datetime.fromisoformat("2026-10-25T02:30"))
def test_a_local_time_is_the_instant_that_python_has_for_its_first_reading(zone: str, at: datetime) -> None:
    expected = (at.replace(tzinfo=ZoneInfo(zone)) - EPOCH) // A_MINUTE
    assert SiteClock(zone).instant((at.replace(tzinfo=UTC) - EPOCH) // A_MINUTE) == expected


@given(zones, moments)
def test_an_instant_is_shown_as_python_shows_it(zone: str, at: datetime) -> None:
    instant = (at.replace(tzinfo=UTC) - EPOCH) // A_MINUTE
    shown = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    assert SiteClock(zone).local(instant) == (shown - EPOCH) // A_MINUTE


def test_a_time_that_comes_twice_is_its_first_and_one_that_is_skipped_has_the_offset_from_before() -> None:
    clock = SiteClock("Europe/Berlin")
    assert clock.instant(local(2026, 10, 25, 2, 30)) == utc("2026-10-25T02:30+02:00")
    assert clock.instant(local(2026, 3, 29, 2, 30)) == utc("2026-03-29T02:30+01:00") == utc("2026-03-29T03:30+02:00")


@pytest.mark.slow
@pytest.mark.parametrize("engine", [PolarsEngine, DuckDBEngine])
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("period", ["2011-12", "2026-03", "2026-10", "2026-11"])
def test_engines_show_every_instant_around_a_period_as_the_clock_does(
    engine: type[Engine], zone: str, period: str
) -> None:
    days: Period = Cycle(0, 1).period(period_number(period))
    instants = list(range((days.first_day - 4) * 1440, (days.last_day + 5) * 1440, 7))
    on, clock = engine(), SiteClock(zone)
    table = on.table(pl.DataFrame({"instant": [*instants, None]}, schema={"instant": pl.Int64}))
    shown = on.rows(table.select("instant", shown=clock.shown(nw.col("instant"), days)))
    found = dict(shown.iter_rows())
    assert found == {instant: clock.local(instant) for instant in instants} | {None: None}
    meant = on.rows(table.select("instant", meant=clock.instants(nw.col("instant"), days)))
    assert dict(meant.iter_rows()) == {local: clock.instant(local) for local in instants} | {None: None}


def test_the_ends_of_the_calendar_have_the_offset_of_the_days_beside_them() -> None:
    clock = SiteClock("Asia/Shanghai")
    last = (date.max - date(1970, 1, 1)).days
    assert clock.instant((last + 2) * 1440) == (last + 2) * 1440 - 480
    assert clock.local((last + 3) * 1440) == (last + 3) * 1440 + 480
