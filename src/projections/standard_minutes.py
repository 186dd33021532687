"""S4.1a 标准分钟 The dates among which the period's full due is shared out, and the part that each of them has."""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.calendar import Period, week_number
from projections.expressions import Expression, Frame, round_half_up
from projections.tables import Tables
from projections.working_days import PublicCalendar


@dataclass(frozen=True)
class StandardDates:
    """The dates of a period that have standard minutes, in order, and how many days are due in it (S3.7)."""

    days: Sequence[int]
    standard_days: int

    def frame(self, tables: Tables) -> Frame:
        """Columns: day, week (as of `week_number`), place (from 1)."""
        rows = [(day, week_number(day), place) for place, day in enumerate(self.days, start=1)]
        return tables.made_of({"day": pl.Int64, "week": pl.Int64, "place": pl.Int64}, rows)

    def minutes(self) -> Expression:
        """The standard minutes of the date at `place`, for a day of `day_minutes`: its part of the full due.

        All parts together make the due; a date has what is rounded up to it less what is before it.
        """
        upto, before = (self._upto(place) for place in (nw.col("place"), nw.col("place") - 1))
        return upto - before

    def _upto(self, place: Expression) -> Expression:
        return round_half_up(place * self.standard_days * nw.col("day_minutes"), max(1, len(self.days)))


def standard_dates(calendar: PublicCalendar, period: Period, standard_days: int, rules: RuleSet) -> StandardDates:
    """S4.1a: the dates of a period that have standard minutes, by its rule set."""
    return StandardDates(calendar.standard_days(rules, period.first_day, period.last_day), standard_days)
