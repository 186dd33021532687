"""Keys over HTTP, and the access log."""

from typing import Annotated, Literal

from fastapi import Query

from api.operations import access_log as log
from api.operations import keys as api_keys
from api.operations.access_log import AccessLogEntries
from api.operations.keys import Key, Keys, MadeKey, NewExpiry, NewKey
from api.operations.pages import USUAL
from api.routes.guard import Asked, AskedOnce, guarded_router, needs
from api.routes.parameters import KeyId, Limit, PageCursor, chosen, text_query

router = guarded_router("Access")

_OfEmployee = Annotated[str | None, text_query("Only views of this employee's pay, or of everyone's.")]
_Order = Annotated[
    Literal["oldest", "newest"],
    chosen("order", ("oldest", "newest")),
    Query(description="The first look first, or the last."),
]


@router.get("/keys", summary="All keys", openapi_extra=needs(api_keys.keys))
def keys(asked: Asked) -> Keys:
    """Every key that was made, those that were revoked too; never the keys themselves."""
    return api_keys.keys(asked)


@router.post("/keys", summary="Make a key", status_code=201, openapi_extra=needs(api_keys.make_key))
def make_key(asked: AskedOnce, new: NewKey) -> MadeKey:
    """The key is in the answer and nowhere else: what is kept is its digest."""
    return api_keys.make_key(asked, new).answer


@router.delete("/keys/{key}", summary="Revoke a key", openapi_extra=needs(api_keys.revoke_key))
def revoke_key(asked: AskedOnce, key: KeyId) -> Key:
    """For good; within a few seconds no worker takes it any more. One that is revoked already stays so."""
    return api_keys.revoke_key(asked, key).answer


@router.post("/keys/{key}/expiry", summary="Set until when a key holds", openapi_extra=needs(api_keys.expire_key))
def expire_key(asked: AskedOnce, key: KeyId, new: NewExpiry) -> Key:
    """Sooner or later than now; one that is revoked stays so."""
    return api_keys.expire_key(asked, key, new).answer


@router.get("/access-log", summary="Who looked at somebody else's pay", openapi_extra=needs(log.access_log))
def access_log(
    asked: Asked,
    employee: _OfEmployee = None,
    order: _Order = "oldest",
    limit: Limit = USUAL,
    cursor: PageCursor = None,
) -> AccessLogEntries:
    """In the order of looking: who, in which role, at what, of whom. Nobody can change or remove an entry."""
    return log.access_log(asked, employee, order, limit, cursor)
