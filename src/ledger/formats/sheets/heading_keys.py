"""Texts made comparable: headings by their key, and characters of full width by their half-width form."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 100
"""Characters of a heading that is compared with others again."""
_WIDE = re.compile("[\u3000\uff00-\uffef]")


def key_of(heading: str) -> str:
    """A heading for comparison: without spaces, full and half width alike, capitals alike."""
    # What is longer is not a heading that comes again, and would only be kept.
    return _key_of(heading) if len(heading) <= LONGEST else _key_of.__wrapped__(heading)


@lru_cache(maxsize=4_096)
def _key_of(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def folded(text: str) -> str:
    """A text with the half-width form (NFKC) of each full-width character; a circled or raised digit stays itself."""
    if text.isascii():
        return text
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
