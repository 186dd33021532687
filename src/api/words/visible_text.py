"""Texts that somebody typed, as they may be shown where control characters would be obeyed."""

import re

_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What a terminal would obey, or not show: written as an escape."""


def visible(text: str) -> str:
    """A text of a fact as a terminal may have it: what it would obey, or not show, as an escape."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
