"""What a period sees of those before it: their closing states, and what it is adjusted by for them (S11)."""

from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from ledger.ruleset import RuleSet
from projections.bank import Bank
from projections.calendar import Period, Quarter
from projections.expressions import Frame
from projections.facts import Facts
from projections.lookback import Lookback
from projections.tables import Tables


class ClosingState(Protocol):
    """What a period hands to those after it (S11.2): of a period that is computed, or as it was frozen."""

    @property
    def bank(self) -> Bank:
        """S3.9: lots and deficits."""
        ...

    @property
    def error_free(self) -> Frame:
        """S8.6: employee, run."""
        ...

    @property
    def csr_ranks(self) -> Frame:
        """S8.4: employee, rank_before, pool_before (missing: of any pool)."""
        ...

    @property
    def csr_totals(self) -> Frame:
        """S9.1: employee, period, total, behaviour."""
        ...

    @property
    def absences(self) -> Frame:
        """S7.6d: employee, day, type, minutes, milli_days."""
        ...

    @property
    def lookback(self) -> Lookback:
        """S14: time and standard, and everyone's last attended shift."""
        ...


class Past(Protocol):
    """The periods of the same ledger, as a month sees them."""

    first_period: int

    def month(self, number: int) -> Any:
        """The `Month` of that month number."""
        ...

    def current(self, number: int) -> Any:
        """The `Month` of that month number by the facts in view, of a closed period too (S13.1)."""
        ...

    def booked(self, month: Any) -> Any:
        """A month as the books have it: of a closed period the one that was frozen, unless under other rules."""
        ...

    def as_shown(self, name: str, month: Any) -> pl.DataFrame:
        """A report of a month as the books show it: as it was frozen where the period is closed."""
        ...

    def closing_state(self, number: int) -> ClosingState:
        """What the period of that month number hands on."""
        ...

    def handed_on(self, chapter: str, period: Period) -> Any:
        """What the period before hands on of a chapter that builds on itself; None before the ledger's first."""
        ...

    def rules_of(self, number: int) -> tuple[str, RuleSet]:
        """The version and the rule set of the period of that month number (S11.1)."""
        ...

    def csr_totals(self, quarter: Quarter, facts: Facts) -> Frame:
        """The totals of a quarter earned as `csr` (S9.1), those brought along in `facts` included."""
        ...


@dataclass(frozen=True)
class Posted:
    """S11.4: what a period is adjusted by for periods that were closed before it."""

    pay: Frame
    """employee, period (month number, of the closed period), amount (fen)."""
    lieu: Frame
    """employee, minutes: above 0 a lot, below 0 a deficit."""


def nothing_posted(tables: Tables) -> Posted:
    """No adjustments."""
    pay = {"employee": pl.String, "period": pl.Int64, "amount": pl.Int64}
    return Posted(tables.made_of(pay, []), tables.made_of({"employee": pl.String, "minutes": pl.Int64}, []))
