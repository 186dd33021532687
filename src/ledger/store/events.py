"""The rows of the events table, as the library's stored events with the columns that reading needs."""

from dataclasses import dataclass
from typing import Any

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


def ledger_event(**columns: Any) -> LedgerEvent:
    """A ledger event of all its columns, made without one guarded assignment for each: it is once a line."""
    event = object.__new__(LedgerEvent)
    object.__setattr__(event, "__dict__", columns)
    return event


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
