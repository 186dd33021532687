"""The quarantine: refused lines, kept whole, to be looked at, mended, tried again or dismissed."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.authorship import Sender
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, link, query, told
from api.problems import Problem
from api.routes.facts import CURSOR, LIMIT
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.bodies import JSON_TYPES, Body, json_body, read_body
from api.service.cursors import Cursor
from api.service.execution import carried_out
from api.service.guard import GuardedRoute, note_access, principal_of, service_of
from api.service.idempotency import Answer
from api.service.pagination import limit_of
from api.service.uploads import media_type_of
from ledger.appends.append import Append
from ledger.imports.quarantine import NoOpenLineError, Quarantine, Retried
from ledger.store.import_records import DISMISSED, OPEN, RETRIED

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_EVERY = "all"
_STATES = (OPEN, RETRIED, DISMISSED, _EVERY)
_TEXT = "text/plain"
_ORIGIN = "quarantine"
_LONGEST_ID = 18
_REASON = {"type": "string", "maxLength": 500, "pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"}


class DismissBody(Body):
    """Why a line is dismissed."""

    reason: str = Field(default="", max_length=500, pattern=str(_REASON["pattern"]))


@router.get(
    "/quarantine",
    **told(
        "quarantine",
        "Refused lines",
        "In the order of their ids, each as it came (`raw`), why it was refused, and what a further try was answered. "
        "A page is shorter where lines are long.",
        tag="Files",
        permission="see quarantine",
        answer="Quarantine",
        links={name: link(name, id="response.body#/lines/0/id") for name in ("retry", "dismiss")},
        parameters=[
            query(
                "state", "Only lines in this state; the open ones by default.", {"type": "string", "enum": [*_STATES]}
            ),
            LIMIT,
            CURSOR,
        ],
    ),
)
async def quarantine(request: Request) -> Response:
    """Refused lines."""
    state = request.query_params.get("state", OPEN)
    if state not in _STATES:
        raise Problem("invalid", f"there is no state {state[:60]!r}; give one of {', '.join(_STATES)}")
    page = await run_in_threadpool(_page, request, state)
    if page["lines"]:
        # A line as it came may tell pay, and of whom cannot be read where it could not.
        await note_access(request, Access("see quarantine"))
    return json_response(page)


def _page(request: Request, state: str) -> dict[str, Any]:
    service, limit = service_of(request), limit_of(request)
    bound = ["quarantine", principal_of(request).id, state]
    cursor = request.query_params.get("cursor")
    after = 0 if cursor is None else service.cursors.read(cursor, bound).start
    lines, last = service.ledger.imports.quarantine.page(after, limit, None if state == _EVERY else state)
    following = None if last is None else service.cursors.written(Cursor(0, last), bound)
    return {"lines": [line.as_json() for line in lines], "next": following}


@router.post(
    "/quarantine/retry",
    **told(
        "retry_all",
        "Try all open lines again",
        "Each as it came, in order. What is accepted or on the ledger already is settled; the others stay open.",
        tag="Files",
        permission="mend quarantine",
        answer="RetriedAll",
        parameters=[IDEMPOTENCY_KEY],
        writes=True,
        problems=["key-reused"],
    ),
)
async def retry_all(request: Request) -> Response:
    """Try all open lines again."""
    quarantine, sender = await _quarantine(request), Sender(principal_of(request), _ORIGIN)

    def work(append: Append) -> Answer:
        return Answer(200, {"lines": [_retried(line) for line in quarantine.retried(append, attest=sender)]})

    return await carried_out(request, await request.body(), work)


@router.post(
    "/quarantine/{id}/retry",
    **told(
        "retry",
        "Try one line again",
        "As it came, or as it should be, where that is sent. Where it is refused again it stays open, with the answer.",
        tag="Files",
        permission="mend quarantine",
        answer="Retried",
        parameters=[IDEMPOTENCY_KEY],
        body={_TEXT: {"schema": {"type": "string"}}, **content({"type": "object"})},
        optional_body=True,
        writes=True,
        problems=["key-reused"],
    ),
)
async def retry(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """Try one line again."""
    given = media_type_of(request)
    if given not in ("", _TEXT, *JSON_TYPES):
        raise Problem("unsupported-media-type", f"the body is {given[:60]}; send {_TEXT} or application/json, or none")
    body = await request.body()
    quarantine, entry = await _quarantine(request), _number(id)
    sender, mended = Sender(principal_of(request), _ORIGIN), {entry: body} if body.strip() else None

    def work(append: Append) -> Answer:
        try:
            (line,) = quarantine.retried(append, [entry], mended, sender)
        except NoOpenLineError:
            raise _not_open(id) from None
        return Answer(200, _retried(line))

    return await carried_out(request, body, work)


@router.post(
    "/quarantine/{id}/dismiss",
    **told(
        "dismiss",
        "Dismiss one line",
        "It is not tried again, and stays in the quarantine, with the reason as its `answer`, where one is given.",
        tag="Files",
        permission="mend quarantine",
        answer="Quarantined",
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {"type": "object", "properties": {"reason": _REASON}, "additionalProperties": False},
            example={"reason": "It was sent twice."},
        ),
        optional_body=True,
        writes=True,
        problems=["key-reused"],
    ),
)
async def dismiss(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """Dismiss one line."""
    body = await json_body(request)
    asked = read_body(DismissBody, body, optional=True)
    quarantine, entry = await _quarantine(request), _number(id)

    def work(append: Append) -> Answer:
        try:
            (line,) = quarantine.dismissed(append, [entry], asked.reason)
        except NoOpenLineError:
            raise _not_open(id) from None
        return Answer(200, line.as_json())

    return await carried_out(request, body, work)


async def _quarantine(request: Request) -> Quarantine:
    ledger = service_of(request).ledger
    return await run_in_threadpool(lambda: ledger.imports.quarantine)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise _not_open(text)
    return int(text)


def _not_open(text: str) -> Problem:
    return Problem("not-found", f"{text[:60]!r} is no open line of the quarantine; /v1/quarantine lists them")


def _retried(line: Retried) -> dict[str, Any]:
    return {"code": None, "message": None, **line.as_json()}
