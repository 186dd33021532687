"""`Idempotency-Key`: who sends a request again under the same key gets the same answer, and nothing happens twice."""

import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.problems import Problem
from ledger.appends.submissions import Hindrance, Keyed, Taken

if TYPE_CHECKING:
    from starlette.requests import Request

HEADER = "Idempotency-Key"
_NONCE_BYTES = 12
KEY_PATTERN = r'^("[ !#-~]{1,200}"|[!#-~][ !#-~]{0,199})$'
"""With quotes around it or without; a header is ASCII, and a key may become the `ref` of a fact."""
_KEY = re.compile(KEY_PATTERN)


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """An answer that can be given again: its status, its JSON body, and the headers that belong to it."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def as_bytes(self) -> bytes:
        """The answer, to be kept."""
        kept = [self.status, self.body, dict(self.headers), self.media_type]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "KeptOutcome":
        """The answer that was kept."""
        return cls(*json.loads(content))


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The key of a request, and what its answer is sealed by: only who has the key can have the answer again."""

    text: str
    keyed: Keyed
    cipher: AESGCM

    def sealed(self, content: bytes) -> bytes:
        """An answer as it is kept."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, content, self.keyed.fingerprint)

    def opened(self, content: bytes) -> bytes:
        """The answer that was kept."""
        return self.cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], self.keyed.fingerprint)


class RequestKeys:
    """Reads the keys of requests; what is kept of them are digests under a secret of the service."""

    def __init__(self, secret: bytes) -> None:
        """Of a secret that all workers of a service share."""
        self._secret = secret

    def of(self, request: "Request", principal: str, body: bytes) -> RequestKey | None:
        """The key of a request; None where it has none. Raises Problem where it is not of its form."""
        given = request.headers.get(HEADER)
        if given is None:
            return None
        asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + body
        return self.named(given, principal, asked)

    def named(self, given: str, principal: str, asked: bytes) -> RequestKey:
        """The key of somebody's request, as it is given; `asked` is what is asked for.

        Raises Problem where it is not of its form.
        """
        match = _KEY.fullmatch(given.strip())
        if match is None:
            raise Problem(
                "malformed",
                f"{HEADER} has the wrong format; give 1 to 200 characters, such as a UUID, a new one a request",
            )
        text = match[1].strip('"')
        who = json.dumps([principal, text], ensure_ascii=False).encode()
        what = sha256(asked).digest()
        keyed = Keyed(self._digest(b"request", who), self._digest(b"content", what))
        return RequestKey(text, keyed, AESGCM(self._digest(b"answer", who)))

    def _digest(self, purpose: bytes, content: bytes) -> bytes:
        return hmac.digest(self._secret, purpose + b"\x00" + content, sha256)


def kept_outcome(taken: Taken, key: RequestKey | None) -> KeptOutcome:
    """The answer to what was taken, for the first time or again. Raises Problem for what hindered it."""
    if taken.hindrance is Hindrance.KEY_REUSED:
        raise Problem("key-reused", f"this {HEADER} was used for another request; give a new one a request")
    if taken.hindrance is Hindrance.MOVED_ON:
        raise Problem("moved-on", "the resource was changed since; get it again, and send its new ETag in If-Match")
    assert taken.answer is not None
    return KeptOutcome.of_bytes(taken.answer if key is None else key.opened(taken.answer))
