"""Transactions of a service: what is recorded once under a sender's key, and what is kept beside the facts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from ledger.appends import submissions as keyed_appends
from ledger.appends.append import Append
from ledger.appends.submissions import Keyed, Submission, Taken
from ledger.store.dialect import StoreCursor
from ledger.store_connection import Store

_Answer = TypeVar("_Answer")


class Transactions:
    """Transactions on the store of a ledger."""

    def __init__(self, store: Store) -> None:
        """Transactions on a store."""
        self._store = store

    def take(self, submissions: Sequence[Submission]) -> list[Taken]:
        """Record submissions, in order and in one transaction; those under a key that is known are answered again."""
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: keyed_appends.take(append, submissions))

    def once(self, keyed: Keyed | None, work: Callable[[Append], bytes]) -> Taken:
        """Carry out work in one transaction under the append lock, once where it has a key; its answer."""
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: keyed_appends.once(append, keyed, work))

    def rehearsed(self, work: Callable[[Append], _Answer]) -> _Answer:
        """Carry out work in a transaction under the append lock of which nothing is kept; its answer."""
        with self._store.use(make=True) as (_recorder, appender), appender.append(keep=False) as append:
            return work(append)

    def is_answered(self, keyed: Keyed) -> bool:
        """Whether an answer is kept under a key, so that nothing is carried out for it any more."""
        with self._store.look() as (cursor, _now):
            return bool(keyed_appends.kept_answers(cursor, [keyed.request]))

    @contextmanager
    def keeping(self) -> Iterator[tuple[StoreCursor, int]]:
        """A transaction of the service that writes beside the facts, and the time in microseconds since 1970."""
        with self._store.use(make=True) as (recorder, appender), recorder.keeping() as cursor:
            yield cursor, appender.now()

    @contextmanager
    def looking(self) -> Iterator[tuple[StoreCursor, int]]:
        """A transaction of the service that only reads, and the time in microseconds since 1970."""
        with self._store.look() as found:
            yield found
