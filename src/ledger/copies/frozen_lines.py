"""What closings froze (S11.2), as lines of an export, and back into a store.

A line holds a piece that is short enough for one: ``{"frozen": {"digest": …, "content": …, "last": …}}``. The pieces of
one digest follow each other. An export of version 0.1.0 has none.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.closing import digest_of, keep, kept
from ledger.store.dialect import StoreCursor

FROZEN = "frozen"
_PIECE = 200_000
_FIELDS = {"digest": str, "content": str, "last": bool}


def frozen_lines(cursor: StoreCursor, digests: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The frozen bytes of some digests, in pieces; what is not kept here is left out.

    Raises DamageError where they were changed.
    """
    for digest in digests:
        content = kept(cursor, digest)
        text = (content or b"").decode()
        for start in range(0, len(text), _PIECE):
            end = start + _PIECE
            yield {FROZEN: {"digest": digest, "content": text[start:end], "last": end >= len(text)}}


class FrozenPieces:
    """Puts the pieces together again, and keeps what has the digest that it claims."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Keep it in the store of a transaction."""
        self._cursor = cursor
        self._digest: str | None = None
        self._pieces: list[str] = []

    def take(self, piece: object) -> str | None:
        """Take the next piece; what is wrong with it, or None."""
        if not isinstance(piece, Mapping) or {name: type(value) for name, value in piece.items()} != _FIELDS:
            return "is not a piece of frozen bytes"
        if self._digest not in (None, piece["digest"]):
            return f"is of other frozen bytes, and those of {self._digest} have no end"
        self._digest = piece["digest"]
        self._pieces.append(piece["content"])
        if not piece["last"]:
            return None
        content = "".join(self._pieces).encode()
        wrong = None if digest_of(content) == self._digest else "ends frozen bytes with another digest than it says"
        if wrong is None:
            keep(self._cursor, [content])
        self._digest, self._pieces = None, []
        return wrong

    @property
    def pending(self) -> bool:
        """Whether a piece is to follow."""
        return self._digest is not None
