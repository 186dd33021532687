"""Fields whose null says something: left out, they state nothing, and that is another content."""

from enum import Enum
from typing import Any

from pydantic import Field


class Unstated(Enum):
    """What a field holds that was left out, where null says something (see `null_speaks`)."""

    UNSTATED = "unstated"


UNSTATED = Unstated.UNSTATED


def null_speaks() -> Any:
    """The default of a field whose null states that there is none: left out, it states nothing, and holds `UNSTATED`.

    The two are not the same content, and both are stored as they came.
    """
    return Field(default_factory=lambda: UNSTATED, exclude_if=lambda value: value is UNSTATED)
