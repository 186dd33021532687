"""Deciders are pure: a fact and a state in, a decision out, without a store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.decisions import decide
from ledger.decisions.state import Accepted, Known
from ledger.facts import Fact
from ledger.facts.interchange_line import read_object
from ledger.facts.people import Site
from ledger.facts.prepared_fact import prepared
from ledger.facts.roster import ShiftFact
from ledger.facts.streams import stream_of
from ledger.refusal import Refusal
from ledger.ruleset import RecordedRules
from tests.ledger.material import SITE


@dataclass
class Told:
    """A state that holds what it was told."""

    site: Site | None
    facts: list[Fact] = field(default_factory=list)
    rule_sets: Sequence[RecordedRules] = ()

    def history(self, stream: str) -> Sequence[Known]:
        found = [fact for fact in self.facts if stream_of(fact) == stream]
        return [
            Known(position, stream, position, fact.kind, "", "", fact.ref or "", prepared(fact))
            for position, fact in enumerate(found, start=1)
        ]

    def with_ref(self, _kind: str, _ref: str) -> Known | None:
        return None

    def numbered(self, _kind: str, _number: str) -> Sequence[Known]:
        return ()

    def streams_of(self, kind: str, employee: str) -> Sequence[str]:
        return list(
            dict.fromkeys(
                stream_of(fact)
                for fact in self.facts
                if fact.kind == kind and getattr(fact, "employee", None) == employee
            )
        )

    def read(self, streams: Iterable[str]) -> None:
        pass

    def is_voided(self, _position: int) -> bool:
        return False

    def has_employee(self, employee: str) -> bool:
        return employee in ("A", "B")


def test_given_an_accepted_swap_when_it_is_approved_then_the_roster_changes_too() -> None:
    at = "2026-10-10T09:00:00+08:00"
    swap = {"kind": "swap", "swap": "s", "requester": "A", "requester_date": "2026-10-12", "at": at}
    swap |= {"counterparty": "B", "counterparty_date": "2026-10-12"}
    decision = {"kind": "swap_decision", "swap": "s", "by": "M", "at": at}
    shift = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "R"}
    site = read_object(dict(SITE))
    assert isinstance(site, Site)
    state = Told(site, [read_object(line) for line in (shift, swap, {**decision, "decision": "accepted"})])
    approval = read_object({**decision, "decision": "approved"})
    decided = decide(prepared(approval), state)
    assert isinstance(decided, Accepted)
    assert decided.follows is not None
    assert [(entry.employee, entry.shift) for entry in decided.also if isinstance(entry, ShiftFact)] == [
        ("A", None),
        ("B", "R"),
    ]


def test_given_no_site_when_anything_comes_in_then_it_is_refused() -> None:
    fact = read_object({"kind": "holiday", "date": "2026-10-01", "name": "x"})
    decided = decide(prepared(fact), Told(None))
    assert isinstance(decided, Refusal)
    assert decided.code == "no_site"
