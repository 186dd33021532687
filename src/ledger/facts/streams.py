"""Which stream a fact belongs to: identity is idempotency."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from ledger.facts.base import KINDS, Fact

NAMESPACE = UUID("6a1c5f0e-3b0d-5e0a-9d5e-7f6f2c1b8a44")
_NAMESPACE_BYTES = NAMESPACE.bytes
_VARIANT = "89ab"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stream_of(fact: Fact) -> str:
    """The stream of a fact, as 32 hexadecimal digits.

    A plain fact is the first version of a stream of its own, named by its `ref` or else its natural key. A ↻ fact, and
    an opener, are in the stream of their natural key; what follows an opener is in the opener's stream.
    """
    if fact.follows is not None:
        opener = KINDS[fact.follows]
        return key_stream(opener.kind, fact.key[: len(opener.key_fields)])
    if fact.ref is not None and not fact.unique:
        return stream_named(fact.kind, "ref", (fact.ref,))
    return stream_named(fact.kind, "key", fact.key)


def key_stream(kind: str, key: Sequence[Any]) -> str:
    """The stream of a natural key."""
    return stream_named(kind, "key", key)


def ref_stream(kind: str, ref: str) -> str:
    """The stream of a plain fact with a `ref`."""
    return stream_named(kind, "ref", (ref,))


def stream_named(kind: str, by: str, values: Sequence[Any]) -> str:
    """``uuid5`` of the canonical JSON of kind and identity; instants in microseconds since 1970, so by value."""
    name = to_json([kind, by, *[value if type(value) is str else _canonical(value) for value in values]])
    # The same as `uuid5(NAMESPACE, name)`, at a third of the cost; once for every line of an import.
    digits = sha1(_NAMESPACE_BYTES + name, usedforsecurity=False).hexdigest()
    return f"{digits[:12]}5{digits[13:16]}{_VARIANT[int(digits[16], 16) & 3]}{digits[17:32]}"


def _canonical(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    return value.isoformat() if isinstance(value, date) else value
