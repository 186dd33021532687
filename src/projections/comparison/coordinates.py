"""How one side of a comparison is named: books or replay, at which position, under which rules, without which facts."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.refusal import UsageError

BOOKS, REPLAY = "books", "replay"
_WORDS = ("as-of", "rules", "without")


@dataclass(frozen=True)
class Coordinates:
    """One side: what it builds on, and its coordinates beside the period."""

    kind: str
    """`books` (on frozen closings) or `replay` (from the facts alone)."""
    position: int
    rules: str | None = None
    """A rule set named by hand, for the compared period only (S11.1)."""
    without: frozenset[int] = frozenset()
    """Positions of facts that are left out; of a replay only."""

    def __str__(self) -> str:
        words = [self.kind, f"as-of={self.position}"]
        words += [] if self.rules is None else [f"rules={self.rules}"]
        return ",".join([*words, *(f"without={position}" for position in sorted(self.without))])


def read_coordinates(text: str, position_of: Callable[[str | None], int], fact_at: Callable[[str], int]) -> Coordinates:
    """The side that a text names, such as ``books``, ``replay``, ``replay,as-of=1200,rules=v2`` or
    ``replay,without=ID``.

    `position_of` gives the position of an ``as-of`` (the last, of None), `fact_at` that of a fact's id.
    Raises UsageError where the text names no side.
    """
    kind, *words = text.split(",")
    given: dict[str, list[str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in _WORDS or not equals or not value:
            raise _wrong(text)
        given.setdefault(name, []).append(value)
    single = all(len(given.get(name, [])) <= 1 for name in ("as-of", "rules"))
    if kind not in (BOOKS, REPLAY) or not single:
        raise _wrong(text)
    if kind == BOOKS and "without" in given:
        raise UsageError("the books have no facts left out; compare with a replay without them")
    return Coordinates(
        kind,
        position_of(given.get("as-of", [None])[0]),
        given.get("rules", [None])[0],
        frozenset(fact_at(name) for name in given.get("without", [])),
    )


def _wrong(text: str) -> UsageError:
    return UsageError(
        f"{text!r} names no side of a comparison; give books or replay, with as-of=, rules= or without= after commas, "
        "such as replay,as-of=1200,rules=v2"
    )
