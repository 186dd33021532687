"""Doubts about what is there twice: what a fact says, number and `ref` aside."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from ledger.doubts.circumstances import Circumstances, Fields, Statement
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import form_of

MINUTE, OFFSET = len("2026-10-12T09:30"), len("+08:00")


def _is_instant(model: type[Fact], name: str) -> bool:
    form = form_of(model, next(attribute for attribute, said in model.names.items() if said == name))
    return form is not None and form.schema.get("format") == "date-time"


REPEATED = tuple(kind for kind, model in KINDS.items() if model.says)
"""The kinds of which one fact may repeat another."""
_INSTANTS = {kind: frozenset(name for name in KINDS[kind].says if _is_instant(KINDS[kind], name)) for kind in REPEATED}

_TAKEN_BACK = ("rejected", "cancelled")


def followers_of(kind: str) -> list[str]:
    """The kinds that follow those of a kind, and may take them back."""
    return [each for each, model in KINDS.items() if model.follows == kind]


def takes_back(fields: Fields) -> bool:
    """Whether what follows says that a request, or a monitoring, does not stand."""
    return fields.get("decision") in _TAKEN_BACK or bool(fields.get("withdrawn"))


def saying(kind: str, fields: Fields) -> int:
    """What a fact says, as a number; of an instant the minute."""
    instants = _INSTANTS[kind]
    return hash(
        tuple(
            [utc_minute(fields[name]) if name in instants else _hashable(fields.get(name)) for name in KINDS[kind].says]
        )
    )


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=65_536)
def minute_of(local: bytes, offset: bytes) -> str:
    """The minute in UTC of a local one and its offset; many punch in the same minute."""
    return datetime.fromisoformat((local + offset).decode()).astimezone(UTC).isoformat()[:MINUTE]


def utc_minute(moment: str) -> str:
    """The minute of an instant, in UTC."""
    return minute_of(moment[:MINUTE].encode(), moment[-OFFSET:].encode())


def repeats(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """Another standing fact of the kind says the same."""
    found = circumstances.repeated(statement)
    if found is not None:
        yield Doubt("repeats", {"kind": statement.kind, "position": str(found)})
