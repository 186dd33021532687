"""What the ledger asks of a recorder, whatever its engine."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID

from eventsourcing.persistence import Subscription

from ledger.store.dialect import StoreCursor
from ledger.store.events import LedgerEvent, RecordedEvent
from ledger.store.events_table import Last


class Recorder(Protocol):
    """A recorder of ledger events: the library's, with an append lock and a snapshot to read from."""

    def looking(self) -> AbstractContextManager[StoreCursor]:
        """A transaction that only reads, and sees the store as it stands at one moment."""

    def appending(self) -> AbstractContextManager[tuple[StoreCursor, Last]]:
        """A transaction that holds the append lock, and where the ledger ends; commits at its end."""

    def keeping(self) -> AbstractContextManager[StoreCursor]:
        """A transaction that writes beside the events; commits at its end."""

    def append(self, cursor: StoreCursor, last: Last, events: Sequence[LedgerEvent]) -> Last:
        """Insert after the last event, in a transaction that holds the append lock; where the ledger ends then.

        The leaves of the events are written with them.
        """

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[RecordedEvent]:
        """The events of a stream in the order of their versions, after `gt` and up to `lte`."""

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[RecordedEvent]:
        """The events from a position on, in order."""

    def max_notification_id(self) -> int | None:
        """The last position, None on an empty ledger."""

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:
        """The events after a position, and then each as it is recorded."""

    def scrub(self, subject: str) -> str | None:
        """Leave nothing in the store's own files of what was blanked and of a key that was destroyed.

        In a sentence why something may be left; None where nothing is. Not within a transaction.
        """

    def is_passing(self, error: BaseException) -> bool:
        """Whether an error says that the same transaction may succeed when it is tried again."""

    def close(self) -> None:
        """Close all connections."""
