"""Replays, comparisons and what-ifs; those that take long become jobs."""

from typing import Any, get_args

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.comparisons import comparison_json, what_if_json
from api.coordinates import position_of
from api.disputes import report_object, shown_disputes
from api.openapi.descriptions import AS_OF, RULES, content, header, query, told
from api.openapi.rule_schemas import PARAMETERS
from api.openapi.schemas import ref, report_component
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.deferred_answers import answered_or_job
from api.service.guard import GuardedRoute, note_access, service_of
from api.service.service import Service
from ledger.refusal import UsageError
from ledger.ruleset import ParameterError, Role, RuleSet, read_parameters
from projections.books import ReportRequest, make_report
from projections.comparison import PROPOSED, Coordinates, compare, read_coordinates, what_if
from projections.journal import View
from projections.replay import Replay
from projections.reports import REPORTS

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

PREFER = header("Prefer", "`wait=N` (RFC 7240): how many seconds to wait before it becomes a job.", {"type": "string"})
_TEXT = {"type": "string", "minLength": 1, "maxLength": 1_000}
_MAYBE_TEXT = {"type": ["string", "null"], "minLength": 1, "maxLength": 200}
_NONE = {"type": "null"}
_RULES_OR_PARAMETERS = {
    "oneOf": [
        {"required": ["rules"], "properties": {"rules": {"type": "string"}, "parameters": _NONE}},
        {"required": ["parameters"], "properties": {"parameters": {"type": "object"}, "rules": _NONE}},
    ]
}


class DiffBody(Body):
    """The two sides, in the words of `workledger diff`."""

    before: str = Field(default="books", min_length=1, max_length=1_000)
    after: str = Field(default="replay", min_length=1, max_length=1_000)
    employee: str | None = Field(default=None, min_length=1, max_length=200)


class WhatIfBody(Body):
    """The rules: a version on the ledger, or parameters; the rest is the manual's, or with `on_top` the period's."""

    rules: str | None = Field(default=None, min_length=1, max_length=200)
    parameters: dict[str, Any] | None = None
    on_top: bool = False
    as_of: str | None = Field(default=None, min_length=1, max_length=100)


def _add_replay(name: str) -> None:
    async def replay(request: Request, period: str) -> Response:
        answer = await run_in_threadpool(_replayed, request, period, name)
        await note_access(
            request, Access(f"replay {name}", request.query_params.get("employee", ""), period, answer["position"])
        )
        return json_response(answer)

    router.add_api_route(
        f"/periods/{{period}}/replay/{name}",
        replay,
        methods=["GET"],
        **told(
            f"replay_{name}",
            f"Replay: {REPORTS[name].en.lower()}",
            f"{REPORTS[name].zh}: computed from the facts alone, from the first period, whatever was closed.",
            tag="Reports",
            permission="compare",
            answer={"application/json": {"schema": ref(report_component(name))}},
            parameters=[
                query("as_of", AS_OF),
                query("rules", RULES),
                query("without", "Leave a fact out, by its id; may be given several times.", many=True),
                query("employee", "Only this employee's rows."),
                query("team", "Only the rows of this team's members."),
                query(
                    "role",
                    "Only the rows of those who have this role in the period.",
                    {"type": "string", "enum": list(get_args(Role))},
                ),
            ],
        ),
    )


for _name in REPORTS:
    _add_replay(_name)


def _replayed(request: Request, period: str, name: str) -> dict[str, Any]:
    service, given = service_of(request), request.query_params
    position = position_of(service.ledger, given.get("as_of")) or service.ledger.facts.last_position()
    left_out = frozenset(service.ledger.facts.position_of(fact) for fact in given.getlist("without"))
    with service.room.reader() as reader:
        journal = reader.view(View(position, without=left_out))
        asked = ReportRequest(period, given.get("rules"), given.get("employee"), given.get("team"), given.get("role"))
        with Replay(journal, service.room.engine) as replay:
            made = make_report(replay, name, asked)
        disputes = shown_disputes(service.ledger, journal, [made])
    return report_object(made, disputes[name]) | {"next": None}


