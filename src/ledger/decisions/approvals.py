"""What an approval records in the same atomic step: where it comes from, and who recorded it (S3.3b, S5.2)."""

from typing import TypeVar

from ledger.facts.base import Fact

_LONGEST = 200
_Recorded = TypeVar("_Recorded", bound=Fact)


def recorded_with(approval: Fact, fact: _Recorded, recorded_by: str | None = None) -> _Recorded:
    """A fact as an approval records it: of its source, and recorded by whoever is named, else by who sent the approval.

    It was read by no line, so its fields are put in as they are.
    """
    sent = {"source": source_of(approval), "recorded_by": recorded_by or approval.recorded_by}
    return fact.model_copy(update=sent)


def source_of(approval: Fact) -> str:
    """Where what an approval records comes from: the workflow, such as ``swap SW7``, and whence the approval came."""
    whence = f"; {approval.source}" if approval.source else ""
    return f"{approval.follows} {approval.key[0]}"[: _LONGEST - len(whence)] + whence[:_LONGEST]
