"""Recording facts: one resource a kind, made from the models, so that a new kind has its own without another line."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.authorship import attributed, filled_in
from api.auth.principals import Principal, extent_of
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, header, link, told
from api.openapi.fact_schemas import required_example, sent_schema
from api.problems import Problem
from api.problems.problem import problem_content
from api.service.bodies import json_body
from api.service.fact_bodies import read_sent
from api.service.guard import GuardedRoute, extent_asked, principal_of, service_of
from api.service.idempotency import Answer, RequestKey, answer_of
from api.service.preconditions import entity_tag, expected_version, expects_none
from ledger.appends.append import Outcome
from ledger.appends.submissions import Expected, Hindrance, Submission
from ledger.facts.base import KINDS, Fact
from ledger.facts.conduct import Dispute
from ledger.facts.identifiers import is_settled_fact
from ledger.facts.prepared_fact import Read, prepared
from ledger.facts.streams import stream_of
from ledger.ledger import Ledger
from ledger.refusal import Refusal

_WITHHELD = "this identity is on the ledger with other content; give another one, or send the same content"
_IF_MATCH = header("If-Match", "The `ETag` of the workflow as it was looked at; refused where it has moved on.", {
    "type": "string", "pattern": r'^("[0-9]{1,9}"|\*)$', "examples": ['"1"', "*"]})  # fmt: skip

_IF_STANDING = header("If-Match", "The version that stands, the last part of its `id`; refused where it moved on.", {
    "type": "string", "pattern": r'^("[0-9]{1,9}"|\*)$', "examples": ['"1"', "*"]})  # fmt: skip
_IF_NONE_MATCH = header("If-None-Match", "`*`: refused (412 `exists`) where something is recorded under the key.", {
    "type": "string", "pattern": r"^\*$", "examples": ["*"]})  # fmt: skip

_LEADING = {"employee": ("history", "employee"), "rules": ("rule_set", "version"), "period": ("period", "period")}
"""The kinds whose facts lead to something of a name, by the operation and the field that names it."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def recording_router() -> APIRouter:
    """A route for every kind of fact that comes in by itself."""
    router = APIRouter(prefix="/v1", route_class=GuardedRoute)
    for model in KINDS.values():
        if not model.by_command:
            _add(router, model)
    return router


def path_of(model: type[Fact]) -> str:
    """Where facts of a kind are sent to, below /v1."""
    if model.follows is None:
        return f"/{model.resource}"
    return f"/{KINDS[model.follows].resource}/{{{model.natural_key[0]}}}/{model.resource}"


def _add(router: APIRouter, model: type[Fact]) -> None:
    named = model.natural_key[:1] if model.follows is not None else ()
    supersedes = " Other content for the same key supersedes what stands." if model.supersedes else ""
    router.add_api_route(
        path_of(model),
        _handler(model),
        methods=["POST"],
        **told(
            f"record_{model.kind}",
            f"Record: {model.label_en}",
            f"{model.label_zh} ({model.chapter}). {(model.__doc__ or '').strip().splitlines()[0]}{supersedes}",
            tag="Workflows" if model.opens or model.follows else "Facts",
            permission=f"record {model.kind}",
            answer="Recorded",
            status=201,
            again="It is on the ledger already, with the same content.",
            links=_links(model),
            parameters=[IDEMPOTENCY_KEY, *_preconditions(model)],
            body=content(sent_schema(model, named), example=required_example(model, named)),
            writes=True,
            problems=["refused", *(["moved-on"] if _preconditions(model) else []), "key-reused"],
        ),
    )


def _preconditions(model: type[Fact]) -> list[dict[str, Any]]:
    """The headers that say what has to stand: of a workflow its version, of a ↻ kind also that there is nothing yet."""
    if model.supersedes:
        return [_IF_STANDING, _IF_NONE_MATCH]
    return [_IF_MATCH] if model.follows is not None else []


def _links(model: type[Fact]) -> dict[str, Any]:
    """Where a recorded fact leads: to itself, and to the workflow that it opens or follows."""
    links = {"fact": link("fact", fact="response.body#/id")}
    if model.kind in _LEADING:
        operation, part = _LEADING[model.kind]
        links[operation] = link(operation, **{part: f"request.body#/{part}"})
    opener = KINDS[model.follows] if model.follows is not None else model
    if not opener.opens or opener.supersedes:
        return links
    number = opener.natural_key[0]
    where = {number: f"request.path.{number}" if model.follows is not None else f"request.body#/{number}"}
    followers = [each.kind for each in KINDS.values() if each.follows == opener.kind]
    return links | {
        opener.kind: link(f"one_{opener.kind}", **where),
        "history": link(f"history_of_{opener.kind}", **where),
        **({"case": link("case", **where)} if opener.kind == Dispute.kind else {}),
        **{kind: link(f"record_{kind}", **where) for kind in followers},
    }


