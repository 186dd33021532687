"""In whose name a fact is recorded: who acted is who sends it, unless the role may record for others.

Which fields state who acted, and in which a role may name another, the models of the facts say, so that a
new kind is held to this by itself. What was sent by whom stands in `source`, which no sender can leave out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from api.auth.principals import Principal
from api.problems import Problem
from ledger.appends.line_sender import LineSender
from ledger.facts.attendance import Clock
from ledger.facts.base import KINDS, Fact
from ledger.refusal import refused
from ledger.roles import Role

RECORDER = "recorded_by"
NAME = "name"
"""The code of what states that somebody else acted."""

PERSON = "person"
"""The code of what a key or account would decide that is nobody's."""

FOR_EVERYONE = (Role.HR,)
"""The roles that record for others, in every kind and field: what is on paper, and what other systems hold."""
OVERRIDING = (Role.MANAGER, Role.HR)
"""The roles whose override counts."""
_LONGEST_ID = 120
_LONGEST = 200
_BETWEEN = "; "
_DELEGATION = "delegation "
_BY_DELEGATION = re.compile(r"(?:^|; )delegation ([0-9a-f]{32}\.[1-9][0-9]*)(?:;|$)")


def own_name(principal: Principal) -> str:
    """What somebody is called in facts: the employee number, or an opaque id; of a device, the name of its key.

    A person's key or account without a number has its own id there, never its free name: that would be anybody's.
    """
    if Role.DEVICE in principal.roles:
        return principal.name
    return principal.employee or opaque_id(principal)


def names_of(principal: Principal) -> set[str | None]:
    """What somebody is called in facts, by number and by the id of the key or account."""
    return {own_name(principal), opaque_id(principal)}


def is_own(principal: Principal, fact: Fact) -> bool:
    """Whether somebody recorded a fact, or sent it."""
    return fact.recorded_by in names_of(principal) or (fact.source or "").endswith(sender_of(principal))


def opaque_id(principal: Principal) -> str:
    """The id of a key or account, as it stands in facts: such as ``key:1f2e3d4c5b6a``; of a long one its digest."""
    plain = principal.id.isascii() and principal.id.isprintable() and principal.id == principal.id.strip()
    if plain and len(principal.id) <= _LONGEST_ID:
        return principal.id
    issuer, _, subject = principal.id.partition(":")
    return f"{issuer}:sha256:{sha256(subject.encode()).hexdigest()}"


def sender_of(principal: Principal) -> str:
    """What `source` says of who has sent a fact: ``key ID``, or ``subject ID`` of an account of the issuer."""
    kind, _, number = opaque_id(principal).partition(":")
    return f"{'key' if kind == 'key' else 'subject'} {number}"


def sourced(source: str | None, sender: str) -> str:
    """Where a fact comes from, and then who has sent it; the first is cut short where it is long."""
    if not source or source == sender:
        return sender
    before = source.removesuffix(f"{_BETWEEN}{sender}")
    return f"{before[: _LONGEST - len(sender) - len(_BETWEEN)]}{_BETWEEN}{sender}"


def by_delegation(delegation: str) -> str:
    """What `source` says of a fact that was sent by a delegation: its id."""
    return f"{_DELEGATION}{delegation}"


def delegation_of(source: str | None) -> str | None:
    """The id of the delegation that `source` names; None where it names none."""
    found = _BY_DELEGATION.search(source or "")
    return None if found is None else found[1]


def may_name(principal: Principal, kind: str, field: str) -> bool:
    """Whether somebody may name another in a field of a kind that states who acted; `recorded_by` is one of each."""
    others = KINDS[kind].name_others
    return any(role in FOR_EVERYONE or field in others.get(role, ()) for role in principal.roles)


def may_override(principal: Principal) -> bool:
    """Whether somebody may let pass what would be refused: short notice (S4.2), or minutes without a grant (S4.6b)."""
    return not set(principal.roles).isdisjoint(OVERRIDING)


def acting(principal: Principal, kind: str, by: str | None) -> str:
    """Who acts by a command that records a kind: the caller, or another person where the role may name others.

    Raises Problem where it may not.
    """
    own = own_name(principal)
    if by is None or by in (own, opaque_id(principal)) or may_name(principal, kind, "by"):
        if _is_nobody(principal, by or own):
            raise _nobody(kind)
        return by or own
    raise Problem("not-permitted", f"{kind}: by names somebody else; leave it out, and the fact names you", code=NAME)


def sent_by(principal: Principal) -> dict[str, str]:
    """What a fact that a command records says of who has asked for it; nothing of who holds the store."""
    return {} if principal.holds_store else {RECORDER: own_name(principal), "source": sender_of(principal)}


def filled_in(model: type[Fact], principal: Principal) -> dict[str, str]:
    """The fields that are the sender's own where they are left out, by their names: those that the kind asks for."""
    own = own_name(principal)
    return {model.names[name]: own for name in model.actors if _is_known(model, name)}


