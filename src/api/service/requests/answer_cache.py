"""Answers of fixed coordinates, kept in memory: what is a pure function of its coordinates need not be made twice."""

from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

_TAG_DIGITS = 32
_OVERHEAD = 2_000
_FIXED = "private, no-cache"
"""It may be kept by who asked, and is asked for again by its tag."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer: its bytes, its strong entity tag, and its headers, by name and as they are sent."""

    content: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    raw_headers: list[tuple[bytes, bytes]]

    @classmethod
    def of(cls, content: bytes, media_type: str, coordinates: dict[str, str]) -> "KeptAnswer":
        """The answer of some bytes; the tag is their digest. `coordinates` are the headers that name them."""
        from starlette.responses import Response  # noqa: PLC0415 - a command makes none

        etag = f'"{sha256(content).hexdigest()[:_TAG_DIGITS]}"'
        headers = {"ETag": etag, "Cache-Control": _FIXED, "Vary": "Accept, Authorization", **coordinates}
        made = Response(content, headers=headers, media_type=media_type)
        return cls(content, etag, tuple(headers.items()), made.raw_headers)


class KeptAnswers:
    """Answers by what was asked for, the ones used last, up to a number of bytes. Safe to use by many threads."""

    def __init__(self, limit: int) -> None:
        """Room for `limit` bytes."""
        self._kept: LRUCache[Hashable, KeptAnswer] = LRUCache(limit, getsizeof=_size_of)
        self._lock = Lock()

    def get(self, asked: Hashable) -> KeptAnswer | None:
        """The answer that is kept; None where there is none."""
        with self._lock:
            return self._kept.get(asked)

    def keep(self, asked: Hashable, answer: KeptAnswer) -> None:
        """Keep an answer, and let go of those that were not used for longest. One that has no room is not kept."""
        if _size_of(answer) <= self._kept.maxsize:
            with self._lock:
                self._kept[asked] = answer


def _size_of(answer: KeptAnswer) -> int:
    return len(answer.content) + _OVERHEAD