def _handler(model: type[Fact]) -> Handler:
    named = model.natural_key[:1] if model.follows is not None else ()

    async def record(request: Request) -> Response:
        return await _recorded(request, model, named)

    return record


async def _recorded(request: Request, model: type[Fact], named: Sequence[str]) -> Response:
    service, principal, extent = service_of(request), principal_of(request), extent_asked(request)
    body = await json_body(request)
    key = service.request_keys.of(request, principal.id, body)
    told_fields = {name: request.path_params[name] for name in named}
    sent = read_sent(model, body, told_fields, filled_in(model, principal))
    if not is_settled_fact(sent) and service.ledger.exists():
        sent = await run_in_threadpool(_settled, service.ledger, sent)
    if service.reach.is_needed(sent, extent):
        await run_in_threadpool(service.reach.refuse_beyond, sent, principal, extent)
    fact = _completed(sent, principal, key)
    expected = _expected(request, fact)
    told_ = _Told(model, request.scope["request_id"], principal)
    submission = Submission(
        [Read(prepared(fact))],
        None if key is None else key.keyed,
        expected,
        None if key is None else lambda outcomes: key.sealed(_answer(told_, outcomes[0]).as_bytes()),
    )
    taken = await service.group.record(submission)
    if taken.hindrance is Hindrance.MOVED_ON and expected is not None and not expected.version:
        raise _there_already(fact)
    if key is None and taken.hindrance is None:
        return _answer(told_, taken.outcomes[0]).response()
    return answer_of(taken, key).response()


def _expected(request: Request, fact: Fact) -> Expected | None:
    """What has to stand: the version of the workflow, or of what holds under a ↻ kind's key; or nothing there yet."""
    if fact.follows is None and not fact.supersedes:
        return None
    version = expected_version(request)
    if fact.supersedes and expects_none(request):
        return Expected(stream_of(fact), 0)
    return None if version is None else Expected(stream_of(fact), version)


def _there_already(fact: Fact) -> Problem:
    key = " ".join(str(value) for value in fact.key)
    return Problem(
        "moved-on",
        f"there is a fact {fact.kind} of {key[:60]!r} already, which other content would supersede; give another key, "
        "or leave If-None-Match out",
        code="exists",
    )


def _settled(ledger: Ledger, fact: Fact) -> Fact:
    """The fact that is meant: reach is asked of what is recorded. Raises Problem for an identifier that is none."""
    found = ledger.identifiers.settled(fact)
    if isinstance(found, Refusal):
        raise Problem.of("invalid", found)
    return found


def _completed(fact: Fact, principal: Principal, key: RequestKey | None) -> Fact:
    """The fact with what the request says beside it: its key as its `ref`, who records it, and who has sent it.

    Raises Problem where somebody would record in another's name.
    """
    named = attributed(fact, principal)
    return named if key is None or fact.ref is not None else named.model_copy(update={"ref": key.text})


class _Told(NamedTuple):
    """What an answer is made for: the kind of fact, the request, and who asks."""

    model: type[Fact]
    request: str
    principal: Principal


def may_see(principal: Principal, kind: str) -> bool:
    """Whether somebody may see every fact of a kind, and so be told what is on the ledger instead of his own."""
    extent = extent_of(principal, f"read {kind}")
    return extent is not None and extent.everyone


def _answer(told_: _Told, outcome: Outcome) -> Answer:
    model = told_.model
    if outcome.refusal is not None:
        conflict = outcome.status == "conflict"
        problem = Problem.of("conflict" if conflict else "refused", outcome.refusal)
        withheld = conflict and not may_see(told_.principal, model.kind)
        content_ = problem_content(problem.kind, _WITHHELD if withheld else problem.detail, problem.code, told_.request)
        return Answer(problem.kind.status, content_, media_type="application/problem+json")
    assert outcome.known is not None
    headers = {"Location": f"/v1/facts/{outcome.id}"}
    if model.opens or model.follows is not None:
        headers["ETag"] = entity_tag(outcome.known.version)
    return Answer(
        201 if outcome.status == "accepted" else 200,
        {"status": outcome.status, "kind": model.kind, "id": outcome.id, "position": outcome.position},
        headers,
    )
