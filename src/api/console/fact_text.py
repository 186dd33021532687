"""A fact in words on a page: names beside numbers, instants on the site's clock."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.console.names import People, named
from api.words.fact_words import field_label, field_text
from api.words.language import Language
from api.words.translation import said

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)$", re.ASCII)


def told(
    content: Mapping[str, Any],
    people: People,
    zone: str,
    language: Language,
    stated: Collection[str] = (),
    kind: str = "",
) -> list[tuple[str, str]]:
    """The fields of a fact in words; a number of somebody with the name beside it, an instant on the site's clock.

    Of the fields in `stated` it is said that they were stated by who recorded the fact.
    """

    def text(name: str, value: Any) -> str:
        shown = _local(named(people, field_text(name, value, language)), zone)
        return said("%(who)s (as stated)", language, who=shown) if name in stated else shown

    return [(field_label(name, language, kind), text(name, value)) for name, value in content.items()]


def _local(text: str, zone: str) -> str:
    if not _INSTANT.match(text):
        return text
    try:
        return f"{datetime.fromisoformat(text).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return text
