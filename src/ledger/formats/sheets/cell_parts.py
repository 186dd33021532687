"""One cell with several values: a JSON list, a set in braces, or values between separators."""

import json
import re
from collections.abc import Callable

from ledger.refusal import refused

JSON, SET, LIST = "json", "set", "list"
_LISTED = re.compile(r"[、，,；;/|\s]+")
"""What people put between the numbers of a list."""


def parts_of(text: str, split: str) -> list[str] | None:
    """The values in a cell, in order; None where the cell cannot be split so."""
    if split == JSON:
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return [str(value) for value in values] if isinstance(values, list) else None
    if split == SET:
        if not (text.startswith("{") and text.endswith("}")):
            return None
        text, split = text[1:-1], ","
    parts = _LISTED.split(text) if split == LIST else text.split(split)
    return [part.strip().strip('"') for part in parts if part.strip()]


def only_one(text: str, split: str, called: Callable[[], str]) -> str:
    """The one value of a cell that was split, or that a person mended. Raises RefusedError for a list."""
    brackets = {JSON: "[", SET: "{"}.get(split)
    if brackets is not None and not text.startswith(brackets):
        return text
    parts = parts_of(text, split)
    if parts is None:
        form = "a JSON list" if split == JSON else "values in braces" if split == SET else f"values between {split!r}"
        raise refused("bad_cell", f"{called()} begins {text[:40]!r}, which is not a whole list; give {form}")
    if len(parts) != 1:
        raise refused(
            "bad_cell",
            f"{called()} has {len(parts)} values here; give one on this line, and a line for each of the others",
        )
    return parts[0]
