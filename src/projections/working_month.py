"""One period of the books, as far as people and their time go: S1 … S4, and the bank (S3.9).

Periods are a loop, employees are the vector: what a period hands to the next is its closing state (S11.2).
"""

from collections.abc import Callable

import polars as pl

from ledger.lazy_attribute import computed_once
from ledger.ruleset import RuleSet
from projections.anomalies import anomalies
from projections.attendance import Attendance, attendance
from projections.bank import Bank, empty_bank
from projections.calendar import Period
from projections.expressions import Frame
from projections.facts import Facts
from projections.holiday_minutes import holiday_minutes, of_employees
from projections.hours import Asked, Hours, hours, overtime
from projections.leave_accounts import LeaveAccounts
from projections.leave_balances import accounts_of, left_on_leaving
from projections.people import members
from projections.period_terms import Terms, terms
from projections.prior_periods import ClosingState, Past, Posted
from projections.punctuality import punctuality
from projections.standard_minutes import StandardDates, standard_dates
from projections.training_minutes import worked_training
from projections.working_days import PublicCalendar

NO_ABSENCES = {
    "employee": pl.String,
    "day": pl.Int64,
    "type": pl.String,
    "minutes": pl.Int64,
    "milli_days": pl.Int64,
}
"""What a period hands on of absences: the columns, of none."""


class WorkingMonth:
    """Of one period under one rule set: who is in it, and their time; each chapter computed when it is asked for."""

    def __init__(
        self, past: Past, facts: Facts, period: Period, version: str, rules: RuleSet, posted: Callable[[], Posted]
    ) -> None:
        """The period `period` of `facts`, after `past`; `posted` is asked for the adjustments when they are needed."""
        self.past = past
        self.facts = facts
        self.tables = facts.tables
        self.staff = facts.staff
        self.period = period
        self.version = version
        self.rules = rules
        self._posted = posted

    @computed_once
    def posted(self) -> Posted:
        """S11.4: the adjustments."""
        return self._posted()

    def rules_of(self, number: int) -> RuleSet:
        """The rule set of a period, by its month number: of this one as it is reported, of others their own (S11.1)."""
        return self.rules if number == self.period.number else self.past.rules_of(number)[1]

    @property
    def today(self) -> int:
        """S13.1: the local date of the latest recording in view."""
        return self.tables.journal.today

    @computed_once
    def before(self) -> ClosingState | None:
        """What the period before hands on; None before the ledger's first (S2.1a)."""
        number = self.period.number - 1
        return self.past.closing_state(number) if number >= self.past.first_period else None

    @property
    def contracts(self) -> Frame:
        """S3.7a: everyone's contracts, by the days on which they hold."""
        return self.facts.contracts

    @property
    def calendar(self) -> PublicCalendar:
        """S2.5: the public calendar."""
        return self.facts.calendar

    @computed_once
    def terms(self) -> Terms:
        """S3.7, S8.1."""
        return terms(self.tables.journal, self.calendar, self.period, self.rules)

    @computed_once
    def standard_dates(self) -> StandardDates:
        """S4.1a: the dates that have standard minutes."""
        return standard_dates(self.calendar, self.period, self.terms.standard_days, self.rules)

    @computed_once
    def members(self) -> Frame:
        """S2.4: who is in the period, in what status."""
        return self.tables.settle(members(self.staff, self.period))

    @computed_once
    def attendance(self) -> Attendance:
        """S3.2 … S3.6, S4."""
        return attendance(self.tables, self.staff, self.period, self.standard_dates, self.contracts, self.rules_of)

    @computed_once
    def punctuality(self) -> Frame:
        """S3.6a."""
        return self.tables.settle(punctuality(self.members, self.attendance.shifts))

    @computed_once
    def leave_accounts(self) -> LeaveAccounts:
        """S4.6."""
        return accounts_of(self)

    @property
    def leave_left(self) -> Frame:
        """S3.10d: what is left, on leaving, of leave that is settled: employee, type, minutes."""
        return left_on_leaving(self)

    @property
    def absences(self) -> Frame:
        """S4: what the period hands on of absences: employee, day, type, minutes (of S4.5), milli_days."""
        taken = self.attendance.absences
        return taken.select("employee", "day", "type", "milli_days", minutes="absent_minutes").select(*NO_ABSENCES)

    @computed_once
    def anomalies(self) -> Frame:
        """S3.4 … S4.4."""
        return anomalies(self.attendance, self.staff, self.period)

    @computed_once
    def _time(self) -> Hours:
        before = self.past.handed_on("bank", self.period) or empty_bank(self.tables)
        asked = Asked(
            standard_days=self.terms.standard_days,
            period=self.period,
            rules=self.rules,
            contracts=self.contracts,
            overtime=self.overtime,
            training=self.training,
            holiday_minutes=None if self.rules.holiday_in_worked else of_employees(self.holiday_minutes),
            adjusted=self.posted.lieu,
        )
        return hours(self.tables, self.members, self.attendance, asked, before)

    @computed_once
    def overtime(self) -> Frame:
        """S3.6: the approved overtime of the period's dates, as of `hours.overtime`."""
        return self.tables.settle(overtime(self.tables, self.period))

    @computed_once
    def training(self) -> Frame:
        """S3.8a: the trainings that are worked, as of `training_minutes.worked_training`."""
        return worked_training(self)

    @computed_once
    def holiday_minutes(self) -> Frame:
        """S10.4a: a row a shift and statutory holiday, as of `holiday_minutes.holiday_minutes`."""
        shifts = self.attendance.shifts
        return self.tables.settle(holiday_minutes(self.tables, shifts, self.calendar, self.period, self.rules))

    @property
    def hours(self) -> Frame:
        """S3.7 … S3.10."""
        return self._time.rows

    @property
    def bank(self) -> Bank:
        """S3.9: what the period hands on of lots and deficits."""
        return self._time.bank

    @property
    def settled(self) -> Frame:
        """S3.9a, S3.10: the minutes that pay takes over from the bank, as of `settlement.gone`."""
        return self._time.settled
