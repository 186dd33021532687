"""API keys: shown once when they are made, kept as digests, revocable, with their last use."""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from api.auth.role_table import PERSON, TEAM, RoleTable, default_roles, is_of_person, is_of_team
from api.words.dates import shown_instant
from ledger.calendar import microseconds
from ledger.facts.identifiers import is_settled, normal
from ledger.facts.people import Employee
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger
from ledger.refusal import LedgerError, MissingError
from ledger.store.dialect import StoreCursor

PREFIX = "wlk_"
"""What every key begins with, so that one that has leaked can be searched for."""
_ID_BYTES, _SECRET_BYTES = 6, 32
_TOKEN = re.compile(r"wlk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: instants in microseconds since 1970, 0 for never."""

    id: str
    name: str
    role: str
    employee: str | None
    team: str | None
    created_at: int
    created_by: str
    expires_at: int
    revoked_at: int
    last_used_at: int

    def holds(self, now: int) -> bool:
        """Whether the key may be used at an instant."""
        return not self.revoked_at and (not self.expires_at or now < self.expires_at)

    def as_json(self) -> dict[str, Any]:
        """The key as it is listed; its secret is not kept."""
        return {
            "id": self.id,
            "name": self.name,
            "role": self.role,
            "employee": self.employee,
            "team": self.team,
            "created_at": shown_instant(self.created_at),
            "created_by": self.created_by,
            "expires_at": shown_instant(self.expires_at),
            "revoked_at": shown_instant(self.revoked_at),
            "last_used_at": shown_instant(self.last_used_at),
        }


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """A key that is to be made: for whom, in which role, and until when (None: until it is revoked).

    The employee of the role employee is whose data it opens; of the other roles of people, who acts with it.
    """

    name: str
    role: str
    employee: str | None = None
    team: str | None = None
    expires: datetime | None = None


def refused_key(asked: KeyRequest, now: int, roles: RoleTable) -> str | None:
    """What is wrong with a key that is asked for, in a sentence; None where it can be made."""
    role = roles.find(asked.role)
    if role is None:
        return f"there is no role {asked.role!r}; give any of {', '.join(roles.roles)}"
    if not asked.name.strip() or len(asked.name) > _LONGEST_NAME:
        return f"a key needs a name of 1 to {_LONGEST_NAME} characters, such as the system that will use it"
    for need, given, what, taken in (
        (PERSON, asked.employee, "employee", is_of_person(role)),
        (TEAM, asked.team, "team", is_of_team(role)),
    ):
        if need in role.needs and not given:
            return f"a key with the role {role.name} is for one {what}; give the {what} as well"
        if given and not taken:
            return f"a key with the role {role.name} is for no {what}; leave the {what} out"
    if asked.expires is not None and microseconds(asked.expires) <= now:
        return f"{asked.expires.isoformat()} has passed; give an instant to come"
    return None


def new_key(
    cursor: StoreCursor,
    asked: KeyRequest,
    by: str,
    now: int,
    entropy: Callable[[int], bytes],
    roles: RoleTable | None = None,
) -> tuple[ApiKey, str]:
    """Make a key in the transaction of a cursor: as it is kept, and the token, which is not kept.

    Of the eight roles, or of `roles`. Raises LedgerError where it cannot be made.
    """
    wrong = refused_key(asked, now, roles or default_roles())
    if wrong is not None:
        raise LedgerError(wrong)
    asked = replace(asked, employee=_employee_of(cursor, asked.employee), team=asked.team and normal(asked.team))
    number = entropy(_ID_BYTES).hex()
    secret = base64.urlsafe_b64encode(entropy(_SECRET_BYTES)).rstrip(b"=").decode()
    token = f"{PREFIX}{number}_{secret}"
    expires = 0 if asked.expires is None else microseconds(asked.expires)
    key = ApiKey(number, asked.name, asked.role, asked.employee, asked.team, now, by, expires, 0, 0)
    cursor.execute(
        "INSERT INTO api_keys (id, digest, name, role, employee, team, created_at, created_by, expires_at, "
        "revoked_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
        [number, _digest(token), key.name, str(key.role), key.employee or "", key.team or "", now, by, expires],
    )
    return key, token


def _employee_of(cursor: StoreCursor, employee: str | None) -> str | None:
    """Whose key it is: the number as the ledger has it by its bytes, or else in its one form."""
    if employee is None or is_settled(employee):
        return employee
    cursor.execute("SELECT 1 FROM events WHERE originator_id=?", [key_stream(Employee.kind, (employee,))])
    return normal(employee) if cursor.fetchone() is None else employee


def all_keys(ledger: Ledger) -> list[ApiKey]:
    """Every key that was made, in the order of making."""
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM api_keys ORDER BY created_at, id")
        return [_key(row) for row in cursor.fetchall()]


def key_of_token(ledger: Ledger, token: str) -> ApiKey | None:
    """The key that a token is of, whether or not it still holds; None where it is of none."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM api_keys WHERE id=?", [match[1]])
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(bytes(row["digest"]), _digest(token)):
        return None
    return _key(row)


def revoke_key(cursor: StoreCursor, number: str, now: int) -> ApiKey:
    """Revoke a key for good; one that is revoked already stays as it is. Raises LedgerError where there is none."""
    cursor.execute("UPDATE api_keys SET revoked_at=? WHERE id=? AND revoked_at=0", [now, number])
    return _found(cursor, number)


def expire_key(cursor: StoreCursor, number: str, expires: datetime, now: int) -> ApiKey:
    """Set until when a key holds; one that is revoked stays as it is.

    Raises LedgerError where there is none, or for an instant that has passed.
    """
    if microseconds(expires) <= now:
        raise LedgerError(f"{expires.isoformat()} has passed; give an instant to come, or revoke the key")
    cursor.execute("UPDATE api_keys SET expires_at=? WHERE id=? AND revoked_at=0", [microseconds(expires), number])
    return _found(cursor, number)


def _found(cursor: StoreCursor, number: str) -> ApiKey:
    cursor.execute("SELECT * FROM api_keys WHERE id=?", [number])
    row = cursor.fetchone()
    if row is None:
        raise MissingError(f"no key has the id {number!r}; keys list shows the ids")
    return _key(row)


def mark_used(ledger: Ledger, number: str) -> None:
    """Note that a key was used now."""
    with ledger.transactions.keeping() as (cursor, now):
        cursor.execute("UPDATE api_keys SET last_used_at=? WHERE id=? AND last_used_at<?", [now, number, now])


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _key(row: Any) -> ApiKey:
    return ApiKey(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        employee=row["employee"] or None,
        team=row["team"] or None,
        **{name: row[name] for name in ("created_at", "created_by", "expires_at", "revoked_at", "last_used_at")},
    )
