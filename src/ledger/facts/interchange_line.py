"""A line of the interchange format to a fact.

The kind is taken off the front of the line where it stands there, and the rest goes to the kind's compiled validator
as it came, so that a good line is parsed once.
"""

import json
import re
from collections import Counter
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from ledger.facts.base import KINDS, Fact
from ledger.facts.sentences import explain, unknown_kind
from ledger.refusal import RefusedError, refused

LINE_LIMIT = 1_048_576
"""Bytes that a line may have."""

_SHORT = 65_536
_MOST_COMMAS, _MOST_OPENINGS = 50_000, 20_000
"""Parts of a line that is not short: far more than any fact has, and as many as are told wrong in no time."""
_KIND_FIRST = re.compile(rb'\s*\{\s*"kind"\s*:\s*"([a-z0-9_]{1,60})"\s*,')


def read_fact(line: bytes) -> Fact:
    """The fact on a line. Raises RefusedError where it is invalid."""
    first = _KIND_FIRST.match(line)
    model = KINDS.get(first[1].decode()) if first is not None and len(line) <= LINE_LIMIT else None
    if model is None or first is None:
        return read_object(parse_object(line))
    refuse_too_many_parts(line)
    body = b"{" + line[first.end() :]
    try:
        fact: Fact = model.__pydantic_validator__.validate_json(body)
    except ValidationError as error:
        check_encoding(line)
        raise RefusedError(explain(model, error)) from None
    # A name that is there twice adds a colon but no field; strings may hold one too, so the exact look comes second.
    if body.count(b'":') != len(fact.model_fields_set):
        _refuse_double_names(line)
    return fact


def read_object(fields: dict[str, Any]) -> Fact:
    """The fact of an object with `kind` and the kind's fields. Raises RefusedError where it is invalid."""
    kind = fields.pop("kind", None)
    if kind is None:
        raise refused("missing_field", "the field kind is missing; give the kind of the fact, such as clock")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise RefusedError(unknown_kind(kind, list(KINDS)))
    try:
        fact: Fact = model.__pydantic_validator__.validate_json(to_json(fields, inf_nan_mode="constants"))
    except ValidationError as error:
        raise RefusedError(explain(model, error)) from None
    except (PydanticSerializationError, UnicodeError) as error:
        raise refused(
            "bad_json", f"the fields are not JSON ({error}); give texts, numbers, lists and objects"
        ) from None
    return fact


def parse_object(line: bytes, limit: int = LINE_LIMIT) -> dict[str, Any]:
    """The JSON object on a line of at most `limit` bytes. Raises RefusedError where there is none."""
    if len(line) > limit:
        raise refused("too_long", f"the line has {len(line)} bytes; give lines of at most {limit} bytes")
    refuse_too_many_parts(line)
    check_encoding(line)
    try:
        value = from_json(line)
    except ValueError as error:
        raise refused("bad_json", f"the line is not JSON ({error}); give one JSON object on one line") from None
    if not isinstance(value, dict):
        raise refused("bad_json", "the line is JSON, but no object; give one JSON object on one line")
    if line.count(b'":') != len(value):
        _refuse_double_names(line)
    return value


def refuse_too_many_parts(content: bytes) -> None:
    """Refuse JSON of so many parts that only to say what is wrong with each would keep everybody else waiting."""
    if len(content) > _SHORT and (
        content.count(b",") > _MOST_COMMAS or sum(map(content.count, (b"{", b"[", b'":'))) > _MOST_OPENINGS
    ):
        raise refused("too_long", f"there are too many parts in it; give at most {_MOST_OPENINGS} fields and lists")


def check_encoding(line: bytes) -> None:
    """Refuse what is not UTF-8, or has NUL bytes in it, before anything is said about JSON."""
    if b"\x00" in line:
        raise refused(
            "bad_encoding", "the line has NUL bytes in it (UTF-16, or damaged); give UTF-8 text without NUL bytes"
        )
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(
            "bad_encoding",
            f"byte {error.start + 1} of the line is not UTF-8; save the file as UTF-8 and send it again",
        ) from None


def _refuse_double_names(line: bytes) -> None:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = dict(items)
        if len(names) != len(items):
            double, _ = Counter(name for name, _ in items).most_common(1)[0]
            raise refused("double_field", f"the field {double[:60]!r} is there twice; give each field once")
        return names

    json.loads(line, object_pairs_hook=pairs, parse_int=str)
