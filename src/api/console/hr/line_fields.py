"""A refused row of a sheet as fields to mend: its cells by their headings, and the cell of a grid."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

_FIELD = "cell."
_ROW, _GRID = "row", ("date", "heading", "cell")


def line_fields(raw: str) -> list[tuple[str, str, str]]:
    """What each field is called in the form, its heading and its text; nothing of a line that is not a row."""
    piece = _piece(raw)
    return [(f"{_FIELD}{at}", heading, text) for at, (heading, text) in enumerate(_texts(piece))]


def mended_line(sent: FormData, raw: str) -> str:
    """A line with the fields that were sent; as it is where none were."""
    piece = _piece(raw)
    texts = [str(sent.get(f"{_FIELD}{at}", text)) for at, (_heading, text) in enumerate(_texts(piece))]
    if not texts:
        return raw
    row = dict(zip(piece[_ROW], texts, strict=False))
    grid = dict(zip((name for name in _GRID if name in piece), texts[len(row) :], strict=True))
    return json.dumps({**piece, _ROW: row, **grid}, ensure_ascii=False)


def _piece(raw: str) -> Mapping[str, Any]:
    try:
        piece = json.loads(raw)
    except ValueError:
        return {}
    is_row = isinstance(piece, dict) and isinstance(piece.get(_ROW), dict) and "cells" not in piece
    return piece if is_row else {}


def _texts(piece: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The headings and texts of a row, and what its cell of a grid is under, and has in it."""
    if not piece:
        return []
    row = [(str(heading), str(text)) for heading, text in piece[_ROW].items()]
    over = str(piece.get("date") or piece.get("heading") or "")
    grid = [(name if name != "cell" else over, str(piece[name])) for name in _GRID if name in piece]
    return row + grid
