"""The doubts about facts that are about to be recorded, in their order; most facts give none, at little cost.

Punches and shifts come by the ten thousand. What is plainly right of them is seen from their columns and a look into
what is remembered; all else goes through `ledger.doubts.judgement`, which answers the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pydantic_core import from_json

from ledger.appends.doubt_memory import DoubtMemory, Settle
from ledger.appends.ledger_state import StoredLedgerState
from ledger.appends.stored_circumstances import StoredCircumstances
from ledger.decisions.state import Known, in_force
from ledger.doubts.circumstances import ALWAYS, Employment, Statement
from ledger.doubts.doubt import Doubt
from ledger.doubts.judgement import doubts_of, questions_of
from ledger.doubts.repetitions import MINUTE, OFFSET, minute_of
from ledger.doubts.replacement import replaces_person, twice_in_file
from ledger.facts.base import KINDS
from ledger.facts.codec import plain_state
from ledger.facts.governance import Close, Rules
from ledger.facts.people import Employee
from ledger.facts.prepared_fact import Prepared, Read
from ledger.facts.void import Void
from ledger.store.dialect import StoreCursor
from ledger.store.events_table import SELECT

CLOCK, SHIFT = "clock", "shift"
_AT = b'"at":"'
_CAUGHT_UP = 500
"""So many facts of others are read to be up to date, or as many as would be read again if all were forgotten."""


class Judged(NamedTuple):
    """The doubts about a fact, and the fact as it was judged, where it was looked into."""

    doubts: tuple[Doubt, ...]
    statement: Statement | None


_PLAIN = Judged((), None)
_EVER = Employment("0000-00-00", ALWAYS)


def _stated(fact: Prepared, follows: Known | None, employee: str, date: str) -> Statement:
    opener = None if follows is None or fact.model.follows is None else plain_state(follows.fact)
    return Statement(
        fact.kind, employee, date, from_json(fact.state), opener, "" if follows is None else follows.employee
    )


class DoubtJudge:
    """Judges the facts of one append."""

    def __init__(
        self, cursor: StoreCursor, ledger_state: StoredLedgerState, memory: DoubtMemory, now: int, settle: Settle
    ) -> None:
        """Of an append at an instant; `settle` inserts what it has gathered, and answers the last position."""
        self._cursor = cursor
        self._state = ledger_state
        self._memory = memory
        self._now = now
        self._settle = settle
        self._circumstances: StoredCircumstances | None = None
        self.own: Sequence[range] | None = None
        """Of an import: the positions of what it has recorded before this append."""
        self._begun = 0
        self._is_idle = True
        """Whether nothing was remembered where the append began."""

    def begin(self, position: int) -> None:
        """Take in what others have appended up to a position."""
        memory = self._memory
        self._begun = position
        self._is_idle = memory.is_empty
        if memory.position != position and not memory.is_empty:
            if 0 < position - memory.position <= max(_CAUGHT_UP, memory.span):
                self._cursor.execute(f"{SELECT}WHERE position>? ORDER BY position", [memory.position])
                for row in self._cursor.fetchall():
                    self._take_in(row)
            else:
                memory.forget()
        memory.position = position

    def expect(self, lines: Iterable[Read]) -> None:
        """Read in bulk what lines will be judged by."""
        if self._now_here() is not None:
            self._here.expect({line.prepared.employee for line in lines if line.prepared and line.prepared.employee})

    def judge(self, fact: Prepared, follows: Known | None, employee: str, date: str, position: int) -> Judged:
        """The doubts about a fact that will be accepted at a position, as the ledger stands without it."""
        if self._circumstances is None and self._now_here() is None:
            return _PLAIN
        kind = fact.kind
        if kind == SHIFT and (judged := self._plain_shift(fact, employee, date)) is not None:
            return judged
        questions = questions_of(kind)
        until = self._tomorrow if kind == CLOCK else self._here.today
        is_plain = (
            questions.is_dated_once
            and self._plain_from < date < until
            and self._is_employed(employee, date, of_employee=questions.is_of_employee)
        )
        if is_plain and (
            not questions.others or (kind == CLOCK and self._is_new_punch(fact, employee, date, position))
        ):
            return _PLAIN
        statement = _stated(fact, follows, employee, date)
        # Of a punch of today the minute is a question still.
        doubts = doubts_of(statement, self._here, dates=not is_plain or date == self._here.today)
        return Judged((*doubts, *self._replacements(fact)) if fact.model.supersedes else doubts, statement)

    def note_unjudged(self, fact: Prepared, known: Known, follows: Known | None) -> None:
        """A fact was recorded by a command, or with another one: nothing was asked of it."""
        if self._circumstances is not None or not self._is_idle:
            judged = Judged((), _stated(fact, follows, known.employee, known.business_date))
            self.note(fact, judged, known, follows)

    def note(self, fact: Prepared, judged: Judged, known: Known, follows: Known | None) -> None:
        """The fact was recorded."""
        if judged.statement is None:
            return
        requested_at = 0 if follows is None else follows.position
        self._memory.note(judged.statement, known.position, requested_at)
        if fact.kind in (Rules.kind, Close.kind):
            self._circumstances = None
        elif fact.kind == Void.kind and follows is not None:
            self._memory.undo(
                Statement(follows.kind, follows.employee, follows.business_date, plain_state(follows.fact))
            )

    def noted(self, position: int) -> None:
        """What was recorded up to a position is remembered."""
        self._memory.position = position

    def _now_here(self) -> StoredCircumstances | None:
        site = self._state.site
        if self._circumstances is None and site is not None:
            here = StoredCircumstances(self._cursor, self._state, self._memory, site, self._now, self._settle)
            self._here = self._circumstances = here
            self._tomorrow = f"{here.today}~"
            self._plain_from = max(here.earliest, f"{here.closed_until}~" if here.closed_until else "")
        return self._circumstances

    def _is_employed(self, employee: str, date: str, *, of_employee: bool) -> bool:
        """Whether somebody is known to be employed on a date; of what is of nobody it is true."""
        employment = self._memory.employment.get(employee) if of_employee else _EVER
        return employment is not None and employment.hired_on <= date <= employment.last_day

    def _is_new_punch(self, fact: Prepared, employee: str, date: str, position: int) -> bool:
        """Whether no other punch says the same; then it is remembered."""
        sayings = self._memory.sayings[CLOCK]
        if not sayings.covers(date):
            return False
        state = fact.state
        starts = state.index(_AT) + len(_AT)
        ends = state.index(b'"', starts)
        minute = minute_of(state[starts : starts + MINUTE], state[ends - OFFSET : ends])
        said = hash((employee, minute))
        if minute >= self._here.now[:MINUTE] or said in sayings.by_date.get(date, ()):
            return False
        sayings.add(date, employee, said, position)
        return True

    def _plain_shift(self, fact: Prepared, employee: str, date: str) -> Judged | None:
        """The doubts about a shift, where there is none but that its date is past; None where more is to be asked."""
        employment = self._memory.employment.get(employee)
        if employment is None or not employment.hired_on <= date <= employment.last_day or date < self._plain_from:
            return None
        if self.own is not None and self._state.history(fact.stream):
            return None
        leaves = self._memory.leaves
        if leaves is None or any(leave.first <= date <= leave.last for leave in leaves.get(employee, ())):
            return None
        if date < self._here.today:
            return Judged((Doubt("past_roster", {"employee": employee, "date": date}),), None)
        return None if self._here.punched_on(employee, date) else _PLAIN

    def _replacements(self, fact: Prepared) -> Iterator[Doubt]:
        before = in_force(fact.kind, fact.stream, self._state)
        if before is None:
            return
        if isinstance(before.fact, Employee) and isinstance(fact.fact, Employee):
            yield from replaces_person(before.fact, fact.fact)
        if self.own is not None and (
            before.position > self._begun or any(before.position in each for each in self.own)
        ):
            yield twice_in_file(fact.kind, before.position)

    def _take_in(self, row: Any) -> None:
        """What somebody else has recorded."""
        kind, fields = row["kind"], from_json(row["state"])
        model = KINDS[kind]
        if kind == Void.kind:
            # What it names is looked for by those who need it.
            self._memory.forget()
            return
        statement = Statement(kind, row["employee"], row["business_date"], fields)
        requested_at = 0
        if model.follows is not None and kind != Close.kind:
            opened = self._state.history(str(row["originator_id"]))[0]
            statement = statement._replace(opener=plain_state(opened.fact), opener_employee=opened.employee)
            requested_at = opened.position
        self._memory.note(statement, row["position"], requested_at)
