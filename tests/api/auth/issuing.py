"""The issuer as a server on this machine: where people sign in, and a code is exchanged for tokens."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt

from tests.api.auth.issuer import AUDIENCE, RSA, key_set

CLIENT = "console"


@dataclass
class Issuing:
    """What the issuer does, and what it was asked for."""

    now: Callable[[], int]
    """In seconds since 1970."""
    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"roles": ["auditor"]})
    identity: dict[str, Any] = field(default_factory=dict)
    """What the ID token claims beside who signed in."""
    denies: str | None = None
    state: str | None = None
    """Another state than it was given."""
    nonce: str | None = None
    seconds: int = 300
    secret: str | None = None
    status: int | None = None
    """Another status of the tokens than they have."""
    padding: int = 0
    """Bytes after the tokens."""
    begun: dict[str, str] = field(default_factory=dict)
    """What the last one who signs in came with."""

    def settings(self, **changed: Any) -> dict[str, Any]:
        """The settings of a service whose people sign in here."""
        told = {"issuer": self.url, "audience": AUDIENCE, "jwks": f"{self.url}/jwks", "client_id": CLIENT}
        return told | changed

    def authorized(self, asked: dict[str, str]) -> str:
        """Where somebody who signed in is sent."""
        self.begun = asked
        answer = {"error": self.denies} if self.denies else {"code": "a-code"}
        return f"{asked['redirect_uri']}?{urlencode(answer | {'state': self.state or asked['state']})}"

    def tokens(self, asked: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code, if it is exchanged by who set out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest())
        assert self.begun["code_challenge_method"] == "S256"
        right = {
            asked["code"]: "a-code",
            asked["grant_type"]: "authorization_code",
            asked["redirect_uri"]: self.begun["redirect_uri"],
            challenge.rstrip(b"=").decode(): self.begun["code_challenge"],
        }
        if any(given != wanted for given, wanted in right.items()) or not self._is_client(asked, authorization):
            return 400, {"error": "invalid_grant"}
        usual = {"iss": self.url, "sub": "u-1", "exp": self.now() + self.seconds, "iat": self.now()}
        identity = usual | {"aud": CLIENT, "nonce": self.nonce or self.begun["nonce"]} | self.identity
        return 200, {
            "access_token": _signed(usual | {"aud": AUDIENCE} | self.claims),
            "id_token": _signed(identity),
            "token_type": "Bearer",
        }

    def _is_client(self, asked: Mapping[str, str], authorization: str) -> bool:
        if self.secret is None:
            return asked.get("client_id") == CLIENT and not authorization
        return authorization == f"Basic {base64.b64encode(f'{CLIENT}:{self.secret}'.encode()).decode()}"


def _signed(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "rsa"}, claims, RSA)


@contextmanager
def issuing(now: Callable[[], int]) -> Iterator[Issuing]:
    """An issuer that answers at its `url`."""
    found = Issuing(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path == "/authorize":
                self.send_response(303)
                self.send_header(
                    "Location",
                    found.authorized({name: texts[0] for name, texts in parse_qs(asked.query).items()}),
                )
                self.end_headers()
                return
            document = {
                "issuer": found.url,
                "authorization_endpoint": f"{found.url}/authorize",
                "token_endpoint": f"{found.url}/token",
            }
            self._answer(200, key_set(RSA) if asked.path == "/jwks" else json.dumps(document).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: texts[0] for name, texts in parse_qs(body).items()}
            status, told = found.tokens(asked, self.headers.get("Authorization", ""))
            self._answer(found.status or status, json.dumps(told).encode() + b" " * found.padding)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status == 302:
                self.send_header("Location", f"{found.url}/token")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
