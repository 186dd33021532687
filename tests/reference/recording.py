"""What becomes of each line of an import: a new fact, a duplicate, a conflict or a refusal (interchange)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .decisions import consequences, refuse_unless_possible
from .fields import RefusedLineError
from .kinds import KINDS
from .ledger import UNIQUE, Ledger
from .lines import read_fields

Fact = dict[str, Any]


@dataclass
class Recorded:
    """The facts in the order of recording, and what became of each line.

    A fact is a dictionary of its kind's own fields (dates, instants in UTC, fen, hundredths), the common fields that
    were given, `kind` and `position`; an optional field that was left out is None. A blank line is not a line.
    """

    facts: list[Fact] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Count the lines by outcome."""
        names = ("accepted", "duplicate", "conflict", "rejected")
        return {outcome: self.outcomes.count(outcome) for outcome in names}

    @property
    def refused_lines(self) -> list[int]:
        """Number, from 1, the lines that were in conflict or rejected."""
        return [number for number, outcome in enumerate(self.outcomes, 1) if outcome in ("conflict", "rejected")]


def record(lines: Iterable[bytes | str]) -> Recorded:
    """Record lines in order into an empty ledger."""
    ledger, outcomes = Ledger(), []
    for line in lines:
        if line.strip():
            outcomes.append(_outcome(ledger, line))
    return Recorded(ledger.facts, outcomes)


def _outcome(ledger: Ledger, line: bytes | str) -> str:
    try:
        kind, content, common = _read(line)
        known = _compared(ledger, kind, content, common.get("ref"))
        if known:
            return known
        refuse_unless_possible(ledger, kind, content)
        extra = list(consequences(ledger, kind, content))
    except RefusedLineError:
        return "rejected"
    ledger.append(kind, content, common)
    for of_kind, entry, beside in extra:
        ledger.append(of_kind, entry, beside)
    return "accepted"


def _read(line: bytes | str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    def refuse(constant: str) -> None:
        raise RefusedLineError(f"{constant} is not a number")

    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        found = json.loads(text, parse_constant=refuse)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise RefusedLineError("the line is not JSON") from problem
    if not isinstance(found, dict):
        raise RefusedLineError("the line is not an object")
    content, common = read_fields(found)
    return found["kind"], content, common


def _compared(ledger: Ledger, kind: str, content: dict[str, Any], ref: str | None) -> str | None:
    """Compare a line with the fact that has its identity, if there is one: duplicate, conflict, or None for new."""
    found = _same_identity(ledger, kind, content, ref)
    if found is None:
        return None
    if all(found[key] == value for key, value in content.items()):
        return "duplicate"
    # Without a ref, another content of a ↻ kind supersedes the standing fact and is not a conflict.
    return None if KINDS[kind].superseding and ref is None else "conflict"


def _same_identity(ledger: Ledger, kind: str, content: dict[str, Any], ref: str | None) -> Fact | None:
    natural = ledger.natural_key(kind, content)
    if KINDS[kind].superseding:
        return ledger.by_ref.get((kind, ref)) if ref is not None else ledger.stands(natural)
    if KINDS[kind].opens_workflow or kind in UNIQUE:
        found = ledger.by_natural_key.get(natural)
        return found or (ledger.by_ref.get((kind, ref)) if ref is not None else None)
    return ledger.by_ref.get((kind, ref)) if ref is not None else ledger.by_natural_key.get(natural)
