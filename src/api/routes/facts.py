"""Reading facts: one, those after a position, and the history of somebody."""

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.fact_reach import fact_of_id
from api.auth.permissions import PAY_KINDS
from api.auth.sender_reach import not_permitted
from api.auth.visibility import Visibility
from api.coordinates import position_of
from api.dates import read_date
from api.openapi.addresses import DATE, POSITION
from api.openapi.descriptions import AS_OF, query, told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.guard import GuardedRoute, extent_asked, note_access, principal_of, service_of
from api.service.pagination import MOST, gathered, next_cursor, page_asked
from ledger.facts.base import KINDS
from ledger.facts.roster import ShiftFact, Swap
from ledger.ledger import RecordedFact

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_KIND = {"type": "string", "enum": list(KINDS)}
FROM = query("from", "From this business date on.", DATE)
UNTIL = query("until", "Up to this business date, that day included.", DATE)
LIMIT = query("limit", f"How many at the most, up to {MOST}.", {"type": "integer", "minimum": 1, "maximum": MOST})
CURSOR = query("cursor", "The `next` of the page before, with the same parameters.")


def visibility_of(request: Request) -> Visibility:
    """What who asks may see. Waits for the store: call it in a thread."""
    service = service_of(request)
    return Visibility(service.ledger, service.teams, principal_of(request))


@router.get(
    "/facts",
    **told(
        "facts",
        "Facts in the order of the ledger",
        "Those that the role may see, in the interchange format. A page may be short, or empty, and have a next one.",
        tag="Facts",
        permission="see the ledger",
        answer="Facts",
        parameters=[
            query("after", "Only facts after this position.", POSITION),
            query("as_of", AS_OF),
            query("kind", "Only facts of this kind; may be given several times.", _KIND, many=True),
            query("employee", "Only facts of this employee."),
            FROM,
            UNTIL,
            LIMIT,
            CURSOR,
        ],
    ),
)
async def facts(request: Request) -> Response:
    """Facts in order."""
    kinds = list(request.query_params.getlist("kind"))
    for kind in kinds:
        _known_kind(kind)
    employee = request.query_params.get("employee")
    shown = await run_in_threadpool(_facts, request, kinds, employee)
    pay = [each for each in shown["facts"] if each["kind"] in PAY_KINDS]
    if pay:
        read = f"read {' '.join(sorted({each['kind'] for each in pay}))}"
        whose = {each["employee"] for each in pay}
        await note_access(request, Access(read, whose.pop() if len(whose) == 1 else "", "", shown["position"]))
    return json_response(shown)


def _facts(request: Request, kinds: list[str], employee: str | None) -> dict[str, Any]:
    service, visible = service_of(request), visibility_of(request)
    dated = dates_asked(request)
    bound = ["facts", principal_of(request).id, kinds, employee, *map(str, dated)]
    asked = page_asked(request, service, bound)
    seen = [kind for kind in (kinds or KINDS) if kind in visible.extents]

    def read(after: int, limit: int) -> list[RecordedFact]:
        employees = None if employee is None else [employee]
        return service.ledger.facts.select(after, limit, seen, employees, asked.until, dated) if seen else []

    found, after = gathered(read, lambda each: visible.shown(each) if visible.sees(each) else None, asked)
    return {"facts": found, "position": asked.until, "next": next_cursor(service, asked, after, bound)}


@router.get(
    "/facts/{fact}",
    **told(
        "fact",
        "One fact",
        "By its id, as exports and answers give it. A fact never changes; what became of it is in histories.",
        tag="Facts",
        permission="see the ledger",
        answer="Fact",
    ),
)
async def one_fact(request: Request, fact: str) -> Response:
    """One fact."""

    recorded = await run_in_threadpool(fact_within_reach, request, fact)
    if recorded.fact.kind in PAY_KINDS:
        access = Access(f"read {recorded.fact.kind}", recorded.employee, "", recorded.position)
        await note_access(request, access)
    return json_response((await run_in_threadpool(visibility_of, request)).shown(recorded))


def fact_within_reach(request: Request, fact: str) -> RecordedFact:
    """The fact of an id, where who asks may see it. Raises Problem where there is none."""
    recorded = fact_of_id(service_of(request).ledger, fact)
    if recorded is None or not visibility_of(request).sees(recorded):
        raise Problem("not-found", f"there is no fact {fact[:60]!r} within your reach; give an id as it was answered")
    return recorded


@router.get(
    "/employees/{employee}/history",
    **told(
        "history",
        "Everything recorded of an employee",
        "In the order of recording, with what superseded, voided, revised or decided it; pay included.",
        tag="Facts",
        permission="see history",
        answer="History",
        parameters=[
            query("as_of", AS_OF),
            FROM,
            UNTIL,
            query("kind", "Only facts of this kind; may be given several times.", _KIND, many=True),
        ],
    ),
)
async def history(request: Request, employee: str) -> Response:
    """The history of an employee."""
    extent = extent_asked(request)
    if not extent.everyone and employee not in extent.employees:
        raise not_permitted("the history is not yours; give your own number")
    answer = await run_in_threadpool(history_json, request, employee, None)
    await note_access(request, Access("see history", employee, "", answer["position"]))
    return json_response(answer)


def history_json(request: Request, number: str, workflow: str | None) -> dict[str, Any]:
    """A history as an object, narrowed to what who asks may see, and as the request says.

    Raises MissingError where there is none.
    """
    service, visible, given = service_of(request), visibility_of(request), request.query_params
    kinds = given.getlist("kind")
    for kind in kinds:
        _known_kind(kind)
    first, last = dates_asked(request)
    position = position_of(service.ledger, given.get("as_of"))
    found = service.ledger.facts.history(number, workflow, position)
    shown = found.only(kinds, first, last)
    if visible.of_everything:
        return shown.as_json()
    recorded = service.ledger.facts.at(entry.position for entry in shown.entries)
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
