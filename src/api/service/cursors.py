"""Cursors of pages: signed, and bound to what was asked for, so that a page follows the page before and no other."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any, NamedTuple

from api.problems import Problem

_TAG_BYTES = 16
_LONGEST = 1_000


class Cursor(NamedTuple):
    """Where the next page begins, and the ledger position that all pages are of."""

    position: int
    start: int


class Cursors:
    """Makes and reads the cursors of one service."""

    def __init__(self, secret: bytes) -> None:
        """Cursors under a secret that all workers of a service share."""
        self._secret = secret

    def written(self, cursor: Cursor, bound_to: Any) -> str:
        """A cursor as text; `bound_to` is all of the request that the pages are of."""
        body = json.dumps(cursor, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._tag(body, bound_to) + body).rstrip(b"=").decode()

    def read(self, text: str, bound_to: Any) -> Cursor:
        """The cursor of a text. Raises Problem where it is none, or one of another request."""
        try:
            raw = base64.urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4))
            tag, body = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
            right = text.isascii() and hmac.compare_digest(tag, self._tag(body, bound_to))
        except ValueError:
            right = False
        if not right:
            raise Problem(
                "malformed",
                "the cursor is not of this request; give the `next` of the page before with the same parameters, "
                "or begin without a cursor",
            )
        return Cursor(*json.loads(body))

    def _tag(self, body: bytes, bound_to: Any) -> bytes:
        bound = json.dumps(bound_to, sort_keys=True, default=str).encode()
        return hmac.digest(self._secret, sha256(bound).digest() + body, sha256)[:_TAG_BYTES]
