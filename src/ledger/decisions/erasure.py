"""S12 个人信息删除: whether a person may be erased. Pure: what the ledger says in, fact or refusal out.

An erasure is decided by its command, never as a line that comes in; see `governance`.
"""

from dataclasses import dataclass, field
from datetime import date

from ledger.calendar import period_of
from ledger.facts.governance import Erasure
from ledger.facts.people import Site
from ledger.refusal import Refusal

ERASED_NUMBER = "erased"
"""The code that a line is refused with which would record somebody again who was erased."""


@dataclass(frozen=True, slots=True)
class EraseCommand:
    """What is asked for: whose personal data is erased, by whom, and why."""

    employee: str
    by: str
    reason: str
    recorded_by: str | None = None
    source: str | None = None

    @property
    def fact(self) -> Erasure:
        """The fact that carries it out."""
        return Erasure(
            employee=self.employee, by=self.by, reason=self.reason, recorded_by=self.recorded_by, source=self.source
        )


@dataclass(frozen=True, slots=True)
class PersonState:
    """What the ledger says of a person, as far as an erasure depends on it."""

    site: Site
    today: date
    """The date at the site."""
    known: bool
    """Whether there is an employee of that number."""
    hired_on: date | None = None
    last_day: date | None = None
    """The last day of employment; None while there is none."""
    last_dated: date | None = None
    """The latest business date of the facts about the person."""
    late: int | None = None
    """The position of a fact about the person that was recorded after the last closing; None where there is none."""
    held_by: str | None = None
    """Who set the legal hold on the person's data; None if nobody did."""
    lifted_by: frozenset[str] = frozenset()
    """Who lifted the last legal hold, and who recorded that; nobody where there was none."""
    undecided: tuple[str, str] | None = None
    """A refund, dispute or complaint of the person that is not decided: its kind and its number."""
    erased_at: int | None = None
    """The position of the erasure; None where there is none yet."""
    last_closed: str | None = None
    """The last closed period."""
    names: frozenset[str] = field(default_factory=frozenset)
    """The names that the person was recorded under."""


def decide_erasing(command: EraseCommand, state: PersonState) -> Erasure | Refusal:
    """The fact that erases a person, or why it may not be."""
    refused = refused_erasing(command.employee, state) or _lifting(command, state) or _naming(command, state)
    return refused or command.fact


def refused_erasing(number: str, state: PersonState) -> Refusal | None:
    """Why a person may not be erased, whoever asks for it; None where nothing stands against it."""
    if not state.known:
        return _refused("unknown_employee", f"there is no employee {number!r} on the ledger; give a recorded number")
    if state.erased_at is not None:
        return _refused(
            "erased_already",
            f"the personal data of {number!r} was erased already, at ledger position {state.erased_at}",
        )
    return _held(number, state) or _employed(number, state) or _undecided(number, state) or _open(number, state)


def decide_erasing_again(command: EraseCommand, state: PersonState) -> Erasure | Refusal:
    """The fact that erases a person again, of whom an older copy of the ledger has no erasure yet.

    What was decided once holds on: only that there is such a person, that the erasure is not there, and that nobody
    holds the data is looked at again.
    """
    if not state.known or state.erased_at is not None:
        return decide_erasing(command, state)
    return _held(command.employee, state) or command.fact


def recorded_again(number: str) -> Refusal:
    """The refusal of a line that would record an erased person, or a text of theirs, again."""
    return Refusal(
        ERASED_NUMBER,
        f"the personal data of employee {number!r} was erased, and nothing personal is recorded under that number "
        "again; give somebody who comes back a new number, and leave personal texts out",
    )


def _held(number: str, state: PersonState) -> Refusal | None:
    if state.held_by is None:
        return None
    return _refused(
        "legal_hold",
        f"the data of {number!r} may not be erased while the legal hold by {state.held_by!r} stands; lift it "
        "first, with a legal_hold whose reason is null",
    )


def _employed(number: str, state: PersonState) -> Refusal | None:
    if state.last_day is None:
        return _refused("employed", f"{number!r} is employed; record the leaving first, and erase after the last day")
    if state.today <= state.last_day:
        return _refused(
            "employed",
            f"{number!r} is employed until {state.last_day}, and today is {state.today}; erase after that day",
        )
    return None


def _undecided(number: str, state: PersonState) -> Refusal | None:
    if state.undecided is None:
        return None
    kind, own = state.undecided
    return _refused("undecided", f"the {kind} {own!r} of {number!r} is not decided; decide it first, and erase then")


def _lifting(command: EraseCommand, state: PersonState) -> Refusal | None:
    """Who lifted a legal hold leaves the erasure to a second person."""
    if not state.lifted_by & {command.by, command.recorded_by}:
        return None
    return _refused(
        "own_decision", f"{command.by!r} lifted the legal hold on {command.employee!r}; somebody else erases"
    )


def _open(number: str, state: PersonState) -> Refusal | None:
    dates = [each for each in (state.hired_on, state.last_day, state.last_dated) if each is not None]
    period = max(period_of(max(dates), state.site.period_start_day), state.site.first_period)
    if state.last_closed is None or state.last_closed < period:
        return _refused(
            "open_period",
            f"{number!r} is in the reports of {period}, which is open; close the periods up to {period} first",
        )
    if state.late is not None:
        return _refused(
            "open_period",
            f"the fact of {number!r} at ledger position {state.late} was recorded after {state.last_closed} was "
            "closed, and is adjusted in the next closing; close the next period first",
        )
    return None


def _naming(command: EraseCommand, state: PersonState) -> Refusal | None:
    """An erasure is kept for ever and in clear."""
    for name in sorted(state.names):
        if name and (name in command.reason or name in command.by):
            return _refused(
                "names_the_person", "--by or --reason holds the name that is to be erased; give the number instead"
            )
    return None


def _refused(code: str, sentence: str) -> Refusal:
    return Refusal(code, sentence)
