"""Which characters a font has glyphs for, from its character map (OpenType `cmap`, format 12: all of Unicode)."""

import struct
from collections.abc import Iterator
from pathlib import Path

_COLLECTION = b"ttcf"
_WHOLE_UNICODE = 12


def characters_of(font: Path) -> frozenset[int]:
    """The code points that a font, or a collection of fonts, has glyphs for; none where it has no such map."""
    content = memoryview(font.read_bytes())
    return frozenset(code for start in _fonts_in(content) for code in _mapped(content, start))


def _fonts_in(content: memoryview) -> tuple[int, ...]:
    if content[:4] != _COLLECTION:
        return (0,)
    (count,) = struct.unpack_from(">L", content, 8)
    return struct.unpack_from(f">{count}L", content, 12)


def _mapped(content: memoryview, start: int) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", content, start + 4)
    for table in range(tables):
        tag, _checksum, place, _length = struct.unpack_from(">4sLLL", content, start + 12 + 16 * table)
        if tag == b"cmap":
            (maps,) = struct.unpack_from(">H", content, place + 2)
            for each in range(maps):
                _platform, _encoding, offset = struct.unpack_from(">HHL", content, place + 4 + 8 * each)
                yield from _of_map(content, place + offset)


def _of_map(content: memoryview, place: int) -> Iterator[int]:
    if struct.unpack_from(">H", content, place) != (_WHOLE_UNICODE,):
        return
    (groups,) = struct.unpack_from(">L", content, place + 12)
    for group in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", content, place + 16 + 12 * group)
        yield from range(first, last + 1)
