"""Following a ledger: every fact once, in the order of positions, as it is recorded."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any, Self

from eventsourcing.persistence import Subscription

from ledger.recorded_fact import RecordedFact
from ledger.store.events import RecordedEvent
from ledger.store.recorder import Recorder

ATTEMPTS = 5
"""Connections that are tried in a row, without a fact in between, before a follower gives up."""


class Follower(Iterator[RecordedFact]):
    """The facts after a position, and then each as it is recorded. Waits for the next one; `stop` ends it.

    On PostgreSQL the store tells of every commit. On SQLite a follower looks for one, within a millisecond of the
    last and twenty times a second at rest. A connection that is lost is made again, and nothing is left out.
    """

    def __init__(self, recorder: Recorder, read: Callable[[RecordedEvent], RecordedFact], after: int) -> None:
        """Begin after a position."""
        self._recorder = recorder
        self._read = read
        self._position = after
        self._stopped = False
        self._attempts = 0
        self._subscription = self._subscribed()

    def __enter__(self) -> Self:
        """The follower, stopped at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def __iter__(self) -> Self:
        """The follower itself."""
        return self

    def __next__(self) -> RecordedFact:
        """The next fact; waits for it. Ends when the follower was stopped."""
        while True:
            try:
                event = next(self._subscription)
                assert isinstance(event, RecordedEvent)
                if event.id != self._position + 1:
                    raise AssertionError(f"position {event.id} came after position {self._position}")
                # Whose texts are erased is asked of the store as well.
                fact = self._read(event)
            except StopIteration:
                raise
            except Exception as error:
                self._leave()
                self._attempts += 1
                if self._stopped or self._attempts == ATTEMPTS or not self._recorder.is_passing(error):
                    raise
                self._subscription = self._subscribed()
                continue
            self._attempts = 0
            self._position = event.id
            return fact

    def stop(self) -> None:
        """End the following; from any thread."""
        self._stopped = True
        self._leave()

    def _leave(self) -> None:
        self._subscription.__exit__(None, None, None)

    def _subscribed(self) -> "Subscription[Any]":
        """A subscription from here on, whose threads do not keep a process alive that wants to end."""
        made: list[Subscription[Any]] = []
        errors: list[Exception] = []

        def subscribe() -> None:
            try:
                made.append(self._recorder.subscribe(gt=self._position).__enter__())
            except Exception as error:
                errors.append(error)

        # A thread is a daemon where the thread that begins it is one.
        thread = Thread(target=subscribe, daemon=True)
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return made[0]
