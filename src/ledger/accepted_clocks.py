"""The clocks that were accepted on a ledger, and what a clock is held against."""

from ledger.calendar import microseconds
from ledger.decisions.clock_acceptance import AcceptedClock, held_against, refused_clock
from ledger.facts.governance import ClockAcceptance
from ledger.refusal import Refusal
from ledger.store.dialect import StoreCursor
from ledger.store.events_table import SELECT, recorded_event
from ledger.store.mapper import FactMapper


def accepted_clocks(cursor: StoreCursor, mapper: FactMapper) -> list[AcceptedClock]:
    """The clocks that were accepted, in order."""
    cursor.execute(f"{SELECT}WHERE kind=? ORDER BY position", [ClockAcceptance.kind])
    events = [recorded_event(row) for row in cursor.fetchall()]
    return [accepted_clock(mapper.to_domain_event(event).fact, event.recorded_at) for event in events]


def clock_refusal(cursor: StoreCursor, mapper: FactMapper, now: int) -> tuple[list[AcceptedClock], Refusal | None]:
    """The clocks that were accepted, and why nothing can be recorded by the clock now; None where it can."""
    cursor.execute("SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1")
    last = cursor.fetchone()
    if last is None:
        return [], None
    clocks = accepted_clocks(cursor, mapper)
    return clocks, refused_clock(now, held_against(last["recorded_at"], clocks))


def accepted_clock(fact: object, recorded_at: int) -> AcceptedClock:
    """What a fact of an acceptance says, and when it was recorded."""
    assert isinstance(fact, ClockAcceptance)
    return AcceptedClock(recorded_at, microseconds(fact.at), microseconds(fact.after), fact.period or "")


class AcceptedClocks:
    """Those of one ledger, read again only where something was recorded since."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._position = -1
        self._found: list[AcceptedClock] = []

    def at(self, position: int, cursor: StoreCursor, mapper: FactMapper) -> list[AcceptedClock]:
        """The clocks that were accepted up to the last position, which it is."""
        if position != self._position:
            self._found, self._position = accepted_clocks(cursor, mapper), position
        return list(self._found)

    def keep(self, position: int, found: list[AcceptedClock]) -> None:
        """What they are at the last position, as whoever has recorded it knows."""
        self._found, self._position = found, position
