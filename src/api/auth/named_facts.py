"""The facts on the ledger that a fact names, and whose a workflow is."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from ledger.facts.base import KINDS, Fact, all_marks
from ledger.facts.instructions import Acknowledgement
from ledger.facts.streams import key_stream
from ledger.facts.types import NamesFact
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import MissingError

_FINAL = re.compile("(.*)/(.*)")
"""How an acknowledgement names a final appraisal: period and component."""


def fact_of_id(ledger: Ledger, name: str) -> RecordedFact | None:
    """The fact of an id; None where there is none. Raises LedgerError where the store does not answer."""
    try:
        (found,) = ledger.facts.at([ledger.facts.position_of(name)])
    except MissingError:
        return None
    return found


def facts_named(ledger: Ledger, fact: Fact, field: str, name: str) -> list[RecordedFact]:
    """The facts that a field of a fact names, by an id, a number or what stands for it; none where none is there."""
    if isinstance(fact, Void):
        return ledger.facts.voided(fact)
    if isinstance(fact, Acknowledgement):
        found = acknowledged(ledger, fact)
    elif (kind := _kind_named(type(fact), field)) is not None:
        return ledger.facts.of_number(kind, name)
    else:
        found = fact_of_id(ledger, name)
    return [] if found is None else [found]


@cache
def _kind_named(model: type[Fact], field: str) -> str | None:
    return next((mark.kind for mark in all_marks(model, field) if isinstance(mark, NamesFact)), None)


def acknowledged(ledger: Ledger, fact: Acknowledgement) -> RecordedFact | None:
    """What an acknowledgement is of, as it stands; None where there is no such fact."""
    model = KINDS[fact.of_kind]
    if model.own_number is None:
        key = (fact.employee, *_FINAL.sub(r"\1/\2/final", fact.of).split("/"))
        found = ledger.facts.stream(key_stream(fact.of_kind, key))
        standing = [each for each in found if each.fact.kind == fact.of_kind]
        return standing[-1] if standing else None
    named = ledger.facts.of_number(fact.of_kind, fact.of)
    return named[0] if named else None


def opened_of(ledger: Ledger, fact: Fact) -> list[RecordedFact]:
    """The workflow that a fact follows, in order; empty where it follows none, or there is none."""
    if fact.follows is None:
        return []
    return ledger.facts.stream(key_stream(fact.follows, fact.key[: len(KINDS[fact.follows].key_fields)]))


def standing_of(ledger: Ledger, stream: str, model: type[Fact]) -> list[RecordedFact]:
    """The facts of a kind in a stream that are not voided, in order."""
    found = [each for each in ledger.facts.stream(stream) if isinstance(each.fact, model)]
    if not found:
        return []
    voids = ledger.facts.void_targets(found[0].position, ledger.facts.last_position(), found[0].employee)
    gone = {each.target for each in voids}
    return [each for each in found if each.position not in gone]


def sides_of(fact: Fact) -> list[tuple[str, str]]:
    """The sides of a fact between employees: each one's number and date."""
    return [(getattr(fact, who), getattr(fact, day).isoformat()) for who, day in fact.sides.items()]


def people_of(fact: Fact) -> Collection[str]:
    """The numbers of those whom a fact is about."""
    if fact.sides:
        return [who for who, _day in sides_of(fact)]
    if fact.of_people is not None:
        listed: Collection[str] = getattr(fact, fact.of_people)
        return listed
    employee = getattr(fact, "employee", None)
    return [] if employee is None else [employee]


def owner_of(opened: Sequence[RecordedFact]) -> str:
    """Whose a workflow is that may have been nobody's: of the opener, or of the first step that says so."""
    stated = (getattr(each.fact, "employee", None) for each in opened)
    return next((employee for employee in stated if employee is not None), "")
