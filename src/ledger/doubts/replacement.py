"""Doubts about what takes the place of something: a person of a person, a line of a line of the same file."""

from collections.abc import Iterator

from ledger.doubts.doubt import Doubt
from ledger.facts.codec import ERASED
from ledger.facts.people import Employee


def replaces_person(before: Employee, after: Employee) -> Iterator[Doubt]:
    """S1.2: a line that changes the name, and with it the hiring date or the role, of a standing person."""
    if ERASED in (before.name, after.name) or before.name == after.name:
        return
    if before.hired_on != after.hired_on or before.role != after.role:
        yield Doubt("replaces_person", {"employee": after.employee})


def twice_in_file(kind: str, position: int) -> Doubt:
    """A line of an import that states the same ↻ key as another one of it, with different content."""
    return Doubt("twice_in_file", {"kind": kind, "position": str(position)})
