"""What a history consists of: a fact, when it was recorded, when it happened, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ledger.facts.base import Fact
from ledger.facts.codec import narrowed_fields


class Word(StrEnum):
    """What became of a fact."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    """A later fact of the same stream says otherwise (↻)."""
    VOIDED = "voided"
    """It counts for nothing (S11.5)."""
    REVISED = "revised"
    """Another score holds instead (S6.1)."""
    WITHDRAWN = "withdrawn"
    DECIDED = "decided"
    """A decision on it holds."""
    FOLLOWED = "followed"
    """A step came after it that decides nothing, such as the acceptance of a swap."""
    CLOSED = "closed"
    """The period that it sets was closed (S11.2)."""


@dataclass(frozen=True, slots=True)
class FactStanding:
    """What became of a fact, by the fact at which position, and with which outcome where that one has several."""

    word: Word = Word.STANDS
    by: int | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A fact in a history. Instants are in the site's time zone; the other facts are named by their positions."""

    position: int
    id: str
    recorded_at: datetime
    business_date: date
    business_time: datetime | None
    """The instant that the kind is dated by, such as a punch's; None for what is of a date or a period."""
    period: str
    """The period of the business date (S2.3)."""
    fact: Fact
    standing: FactStanding
    supersedes: int | None
    voids: int | None
    follows: int | None
    """What opened the workflow that the fact is a step of."""
    late_after: int | None
    """The closing of its period, where the fact was recorded after it (S11.4)."""
    recorded_by_another: bool
    """S12.1: a punch that neither the employee nor the device recorded."""
    erased: bool
    """Personal texts of the fact are gone with their key."""

    def as_json(self) -> dict[str, Any]:
        """The entry as a JSON object; `fields` in the interchange format."""
        return {
            "position": self.position,
            "id": self.id,
            "recorded_at": self.recorded_at.isoformat(timespec="microseconds"),
            "business_date": self.business_date.isoformat(),
            "business_time": None if self.business_time is None else self.business_time.isoformat(),
            "period": self.period,
            "kind": self.fact.kind,
            "fields": narrowed_fields(self.fact),
            "recorded_by": self.fact.recorded_by,
            "reason": self.fact.reason,
            "source": self.fact.source,
            "ref": self.fact.ref,
            "standing": self.standing.word.value,
            "by": self.standing.by,
            "outcome": self.standing.outcome,
            "supersedes": self.supersedes,
            "voids": self.voids,
            "follows": self.follows,
            "late_after": self.late_after,
            "recorded_by_another": self.recorded_by_another,
            "erased": self.erased,
        }


@dataclass(frozen=True, slots=True)
class History:
    """Everything recorded of an employee or a workflow up to a position, in order."""

    kind: str
    """`employee`, or the kind that opens the workflow."""
    number: str
    name: str
    """The employee's, as it was last recorded; empty for a workflow."""
    position: int
    entries: tuple[HistoryEntry, ...]

    def only(self, kinds: Iterable[str] = (), first: date | None = None, last: date | None = None) -> "History":
        """Only the entries of these kinds (of all, where none are given) within these business dates."""
        wanted = set(kinds)
        entries = tuple(
            entry
            for entry in self.entries
            if not wanted or entry.fact.kind in wanted
            if first is None or entry.business_date >= first
            if last is None or entry.business_date <= last
        )
        return replace(self, entries=entries)

    def as_json(self) -> dict[str, Any]:
        """The history as a JSON object."""
        return {
            "kind": self.kind,
            "number": self.number,
            "position": self.position,
            "rows": [entry.as_json() for entry in self.entries],
        }
