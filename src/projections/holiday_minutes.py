"""S10.4a 假日分钟 The minutes of attended shifts that lie on statutory holidays: what holiday pay is paid for."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.calendar import MINUTES_A_DAY, Period
from projections.expressions import Frame, no_less_than_zero, round_half_up, smaller, total
from projections.tables import Tables
from projections.working_days import PublicCalendar


def holiday_minutes(tables: Tables, shifts: Frame, calendar: PublicCalendar, period: Period, rules: RuleSet) -> Frame:
    """S10.4a: a row a shift and statutory holiday, of shifts that count minutes; `shifts` as of `Attendance`.

    The columns of `shifts`, with holiday_day and holiday_minutes (above 0). By `holiday_span` they are the shift's
    counted minutes where its own date is a holiday, or of each of its two dates the part of them that falls on it.
    """
    worked = shifts.filter(nw.col("counted") > 0)
    if rules.holiday_span == "shift":
        on_holidays = worked.filter(nw.col("holiday"))
        return on_holidays.with_columns(holiday_day=nw.col("day"), holiday_minutes=nw.col("counted"))
    return _by_date(tables, worked, calendar, period)


def _by_date(tables: Tables, worked: Frame, calendar: PublicCalendar, period: Period) -> Frame:
    """The time present before and after the midnight between a shift's two dates; the break falls evenly on it.

    Where a missing punch counts as planned (S3.5) the time present is from planned start to end.
    """
    present = worked.join(_midnights(tables, calendar, period), on="day").with_columns(
        present_from=_later_of("in_instant", "starts"), present_until=_earlier_of("out_instant", "ends")
    )
    before = no_less_than_zero(smaller(nw.col("present_until"), nw.col("midnight")) - nw.col("present_from"))
    timed = present.with_columns(
        present=no_less_than_zero(nw.col("present_until") - nw.col("present_from")), before=before
    ).filter(nw.col("present") > 0)
    parts = [
        timed.filter(nw.col("first_is_holiday")).with_columns(holiday_day=nw.col("day"), part=nw.col("before")),
        timed.filter(nw.col("second_is_holiday")).with_columns(
            holiday_day=nw.col("day") + 1, part=nw.col("present") - nw.col("before")
        ),
    ]
    found = nw.concat(parts).with_columns(
        holiday_minutes=round_half_up(nw.col("counted") * nw.col("part"), nw.col("present"))
    )
    made = ("midnight", "first_is_holiday", "second_is_holiday", "present_from", "present_until", "present", "before")
    return found.filter(nw.col("holiday_minutes") > 0).drop(*made, "part")


def _midnights(tables: Tables, calendar: PublicCalendar, period: Period) -> Frame:
    """The dates of the period of which a shift can touch a holiday, each with the midnight at its end (S3.3a)."""
    clock, holidays = tables.journal.site.clock, calendar.holidays
    dates = [
        (day, clock.instant((day + 1) * MINUTES_A_DAY), day in holidays, day + 1 in holidays)
        for day in range(period.first_day, period.last_day + 1)
        if day in holidays or day + 1 in holidays
    ]
    schema = {"day": pl.Int64, "midnight": pl.Int64, "first_is_holiday": pl.Boolean, "second_is_holiday": pl.Boolean}
    return tables.made_of(schema, dates)


def _later_of(punch: str, planned: str) -> nw.Expr:
    taken = _both_punches() & (nw.col(punch) > nw.col(planned))
    return nw.when(taken).then(nw.col(punch)).otherwise(nw.col(planned))


def _earlier_of(punch: str, planned: str) -> nw.Expr:
    taken = _both_punches() & (nw.col(punch) < nw.col(planned))
    return nw.when(taken).then(nw.col(punch)).otherwise(nw.col(planned))


def _both_punches() -> nw.Expr:
    return ~nw.col("in_instant").is_null() & ~nw.col("out_instant").is_null()


def of_employees(found: Frame) -> Frame:
    """The holiday minutes of each employee in the period together. Columns: employee, holiday_minutes."""
    return found.group_by("employee").agg(holiday_minutes=total("holiday_minutes"))
