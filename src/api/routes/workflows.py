"""Workflows as they stand: swaps, leaves, monitorings, complaints, disputes; with an entity tag for who decides."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.principals import Extent
from api.auth.visibility import Visibility
from api.openapi.addresses import DATE, POSITION
from api.openapi.descriptions import AS_OF, query, told
from api.problems import Problem
from api.routes.facts import CURSOR, LIMIT, dates_asked, history_json, visibility_of
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.guard import GuardedRoute, note_access, principal_of, service_of
from api.service.pagination import gathered, next_cursor, page_asked
from api.service.preconditions import entity_tag, is_known
from ledger.facts.base import KINDS, Fact
from ledger.facts.leave import Leave
from ledger.facts.quality import MonitoringRevision
from ledger.facts.roster import Swap
from ledger.facts.streams import key_stream
from ledger.ledger import RecordedFact

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

WORKFLOWS = [model for model in KINDS.values() if model.opens and not model.supersedes]
"""The kinds that open a workflow; a period is one too, and is seen with the reports."""


def _add(model: type[Fact]) -> None:
    """The list of a kind of workflow, one of them, and its history."""
    _add_list(model)
    _add_one(model)
    _add_history(model)


def _add_list(model: type[Fact]) -> None:
    async def every(request: Request) -> Response:
        return json_response(await run_in_threadpool(_page, request, model))

    router.add_api_route(
        f"/{model.resource}",
        every,
        methods=["GET"],
        **told(
            f"all_{model.kind}",
            f"All {model.label_en}s",
            f"{model.label_zh}: those within the role's reach, in the order of recording, as they stand.",
            tag="Workflows",
            permission=f"read {model.kind}",
            answer="Workflows",
            parameters=[
                query("standing", "Only those that stand so, such as requested, approved, open or upheld."),
                query("employee", "Only those of this employee."),
                query("from", "Only those about this date or a later one; a leave by its last date.", DATE),
                query("until", "Only those about this date or an earlier one.", DATE),
                query("after", "Only those recorded after this position.", POSITION),
                query("as_of", AS_OF),
                LIMIT,
                CURSOR,
            ],
        ),
    )


def _add_one(model: type[Fact]) -> None:
    async def one(request: Request) -> Response:
        found = await run_in_threadpool(_one, request, model, request.path_params[model.kind])
        tag = entity_tag(found["version"])
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        return json_response(found, headers={"ETag": tag})

    router.add_api_route(
        f"/{model.resource}/{{{model.kind}}}",
        one,
        methods=["GET"],
        **told(
            f"one_{model.kind}",
            f"One {model.label_en}",
            f"{model.label_zh}: as it was opened, all that followed, and how it stands. Its ETag goes into `If-Match` "
            "of what decides it.",
            tag="Workflows",
            permission=f"read {model.kind}",
            answer="Workflow",
            also={304: "It has not moved on."},
        ),
    )


def _add_history(model: type[Fact]) -> None:
    async def history(request: Request) -> Response:
        name = request.path_params[model.kind]
        facts = await run_in_threadpool(_within_reach, request, model, name)
        answer = await run_in_threadpool(history_json, request, name, model.kind)
        whose = {getattr(facts[0].fact, field) for field in model.on_ledger}
        for employee in sorted(whose) if principal_of(request).employee not in whose else ():
            await note_access(request, Access("see history", employee, "", answer["position"]))
        return json_response(answer)

    router.add_api_route(
        f"/{model.resource}/{{{model.kind}}}/history",
        history,
        methods=["GET"],
        **told(
            f"history_of_{model.kind}",
            f"The history of one {model.label_en}",
            f"{model.label_zh}: every step, when it happened beside when it was recorded.",
            tag="Workflows",
            permission=f"read {model.kind}",
            answer="History",
            parameters=[query("as_of", AS_OF)],
        ),
    )


for _model in WORKFLOWS:
    _add(_model)


def _one(request: Request, model: type[Fact], number: str) -> dict[str, Any]:
    return _shown(model, _within_reach(request, model, number), visibility_of(request))


def _within_reach(request: Request, model: type[Fact], number: str) -> list[RecordedFact]:
    facts = service_of(request).ledger.facts.stream(key_stream(model.kind, (number,)))
    if not facts or not visibility_of(request).sees(facts[0]):
        raise Problem(
            "not-found",
            f"there is no {model.label_en} {number[:60]!r} within your reach; /v1/{model.resource} lists them",
        )
    return facts


def _shown(model: type[Fact], facts: list[RecordedFact], visible: Visibility) -> dict[str, Any]:
    opened, *followed = facts
    return {
        "resource": f"/v1/{model.resource}/{opened.fact.key[0]}",
        "number": opened.fact.key[0],
        "standing": standing(model, facts),
        "version": len(facts),
        "opened": visible.shown(opened),
        "followed": [visible.shown(each) for each in followed],
    }


def standing(model: type[Fact], facts: list[RecordedFact]) -> str:
    """How a workflow stands: by the last thing that followed, or as it began."""
    last = facts[-1].fact
    if len(facts) == 1:
        return model.begins_as
    if isinstance(last, MonitoringRevision):
        return "withdrawn" if last.withdrawn else "revised"
    return str(getattr(last, "decision", None) or getattr(last, "status", "open"))


def _page(request: Request, model: type[Fact]) -> dict[str, Any]:
    service, visible = service_of(request), visibility_of(request)
    wanted, employee = request.query_params.get("standing"), request.query_params.get("employee")
    first, last = dates_asked(request)
    bound = [model.kind, principal_of(request).id, wanted, employee, str(first), str(last)]
    asked = page_asked(request, service, bound)

    of = _employees(model, employee, visible.extents.get(model.kind))
    streams: dict[str, list[RecordedFact]] = {}

    def read(after: int, limit: int) -> list[RecordedFact]:
        opened = service.ledger.facts.select(after, limit, [model.kind], of, asked.until)
        shown = [each for each in opened if _is_about(each, first, last) and visible.sees(each)]
        streams.update(
            service.ledger.facts.streams((key_stream(model.kind, each.fact.key) for each in shown), asked.until)
        )
        return opened

    def keep(opened: RecordedFact) -> dict[str, Any] | None:
        stream = streams.get(key_stream(model.kind, opened.fact.key))
        if stream is None or not _is_of(opened.fact, employee):
            return None
        shown = _shown(model, stream, visible)
        return shown if wanted is None or shown["standing"] == wanted else None

    found, after = gathered(read, keep, asked)
    return {"workflows": found, "position": asked.until, "next": next_cursor(service, asked, after, bound)}


def _employees(model: type[Fact], employee: str | None, extent: Extent | None) -> list[str] | None:
    """Whose facts have to be read, where the store can tell: a workflow between several is nobody's by its column."""
    if len(model.on_ledger) != 1:
        return None
    if employee is not None:
        return [employee]
    return None if extent is None or extent.everyone or extent.teams else sorted(extent.employees)


def _is_of(fact: Fact, employee: str | None) -> bool:
    return employee is None or employee in [getattr(fact, name) for name in fact.on_ledger]


def _is_about(opened: RecordedFact, first: date | None, last: date | None) -> bool:
    """Whether one of the dates of a workflow lies in between: of a swap both, of a leave all from first to last."""
    fact, dates = opened.fact, [date.fromisoformat(opened.business_date)]
    if isinstance(fact, Leave):
        dates.append(fact.last_date)
    if isinstance(fact, Swap):
        dates.append(fact.counterparty_date)
    return (first is None or max(dates) >= first) and (last is None or min(dates) <= last)
