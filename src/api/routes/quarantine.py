"""The quarantine over HTTP: refused lines, to be looked at, mended, tried again or dismissed."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from api.operations import quarantine as kept
from api.operations.pages import USUAL
from api.operations.quarantine import STATES, Dismissal, Quarantine, Quarantined, Retried, RetriedAll
from api.parameter_values import LAST_POSITION
from api.problems import Problem
from api.routes.guard import Asked, AskedOnce, guarded_router, leads_to, needs
from api.routes.parameters import Limit, PageCursor, part, reader
from api.service.transport.uploads import media_type_of

router = guarded_router("Files")
_NO_REASON = Dismissal()

_TEXT = "text/plain"
_JSON = "application/json"
_TAKEN = ("", _TEXT, _JSON, "text/json")
_LINKS = {name: leads_to(name, id="response.body#/lines/0/id") for name in ("retry", "dismiss")}
_MENDED = {"required": False, "content": {_TEXT: {"schema": {"type": "string"}}, _JSON: {"schema": {"type": "object"}}}}


def _state(text: str) -> str:
    if text not in STATES:
        raise Problem("invalid", f"there is no state {text[:60]!r}; give one of {', '.join(STATES)}")
    return text


async def _mended_line(request: Request) -> bytes:
    """The line as it should be; empty where none is sent. Raises Problem for what is not a line."""
    given = media_type_of(request)
    if given not in _TAKEN:
        raise Problem("unsupported-media-type", f"the body is {given[:60]}; send {_TEXT} or {_JSON}, or none")
    return await request.body()


_State = Annotated[
    str,
    reader(_state),
    Query(
        description="Only lines in this state; the open ones by default.",
        json_schema_extra={"enum": [*STATES]},
    ),
]
_LineId = Annotated[str, part("The line's id.", {"type": "integer", "minimum": 1, "maximum": LAST_POSITION}, 17)]
_MendedLine = Annotated[bytes, Depends(_mended_line)]


@router.get(
    "/quarantine",
    summary="Refused lines",
    responses={200: {"links": _LINKS}},
    openapi_extra=needs(kept.quarantine),
)
def quarantine(asked: Asked, state: _State = "open", limit: Limit = USUAL, cursor: PageCursor = None) -> Quarantine:
    """In the order of their ids, each as it came (`raw`), why it was refused, and what a further try was answered.

    A page is shorter where lines are long.
    """
    return kept.quarantine(asked, state, limit, cursor)


@router.post("/quarantine/retry", summary="Try all open lines again", openapi_extra=needs(kept.retry_all))
def retry_all(asked: AskedOnce) -> RetriedAll:
    """Each as it came, in order. What is accepted or on the ledger already is settled; the others stay open."""
    return kept.retry_all(asked).answer


@router.post(
    "/quarantine/{id}/retry",
    summary="Try one line again",
    openapi_extra=needs(kept.retry) | {"requestBody": _MENDED},
)
def retry(mended: _MendedLine, asked: AskedOnce, id: _LineId) -> Retried:  # noqa: A002 - the name in the address
    """As it came, or as it should be, where that is sent. Where it is refused again it stays open, with the answer."""
    return kept.retry(asked, id, mended).answer


@router.post("/quarantine/{id}/dismiss", summary="Dismiss one line", openapi_extra=needs(kept.dismiss))
def dismiss(
    asked: AskedOnce,
    id: _LineId,  # noqa: A002 - the name in the address
    dismissal: Dismissal = _NO_REASON,
) -> Quarantined:
    """It is not tried again, and stays in the quarantine, with the reason as its `answer`, where one is given."""
    return kept.dismiss(asked, id, dismissal).answer
