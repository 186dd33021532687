"""The disputes of a ledger, each with its decisions."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.ledger import Ledger

OPEN = "open"


@dataclass(frozen=True)
class RecordedDispute:
    """A dispute as it is recorded, and the decisions on it in the order of recording; the last one holds."""

    dispute: Dispute
    decisions: tuple[DisputeDecision, ...]
    zone: ZoneInfo

    @property
    def state(self) -> str:
        """`open`, or what was decided: `upheld`, `dismissed` or `withdrawn`."""
        return self.decisions[-1].decision if self.decisions else OPEN

    def as_json(self) -> dict[str, Any]:
        """What a list says of it, as a JSON object; without its text."""
        told = self.dispute
        last = self.decisions[-1] if self.decisions else None
        return {
            "dispute": told.dispute,
            "employee": told.employee,
            "at": told.at.astimezone(self.zone).isoformat(),
            "period": told.period,
            "item": told.item,
            "about": told.about,
            "state": self.state,
            "decided_by": None if last is None else last.by,
            "decided_at": None if last is None else last.at.astimezone(self.zone).isoformat(),
        }


def recorded_disputes(ledger: Ledger) -> list[RecordedDispute]:
    """Every dispute of a ledger, in the order of recording."""
    found = ledger.facts.arrow(["position"], [Dispute.kind, DisputeDecision.kind])
    facts = [recorded.fact for recorded in ledger.facts.at(found["position"].to_pylist())]
    decisions: dict[str, list[DisputeDecision]] = {}
    for fact in facts:
        if isinstance(fact, DisputeDecision):
            decisions.setdefault(fact.dispute, []).append(fact)
    site = ledger.site
    assert site is not None or not facts
    return [
        RecordedDispute(fact, tuple(decisions.get(fact.dispute, ())), site.zone)
        for fact in facts
        if isinstance(fact, Dispute) and site is not None
    ]
