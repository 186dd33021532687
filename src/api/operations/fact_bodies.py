"""The bodies of facts that are sent: the fields of a kind, without what the address says already."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from api.problems import Problem
from ledger.facts.base import Fact
from ledger.facts.interchange_line import parse_object, read_fact
from ledger.refusal import Refusal, RefusedError

_MALFORMED = ("bad_json", "bad_encoding", "double_field")
_KIND = "kind"


def read_sent(
    model: type[Fact], body: bytes, named: Mapping[str, str], left_out: Mapping[str, str] | None = None
) -> Fact:
    """The fact of a body, with the fields that its address names. Raises Problem where it is invalid.

    What the address says may stand in the body as well, as in a line of the interchange format, if it says the same.
    `left_out` are fields that are so where the body has none of that name.
    """
    told: dict[str, Any] = {_KIND: model.kind, **named}
    rest = body.strip()
    if not rest.startswith(b"{"):
        raise Problem(
            "malformed", "the body is not a JSON object; send one with the fields of the fact", code="bad_json"
        )
    try:
        if any(b'"%s"' % name.encode() in rest for name in told):
            rest = _without(rest, told)
        told |= _lacking(rest, left_out or {})
        rest = rest[1:].lstrip()
        return read_fact(to_json(told)[:-1] + (b"" if rest.startswith(b"}") else b",") + rest)
    except RefusedError as error:
        raise _problem(error.refusal) from None


def _lacking(body: bytes, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Those of some fields that a body does not have."""
    if not any(b'"%s"' % name.encode() in body for name in fields):
        return fields
    given = parse_object(body)
    return {name: value for name, value in fields.items() if name not in given}


def _without(body: bytes, told: dict[str, Any]) -> bytes:
    """The body without what the address says. Raises Problem where it says something else."""
    fields = parse_object(body)
    for name, value in told.items():
        if fields.pop(name, value) != value:
            raise Problem(
                "invalid", f"{name} is another one than in the address, {value[:60]!r}; leave it out", code="bad_value"
            )
    return json.dumps(fields).encode()


def _problem(refusal: Refusal) -> Problem:
    if refusal.code == "too_long":
        return Problem.of("too-large", refusal)
    if refusal.code == "bad_json":
        return Problem(
            "malformed", "the body is not JSON; send one object with the fields of the fact", code="bad_json"
        )
    return Problem.of("malformed" if refusal.code in _MALFORMED else "invalid", refusal)
