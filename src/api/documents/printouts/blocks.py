"""What a page is made of, as data: headings, texts, labelled values, tables and charts, one below the other."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Block = Mapping[str, Any]
"""A block as the template reads it; its `kind` says which."""

_PIECE = 10
_LONG_WORD = re.compile(r"[!-,.-~]{15,}")
"""A word of Latin letters that is not to be broken at a hyphen."""
MAY_BREAK = "\u200b"
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What paper does not show, or what would turn the order of a line round: written as an escape."""


class Column(NamedTuple):
    """A column of a printed table: its heading, the side its cells stand on, and its share of the width left over."""

    heading: str
    align: str = "left"
    width: int | None = None
    """A share of what other columns leave; None is as wide as the widest cell."""


def heading(text: str) -> Block:
    """A heading, which never stands alone at the foot of a page."""
    return {"kind": "heading", "text": text}


def text(said: str, style: str = "plain", indent: int = 0) -> Block:
    """A paragraph: `plain`, a `note` in small, an `alarm` in red, or `large`."""
    return {"kind": "text", "text": breakable(said), "style": style, "indent": indent}


def foot(said: str) -> Block:
    """What stands as the digest at the foot of the page from here on."""
    return {"kind": "foot", "text": said}


def facts(pairs: Sequence[tuple[str, str]], across: int = 2) -> Block:
    """Labelled values, so many pairs side by side."""
    return {"kind": "facts", "pairs": [[label, breakable(value)] for label, value in pairs], "across": across}


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | None]],
    *,
    totals: Sequence[str | None] | None = None,
    size: int = 8,
    ruled: bool = False,
) -> Block:
    """A table whose headings stand again on each page; `size` is in points. Cells are text, None is an empty one."""
    shown = [[None if cell is None else breakable(cell) for cell in row] for row in rows]
    heads = [each._replace(heading=breakable(each.heading))._asdict() for each in columns]
    return {"kind": "table", "columns": heads, "rows": shown, "totals": totals, "size": size, "ruled": ruled}


def chart(svg: str, alternative: str, width: int = 100) -> Block:
    """A drawing in SVG, what it says in words, and its width in percent of the page's."""
    return {"kind": "chart", "svg": svg, "alt": alternative, "width": width}


def space(millimetres: int) -> Block:
    """Some space."""
    return {"kind": "space", "millimetres": millimetres}


def page_break() -> Block:
    """What follows begins a page."""
    return {"kind": "break"}


def breakable(said: str) -> str:
    """A text as paper may have it: nothing hidden in it, and no word so long that it runs out of its cell."""
    said = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
    return _LONG_WORD.sub(lambda found: _broken(found[0]), said)


def _broken(word: str) -> str:
    return MAY_BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))
