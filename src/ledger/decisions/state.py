"""What a decision may look at: the ledger as it stands at the line that is judged, earlier lines included."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.ruleset import RecordedRules


class Holder(Protocol):
    """Gives a fact when it is asked for."""

    @property
    def fact(self) -> Fact:
        """The fact."""


@dataclass(slots=True)
class Known:
    """A fact on the ledger. It is read from its stored form only when it is looked at."""

    position: int
    stream: str
    version: int
    kind: str
    employee: str
    business_date: str
    ref: str
    held: Holder

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return self.held.fact

    @property
    def id(self) -> str:
        """The id of the fact: its stream and its version there."""
        return f"{self.stream}.{self.version}"


class LedgerState(Protocol):
    """The read-only view that deciders get."""

    @property
    def site(self) -> Site | None:
        """The site, or None on an empty ledger."""

    @property
    def rule_sets(self) -> Sequence[RecordedRules]:
        """The rule sets recorded so far, in order."""

    @property
    def erased(self) -> Collection[str]:
        """The numbers of those whose personal data was erased."""

    def history(self, stream: str) -> Sequence[Known]:
        """The facts of a stream in order."""

    def with_ref(self, kind: str, ref: str) -> Known | None:
        """The fact of a kind with a sender's id."""

    def numbered(self, kind: str, number: str) -> Sequence[Known]:
        """The facts of a kind with this natural key, whatever their `ref`."""

    def keyed(self, kind: str, first: str) -> Sequence[Known]:
        """The facts of a kind whose natural key begins with a value, in order."""

    def is_voided(self, position: int) -> bool:
        """Whether a void has taken back the fact at a position (S11.5)."""

    def naming(self, employee: str) -> Known | None:
        """The first fact that is not voided and names an employee who must be on the ledger; None where none does."""

    def has_employee(self, employee: str) -> bool:
        """Whether the employee is on the ledger."""

    def has_team(self, team: str) -> bool:
        """Whether somebody was ever in a team of this very name."""


def in_force(kind: str, stream: str, state: LedgerState) -> Known | None:
    """What is in force of a kind in its stream: the last fact that is not voided (S11.5); None where there is none.

    What follows from a period, its closing, is on its stream too and says nothing of what stands.
    """
    history = reversed(state.history(stream))
    return next((known for known in history if known.kind == kind and not state.is_voided(known.position)), None)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The fact is recorded, and with it, in the same step, what follows from it.

    `follows` is the opener or the target whose employee and business date the fact takes over.
    """

    also: tuple[Fact, ...] = ()
    follows: Known | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The fact is on the ledger already, with the same content."""

    known: Known


ACCEPTED = Accepted()
