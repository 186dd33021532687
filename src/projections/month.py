"""One period of the books: every chapter computed once, on what the period before hands on.

Periods are a loop, employees are the vector: what a period hands to the next is its closing state (S11.2).
"""

from functools import cached_property
from typing import Any, Protocol

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.anomalies import anomalies
from projections.attendance import Attendance, attendance
from projections.awards import Contest, awards
from projections.awards.giving import candidates
from projections.awards.hundred_percent import brought_runs, error_free_runs
from projections.bonus import bonus, excluded_by
from projections.calendar import Period, Quarter
from projections.exclusions import exclusions
from projections.expressions import Frame, last_recorded
from projections.hours import Bank, empty_bank, hours
from projections.pay import Earned, payroll
from projections.people import Staff, members
from projections.ranking import ranking
from projections.scores import scores
from projections.stars import quarter_stars, stars
from projections.tables import Tables
from projections.terms import Terms, terms

_NO_ABSENCES = {
    "employee": pl.String,
    "day": pl.Int64,
    "type": pl.String,
    "minutes": pl.Int64,
    "milli_days": pl.Int64,
}


class Past(Protocol):
    """The periods of the same ledger, as a month sees them."""

    tables: Tables
    staff: Staff
    first_period: int

    def month(self, number: int) -> "Month":
        """The period of that month number."""
        ...

    def handed_on(self, chapter: str, period: Period) -> Any:
        """What the period before hands on of a chapter that builds on itself; None before the ledger's first."""
        ...

    def csr_totals(self, quarter: Quarter) -> Frame:
        """The totals of a quarter earned as `csr` (S9.1)."""
        ...


class Month:
    """The chapters of one period under one rule set, each computed when it is first asked for."""

    def __init__(self, past: Past, period: Period, version: str, rules: RuleSet) -> None:
        self.past = past
        self.tables = past.tables
        self.period = period
        self.version = version
        self.rules = rules

    @cached_property
    def before(self) -> "Month | None":
        """The period before; None before the ledger's first (S2.1a)."""
        return self.past.month(self.period.number - 1) if self.period.number > self.past.first_period else None

    @cached_property
    def terms(self) -> Terms:
        """S3.7, S8.1."""
        return terms(self.tables.journal, self.period, self.rules)

    @cached_property
    def members(self) -> Frame:
        """S2.4: who is in the period, in what status."""
        return self.tables.settle(members(self.past.staff, self.period))

    @cached_property
    def attendance(self) -> Attendance:
        """S3.2 … S3.6, S4."""
        return attendance(self.tables, self.past.staff, self.period, self.rules)

    @cached_property
    def anomalies(self) -> Frame:
        """S3.4 … S4.4."""
        return anomalies(self.attendance, self.past.staff, self.period)

    @cached_property
    def _hours_and_bank(self) -> tuple[Frame, Bank]:
        before = self.past.handed_on("bank", self.period) or empty_bank(self.tables)
        return hours(self.tables, self.members, self.attendance, self.terms.due, self.period, self.rules, before)

    @property
    def hours(self) -> Frame:
        """S3.7 … S3.9."""
        return self._hours_and_bank[0]

    @property
    def bank(self) -> Bank:
        """S3.9: what the period hands on of lots and deficits."""
        return self._hours_and_bank[1]

    @cached_property
    def scores(self) -> Frame:
        """S6."""
        return scores(self.tables, self.members, self.period, self.rules)

    @cached_property
    def exclusions(self) -> Frame:
        """S7.6, S7.7."""
        earlier = self.before.attendance.absences if self.before else self.tables.made_of(_NO_ABSENCES, [])
        previous = self.tables.journal.period(self.period.number - 1)
        return self.tables.settle(exclusions(self.members, self.attendance.absences, earlier, previous, self.rules))

    @cached_property
    def ranking(self) -> Frame:
        """S7.1, S7.2."""
        return ranking(self.tables, self.scores, self.exclusions, self.rules)

    @cached_property
    def bonus(self) -> Frame:
        """S7.3 … S7.7."""
        return self.tables.settle(bonus(self.ranking, self.exclusions, self.rules))

    @cached_property
    def excluded_by(self) -> Frame:
        """S6.4, S7.6."""
        return excluded_by(self.ranking, self.exclusions)

    @cached_property
    def error_free(self) -> Frame:
        """S8.6: the runs of error-free periods that the period hands on."""
        before = self.past.handed_on("error_free", self.period) or brought_runs(self.tables)
        return error_free_runs(self.tables, self.past.staff, self.period, before)

    @cached_property
    def csr_ranks(self) -> Frame:
        """S8.4: what the period hands on of ranks. Columns: employee, rank_before."""
        ranked = self.ranking.filter((nw.col("role") == "csr") & ~nw.col("rank").is_null())
        return ranked.select("employee", rank_before="rank")

    @cached_property
    def csr_totals(self) -> Frame:
        """S9.1: what the period hands on of totals earned as `csr`. Columns: employee, period, total, behaviour."""
        scored = self.scores.filter((nw.col("role") == "csr") & ~nw.col("total").is_null())
        return scored.select("employee", "total", "behaviour", period=nw.lit(self.period.number, dtype=nw.Int64))

    @cached_property
    def awards(self) -> Frame:
        """S8."""
        scored = self.ranking.select("employee", "total", "behaviour", "rank")
        taking_part = candidates(self.members, scored, self.exclusions, self.attendance)
        contest = Contest(
            tables=self.tables,
            period=self.period,
            rules=self.rules,
            candidates=self.tables.settle(taking_part),
            attendance=self.attendance,
            ranks_before=self.before.csr_ranks if self.before else self._brought_ranks(),
            error_free=self.error_free,
        )
        return awards(self.tables, contest, self.terms.themes)

    def _brought_ranks(self) -> Frame:
        """S2.1a: the rank that someone brings along is that of the period before the ledger's first."""
        brought = last_recorded(self.tables.of("openings"), "employee").filter(~nw.col("last_rank").is_null())
        return brought.select("employee", rank_before="last_rank")

    @cached_property
    def stars(self) -> Frame:
        """S9.3: the stars that this period pays."""
        quarter = Quarter.before(self.period.number)
        last_day = self.tables.journal.period(quarter.last).last_day
        _, rules = self.tables.journal.rules_of(quarter.last)
        totals = self.past.csr_totals(quarter)
        return stars(self.members, quarter_stars(self.tables, self.past.staff, totals, quarter, last_day, rules))

    @cached_property
    def payroll(self) -> tuple[Frame, Frame]:
        """S10: who has a row, and all lines."""
        earned = Earned(self.attendance, self.bonus, self.awards, self.stars)
        return payroll(self.tables, self.members, earned, self.period, self.rules)
