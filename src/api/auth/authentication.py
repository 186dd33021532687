"""Who is asking: by an API key, or by an access token of the configured issuer."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from cachetools import TTLCache

from api.auth.keys import PREFIX, ApiKey, key_of_token, mark_used
from api.auth.permissions import Role
from api.auth.principals import Grant, Principal
from api.auth.tokens import KeysUnavailableError, TokenError, TokenVerifier
from api.problems import Problem
from ledger.ledger import Ledger

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
    ) -> None:
        """Keys are those of the ledger; `monotonic` gives seconds that only go forward.

        `carrying` adds to somebody what delegations carry.
        """
        self._carrying = carrying
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
        if key is None or not holds:
            return None
        self._note_use(key, now)
        return _Known(key.principal, key.expires_at)

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
        grants = tuple(Grant(Role(role), holder.employee, holder.team) for role in holder.roles)
        principal = Principal(f"oidc:{holder.subject}", holder.subject, grants)
        return _Known(principal, holder.expires_at * 1_000_000)
