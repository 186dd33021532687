"""Who is asking: by an API key, or by an access token of the configured issuer."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from cachetools import TTLCache

from api.auth.keys import PREFIX, ApiKey, key_of_token, mark_used
from api.auth.principals import Grant, Principal
from api.auth.role_pairs import refused_together
from api.auth.role_table import RoleDefinition, RoleTable, after_leaving, default_roles, has_needed
from api.auth.tokens import KeysUnavailableError, TokenError, TokenVerifier
from api.problems import Problem
from ledger.ledger import Ledger
from ledger.roles import Role

SECONDS_KEPT = 5
"""How long it is not looked again whether a key still holds: by then a key that was revoked is refused everywhere."""
_USE_NOTED_EVERY = 60 * 1_000_000
_KEPT = 10_000


class _Known(NamedTuple):
    principal: Principal
    expires_at: int


class Authentication:
    """Tells who is asking. Safe to use by many threads."""

    def __init__(
        self,
        ledger: Ledger,
        verifier: TokenVerifier | None,
        monotonic: Callable[[], float],
        carrying: Callable[[Principal], Principal],
        has_left: Callable[[str], bool] = lambda _employee: False,
        roles: RoleTable | None = None,
    ) -> None:
        """Keys are those of the ledger; `monotonic` gives seconds that only go forward; without `roles` the eight.

        `carrying` adds to somebody what delegations carry. `has_left` says of an employee whether the last day has
        passed: all roles end with it but that of an employee, who then reads, and disputes.
        """
        self._carrying = carrying
        self._has_left = has_left
        self._roles = roles or default_roles()
        self._after_leaving = after_leaving(self._roles)
        self._ledger = ledger
        self._verifier = verifier
        self._known: TTLCache[str, _Known] = TTLCache(_KEPT, SECONDS_KEPT, timer=monotonic)
        self._lock = Lock()

    def known(self, token: str, now: int) -> Principal | None:
        """Who asked with the same token a moment ago; None where that has to be looked up. `now` is in microseconds."""
        with self._lock:
            known = self._known.get(token)
        if known is None or (known.expires_at and now >= known.expires_at):
            return None
        return known.principal

    def look_up(self, token: str) -> Principal | None:
        """The identity of a token; None where the token is not valid. May wait for the store or the issuer."""
        found = self._by_key(token) if token.startswith(PREFIX) else self._by_issuer(token)
        if found is None:
            return None
        found = found._replace(principal=self._carrying(found.principal))
        with self._lock:
            self._known[token] = found
        return found.principal

    def forget(self) -> None:
        """Look every token up again: a key was revoked."""
        with self._lock:
            self._known.clear()

    def _by_key(self, token: str) -> _Known | None:
        if not self._ledger.exists():
            return None
        key = key_of_token(self._ledger, token)
        with self._ledger.transactions.looking() as (_cursor, now):
            holds = key is not None and key.holds(now)
        role = None if key is None else self._roles.find(key.role)
        if key is None or not holds or role is None:
            return None
        self._note_use(key, now)
        principal = Principal(f"key:{key.id}", key.name, self._granted([role], key.employee, key.team))
        return _Known(principal, key.expires_at)

    def _granted(self, roles: list[RoleDefinition], employee: str | None, team: str | None) -> tuple[Grant, ...]:
        """Roles as they are granted to somebody, or for a team."""
        if employee is not None and self._has_left(employee):
            return (Grant(Role.EMPLOYEE, employee, None, self._after_leaving),)
        return tuple(Grant(role.name, employee, team, role) for role in roles)

    def _note_use(self, key: ApiKey, now: int) -> None:
        if now - key.last_used_at >= _USE_NOTED_EVERY:
            mark_used(self._ledger, key.id)

    def _by_issuer(self, token: str) -> _Known | None:
        if self._verifier is None:
            return None
        try:
            holder = self._verifier.verify(token)
        except KeysUnavailableError as error:
            raise Problem("unavailable", str(error)) from None
        except TokenError:
            return None
        roles = [role for role in self._roles.together(holder.roles) if has_needed(role, holder.employee, holder.team)]
        if refused_together(roles) is not None:
            return None
        grants = self._granted(roles, holder.employee, holder.team)
        principal = Principal(f"oidc:{holder.subject}", holder.subject, grants)
        return _Known(principal, holder.expires_at * 1_000_000)
