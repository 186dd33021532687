"""S10.8 加班工资 Overtime that is approved to be paid: its rate by the date, and what it pays."""

import narwhals.stable.v2 as nw
import polars as pl

from projections.expressions import Expression, Frame, exists, first_of, marked, total, week_number_of
from projections.pay.pay_terms import with_wage
from projections.pay.sources import PaySources
from projections.rounded_sums import rounded_sums
from projections.settlement import PAID
from projections.stretches import on_day
from projections.working_days import REST_DAY, WORKDAY

HOLIDAY = "holiday"
BY_APPROVAL, BY_HOLIDAY, BY_SHIFT, BY_WEEK, BY_CALENDAR = "approval", "holiday", "shift", "week", "calendar"
"""What makes the rate of an approval that is paid, the first that holds."""


def paid_overtime(sources: PaySources) -> Frame:
    """S10.8: the approvals of the period that are paid, each with its rate.

    Columns: employee, day, minutes, position, rate_of_day (`workday`, `rest_day` or `holiday`), rated_by (what makes
    it), multiple (hundredths), those of `pay_terms.with_wage`, and numerator over denominator, what it pays in fen.
    """
    paid = sources.earned.overtime.filter(nw.col("compensation") == PAID).select(
        "employee", "day", "minutes", "position", stated="rate"
    )
    rated = paid.join(sources.members.select("employee"), on="employee").join(_dates(sources), on="day")
    roster = sources.earned.attendance.assigned.with_columns(week=week_number_of(nw.col("day")))
    known = (
        rated.with_columns(week=week_number_of(nw.col("day")))
        .join(exists(roster, "has_shift", "employee", "day"), on=["employee", "day"], how="left")
        .join(exists(roster, "has_week", "employee", "week"), on=["employee", "week"], how="left")
        .with_columns(rated_by=_rated_by(), rate_of_day=_rate())
    )
    multiples = sources.rules.overtime_multiples
    by_rate = [(WORKDAY, multiples.workday), (REST_DAY, multiples.rest_day), (HOLIDAY, multiples.holiday)]
    priced = known.join(
        sources.tables.made_of({"rate_of_day": pl.String, "multiple": pl.Int64}, by_rate), on="rate_of_day"
    )
    waged = with_wage(on_day(priced, sources.pay_terms), sources.earned.stars, sources.rules)
    return waged.drop("week", "has_shift", "has_week", "is_holiday", "works", "stated").with_columns(
        numerator=nw.col("wage") * nw.col("minutes") * nw.col("multiple"), denominator=nw.col("wage_unit")
    )


def _dates(sources: PaySources) -> Frame:
    """S2.5: the dates of the period, whether each is a holiday, and whether it is a working day of the calendar."""
    calendar, period = sources.calendar, sources.period
    dates = [
        (day, day in calendar.holidays, calendar.works(day)) for day in range(period.first_day, period.last_day + 1)
    ]
    return sources.tables.made_of({"day": pl.Int64, "is_holiday": pl.Boolean, "works": pl.Boolean}, dates)


def _rated_by() -> Expression:
    return first_of(
        [
            (~nw.col("stated").is_null(), nw.lit(BY_APPROVAL)),
            (nw.col("is_holiday"), nw.lit(BY_HOLIDAY)),
            (marked("has_shift"), nw.lit(BY_SHIFT)),
            (marked("has_week"), nw.lit(BY_WEEK)),
        ],
        nw.lit(BY_CALENDAR),
    )


def _rate() -> Expression:
    """S10.8: what the approval states; else by the holiday, the roster of the date and of its week, the calendar."""
    by_calendar = nw.when(nw.col("works")).then(nw.lit(WORKDAY)).otherwise(nw.lit(REST_DAY))
    return first_of(
        [
            (~nw.col("stated").is_null(), nw.col("stated")),
            (nw.col("is_holiday"), nw.lit(HOLIDAY)),
            (marked("has_shift"), nw.lit(WORKDAY)),
            (marked("has_week"), nw.lit(REST_DAY)),
        ],
        by_calendar,
    )


def overtime_pay(sources: PaySources) -> Frame:
    """S10.8 加班工资: rounded once for the dates of equal minutes a day, then added. employee, minutes, amount."""
    found = paid_overtime(sources)
    minutes = found.group_by("employee").agg(minutes=total("minutes"))
    amounts = _rounded(sources, found).group_by("employee").agg(amount=total("amount"))
    return minutes.join(amounts, on="employee")


def overtime_sums(sources: PaySources) -> Frame:
    """S10.8: what is rounded together. employee, day_minutes, amount (fen)."""
    return _rounded(sources, paid_overtime(sources))


def _rounded(sources: PaySources, found: Frame) -> Frame:
    return rounded_sums(sources.tables, found, "employee", "day_minutes")
