"""S11.3 重算 A replay: the periods of a ledger, in order, from the facts alone, whatever was closed."""

from typing import Any, Self

import narwhals.stable.v2 as nw
import polars as pl

from ledger.refusal import MissingError
from ledger.ruleset import RuleSet
from ledger.ruleset.named_sets import named_sets
from projections.calendar import Period, Quarter, period_number, period_text
from projections.engine import Engine
from projections.expressions import Frame
from projections.facts import Facts
from projections.journal import MANUAL_VERSION, Journal
from projections.month import Month
from projections.prior_periods import ClosingState, Posted, nothing_posted
from projections.reports import REPORTS
from projections.stars import TOTALS, brought_totals

FORECAST_PERIODS = 12
"""How many periods beyond the last recording, and beyond the last roster, may be reported on."""


class Replay:
    """Every period from the ledger's first, computed from the facts of one journal.

    A rule set named by hand applies to the reported period only (S11.1): its periods before have their own.

    In a `with` statement what was computed is let go of at the end.
    """

    def __init__(self, journal: Journal, engine: Engine, facts: Facts | None = None) -> None:
        """The periods of a journal; `facts` are those of the same journal, where they are on the engine already."""
        self.engine = engine
        self.facts = facts or Facts(journal, engine)
        self.tables = self.facts.tables
        self.first_period = journal.site.cycle.first_period
        self._months: dict[int, Month] = {}

    @property
    def journal(self) -> Journal:
        """The facts in view."""
        return self.facts.journal

    def month(self, number: int) -> Month:
        """The period of that month number under its own rule set."""
        if number not in self._months:
            self._months[number] = self._month(number, *self.rules_of(number))
        return self._months[number]

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Let go of what was computed."""
        self.forget()

    def forget(self) -> None:
        """Let go of the periods that were computed.

        They hold these books as these books hold them; once they are let go, the memory of both is free as soon as
        nobody uses them, and does not wait for the collector. What is asked for after that is computed again.
        """
        self._months.clear()

    def reported(self, period: str, version: str | None = None) -> Month:
        """The period to report on, under its own rule set or the one named.

        Raises MissingError for what is not a period, one before the ledger's first or far ahead of all facts, or a rule
        set that is not there.
        """
        try:
            number = period_number(period)
        except ValueError as error:
            raise MissingError(str(error)) from None
        if number < self.first_period:
            first = period_text(self.first_period)
            raise MissingError(f"nothing before {first}, the ledger's first period, is computed; {period} is before it")
        last = self.journal.last_period() + FORECAST_PERIODS
        if number > last:
            raise MissingError(
                f"{period} is too far ahead; with what is recorded, reports go up to {period_text(last)}"
            )
        return self.month(number) if version is None else self.under(number, version, self.rules_named(version, number))

    def in_view(self, month: Month) -> Month:
        """A period of these, by the facts in view: of a closed one too, whatever was frozen (S13.1)."""
        return month

    def current(self, number: int) -> Month:
        """The period of that month number by the facts in view, whatever was frozen (S13.1)."""
        return self.month(number)

    def booked(self, month: Month) -> Month:
        """A month of these as they have it: from the facts alone it is what it is."""
        return month

    def as_shown(self, name: str, month: Month) -> pl.DataFrame:
        """A report of a month of these as they show it, in the form of the interchange format."""
        definition = REPORTS[name]
        return definition.present(definition.rows(month))

    def under(self, number: int, version: str, rules: RuleSet) -> Month:
        """A period under a rule set that need not be on the ledger; those before it have their own (S11.1)."""
        return self._month(number, version, rules)

    def closing_state(self, number: int) -> ClosingState:
        """What the period of that month number hands on."""
        return self.month(number)

    def handed_on(self, chapter: str, period: Period) -> Any:
        """What the period before hands on of a chapter that builds on itself; None before the ledger's first.

        First to last, so that a long ledger is a loop and not a recursion.
        """
        state = None
        for number in range(self._known_until(period.number), period.number):
            state = getattr(self.closing_state(number), chapter)
        return state

    def rules_of(self, number: int) -> tuple[str, RuleSet]:
        """The version and the rule set of a period (S11.1)."""
        return self.journal.rules_of(number)

    def csr_totals(self, quarter: Quarter, facts: Facts) -> Frame:
        """S9.1: the totals of a quarter earned as `csr`, those brought along (in `facts`) included."""
        brought = brought_totals(facts.tables, facts.staff, quarter)
        computed = range(max(quarter.first, self.first_period), quarter.last + 1)
        parts = [self.closing_state(number).csr_totals.select(*TOTALS) for number in computed]
        if not parts:
            return brought
        earned = nw.concat(parts)
        return nw.concat([brought.join(earned, on=["employee", "period"], how="anti"), earned])

    def _known_until(self, _number: int) -> int:
        """The first period that has to be asked for what it hands on to that one."""
        return self.first_period

    def posted(self, _number: int) -> Posted:
        """S11.4: the adjustments of a period; from the facts alone there are none."""
        return nothing_posted(self.tables)

    def _month(self, number: int, version: str, rules: RuleSet) -> Month:
        return Month(self, self.facts, self.journal.period(number), version, rules, lambda: self.posted(number))

    def rules_named(self, version: str, number: int | None = None) -> RuleSet:
        """The rule set of that version, in a period where it is a shipped one (see `Journal.rules_named`).

        Raises MissingError where there is none.
        """
        rules = self.journal.rules_named(version, number)
        if rules is None:
            recorded = (each.version for each in self.journal.rule_sets)
            known = ", ".join([MANUAL_VERSION, *recorded, *named_sets()])
            raise MissingError(f"there is no rule set {version!r} on the ledger; there are: {known}")
        return rules
