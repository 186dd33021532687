"""Workflows of a kind as they stand, made of one reading of facts: many are shown without asking for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.console.visit import Visit

Fact = Mapping[str, Any]


@dataclass(slots=True)
class Thread:
    """What opened a workflow, and what followed in the order of recording."""

    number: str
    opened: Fact
    followed: list[Fact] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """How it stands: by the last that followed; `open` before that."""
        if not self.followed:
            return "open"
        last = self.followed[-1]
        revised = "withdrawn" if last.get("withdrawn") else "revised"
        return str(last.get("decision") or last.get("status") or revised)

    @property
    def version(self) -> int:
        """How many facts it is made of: what `If-Match` is compared with."""
        return 1 + len(self.followed)

    @property
    def employee(self) -> str:
        """Whom it is about."""
        return str(self.opened["employee"])


def threads(facts: Iterable[Fact], opener: str, number_in: str = "") -> list[Thread]:
    """The workflows that facts in the order of the ledger are about; `opener` is the kind that opens them.

    `number_in` is the field of their number, where it is not called as the kind.
    """
    found: dict[str, Thread] = {}
    for fact in facts:
        number = fact[number_in or opener]
        if fact["kind"] == opener:
            found[number] = Thread(number, fact)
        elif number in found:
            found[number].followed.append(fact)
    return list(found.values())


def threads_of(visit: Visit, opener: str, follower: str, **query: Any) -> list[Thread]:
    """The workflows of a kind; `query` narrows as a `FactQuery` does. What follows has the date of what it follows."""
    return threads(visit.facts(opener, follower, **query), opener)
