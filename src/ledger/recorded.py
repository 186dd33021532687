"""A fact on the ledger, as it is read."""

from dataclasses import dataclass
from datetime import datetime

from ledger.appending import instant
from ledger.facts.base import Fact
from ledger.store.events import RecordedEvent
from ledger.store.mapper import FactMapper, fact_id


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the ledger. `recorded_at` is in UTC."""

    position: int
    id: str
    recorded_at: datetime
    employee: str
    business_date: str
    fact: Fact


def recorded_fact(event: RecordedEvent, mapper: FactMapper) -> RecordedFact:
    """The fact of an event; personal texts whose key was destroyed read ``[erased]``."""
    return RecordedFact(
        position=event.id,
        id=fact_id(event),
        recorded_at=instant(event.recorded_at),
        employee=event.employee,
        business_date=event.business_date,
        fact=mapper.to_domain_event(event).fact,
    )
