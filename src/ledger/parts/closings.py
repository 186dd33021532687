"""Periods closed (S11.2), and what their closings froze."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TypeVar

from ledger import closing
from ledger.accepted_clocks import clock_refusal
from ledger.closing import ClosingAsked, Freeze, FrozenAt, Record, Turn
from ledger.parts.facts import Facts
from ledger.parts.proofs import Proofs
from ledger.proof.frozen_digest import random_of
from ledger.store_connection import Store

Closed = TypeVar("Closed")


class Closings:
    """The closings of a ledger."""

    def __init__(self, store: Store) -> None:
        """The closings of the ledger in a store."""
        self._store = store

    def close(self, period: str, by: str, freeze: Freeze, *, held: bool = False) -> int:
        """Close a period (S11.2): freeze what `freeze` answers, and record the closing; its position.

        `freeze` is called with the closing's position and instant, before the append lock is taken, and again where
        something was recorded meanwhile. Raises LedgerError where the period may not be closed.
        """
        with self._store.use() as (_recorder, appender):
            return self.close_by(ClosingAsked(period, by, freeze, held), appender.appended).position

    def close_by(self, asked: ClosingAsked, record: Record[Closed], turn: Turn = nullcontext) -> Closed:
        """Close a period as `close` does, recorded by `record`, and computed within a `turn`; its answer."""
        Proofs(self._store).complete_tree()
        if self.refusal(asked.period) is not None:
            # It is refused, or answered again, by who records it.
            return record(lambda append: closing.close_period(append, asked))

        def computed() -> FrozenAt:
            position, at = self._end()
            return FrozenAt(position, at, asked.freeze(position + 1, at))

        return closing.close(asked, computed, record, turn)

    def _end(self) -> tuple[int, int]:
        """The last position, and an instant (microseconds since 1970) that is not before it."""
        with self._store.look() as (cursor, now):
            cursor.execute("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
            last = cursor.fetchone()
        return (0, now) if last is None else (last["position"], max(now, last["recorded_at"]))

    def keep_frozen(self, contents: Iterable[bytes]) -> None:
        """Keep frozen bytes that were computed again, after a restore from an export that has their digests only."""
        with self._store.use() as (_recorder, appender), appender.append() as append:
            closing.keep(append.cursor, contents)

    def keep_lost(self, digests: Iterable[str]) -> None:
        """Keep that the frozen bytes of some digests are lost: they are not in the export that was restored."""
        with self._store.use() as (_recorder, appender), appender.append() as append:
            closing.keep_lost(append.cursor, digests)

    def refusal(self, period: str) -> str | None:
        """Why a period cannot be closed now, in a sentence; None where it can."""
        with self._store.look() as (cursor, now):
            mapper = self._store.mapper(cursor)
            clocks, refusal = clock_refusal(cursor, mapper, now)
            refusal = refusal or closing.refused(self._store.ledger_state(cursor), period, now, clocks)
            return None if refusal is None else refusal.message

    def is_closed(self, period: str) -> bool:
        """Whether a period is closed."""
        with self._store.look() as (cursor, _now):
            return period in self._store.ledger_state(cursor).closed_periods()

    def frozen(self, digest: str) -> bytes | None:
        """The frozen bytes that a closing names by their digest; None where they are not kept in this store, and none
        at all where they are lost (`ledger.closing.LOST`).
        """
        with self._store.look() as (cursor, _now):
            return closing.kept(cursor, digest)

    def frozen_random(self, position: int) -> bytes | None:
        """The random bytes under which the closing at a position froze; None where it froze without any."""
        (recorded,) = Facts(self._store).at([position])
        return random_of(recorded.fact.ext)
