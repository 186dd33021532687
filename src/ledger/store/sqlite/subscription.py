"""Following a ledger on SQLite, which tells nobody of a commit: its data version is looked at, often while it moves.

A look costs some microseconds. After a change the next one comes within a millisecond, and the pauses double from
there, so that a ledger at rest is looked at twenty times a second.
"""

import sqlite3
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Any

from eventsourcing.persistence import ListenNotifySubscription

_SHORTEST = 0.001
_LONGEST = 0.05


class LedgerSubscription(ListenNotifySubscription[Any]):
    """The library's subscription, told of commits by a thread that looks at the data version."""

    def __init__(
        self, recorder: Any, connect: Callable[[], sqlite3.Connection], gt: int | None, topics: Sequence[str]
    ) -> None:
        """Begin to read after `gt`, and to look for more."""
        self._connect = connect
        self._at_rest = Event()
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._watch_thread = Thread(target=self._watch)
        self._watch_thread.start()

    def stop(self) -> None:
        """Stop."""
        super().stop()
        self._at_rest.set()

    def __exit__(self, *args: object, **options: Any) -> None:
        """Stop, and wait for the threads."""
        try:
            super().__exit__(*args, **options)
        finally:
            self._watch_thread.join()

    def _watch(self) -> None:
        try:
            connection = self._connect()
            try:
                self._look(connection)
            finally:
                connection.close()
        except BaseException as error:
            if self._thread_error is None:
                self._thread_error = error
            self.stop()

    def _look(self, connection: sqlite3.Connection) -> None:
        seen, pause = None, _SHORTEST
        while not self._has_been_stopped:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version == seen:
                pause = min(2 * pause, _LONGEST)
            else:
                # The first look counts as a change: something may have been committed since the first reading.
                seen, pause = version, _SHORTEST
                self._has_been_notified.set()
            self._at_rest.wait(pause)
