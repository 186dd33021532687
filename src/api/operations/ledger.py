"""The ledger and the caller's identity: what a client asks for first."""

from typing import Any

from api.operations.answer import Answer, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from ledger.facts import KINDS
from ledger.facts.codec import fields_of


class Ledger(Answer):
    """The ledger: its site, null where there is none yet, its last position, and the kinds of facts."""

    site: dict[str, Any] | None
    position: int
    recorded_at: ShownInstant | None
    kinds: list[str]


class Grant(Answer):
    """A role, with whose own data it opens, or the team that it is for."""

    role: str
    employee: str | None
    team: str | None


class Me(Answer):
    """The caller, as the key or token says."""

    id: str
    name: str
    grants: list[Grant]


@operation("see the ledger")
def ledger(context: Context) -> Ledger:
    """The ledger, as it is now."""
    found = context.ledger
    last, site = found.facts.last_position(), found.site
    return Ledger(
        site=None if site is None else fields_of(site),
        position=last,
        recorded_at=f"{found.facts.recorded_at(last):%Y-%m-%dT%H:%M:%S.%fZ}" if last else None,
        kinds=list(KINDS),
    )


@operation("see who I am")
def me(context: Context) -> Me:
    """The caller."""
    who = context.principal
    grants = [Grant(role=str(each.role), employee=each.employee, team=each.team) for each in who.grants]
    return Me(id=who.id, name=who.name, grants=grants)
