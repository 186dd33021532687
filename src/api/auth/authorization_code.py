"""Signing in at an issuer of OpenID Connect: the authorization code flow with PKCE (RFC 6749 4.1, RFC 7636, RFC 9700).

Where to send somebody, and what the issuer gives for the code that comes back. Who somebody is, the access token says:
it is for the audience of this service, and verified like that of every request.
"""

import base64
import hmac
import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from api.auth.jwks import LARGEST_DOCUMENT, Fetch, bounded_answer, fetch_document
from api.auth.tokens import TokenError, TokenSettings, TokenVerifier, checked_endpoint
from api.words.translation import marked
from ledger.appends.append import Clock

_RANDOM_BYTES = 32
_DISCOVERY = "/.well-known/openid-configuration"
OPENID = "openid"


class IssuerError(Exception):
    """The issuer does not let somebody in, or cannot be reached; nothing in it is secret."""

    def __init__(self, message: str, **parts: object) -> None:
        """A message of the catalogues, and the parts that stand in it."""
        super().__init__(message % parts if parts else message)
        self.message = message
        self.parts = parts


_NO_TOKEN = marked("The issuer gave no access token of the type Bearer; see its settings for this client.")
_NO_IDENTITY = marked("The ID token of the issuer is invalid (%(why)s); sign in again.")
_OTHER_NONCE = marked("The ID token of the issuer belongs to another sign-in; sign in again.")
_OTHER_CLIENT = marked(
    "The ID token of the issuer belongs to another client; sign in again, or check the settings of the issuer."
)
_UNREACHABLE = marked("The issuer of the centre's accounts cannot be reached (%(why)s); try again in a minute.")
_REFUSED = marked("The issuer refused its own code (%(why)s); sign in again.")
_NO_ENDPOINT = marked("The issuer does not say where its %(name)s is; the operator of the service can set it.")
_OTHER_ISSUER = marked(
    "The discovery document belongs to another issuer; the operator of the service must correct the setting."
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What one signing in is known by, from setting out until coming back; kept by the browser, sealed."""

    state: str
    nonce: str
    verifier: str
    onward: str
    """The page that was asked for."""

    @classmethod
    def begun(cls, onward: str) -> "Flow":
        """A new one."""
        return cls(_random(), _random(), _random(), onward)

    @classmethod
    def read(cls, text: str) -> "Flow":
        """One that was kept."""
        return cls(**json.loads(text))

    def text(self) -> str:
        """To be kept."""
        return json.dumps(asdict(self))

    def is_answered_by(self, state: str) -> bool:
        """Whether somebody comes back from where this one set out."""
        return hmac.compare_digest(self.state.encode(), state.encode())


class Issuer:
    """The issuer whose accounts sign in here. Waits for the issuer, so not for an event loop."""

    def __init__(self, settings: TokenSettings, clock: Clock, fetch: Fetch = fetch_document) -> None:
        """By settings that have a client."""
        assert settings.client_id is not None, "without a client nobody signs in by the issuer"
        self._settings = settings
        self._client_id = settings.client_id
        self._fetch = fetch
        self._found: dict[str, Any] | None = None
        # An ID token says that somebody signed in, and nothing of roles.
        of_identity = {"audience": settings.client_id, "roles": {}}
        self._identity = TokenVerifier(settings.model_copy(update=of_identity), (), fetch, clock=clock)

    def address(self, flow: Flow, back: str) -> str:
        """Where to send somebody who signs in; `back` is the address to come back to. Raises IssuerError."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": " ".join(self._settings.scopes),
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": _encoded(sha256(flow.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked, quote_via=quote)}"

    def access_token(self, flow: Flow, code: str, back: str) -> str:
        """The access token that the issuer gives for a code. Raises IssuerError."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": flow.verifier}
        answer = self._asked(self._endpoint("token_endpoint"), asked)
        token = answer.get("access_token")
        if not isinstance(token, str) or str(answer.get("token_type", "")).lower() != "bearer":
            raise IssuerError(_NO_TOKEN)
        if OPENID in self._settings.scopes:
            self._check_identity(answer.get("id_token"), flow)
        return token

    def _check_identity(self, token: Any, flow: Flow) -> None:
        """OpenID Connect Core 3.1.3.7: the ID token is the issuer's, for this client, and of this very signing in."""
        try:
            claims = self._identity.claims(token if isinstance(token, str) else "")
        except TokenError as error:
            raise IssuerError(_NO_IDENTITY, why=error) from None
        if not self._is_party(claims):
            raise IssuerError(_OTHER_CLIENT)
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), flow.nonce.encode()):
            raise IssuerError(_OTHER_NONCE)

    def _is_party(self, claims: dict[str, Any]) -> bool:
        """Whether the token was issued to this client: it says so where it is for others too (azp)."""
        audience, party = claims["aud"], claims.get("azp")
        several = isinstance(audience, list) and len(audience) > 1
        return party == self._client_id if several or party is not None else True

    def _asked(self, endpoint: str, asked: dict[str, str]) -> dict[str, Any]:
        secret, headers = self._settings.client_secret, {"Accept": "application/json"}
        if secret is None:
            asked["client_id"] = self._client_id
        else:
            # RFC 6749 2.3.1: both are form-encoded before they are made a user and a password.
            pair = f"{quote(self._client_id, safe='')}:{quote(secret.get_secret_value(), safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        try:
            status, document = bounded_answer("POST", endpoint, data=asked, headers=headers)
        except (httpx.HTTPError, ValueError) as error:
            raise IssuerError(_UNREACHABLE, why=type(error).__name__) from None
        told = _object(document)
        if status != httpx.codes.OK:
            raise IssuerError(_REFUSED, why=_error_of(told, status))
        return told

    def _endpoint(self, name: str) -> str:
        told: str | None = getattr(self._settings, name)
        if told is not None:
            return told
        try:
            return checked_endpoint(str(self._discovered()[name]))
        except (KeyError, ValueError):
            raise IssuerError(_NO_ENDPOINT, name=name) from None

    def _discovered(self) -> dict[str, Any]:
        """What the issuer says of itself, had once it is there."""
        if self._found is None:
            issuer = self._settings.issuer
            try:
                found = _object(self._fetch(checked_endpoint(issuer).rstrip("/") + _DISCOVERY))
            except Exception as error:
                raise IssuerError(_UNREACHABLE, why=type(error).__name__) from None
            if found.get("issuer") != issuer:
                raise IssuerError(_OTHER_ISSUER)
            self._found = found
        return self._found


def _object(document: bytes) -> dict[str, Any]:
    try:
        told = json.loads(document) if len(document) <= LARGEST_DOCUMENT else None
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}


def _error_of(told: dict[str, Any], status: int) -> str:
    error = told.get("error")
    return error[:60] if isinstance(error, str) and error.isascii() and error.isprintable() else str(status)


def _random() -> str:
    return _encoded(os.urandom(_RANDOM_BYTES))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
