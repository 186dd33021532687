"""Reading facts: one, those after a position, and the history of somebody."""

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.requests import Request

from api.auth.visibility import Visibility
from api.coordinates import position_of
from api.dates import read_date
from api.openapi.addresses import DATE
from api.openapi.descriptions import query
from api.problems import Problem
from api.service.guard import principal_of, service_of
from api.service.pagination import MOST
from ledger.facts.base import KINDS
from ledger.facts.roster import ShiftFact, Swap
from ledger.ledger import RecordedFact

_KIND = {"type": "string", "enum": list(KINDS)}
FROM = query("from", "From this business date on.", DATE)
UNTIL = query("until", "Up to this business date, that day included.", DATE)
LIMIT = query("limit", f"How many at the most, up to {MOST}.", {"type": "integer", "minimum": 1, "maximum": MOST})
CURSOR = query("cursor", "The `next` of the page before, with the same parameters.")


def visibility_of(request: Request) -> Visibility:
    """What who asks may see. Waits for the store: call it in a thread."""
    service = service_of(request)
    return Visibility(service.ledger, service.teams, principal_of(request))


def history_json(request: Request, number: str, workflow: str | None) -> dict[str, Any]:
    """A history as an object, narrowed to what who asks may see, and as the request says.

    Raises Problem where there is none.
    """
    service, visible, given = service_of(request), visibility_of(request), request.query_params
    kinds = given.getlist("kind")
    for kind in kinds:
        _known_kind(kind)
    first, last = dates_asked(request)
    position = position_of(service.ledger, given.get("as_of"))
    found = service.ledger.history(number, workflow, position)
    shown = found.only(kinds, first, last)
    if visible.of_everything:
        return shown.as_json()
    recorded = service.ledger.facts_at(entry.position for entry in shown.entries)
    seen = {each.position: each.fact for each in recorded if _is_seen(each, workflow, visible)}
    told = replace(shown, entries=tuple(entry for entry in shown.entries if entry.position in seen)).as_json()
    rows = [row | {"fields": visible.without_unseen(seen[row["position"]], row["fields"])} for row in told["rows"]]
    return told | {"rows": rows}


def _is_seen(recorded: RecordedFact, workflow: str | None, visible: Visibility) -> bool:
    """Whether a step of a history is shown: one that may be read, or the shift that a swap gave to its other side."""
    return visible.sees(recorded) or (workflow == Swap.kind and isinstance(recorded.fact, ShiftFact))


def _known_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Problem("invalid", f"there is no kind {kind[:60]!r}; /v1/ledger lists the kinds", code="unknown_kind")


def dates_asked(request: Request) -> tuple[date | None, date | None]:
    """The dates `from` and `until`. Raises Problem where one is no date."""
    first, last = (_date(name, request.query_params.get(name)) for name in ("from", "until"))
    return first, last


def _date(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    day = read_date(text)
    if day is None:
        raise Problem("invalid", f"{name} is {text[:60]!r}; give a date that exists, written YYYY-MM-DD")
    return day
