"""An issuer made up for the tests: its keys, its tokens, well made or not, and the place that publishes its key set."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key
from joserfc.jws import JWSRegistry

from api.auth.tokens import TokenSettings, TokenVerifier

NOW = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
SECOND = int(NOW.timestamp())
ISSUER = "https://issuer.example/realms/centre"
AUDIENCE = "workledger"
ADDRESS = "https://issuer.example/jwks"
KNOWN = ("employee", "lead", "payroll", "auditor")

RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
OTHER_RSA = RSAKey.generate_key(2048, {"kid": "other-rsa"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})
WIDE_EC = ECKey.generate_key("P-384", {"kid": "wide-ec"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})
"""Of nobody that is trusted, under the name of a key that is."""

Parts = dict[str, Any]


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Published:
    """A place that gives a key set, or fails, and counts how often it was asked."""

    keys: list[Key] = field(default_factory=lambda: [RSA, EC, ED])
    fails: bool = False
    asked: int = 0

    def __call__(self, url: str) -> bytes:
        assert url == ADDRESS
        self.asked += 1
        if self.fails:
            raise RuntimeError("no answer")
        return key_set(*self.keys)


def key_set(*entries: Any) -> bytes:
    """The document with the public half of each key, and with anything else as it is."""
    return json.dumps({"keys": [each.as_dict() if isinstance(each, Key) else each for each in entries]}).encode()


def nameless(key: Key) -> Key:
    """The public half, without its kid."""
    return import_key({name: value for name, value in key.as_dict().items() if name != "kid"})


def claims(*without: str, **changed: Any) -> Parts:
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "exp": SECOND + 300, "iat": SECOND, "nbf": SECOND}
    return {name: value for name, value in {**usual, **changed}.items() if name not in without}


def encoded(part: bytes | Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(payload: bytes | Any = None, key: Key = RSA, algorithm: str = "RS256", header: Any = None) -> str:
    """A token that this key has signed by this algorithm, whatever its header and its payload say."""
    usual = {"alg": algorithm, "kid": key.kid, "typ": "at+jwt"}
    first = header if isinstance(header, bytes | list | str) else {**usual, **(header or {})}
    if isinstance(first, dict):
        first = {name: value for name, value in first.items() if value is not ...}
    start = f"{encoded(first)}.{encoded(claims() if payload is None else payload)}"
    return f"{start}.{encoded(JWSRegistry.algorithms[algorithm].sign(start.encode(), key))}"


def verifier(published: Published | None = None, clock: Clock | None = None, **changed: Any) -> TokenVerifier:
    settings = TokenSettings(**{"issuer": ISSUER, "audience": AUDIENCE, "jwks": ADDRESS, **changed})
    return TokenVerifier(settings, KNOWN, published or Published(), clock=clock or Clock())
