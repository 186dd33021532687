"""The rows of the events table, as the library's stored events with the columns that reading needs."""

from dataclasses import dataclass

from eventsourcing.persistence import Notification, StoredEvent


@dataclass(frozen=True)
class LedgerEvent(StoredEvent):
    """A stored event and what is kept beside it. `state` is JSON text in UTF-8."""

    kind: str
    employee: str
    """Empty where the fact has no employee, or several."""
    business_date: str
    """ISO date in the site's time zone."""
    recorded_at: int
    """Microseconds since 1970, UTC; never less than those of the event before."""
    ref: str
    """The sender's own id, empty where there is none."""
    salt: bytes
    """16 random bytes for commitments to this event."""


@dataclass(frozen=True)
class RecordedEvent(LedgerEvent, Notification):
    """A ledger event at its position; `id` is the position."""


COLUMNS = (
    "position",
    "originator_id",
    "originator_version",
    "topic",
    "state",
    "kind",
    "employee",
    "business_date",
    "recorded_at",
    "ref",
    "salt",
)
