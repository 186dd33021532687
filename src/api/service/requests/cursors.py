"""Cursors of pages: signed, and bound to what was asked for, so that a page follows the page before and no other."""

import json
from hashlib import sha256
from typing import Any, NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from api.problems import Problem

_LONGEST = 1_000
_SIGNING = {"key_derivation": "hmac", "digest_method": sha256}


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
        text = self._signed(bound_to).dumps(cursor)
        return text if isinstance(text, str) else text.decode()

    def read(self, text: str, bound_to: Any) -> Cursor:
        """The cursor of a text. Raises Problem where it is invalid, or of another request."""
        try:
            return Cursor(*self._signed(bound_to).loads(text[:_LONGEST]))
        except (BadData, ValueError):
            raise Problem(
                "malformed",
                "the cursor is not of this request; give the `next` of the page before with the same parameters, "
                "or begin without a cursor",
            ) from None

    def _signed(self, bound_to: Any) -> URLSafeSerializer:
        bound = json.dumps(bound_to, sort_keys=True, default=str).encode()
        return URLSafeSerializer(self._secret, salt=sha256(bound).digest(), signer_kwargs=_SIGNING)
