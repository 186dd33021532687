"""The identifiers of a fact that comes in: found by their exact bytes first, then in their one form.

What an older ledger has stays as it is, and what is sent about it finds it. Whatever else is sent is trimmed and
composed, and refused where it has characters that nobody sees.
"""

from ledger.decisions.identity import identified
from ledger.decisions.judgement import is_evident
from ledger.decisions.state import Duplicate, LedgerState
from ledger.decisions.voids import voided
from ledger.facts.base import KINDS, Fact
from ledger.facts.identifiers import Named, is_settled, named_in, normal, replaced, shown, wrong_with
from ledger.facts.prepared_fact import Prepared, prepared
from ledger.facts.streams import key_stream, ref_stream, stream_of
from ledger.facts.void import Void
from ledger.refusal import Refusal

CODE = "bad_value"
_REF, _TEAM = "ref", "team"
_PEOPLE = ("recorded_by", "employee", "attendees")
_OF_RULES = ("shift", "type")
"""Fields that name what a rule set has, by its name there."""


def settled(fact: Fact, state: LedgerState) -> Fact | Refusal:
    """The fact with its identifiers as the ledger has them, or else in their one form; why that cannot be."""
    unsettled = [named for named in named_in(fact) if not is_settled(named.text)]
    if not unsettled or isinstance(identified(prepared(fact), state), Duplicate):
        return fact
    others = {named: normal(named.text) for named in unsettled if not _is_there(named, fact, state)}
    # The employee comes first: only then is it known whether the fact is there under the identity that was sent.
    whose = {named: text for named, text in others.items() if not _is_identity(named, fact)}
    if whose.keys() != others.keys() and _is_recorded(replaced(fact, whose), state):
        others = whose
    for named, text in others.items():
        wrong = wrong_with(text)
        if wrong is not None:
            return Refusal(CODE, f"{fact.kind}: {_called(named, fact)} {shown(named.text)} {wrong}")
    return replaced(fact, others)


def settled_number(kind: str, number: str, state: LedgerState) -> str:
    """A number of a kind as it is looked up: as it is where the ledger has it so, or else in its one form."""
    return number if is_settled(number) or state.history(key_stream(kind, (number,))) else normal(number)


def settled_name(name: str, state: LedgerState) -> str | Refusal:
    """Who acts by a command, likewise."""
    if is_settled(name) or state.has_employee(name):
        return name
    wrong = wrong_with(normal(name))
    return normal(name) if wrong is None else Refusal(CODE, f"by {shown(name)} {wrong}")


def _is_there(named: Named, fact: Fact, state: LedgerState) -> bool:
    """Whether the ledger has what a field names under these very bytes."""
    field, text = named.field, named.text
    if field in (*fact.on_ledger, *fact.actors, *_PEOPLE):
        return state.has_employee(text)
    if field == _TEAM:
        return state.has_team(text)
    if field in _OF_RULES:
        return any(text in rules.rules.shifts or text in rules.rules.leave_types for rules in state.rule_sets)
    return _names_a_fact(field, text, fact, state)


def _names_a_fact(field: str, text: str, fact: Fact, state: LedgerState) -> bool:
    """Whether a field names another fact that is there, or is the sender's id of this one."""
    if field == _REF:
        return _has_ref(fact, state)
    if isinstance(fact, Void) and field == "of":
        return bool(voided(fact, state))
    if fact.follows is not None and field == fact.key_fields[0]:
        return bool(state.history(key_stream(KINDS[fact.follows].kind, (text,))))
    return False


def _has_ref(fact: Fact, state: LedgerState) -> bool:
    assert fact.ref is not None
    if fact.unique or fact.follows is not None:
        return state.with_ref(fact.kind, fact.ref) is not None
    return bool(state.history(ref_stream(fact.kind, fact.ref)))


def _is_identity(named: Named, fact: Fact) -> bool:
    """Whether a field is of what the fact itself is known by, and names nobody."""
    return named.field in fact.key_fields and named.field not in (*fact.on_ledger, "employee")


def _is_recorded(fact: Fact, state: LedgerState) -> bool:
    """Whether the ledger has a fact of that kind and number."""
    plain = fact.ref is None or fact.unique
    return fact.follows is None and plain and bool(state.history(stream_of(fact)))


def _called(named: Named, fact: Fact) -> str:
    name = fact.names[named.field]
    place = "" if named.place is None else f"[{named.place}]"
    return f"{name}{place}{'' if named.within is None else f'.{named.within}'}"


def settled_prepared(fact: Prepared, state: LedgerState) -> Prepared | Refusal:
    """The same of a fact that was made ready."""
    if fact.settled:
        return fact
    found = settled(fact.fact, state)
    return found if isinstance(found, Refusal) else prepared(found, state.site, evident=is_evident(found))
