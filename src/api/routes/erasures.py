"""Erasing a person: names and texts gone for good, by destroying the key that they are sealed under."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.authorship import acting, sent_by
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, told
from api.problems import Problem
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.execution import answer_to
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer
from ledger.appends.append import Append
from ledger.decisions.erasure import EraseCommand
from ledger.facts.governance import Erasure
from ledger.refusal import Refusal

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_TEXT = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\x00-\x1f\x7f-\x9f]+$"}
_UNKNOWN = "unknown_employee"


class ErasureBody(Body):
    """Who erases, and why; it is who asks, where nobody is named."""

    by: str | None = Field(default=None, min_length=1, max_length=200, pattern=str(_TEXT["pattern"]))
    reason: str = Field(min_length=1, max_length=200, pattern=str(_TEXT["pattern"]))


@router.get(
    "/employees/{employee}/erasure",
    **told(
        "erasability",
        "Whether somebody is erased, or may be",
        "The position of the erasure, where there is one; else why it cannot be done now, in a sentence, or nothing.",
        tag="Facts",
        permission="erase",
        answer="Erasability",
    ),
)
async def erasability(request: Request, employee: str) -> Response:
    """Whether somebody is erased, or may be."""
    erased_at, refusal = await run_in_threadpool(service_of(request).ledger.erasures.refusal, employee)
    if refusal is not None and refusal.code == _UNKNOWN:
        raise Problem.of("not-found", refusal)
    told_: dict[str, Any] = {"employee": employee, "erased_at": erased_at, "refused": None, "code": None}
    if refusal is not None and erased_at is None:
        told_ |= {"refused": refusal.message, "code": refusal.code}
    return json_response(told_)


@router.post(
    "/employees/{employee}/erasure",
    **told(
        "erase",
        "Erase a person",
        "Destroys the key of a person's names and texts, for good; figures stay under the number, and every proof "
        "holds. Refused while the person is employed, a period of theirs is open, or a legal hold stands. `reason` is "
        "kept for ever and in clear, so without the name. Once more, it only cleans the store's files again.",
        tag="Facts",
        permission="erase",
        answer="Erasure",
        status=201,
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {
                "type": "object",
                "properties": {"by": _TEXT, "reason": _TEXT},
                "required": ["reason"],
                "additionalProperties": False,
            },
            example={"reason": "asked for on 2027-03-01"},
        ),
        again="The person was erased before.",
        writes=True,
        problems=["refused", "key-reused"],
    ),
)
async def erase(request: Request, employee: str) -> Response:
    """Erase a person."""
    ledger = service_of(request).ledger
    body = await json_body(request)
    asked, principal = read_body(ErasureBody, body), principal_of(request)
    by = acting(principal, Erasure.kind, asked.by)

    def work(append: Append) -> Answer:
        done = ledger.erasures.erase_within(append, EraseCommand(employee, by, asked.reason, **sent_by(principal)))
        if isinstance(done, Refusal):
            raise Problem.of("not-found" if done.code == _UNKNOWN else "refused", done)
        answer = {"employee": done.employee, "position": done.position, "again": done.again}
        return Answer(200 if done.again else 201, answer)

    answer = await answer_to(request, body, work)
    # Also where the answer was kept: whoever asks again means that nothing shall be left.
    left = await run_in_threadpool(ledger.erasures.clean_after, employee)
    return replace(answer, body=answer.body | {"left": left}).response()
