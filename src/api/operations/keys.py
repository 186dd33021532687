"""Keys: listed, made and revoked."""

import os
from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from api.auth.keys import ApiKey, KeyRequest, all_keys, new_key, refused_key
from api.auth.keys import expire_key as expiring
from api.auth.keys import revoke_key as revoked
from api.operations.answer import Answer, Asked, Done
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.facts.types import Instant
from ledger.refusal import LedgerError, MissingError
from ledger.store.dialect import StoreCursor

_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$")]
_RoleName = Annotated[str, Field(min_length=1, max_length=40)]


class NewKey(Asked):
    """A key that is to be made."""

    name: _Name = Field(description="What will use it, such as the name of a system.", examples=["考勤对接"])
    role: _RoleName = Field(description="One of the eight roles, or one of the site.", examples=["hr"])
    employee: _Name | None = Field(None, description="The employee whose own data a key of the role employee opens.")
    team: _Name | None = Field(None, description="The team that a key of the role team_leader is for.")
    expires: Instant | None = Field(None, description="Until when it holds.")


class NewExpiry(Asked):
    """Until when a key shall hold."""

    expires: Instant = Field(description="An instant to come.")


class Key(Answer):
    """An API key; its secret is shown once, when it is made."""

    id: str
    name: str
    role: str
    employee: str | None
    team: str | None
    created_at: str
    created_by: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


class MadeKey(Key):
    """A key with the key itself, this once."""

    key: str


class Keys(Answer):
    """The keys, in the order of making."""

    keys: list[Key]


@operation("administer keys")
def roles_of_keys(context: Context) -> tuple[str, ...]:
    """The roles that a key may have, by name: the eight, and those of the site."""
    return tuple(context.resources.roles.roles)


@operation("see keys")
def keys(context: Context) -> Keys:
    """Every key that was made, those that were revoked too."""
    return Keys(keys=[Key(**key.as_json()) for key in all_keys(context.ledger)])


@operation("administer keys")
def make_key(context: Context, new: NewKey) -> Done[MadeKey]:
    """Make a key. Raises Problem where role, employee, team and time do not go together."""
    asked = KeyRequest(new.name, new.role, new.employee, new.team, new.expires)
    roles = context.resources.roles
    wrong = refused_key(asked, context.resources.now(), roles)
    if wrong is not None:
        raise Problem("invalid", wrong, code="bad_value")

    def work(cursor: StoreCursor, now: int) -> Done[MadeKey]:
        key, token = new_key(cursor, asked, context.principal.id, now, os.urandom, roles)
        return Done(MadeKey(**key.as_json(), key=token), 201)

    return context.beside(MadeKey, work)


@operation("administer keys")
def revoke_key(context: Context, key: str) -> Done[Key]:
    """Revoke a key for good; one that is revoked already stays so. Raises Problem where there is none of that id."""
    return _changed(context, key, lambda cursor, now: revoked(cursor, key, now))


@operation("administer keys")
def expire_key(context: Context, key: str, new: NewExpiry) -> Done[Key]:
    """Set until when a key holds; one that is revoked stays so.

    Raises Problem where there is none of that id, and for an instant that has passed.
    """
    return _changed(context, key, lambda cursor, now: expiring(cursor, key, new.expires, now))


def _changed(context: Context, key: str, change: Callable[[StoreCursor, int], ApiKey]) -> Done[Key]:
    def work(cursor: StoreCursor, now: int) -> Done[Key]:
        try:
            return Done(Key(**change(cursor, now).as_json()))
        except MissingError as error:
            raise Problem("not-found", f"no key has the id {key[:60]!r}; /v1/keys lists the ids") from error
        except LedgerError as error:
            raise Problem("invalid", str(error), code="bad_value") from error

    done = context.beside(Key, work)
    context.resources.forget_keys()
    return done
