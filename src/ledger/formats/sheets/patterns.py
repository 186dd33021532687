"""Patterns that a mapping names: written for RE2, which reads a text once, and compiled once."""

from functools import lru_cache
from typing import Any

from ledger.formats.sheets.pattern_syntax import UnfitPatternError, Written, written

MOST = 100
"""Patterns of a mapping."""
LONGEST_TEXT = 2_000
"""Characters of a text that a pattern is held to: a time that is in proportion is still to be short."""
_MEMORY = 1_048_576


class Pattern:
    """A pattern: what it takes of a text."""

    def __init__(self, told: Written) -> None:
        """A pattern that was written for the engine. Raises UnfitPatternError where it is too large for it."""
        self._main = _compiled(told.main)
        self._ahead = [_compiled(each) for each in told.ahead]
        self._not_ahead = [_compiled(each) for each in told.not_ahead]
        self._taken = 1 if told.has_group else 0

    def take(self, text: str) -> str | None:
        """What the pattern takes of a text: its first group, or all that matches; None where nothing matches.

        Nothing matches a text of more than `LONGEST_TEXT` characters.
        """
        if len(text) > LONGEST_TEXT:
            return None
        try:
            return self._taken_of(text)
        except UnicodeEncodeError:
            # Half a surrogate pair is in no pattern either.
            return None

    def _taken_of(self, text: str) -> str | None:
        if any(each.search(text) for each in self._not_ahead) or not all(each.search(text) for each in self._ahead):
            return None
        found = self._main.search(text)
        return None if found is None else found[self._taken] or ""


@lru_cache(maxsize=1_024)
def compiled(pattern: str) -> Pattern:
    """The compiled pattern of a regular expression of Python. Raises UnfitPatternError where it is invalid."""
    return Pattern(written(pattern))


def _compiled(pattern: str) -> Any:
    import re2  # noqa: PLC0415 - a ledger that is fed no sheet needs no engine of patterns

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        raise UnfitPatternError("it is too large; repeat less in it") from None
