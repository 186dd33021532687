"""A file's lines, with bounded memory whatever their length."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

KEPT_BYTES = 16 * 1_048_576
"""A refused line is kept whole up to this size; of a longer one its place in the file and its beginning."""
PREFIX_BYTES = 65_536
_BLOCK = 1_048_576
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line of a file: its number from 1, where it lies, and its bytes without the line feed (or their beginning)."""

    number: int
    offset: int
    size: int
    raw: bytes

    @property
    def end(self) -> int:
        """The offset of the line after it."""
        return self.offset + self.size + 1


def read_lines(file: BinaryIO, offset: int = 0, done: int = 0) -> Iterator[Line]:
    """The lines of a file from an offset on, where `done` lines lie before; the last may lack its line feed.

    A mark of byte order at the start of the file is passed over.
    """
    file.seek(offset)
    number, start, rest = done, offset, b""
    dropped = 0
    while block := file.read(_BLOCK):
        *complete, tail = (rest + block).split(b"\n") if dropped == 0 else block.split(b"\n")
        if dropped and complete:
            number += 1
            size = dropped + len(complete[0])
            yield Line(number, start, size, rest)
            start, dropped = start + size + 1, 0
            del complete[0]
            rest = b""
        elif dropped:
            dropped += len(tail)
            continue
        for raw in complete:
            number += 1
            yield Line(number, start, len(raw), _without_mark(raw, start))
            start += len(raw) + 1
        rest = tail
        if len(rest) > KEPT_BYTES:
            dropped, rest = len(rest), rest[:PREFIX_BYTES]
    if rest:
        yield Line(number + 1, start, dropped or len(rest), _without_mark(rest, start))


def _without_mark(raw: bytes, offset: int) -> bytes:
    return raw.removeprefix(_BYTE_ORDER_MARK) if offset == 0 else raw
