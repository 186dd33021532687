"""S11.2 A closed period: its reports and its closing state as they were frozen.

The bytes are in the store under their digests. A ledger that was restored from an export has the digests only; then
they are computed again at the frozen coordinates, and must have the same digests.
"""

from collections.abc import Callable

import polars as pl

from ledger.closing import digest_of
from ledger.lazy_attribute import computed_once
from ledger.proof.frozen_digest import CLOSING_STATE, salted
from ledger.refusal import DamageError, MissingError
from projections.books.closing_state import FrozenState, state_bytes
from projections.calendar import period_text
from projections.journal.closings import Closing
from projections.month import Month
from projections.prior_periods import Posted
from projections.replay import Replay
from projections.reports import Report, frozen_report, report_of
from projections.tables import Tables

ADJUSTMENT = "adjustment:"
"""What the item of a line begins with that was posted for a period closed before (S10.6)."""


class FrozenPeriod:
    """One closed period."""

    def __init__(self, closing: Closing, tables: Tables, books_then: Callable[[], Replay]) -> None:
        """Of a closing; `books_then` makes the books at the frozen coordinates."""
        self.closing = closing
        self._tables = tables
        self._books_then = books_then
        self._reports: dict[str, Report] = {}

    @property
    def month(self) -> Month:
        """The period, computed by today's code at the frozen coordinates."""
        return self._then.month(self.closing.period)

    def forget(self) -> None:
        """Let go of what was computed; what was frozen is kept."""
        if "_then" in vars(self):
            self._then.forget()

    def report(self, name: str) -> Report:
        """The report of that name as it was frozen."""
        if name not in self._reports:
            digest = self.closing.report_digests.get(name)
            if digest is None:
                raise MissingError(f"{self._name} was closed by code {self.closing.code}, which had no report {name!r}")
            self._reports[name] = frozen_report(name, self._report_content(name, digest))
        return self._reports[name]

    @computed_once
    def state(self) -> FrozenState:
        """What the period hands on."""
        return FrozenState(self._state_content(), self._tables)

    def lacking(self) -> list[bytes]:
        """What the store does not have of the frozen bytes, computed again."""
        digests = self.closing.report_digests
        missing = [name for name, digest in digests.items() if self.closing.thaw(digest) is None]
        found = [self._report_content(name, digests[name]) for name in missing]
        return found if self.closing.thaw(self.closing.closing_digest) else [*found, self._state_content()]

    @computed_once
    def lines(self) -> pl.DataFrame:
        """The lines of everyone's pay. Columns: employee, item, amount (fen), clause."""
        rows = self.report("payroll").table.select("employee", "lines").explode("lines").drop_nulls("lines")
        return rows.unnest("lines").with_columns(amount=fen("amount"))

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

    @computed_once
    def _then(self) -> Replay:
        return self._books_then()

    @property
    def _name(self) -> str:
        return period_text(self.closing.period)

    def _report_content(self, name: str, digest: str) -> bytes:
        return self._content(name, digest, lambda: report_of(name, self.month).as_bytes())

    def _state_content(self) -> bytes:
        return self._content(CLOSING_STATE, self.closing.closing_digest, lambda: state_bytes(self.month, self._tables))

    def _content(self, what: str, digest: str, make: Callable[[], bytes]) -> bytes:
        kept = self.closing.thaw(digest)
        if kept is not None:
            return kept
        made = salted(make(), self.closing.random(self.closing.position), what)
        if digest_of(made) != digest:
            raise DamageError(
                f"the frozen {what} of {self._name} is not in this store, and computed again it is not what was "
                f"frozen (by code {self.closing.code}, time zones {self.closing.tzdata}); use the store that it was "
                "closed in, or a copy of it"
            )
        return made


def fen(column: str) -> pl.Expr:
    """Whole fen of a decimal text with two places."""
    return pl.col(column).str.replace(".", "", literal=True).cast(pl.Int64)
