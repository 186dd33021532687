"""What somebody may decide: requests that wait, why one is left to somebody else, and for whom one was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.auth.authorship import delegation_of, own_name
from api.auth.named_facts import fact_of_id
from api.auth.principals import extent_of
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.workflows import WorkflowQuery, every_workflow
from api.problems import Problem
from ledger.calendar import instant
from ledger.facts.base import KINDS
from ledger.facts.delegations import Delegation

WAITING = ("requested", "accepted")
"""How a request stands that nobody has decided."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request within reach, as a `Workflow`, and why the caller does not decide it; None where that is not known."""

    kind: str
    workflow: Mapping[str, Any]
    hindrance: Problem | None = None

    @property
    def people(self) -> list[str]:
        """The numbers of whom it is about."""
        opened = self.workflow["opened"]
        return [opened[name] for name in KINDS[self.kind].on_ledger]

    @property
    def waits(self) -> bool:
        """Whether it waits for its decision: nobody has decided it, and it has not lapsed."""
        return self.workflow["standing"] in WAITING and not self.workflow["lapsed"]


@dataclass(frozen=True, slots=True)
class ActedFor:
    """For whom somebody decided by a delegation: its giver, and its ledger position."""

    giver: str
    position: int


@operation("read {kind}")
def requests(context: Context, kind: str, first: date) -> list[Request]:
    """The requests of a kind about a day or later, that are not about the caller, in the order of recording."""
    found = every_workflow(context, kind, WorkflowQuery(first=first))
    asked = (Request(kind, each) for each in found)
    return [each for each in asked if context.principal.employee not in each.people]


@operation("read {kind}")
def request(context: Context, kind: str, found: Mapping[str, Any]) -> Request:
    """One request of a kind that was read, as a `Workflow`, with why the caller does not decide it."""
    waits = found["standing"] in WAITING
    return Request(kind, found, _hindrance(context, kind, str(found["number"])) if waits else None)


@operation("see the ledger")
def acted_for(context: Context, facts: Iterable[Mapping[str, Any]]) -> dict[str, ActedFor]:
    """Of decisions as they are shown, by their ids: for whom they were taken by a delegation that may be read."""
    visible, found = context.visibility(), {}
    for fact in facts:
        named = delegation_of(fact.get("source"))
        recorded = None if named is None else fact_of_id(context.ledger, named)
        delegation = None if recorded is None else recorded.fact
        if recorded is None or not isinstance(delegation, Delegation) or delegation.to != fact.get("by"):
            continue
        if visible.sees(recorded):
            found[str(fact["id"])] = ActedFor(delegation.employee, recorded.position)
    return found


def _hindrance(context: Context, kind: str, number: str) -> Problem | None:
    """Why the caller does not decide a request: what would be answered to a decision of theirs."""
    model = KINDS[f"{kind}_decision"]
    at = instant(context.resources.now())
    asked = {model.natural_key[0]: number, "decision": "rejected", "by": own_name(context.principal), "at": at}
    extent = extent_of(context.principal, f"record {model.kind}")
    try:
        if extent is None:
            return Problem("not-permitted", f"{model.kind} is not for your role; ask whoever decides")
        context.resources.reach.refuse_beyond(model(**asked), context.principal, extent)
    except Problem as problem:
        return problem
    return None