def left_out(model: type[Fact]) -> frozenset[str]:
    """The names of the fields that may be left out of what is sent, although the kind asks for them."""
    return frozenset(model.names[name] for name in model.actors if _is_known(model, name))


def attributed(fact: Fact, principal: Principal, origin: str | None = None) -> Fact:
    """A fact in the name of who sends it: `recorded_by` and `source` filled in.

    `origin` is where it comes from, such as ``staff.csv:12``, where the fact does not say that itself. Raises Problem
    where it states that somebody else acted whom the sender may not name.
    """
    if principal.holds_store:
        return fact
    own = own_name(principal)
    _refuse_others(fact, principal, {own, opaque_id(principal)})
    _refuse_nobody(fact, principal)
    given: dict[str, Any] = {"source": sourced(fact.source or origin, sender_of(principal))}
    if Role.DEVICE in principal.roles:
        return fact.model_copy(update=given | _of_device(fact, own))
    if fact.recorded_by is None:
        given[RECORDER] = own
    return fact.model_copy(update=given)


def _of_device(fact: Fact, own: str) -> dict[str, Any]:
    """S12.1: a punch is recorded by the device, which is the one that it names, or else that of the key."""
    if not isinstance(fact, Clock):
        return {RECORDER: own}
    device = fact.device or own
    return {"device": device, RECORDER: device}


def _refuse_others(fact: Fact, principal: Principal, own: set[str]) -> None:
    sides = fact.act_together
    stated = [name for name in sides if getattr(fact, name) in own]
    # What a device sends is recorded by it, whatever it says.
    recorder = () if Role.DEVICE in principal.roles else (RECORDER,)
    for name in (*fact.actors, *recorder):
        value = getattr(fact, name)
        if value is None or value in own or (stated and name in sides) or may_name(principal, fact.kind, name):
            continue
        raise _not_oneself(fact, name, principal, sides)


def _refuse_nobody(fact: Fact, principal: Principal) -> None:
    """A person judges, decides and voids: a key or account that is nobody's does not (permissions 1.4)."""
    if any(_is_nobody(principal, getattr(fact, name)) for name in fact.actors):
        raise _nobody(fact.kind)


def _is_nobody(principal: Principal, name: str | None) -> bool:
    is_of_person = principal.employee is not None or Role.DEVICE in principal.roles or principal.holds_store
    return not is_of_person and name == opaque_id(principal)


def _nobody(kind: str) -> Problem:
    return Problem("not-permitted", f"{kind}: nobody is named who acts; use a key that has your number", code=PERSON)


def _not_oneself(fact: Fact, name: str, principal: Principal, sides: tuple[str, ...]) -> Problem:
    field = fact.names[name]
    if name in sides:
        called = " or ".join(fact.names[each] for each in sides)
        return Problem("not-permitted", f"{fact.kind}: {called} is whoever sends it; {_own(principal)}", code=NAME)
    leave = (
        f"leave {field} out, and it names you" if name == RECORDER or _is_known(type(fact), name) else _own(principal)
    )
    return Problem("not-permitted", f"{fact.kind}: {field} is somebody else; {leave}", code=NAME)


def _own(principal: Principal) -> str:
    if principal.employee is None:
        return "ask for a key that has your number, and give it there"
    return "give your own number there"


def _is_known(model: type[Fact], name: str) -> bool:
    """Whether a field that is left out can only mean the sender: it is needed, and not one of several sides."""
    return model.model_fields[name].is_required() and name not in model.act_together


@dataclass(frozen=True, slots=True)
class Sender(LineSender):
    """Who sends a file and reaches everyone, and what it is called: each fact is the sender's, in any process."""

    principal: Principal
    called: str

    def attested(self, fact: Fact, line: int) -> Fact:
        """The fact of a line. Raises RefusedError where it states that somebody else acted.

        A punch or a seat login in a file was recorded by a device, not by who sends the file (S12.1, S13.5).
        """
        try:
            made = attributed(fact, self.principal, f"{self.called}:{line}")
            by_device = Role.DEVICE in fact.recorders and fact.recorded_by is None
            return made.model_copy(update={RECORDER: None}) if by_device else made
        except Problem as problem:
            raise refused(NAME, problem.detail) from None


def table() -> Iterator[tuple[str, tuple[str, ...], dict[Role, str]]]:
    """Of each kind that states who acted: its fields, and in which of them each role may name another."""
    from api.auth.permissions import PERMISSIONS  # noqa: PLC0415 - the table takes a while to load

    for kind, model in KINDS.items():
        row = PERMISSIONS.get(model.command or f"record {kind}")
        if row is None or not model.actors:
            continue
        named = {role: "all" if role in FOR_EVERYONE else ", ".join(model.name_others.get(role, ())) for role in row}
        yield kind, model.actors, named
