"""Keys: made, listed and revoked; and the access log."""

import os
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.keys import OF_PEOPLE, KeyRequest, all_keys, new_key, refused_key, revoke_key
from api.auth.permissions import Role
from api.openapi.addresses import INSTANT
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, link, query, told
from api.problems import Problem
from api.routes.facts import CURSOR, LIMIT
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.cursors import Cursor
from api.service.execution import carried_out
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer
from api.service.pagination import limit_of
from ledger.appends.append import Append
from ledger.facts.types import Instant
from ledger.refusal import MissingError

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_NAME = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$",
}
_OPTIONAL_NAME = {**_NAME, "type": ["string", "null"]}


class NewKeyBody(Body):
    """A key that is to be made."""

    name: str = Field(min_length=1, max_length=200, pattern=str(_NAME["pattern"]))
    role: Role = Field(strict=False)
    employee: str | None = Field(default=None, min_length=1, max_length=200, pattern=str(_NAME["pattern"]))
    team: str | None = Field(default=None, min_length=1, max_length=200, pattern=str(_NAME["pattern"]))
    expires: Instant | None = None


_NONE = {"type": "null"}
_NEW_KEY = {
    "type": "object",
    "properties": {
        "name": _NAME | {"description": "What will use it, such as the name of a system."},
        "role": {"type": "string", "enum": [role.value for role in Role]},
        "employee": _OPTIONAL_NAME | {"description": "The employee whose own data a key of the role employee opens."},
        "team": _OPTIONAL_NAME | {"description": "The team that a key of the role team_leader is for."},
        "expires": {**INSTANT, "type": ["string", "null"], "description": "Until when it holds."},
    },
    "required": ["name", "role"],
    "additionalProperties": False,
    "oneOf": [
        {"properties": {"role": {"const": Role.EMPLOYEE}, "employee": {"type": "string"}, "team": _NONE},
         "required": ["employee"]},
        {"properties": {"role": {"const": Role.TEAM_LEADER}, "team": {"type": "string"}}, "required": ["team"]},
        {"properties": {"role": {"enum": [role for role in OF_PEOPLE if role not in (Role.EMPLOYEE, Role.TEAM_LEADER)]},
                        "team": _NONE}},
        {"properties": {"role": {"enum": [role for role in Role if role not in OF_PEOPLE]},
                        "employee": _NONE, "team": _NONE}},
    ],
}  # fmt: skip


@router.get(
    "/keys",
    **told(
        "keys",
        "All keys",
        "Every key that was made, those that were revoked too; never the keys themselves.",
        tag="Access",
        permission="see keys",
        answer="Keys",
    ),
)
async def keys(request: Request) -> Response:
    """All keys."""
    found = await run_in_threadpool(all_keys, service_of(request).ledger)
    return json_response({"keys": [key.as_json() for key in found]})


@router.post(
    "/keys",
    **told(
        "make_key",
        "Make a key",
        "The key is in the answer and nowhere else: what is kept is its digest.",
        tag="Access",
        permission="administer keys",
        answer="NewKey",
        status=201,
        parameters=[IDEMPOTENCY_KEY],
        links={"revoke": link("revoke_key", key="response.body#/id")},
        body=content(_NEW_KEY, example={"name": "考勤对接", "role": "hr"}),
        writes=True,
        problems=["key-reused", "refused"],
    ),
)
async def make_key(request: Request) -> Response:
    """Make a key."""
    body = await json_body(request)
    read = read_body(NewKeyBody, body)
    asked = KeyRequest(read.name, read.role, read.employee, read.team, read.expires)
    wrong = refused_key(asked, service_of(request).now())
    if wrong is not None:
        raise Problem("invalid", wrong, code="bad_value")
    by = principal_of(request).id

    def work(append: Append) -> Answer:
        key, token = new_key(append.cursor, asked, by, append.recorded_at, os.urandom)
        return Answer(201, key.as_json() | {"key": token})

    return await carried_out(request, body, work)


@router.delete(
    "/keys/{key}",
    **told(
        "revoke_key",
        "Revoke a key",
        "For good; within a few seconds no worker takes it any more. One that is revoked already stays so.",
        tag="Access",
        permission="administer keys",
        answer="Key",
        parameters=[IDEMPOTENCY_KEY],
        problems=["key-reused"],
    ),
)
async def revoke(request: Request, key: str) -> Response:
    """Revoke a key."""

    def work(append: Append) -> Answer:
        try:
            return Answer(200, revoke_key(append.cursor, key, append.recorded_at).as_json())
        except MissingError as error:
            raise Problem("not-found", f"there is no key {key[:60]!r}; /v1/keys lists them") from error

    response = await carried_out(request, await request.body(), work)
    service_of(request).authentication.forget()
    return response


@router.get(
    "/access-log",
    **told(
        "access_log",
        "Who looked at somebody else's pay",
        "In the order of looking: who, in which role, at what, of whom. Nobody can change or remove an entry.",
        tag="Access",
        permission="see the access log",
        answer="AccessLog",
        parameters=[
            query("employee", "Only who looked at this employee's pay, or at everyone's."),
            query(
                "order",
                "The first look first, or the last.",
                {"type": "string", "enum": ["oldest", "newest"], "default": "oldest"},
            ),
            LIMIT,
            CURSOR,
        ],
    ),
)
async def access_log(request: Request) -> Response:
    """The access log."""
    service, limit = service_of(request), limit_of(request)
    employee, given = request.query_params.get("employee"), request.query_params.get("cursor")
    order = request.query_params.get("order", "oldest")
    if order not in ("oldest", "newest"):
        raise Problem("invalid", f"order is {order[:60]!r}; give oldest or newest", code="bad_value")
    bound = ["access log", employee, order]
    cursor = None if given is None else service.cursors.read(given, bound)

    def found() -> dict[str, Any]:
        log = service.access_log
        if order == "newest":
            # Counted from the first entry on, so that later looks push nothing on to the next page.
            last = log.count(employee) if cursor is None else cursor.start
            first = max(last - limit, 0)
            entries = log.entries(first, last - first, employee)[::-1]
            following = first or None
        else:
            skip = 0 if cursor is None else cursor.start
            entries = log.entries(skip, limit + 1, employee)
            following = skip + limit if len(entries) > limit else None
        written = None if following is None else service.cursors.written(Cursor(0, following), bound)
        return {"entries": [entry.as_json() for entry in entries[:limit]], "next": written}

    return json_response(await run_in_threadpool(found))
