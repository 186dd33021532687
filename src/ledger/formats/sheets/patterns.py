"""Patterns that a mapping names, compiled once."""

import re
from functools import lru_cache


@lru_cache(maxsize=1_024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern; that it is one was looked at when the mapping was read."""
    return re.compile(pattern)