def _comparing(
    operation: str,
    summary: str,
    description: str,
    answer: str,
    schema: dict[str, Any],
    example: Any,
    *,
    optional: bool = False,
) -> dict[str, Any]:
    """The words of an operation that may become a job."""
    words = told(
        operation,
        summary,
        description,
        tag="Reports",
        permission="compare",
        answer=answer,
        parameters=[PREFER],
        body=content(schema | {"type": "object", "additionalProperties": False}, example=example),
        optional_body=optional,
        writes=True,
    )
    words["responses"][202] = {"description": "It takes longer, and became a job.", "content": content(ref("Job"))}
    return words


@router.post(
    "/periods/{period}/diffs",
    **_comparing(
        "diff",
        "Compare two ways to see a period",
        "By person, line, amount and cause; the shares of causes add up. A side is `books` or `replay`, with `as-of=`, "
        "`rules=` or `without=` after commas.",
        "Comparison",
        {"properties": {"before": _TEXT, "after": _TEXT, "employee": _MAYBE_TEXT}},
        {"before": "books", "after": "replay"},
        optional=True,
    ),
)
async def diff(request: Request, period: str) -> Response:
    """Compare two ways to see a period."""
    asked = read_body(DiffBody, await json_body(request), optional=True)
    service = service_of(request)

    def sides() -> list[Coordinates]:
        def at(as_of: str | None) -> int:
            return position_of(service.ledger, as_of) or service.ledger.facts.last_position()

        found = [read_coordinates(side, at, service.ledger.facts.position_of) for side in (asked.before, asked.after)]
        _refuse_absent(service, period, *found)
        return found

    def work() -> dict[str, Any]:
        with service.room.reader() as reader:
            found = compare(reader, service.room.engine, period, before, after)
        return comparison_json(found if asked.employee is None else found.of(asked.employee), service.ledger)

    before, after = await run_in_threadpool(sides)
    await note_access(request, Access("compare", asked.employee or "", period, service.ledger.facts.last_position()))
    return await answered_or_job(request, f"diff {period}", work)


@router.post(
    "/periods/{period}/what-ifs",
    **_comparing(
        "what_if",
        "Who would win and lose under other rules",
        "How much, what it costs in all, and which ranks move. The rules are a version on the ledger, or parameters.",
        "WhatIf",
        {
            "properties": {
                "rules": _MAYBE_TEXT,
                "parameters": {"anyOf": [ref(PARAMETERS), _NONE]},
                "on_top": {"type": "boolean"},
                "as_of": {**_MAYBE_TEXT, "maxLength": 100},
            },
            **_RULES_OR_PARAMETERS,
        },
        {"parameters": {"night_allowance": "15"}, "on_top": True},
    ),
)
async def what_if_(request: Request, period: str) -> Response:
    """Who would win and lose under other rules."""
    asked = read_body(WhatIfBody, await json_body(request))
    if (asked.rules is None) == (asked.parameters is None):
        raise Problem("invalid", "give either rules, a version on the ledger, or parameters", code="bad_value")
    service = service_of(request)
    position, proposed = await run_in_threadpool(_proposed, service, period, asked)

    def work() -> dict[str, Any]:
        with service.room.books(position) as books:
            version, rules = proposed
            found = what_if(books, period, rules, version)
        return what_if_json(found, {"period": period, "position": position, "rules": version})

    await note_access(request, Access("compare", "", period, service.ledger.facts.last_position()))
    return await answered_or_job(request, f"what-if {period}", work)


def _refuse_absent(service: Service, period: str, *sides: Coordinates) -> None:
    """Raises MissingError for a period or rules that are not there, before a job begins with them."""
    with service.room.books(max(side.position for side in sides)) as books:
        books.reported(period)
    for side in sides:
        if side.rules is not None:
            with service.room.books(side.position) as books:
                books.rules_named(side.rules)


def _proposed(service: Service, period: str, asked: WhatIfBody) -> tuple[int, tuple[str, RuleSet]]:
    """The position, and the version and rules to try. Raises MissingError or UsageError."""
    position = position_of(service.ledger, asked.as_of) or service.ledger.facts.last_position()
    with service.room.books(position) as books:
        own = books.reported(period).rules
        if asked.rules is not None:
            return position, (asked.rules, books.rules_named(asked.rules))
    below = own.model_dump(mode="json") if asked.on_top else {}
    try:
        return position, (PROPOSED, read_parameters(below | (asked.parameters or {})))
    except ParameterError as error:
        raise UsageError(str(error)) from None
