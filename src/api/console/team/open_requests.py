"""Requests with what a decision on them would do: of the list, or one by itself."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api.console.effects import effects_of
from api.console.team.spans import Row
from api.console.visit import Visit
from api.operations.decisions import Request, request
from api.operations.effects import effects_of_leaves


class Pending(NamedTuple):
    """A request, and what its approval would do; of a leave that is approved, what its cancellation would."""

    request: Request
    effect: Row

    @property
    def workflow(self) -> Row:
        """The request as it stands."""
        return self.request.workflow

    @property
    def can_be_approved(self) -> bool:
        """Whether its approval would be recorded as things stand, entitlements aside."""
        if self.request.kind != "swap":
            return True
        accepted = self.workflow["standing"] == "accepted"
        return accepted and not self.effect["two_shifts"] and not self.effect["gives_nothing"]


def pending_of(visit: Visit, kind: str, asked: Sequence[Request]) -> list[Pending]:
    """Requests of a kind with what their approval would do."""
    effects = effects_of(visit, kind, [each.workflow["number"] for each in asked])
    told = (request(visit.context, kind, each.workflow) for each in asked)
    return [Pending(each, effects[each.workflow["number"]]) for each in told]


def shown_alone(visit: Visit, kind: str, found: Row) -> Pending:
    """One request; of an approved leave with what its cancellation would do."""
    asked = request(visit.context, kind, found)
    if kind == "leave" and found["standing"] == "approved":
        (effect,) = effects_of_leaves(visit.context, [found["number"]], "cancelled").as_json()["effects"]
        return Pending(asked, effect)
    if found["standing"] not in ("requested", "accepted"):
        return Pending(asked, {})
    (pending,) = pending_of(visit, kind, [asked])
    return pending


def teams_of(asked: Request, people: Mapping[str, Row]) -> list[str]:
    """The teams of whom a request is about."""
    return sorted({people[number]["team"] for number in asked.people if number in people})
