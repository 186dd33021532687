"""A list in a row of a report, as one text of a cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

MISSING = "–"
"""What stands for a place of a list that has nothing."""


def list_parts(values: Sequence[Any], told: Callable[[str], str] = str) -> list[str]:
    """Each place of a list as a text: of an object its values, of nothing a dash; `told` says a text for readers."""
    return [" ".join(_told(part, told) for part in _parts(each)) for each in values]


def list_text(values: Sequence[Any], told: Callable[[str], str] = str) -> str:
    """The same in one text."""
    objects = any(isinstance(each, Mapping) for each in values)
    return ("; " if objects else " ").join(list_parts(values, told))


def _parts(value: Any) -> Sequence[Any]:
    return tuple(value.values()) if isinstance(value, Mapping) else (value,)


def _told(part: Any, told: Callable[[str], str]) -> str:
    return MISSING if part is None else told(str(part))
