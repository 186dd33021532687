"""The one form of an identifier: trimmed, composed (NFC), and without characters that nobody sees.

Two texts that look alike are one identifier then: ``E1 `` and ``E1``, a composed and a decomposed ``é``.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel

from ledger.facts.base import Fact, all_marks
from ledger.facts.codec import part_of
from ledger.facts.types import Identifies, Part

LONGEST = 200
_UNSEEN = {
    "Cc": "control",
    "Cf": "invisible",
    "Co": "private-use",
    "Cs": "surrogate",
    "Zl": "invisible",
    "Zp": "invisible",
}
"""Categories of characters that an identifier may not have, as a sentence calls them."""


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier of a fact: its field, the place in a list and the field there, if it is in one, and its text."""

    field: str
    text: str
    place: int | None = None
    within: str | None = None


def normal(text: str) -> str:
    """A text trimmed and composed; what is normal already is left as it is."""
    return text if text.isascii() and text == text.strip() else unicodedata.normalize("NFC", text).strip()


def trimmed(text: str) -> str:
    """A text without white space and invisible characters around it, as they come along with what was copied."""
    first, last = 0, len(text)
    while first < last and _is_around(text[first]):
        first += 1
    while first < last and _is_around(text[last - 1]):
        last -= 1
    return text[first:last]


@lru_cache(maxsize=4_096)
def is_settled(text: str) -> bool:
    """Whether a text is in the one form already."""
    return normal(text) == text and wrong_with(text) is None


def wrong_with(text: str) -> str | None:
    """What is wrong with a normal text as an identifier, and what to do; None where it is valid."""
    if not text:
        return "is empty but for white space; give 1 to 200 characters"
    if len(text) > LONGEST:
        return f"has more than {LONGEST} characters; give 1 to {LONGEST}"
    for each in text:
        called = _UNSEEN.get(unicodedata.category(each))
        if called is not None:
            name = unicodedata.name(each, "")
            return f"has the {called} character U+{ord(each):04X}{f' {name}' if name else ''}; give it without"
    return None


def shown(text: str) -> str:
    """An identifier between quotes, with what nobody sees as its escape."""
    escaped = (each if unicodedata.category(each) not in _UNSEEN else f"\\u{ord(each):04x}" for each in text[:60])
    return f"'{''.join(escaped)}'"


def named_in(fact: Fact) -> Iterator[Named]:
    """The identifiers of a fact, those in its lists too."""
    for field in _fields(type(fact)):
        value = getattr(fact, field)
        if isinstance(value, str):
            yield Named(field, value)
        elif isinstance(value, tuple):
            yield from _within(field, value)


def replaced(fact: Fact, texts: dict[Named, str]) -> Fact:
    """A fact with other texts for some of its identifiers."""
    given: dict[str, Any] = {}
    for named, text in texts.items():
        if named.place is None:
            given[named.field] = text
            continue
        items = list(given.get(named.field, getattr(fact, named.field)))
        item = items[named.place]
        items[named.place] = text if named.within is None else item.model_copy(update={named.within: text})
        given[named.field] = tuple(items)
    return fact.model_copy(update=given)


def is_settled_fact(fact: Fact) -> bool:
    """Whether every identifier of a fact is in the one form."""
    return all(is_settled(named.text) for named in named_in(fact))


def may_be_unsettled(state: bytes) -> bool:
    """Whether a stored form may have an identifier in another form: it tells those of most facts at once."""
    return not state.isascii() or b'" ' in state or b' "' in state


def _within(field: str, items: tuple[Any, ...]) -> Iterator[Named]:
    for place, item in enumerate(items):
        if isinstance(item, str):
            yield Named(field, item, place)
        elif isinstance(item, Part):
            for within in _fields(type(item)):
                if (text := getattr(item, within)) is not None:
                    yield Named(field, text, place, within)


@cache
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold identifiers, in lists and objects too."""
    return tuple(name for name in model.model_fields if _identifies(model, name))


def _identifies(model: type[BaseModel], name: str) -> bool:
    annotation = model.model_fields[name].annotation
    part = part_of(annotation)
    if part is not None:
        return bool(_fields(part))
    return any(isinstance(mark, Identifies) for mark in all_marks(model, name))


def _is_around(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"
