"""What a decision may look at: the ledger as it stands at the line that is judged, earlier lines included."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.facts.streams import key_stream
from ledger.ruleset import RecordedRules

Stated = TypeVar("Stated", bound=Fact)


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

    def streams_of(self, kind: str, employee: str) -> Sequence[str]:
        """The streams of the facts of a kind that are an employee's own, each once."""

    def streams_on(self, kind: str, date: str) -> Sequence[str]:
        """The streams of the facts of a kind of a business date (``YYYY-MM-DD``), each once."""

    def read(self, streams: Iterable[str]) -> None:
        """Make ready to give the histories of some streams, which costs less than one by one."""

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


def standing(model: type[Stated], key: Sequence[str | None], state: LedgerState) -> Stated | None:
    """What is in force of a ↻ kind under a natural key, dates written YYYY-MM-DD; None where nothing is."""
    known = in_force(model.kind, key_stream(model.kind, key), state)
    fact = None if known is None else known.fact
    return fact if isinstance(fact, model) else None


def standing_of(model: type[Stated], employee: str, state: LedgerState) -> list[Stated]:
    """What is in force of a ↻ kind of an employee's own under each of its natural keys."""
    known = (in_force(model.kind, stream, state) for stream in state.streams_of(model.kind, employee))
    facts = (each.fact for each in known if each is not None)
    return [fact for fact in facts if isinstance(fact, model)]


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
