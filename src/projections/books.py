"""S11 账 The books: the periods of a ledger, in order, as known at one position."""

from typing import Any

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.calendar import Period, Quarter, period_number, period_text
from projections.engine import Engine
from projections.expressions import Frame
from projections.journal import MANUAL_VERSION, Journal
from projections.month import Month
from projections.people import staff
from projections.problems import ReportError
from projections.stars import TOTALS, brought_totals
from projections.tables import Tables

FORECAST_PERIODS = 12
"""How many periods beyond the last recording, and beyond the last roster, may be reported on."""


class Books:
    """Every period from the ledger's first, computed from the facts of one journal.

    A rule set named by hand applies to the reported period only (S11.1): its periods before have their own.
    """

    def __init__(self, journal: Journal, engine: Engine) -> None:
        self.tables = Tables(journal, engine)
        self.staff = staff(self.tables)
        self.first_period = journal.site.cycle.first_period
        self._months: dict[int, Month] = {}

    def month(self, number: int) -> Month:
        """The period of that month number under its own rule set; its predecessors are walked first to last."""
        for earlier in range(self.first_period + len(self._months), number + 1):
            version, rules = self.tables.journal.rules_of(earlier)
            self._months[earlier] = Month(self, self.tables.journal.period(earlier), version, rules)
        return self._months[number]

    def reported(self, period: str, version: str | None = None) -> Month:
        """The period to report on, under its own rule set or the one named.

        Raises ReportError for what is no period, one before the ledger's first or far ahead of all facts, or a rule set
        that is not there.
        """
        try:
            number = period_number(period)
        except ValueError as error:
            raise ReportError(str(error)) from None
        if number < self.first_period:
            first = period_text(self.first_period)
            raise ReportError(f"nothing before {first}, the ledger's first period, is computed; {period} is before it")
        last = self.tables.journal.last_period() + FORECAST_PERIODS
        if number > last:
            raise ReportError(f"{period} is too far ahead; with what is recorded, reports go up to {period_text(last)}")
        if version is None:
            return self.month(number)
        return Month(self, self.tables.journal.period(number), version, self._named(version))

    def handed_on(self, chapter: str, period: Period) -> Any:
        """What the period before hands on of a chapter that builds on itself; None before the ledger's first.

        First to last, so that a long ledger is a loop and not a recursion.
        """
        state = None
        for number in range(self.first_period, period.number):
            state = getattr(self.month(number), chapter)
        return state

    def _named(self, version: str) -> RuleSet:
        rules = self.tables.journal.rules_named(version)
        if rules is None:
            known = ", ".join([MANUAL_VERSION, *(recorded.version for recorded in self.tables.journal.rule_sets)])
            raise ReportError(f"there is no rule set {version!r} on the ledger; there are: {known}")
        return rules

    def csr_totals(self, quarter: Quarter) -> Frame:
        """S9.1: the totals of a quarter earned as `csr`, those brought along to the ledger included."""
        computed = range(max(quarter.first, self.first_period), quarter.last + 1)
        parts = [brought_totals(self.tables, self.first_period)]
        parts += [self.month(number).csr_totals.select(*TOTALS) for number in computed]
        return nw.concat(parts)
