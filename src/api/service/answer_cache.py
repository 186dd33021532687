"""Answers of fixed coordinates, kept in memory: what is a pure function of its coordinates need not be made twice."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from starlette.responses import Response

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
        etag = f'"{sha256(content).hexdigest()[:_TAG_DIGITS]}"'
        headers = {"ETag": etag, "Cache-Control": _FIXED, "Vary": "Accept, Authorization", **coordinates}
        made = Response(content, headers=headers, media_type=media_type)
        return cls(content, etag, tuple(headers.items()), made.raw_headers)


class KeptAnswers:
    """Answers by what was asked for, the ones used last, up to a number of bytes. Safe to use by many threads."""

    def __init__(self, limit: int) -> None:
        """Room for `limit` bytes."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Hashable) -> KeptAnswer | None:
        """The answer that is kept; None where there is none."""
        with self._lock:
            answer = self._kept.get(asked)
            if answer is not None:
                self._kept.move_to_end(asked)
            return answer

    def keep(self, asked: Hashable, answer: KeptAnswer) -> None:
        """Keep an answer, and let go of those that were not used for longest."""
        size = len(answer.content) + _OVERHEAD
        if size > self._limit:
            return
        with self._lock:
            before = self._kept.pop(asked, None)
            self._size += size - (0 if before is None else len(before.content) + _OVERHEAD)
            self._kept[asked] = answer
            while self._size > self._limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.content) + _OVERHEAD
