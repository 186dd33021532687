"""S11.2 A closed period: its reports and its closing state as they were frozen.

The bytes are in the store under their digests. A ledger that was restored from an export of version 0.1.0 has the
digests only; then they are computed again at the frozen coordinates. What has another digest today is lost: it is shown
as it is computed today, and says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Protocol

import polars as pl

from ledger.closing import LOST, digest_of
from ledger.lazy_attribute import computed_once
from ledger.proof.frozen_digest import CLOSING_STATE, salted
from ledger.refusal import DamageError
from ledger.ruleset import RuleSet
from projections.books.closing_state import VERSIONS, Beside, FrozenState, state_bytes
from projections.calendar import period_text
from projections.decimal_texts import hundredths_of
from projections.journal.closings import Closing
from projections.month import Month
from projections.prior_periods import Posted
from projections.replay import Replay
from projections.reports import REPORTS, Report, frozen_report, report_of
from projections.tables import Tables

ADJUSTMENT = "adjustment:"
"""What the item of a line begins with that was posted for a period closed before (S10.6)."""


class BooksThen(Protocol):
    """The books at the coordinates of a closing."""

    @property
    def replay(self) -> Replay:
        """The same facts, whatever was closed."""
        ...

    def month(self, number: int) -> Month:
        """The period of that month number."""
        ...

    def under(self, number: int, version: str, rules: RuleSet) -> Month:
        """That period under a rule set that need not be on the ledger."""
        ...

    def forget(self) -> None:
        """Let go of what was computed."""
        ...


class FrozenPeriod:
    """One closed period."""

    def __init__(self, closing: Closing, tables: Tables, books_then: Callable[[], "BooksThen"]) -> None:
        """Of a closing; `books_then` makes the books at the frozen coordinates."""
        self.closing = closing
        self._tables = tables
        self._books_then = books_then
        self._reports: dict[str, Report] = {}

    @property
    def month(self) -> Month:
        """The period, computed by today's code at the frozen coordinates."""
        return self._then.month(self.closing.period)

    def under(self, version: str, rules: RuleSet) -> Month:
        """The period under other rules, on the facts that it was closed with."""
        return self._then.under(self.closing.period, version, rules)

    def forget(self) -> None:
        """Let go of what was computed; what was frozen is kept."""
        if "_then" in vars(self):
            self._then.forget()

    def report(self, name: str) -> Report:
        """The report of that name as it was frozen.

        One that its closing did not freeze, because the program had no such report yet, is the replay at the position
        of the closing, and says so (S11.2).
        """
        if name not in self._reports:
            self._reports[name] = self._report(name)
        return self._reports[name]

    def _report(self, name: str) -> Report:
        digest = self.closing.report_digests.get(name)
        if digest is None:
            return replace(report_of(name, self._then.replay.month(self.closing.period)), replayed=True)
        kept = self._kept(name, digest)
        return replace(report_of(name, self.month), replayed=True) if kept is None else frozen_report(name, kept)

    @computed_once
    def state(self) -> FrozenState:
        """What the period hands on."""
        kept = self._kept(CLOSING_STATE, self.closing.closing_digest)
        content = state_bytes(self.month, self._tables) if kept is None else kept
        # The state is kept here, and must not hold what holds it.
        then = partial(_replayed_then, self._books_then, self.closing.period)
        beside = Beside(self.closing.period, self._pools, self._overdue)
        return FrozenState(content, self._tables, beside, then)

    @property
    def digests(self) -> dict[str, str]:
        """The digests of what was frozen: of each report by its name, and of the closing state."""
        return {**self.closing.report_digests, CLOSING_STATE: self.closing.closing_digest}

    def again(self, what: str) -> bytes | None:
        """What was frozen, computed by today's code; None where that has another digest."""
        digest, random = self.digests[what], self.closing.random(self.closing.position)
        made = (salted(content, random, what) for content in self._computed(what))
        return next((content for content in made if digest_of(content) == digest), None)

    def _computed(self, what: str) -> Iterator[bytes]:
        if what == CLOSING_STATE:
            yield from (state_bytes(self.month, self._tables, version) for version in VERSIONS)
        elif what in REPORTS:
            yield report_of(what, self.month).as_bytes()

    @computed_once
    def lines(self) -> pl.DataFrame:
        """The lines of everyone's pay. Columns: employee, item, amount (fen), clause."""
        rows = self.report("payroll").table.select("employee", "lines").explode("lines").drop_nulls("lines")
        return rows.unnest("lines").with_columns(amount=hundredths_of("amount"))

    @computed_once
    def posted(self) -> Posted:
        """S11.4: what was posted in the period for those closed before it."""
        adjusted = self.lines.filter(pl.col("item").str.starts_with(ADJUSTMENT))
        of = pl.col("item").str.strip_prefix(ADJUSTMENT)
        number = of.str.slice(0, 4).cast(pl.Int64) * 12 + of.str.slice(5, 2).cast(pl.Int64) - 1
        minutes = self.report("hours").table.select("employee", minutes="lieu_adjusted")
        table = self._tables.engine.table
        return Posted(
            pay=table(adjusted.select("employee", "amount", period=number)),
            lieu=table(minutes.filter(pl.col("minutes") != 0)),
        )

    @property
    def own_pay(self) -> pl.DataFrame:
        """What was paid for the period itself, less what was posted for others. Columns: employee, amount (fen)."""
        own = self.lines.filter(~pl.col("item").str.starts_with(ADJUSTMENT))
        return own.group_by("employee").agg(pl.col("amount").sum())

    def _pools(self) -> dict[str, str]:
        """S11.3: everyone's pool, as the frozen ranking has it."""
        ranking = self.report("ranking").table
        return dict(ranking.select("employee", "pool").iter_rows())

    def _overdue(self) -> dict[str, int]:
        """S11.3: everyone's overdue deficit, in minutes, as the frozen hours have it."""
        return dict(self.report("hours").table.select("employee", "deficit_overdue").iter_rows())

    @computed_once
    def _then(self) -> "BooksThen":
        return self._books_then()

    @property
    def _name(self) -> str:
        return period_text(self.closing.period)

    def _kept(self, what: str, digest: str) -> bytes | None:
        """The frozen bytes; None where they are lost. Raises DamageError where they should be there, and are not."""
        kept = self.closing.thaw(digest)
        if kept == LOST:
            return None
        found = self.again(what) if kept is None else kept
        if found is None:
            raise DamageError(
                f"the frozen {what} of {self._name} is not in this store, and computed again it is not what was "
                f"frozen (by code {self.closing.code}, time zones {self.closing.tzdata}); use the store that it was "
                "closed in, or a copy of it"
            )
        return found


def _replayed_then(books_then: Callable[[], BooksThen], number: int) -> Month:
    """S11.3: a closed period from the facts alone, at the position of its closing."""
    return books_then().replay.month(number)
