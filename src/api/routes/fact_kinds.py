"""Recording facts over HTTP: one resource a kind, made from the models, so that a new kind has its own by itself.

Punches come in by the hundred a second, so these operations read their requests by themselves: this is the one place
where the framework only describes what is read.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.fact_components import component_of, recorded_by_itself
from api.operations import records
from api.operations.records import WHATEVER_STANDS, Precondition, Recorded
from api.operations.report_doubts import asks_reports, report_doubts
from api.problems import Problem
from api.routes.guard import (
    PERMISSION,
    GuardedRoute,
    Handler,
    guarded_router,
    keyed_context_of,
    leads_to,
    refuse_other_media,
)
from api.routes.parameters import APPLIED, PREFER, STRICT, Handling, is_strict, number_part
from api.service.requests.answers import outcome_response
from api.service.requests.idempotency import HEADER
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS, Fact
from ledger.facts.conduct import Dispute

_VERSION = re.compile(r'"([0-9]{1,9})"')
_TAG = {"pattern": r'^("[0-9]{1,9}"|\*)$'}


def _if_match(description: str) -> Any:
    return Header(alias="If-Match", description=description, json_schema_extra=_TAG, examples=['"1"', "*"])


_IfMatch = Annotated[str | None, _if_match("The `ETag` of the workflow as you read it; refused if it has changed.")]
_IfLatest = Annotated[
    str | None, _if_match("The latest version, the last part of its `id`; refused if it has changed.")
]
_IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="`*`: refused (412 `exists`) where something is recorded under the key.",
        json_schema_extra={"pattern": r"^\*$"},
        examples=["*"],
    ),
]
_LEADING = {"employee": ("history", "employee"), "rules": ("rule_set", "version"), "period": ("period", "period")}
"""The kinds whose facts lead to something of a name, by the operation and the field that names it."""


class _RecordRoute(GuardedRoute):
    """A route whose endpoint is given the request as it came, behind the guard."""

    def get_route_handler(self) -> Handler:
        """The endpoint behind the guard."""
        return self.behind_guard(self.endpoint)


router = guarded_router("Facts", _RecordRoute)
workflows = guarded_router("Workflows", _RecordRoute)


def path_of(model: type[Fact]) -> str:
    """Where facts of a kind are sent to, below /v1."""
    if model.follows is None:
        return f"/{model.resource}"
    return f"/{KINDS[model.follows].resource}/{{{model.natural_key[0]}}}/{model.resource}"


def _add(model: type[Fact]) -> None:
    supersedes = " Other content for the same key supersedes the last fact." if model.supersedes else ""
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{component_of(model)}"}}}
    recorded = {"model": Recorded}
    again = "It is on the ledger already, with the same content."
    (workflows if model.opens or model.follows else router).add_api_route(
        path_of(model),
        _endpoint(model),
        methods=["POST"],
        name=f"record_{model.kind}",
        summary=f"Record: {model.label_en}",
        description=f"{model.label_zh} ({model.chapter}). {(model.__doc__ or '').strip().splitlines()[0]}{supersedes}",
        status_code=201,
        response_model=None,
        responses={
            201: {**recorded, "description": f"Recorded: {model.label_en}.", "links": _links(model)},
            200: {**recorded, "description": again},
        },
        dependencies=[*_described(model), Depends(_preferred), Depends(keyed_context_of)],
        openapi_extra={PERMISSION: f"record {model.kind}", "requestBody": {"required": True, "content": body}},
    )


def _described(model: type[Fact]) -> list[Any]:
    """What of a request says what is meant and what has to stand: the number in its address, and its headers."""
    if model.supersedes:
        return [Depends(_of_key)]
    if model.follows is None:
        return []
    part = number_part(KINDS[model.follows])

    def number(number: Annotated[str, part]) -> str:
        return number

    return [Depends(number), Depends(_of_workflow)]


def _preferred(prefer: Handling = None) -> bool:
    return is_strict(prefer)


def _of_workflow(if_match: _IfMatch = None) -> Precondition:
    return Precondition(_version(if_match))


def _of_key(if_match: _IfLatest = None, if_none_match: _IfNoneMatch = None) -> Precondition:
    version = _version(if_match)
    if if_none_match is not None and if_none_match.strip() != "*":
        raise Problem("malformed", "If-None-Match has the wrong format; give *, or leave it out")
    return Precondition(version, nothing=if_none_match is not None)


def _version(if_match: str | None) -> int | None:
    """The version that `If-Match` names; None where it says nothing. Raises Problem where it is not of its form."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = _VERSION.fullmatch(if_match.strip())
    if match is None:
        raise Problem("malformed", "If-Match has the wrong format; give the ETag of the resource as it was answered")
    return int(match[1])


def _precondition(request: Request, model: type[Fact]) -> Precondition:
    given = request.headers
    if model.supersedes:
        return _of_key(given.get("if-match"), given.get("if-none-match"))
    return WHATEVER_STANDS if model.follows is None else _of_workflow(given.get("if-match"))


def _endpoint(model: type[Fact]) -> Handler:
    permission = f"record {model.kind}"
    named = model.natural_key[:1] if model.follows is not None else ()

    async def record(request: Request) -> Response:
        refuse_other_media(request)
        strict = is_strict(request.headers.get(PREFER))
        body = await request.body()
        context = (await keyed_context_of(request, request.headers.get(HEADER))).permitted(permission)
        fact = records.sent_fact(context, model, body, {name: request.path_params[name] for name in named})
        if records.asks_store(context, fact):
            fact = await run_in_threadpool(records.reached_fact, context, fact)
        fact = records.named_fact(context, fact)
        expected = records.expected_of(fact, _precondition(request, model))
        foreseen: Sequence[Doubt] = ()
        if asks_reports(context, fact):
            foreseen = await run_in_threadpool(report_doubts, context, fact, strict=strict)
        submission = records.submission_of(context, fact, expected, foreseen, strict=strict)
        taken = await context.service.group.record(submission)
        response = outcome_response(records.outcome_of(context, fact, taken, expected))
        if strict:
            response.headers[APPLIED] = STRICT
        return response

    return record


def _links(model: type[Fact]) -> dict[str, Any]:
    """Where a recorded fact leads: to itself, and to the workflow that it opens or follows."""
    links = {"fact": leads_to("fact", fact="response.body#/id")}
    if model.kind in _LEADING:
        operation, part = _LEADING[model.kind]
        links[operation] = leads_to(operation, **{part: f"request.body#/{part}"})
    opener = KINDS[model.follows] if model.follows is not None else model
    if not opener.opens or opener.supersedes:
        return links
    number = opener.natural_key[0]
    where = {number: f"request.path.{number}" if model.follows is not None else f"request.body#/{number}"}
    followers = [each.kind for each in KINDS.values() if each.follows == opener.kind]
    return links | {
        opener.kind: leads_to(f"one_{opener.kind}", **where),
        "history": leads_to(f"history_of_{opener.kind}", **where),
        **({"case": leads_to("case", **where)} if opener.kind == Dispute.kind else {}),
        **{kind: leads_to(f"record_{kind}", **where) for kind in followers},
    }


for _model in recorded_by_itself():
    _add(_model)
