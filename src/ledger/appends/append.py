"""One append: facts are judged in order under the append lock, and what is accepted is inserted at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from ledger.accepted_clocks import AcceptedClocks, accepted_clock
from ledger.appends.doubt_judge import DoubtJudge
from ledger.appends.doubt_memory import DoubtMemory
from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import instant, microseconds
from ledger.checkpoints.issue import sign
from ledger.checkpoints.kept_checkpoints import Kept
from ledger.checkpoints.signing_keys import SigningKeys
from ledger.decisions import decide
from ledger.decisions.clock_acceptance import AcceptedClock, held_against, refused_by_acceptance, refused_clock
from ledger.decisions.identifiers import settled_prepared
from ledger.decisions.state import Accepted, Duplicate, Known
from ledger.doubts.doubt import Doubt, kept_out, with_foreseen
from ledger.facts.governance import ClockAcceptance
from ledger.facts.people import Site
from ledger.facts.prepared_fact import Prepared, Read, business_date_of, prepared
from ledger.refusal import ClockError, LedgerError, Refusal
from ledger.store.dialect import StoreCursor
from ledger.store.events import LedgerEvent
from ledger.store.events_table import Last
from ledger.store.keys.keyring import Keyring, subject_of
from ledger.store.keys.master_key import Entropy
from ledger.store.mapper import FactMapper
from ledger.store.recorder import Recorder
from ledger.store.tree import CAUGHT_UP_AT_ONCE, catch_up
from ledger.store.void_targets import VoidedFacts

SALT_BYTES = 16
_SALTS_AT_ONCE = 256

Clock = Callable[[], datetime]
Heeded = Callable[[Doubt], bool]
"""Whether a doubt keeps a fact out."""


class Outcome(NamedTuple):
    """What became of a line: ``accepted``, ``duplicate``, ``conflict`` or ``rejected``.

    The first two come with the fact on the ledger, the others with the refusal.
    """

    status: str
    known: Known | None = None
    refusal: Refusal | None = None
    doubts: tuple[Doubt, ...] = ()
    """What should be looked at, of a line that was accepted, or that was kept out for it."""

    @property
    def position(self) -> int | None:
        """The position of the fact on the ledger, of a line that was not refused."""
        return None if self.known is None else self.known.position

    @property
    def id(self) -> str | None:
        """The id of the fact on the ledger, of a line that was not refused."""
        return None if self.known is None else self.known.id


class Append:
    """One transaction that holds the append lock: judges facts in order and gathers what is accepted."""

    def __init__(
        self,
        cursor: StoreCursor,
        last: Last,
        recorder: Recorder,
        keyring: Keyring,
        employees: set[str],
        site: Site | None,
        clock: Clock,
        accepted: AcceptedClocks,
        voided: VoidedFacts,
        entropy: Entropy,
        memory: DoubtMemory,
        *,
        keep: bool,
    ) -> None:
        """Begin where the ledger ends. `keep` is false for a rehearsal, which makes no key file."""
        self._keep = keep
        self._last = last
        self._first: tuple[int, bytes] | None = None
        self.cursor = cursor
        self._recorder = recorder
        self._keyring = keyring
        self._entropy = entropy
        self._mapper = FactMapper(keyring, cursor)
        self.ledger_state = StoredLedgerState(cursor, self._mapper, employees, site, voided, last.position)
        self.position = last.position
        self.now = microseconds(clock())
        # The clock may be set back, the order of recording may not.
        self.recorded_at = max(self.now, last.recorded_at)
        self._accepted = accepted
        self._begun = last
        self._clocks: list[AcceptedClock] | None = None
        """The clocks that were accepted, once this one was held against what was recorded last."""
        self._events: list[LedgerEvent] = []
        self._salts: list[bytes] = []
        self.doubts = DoubtJudge(cursor, self.ledger_state, memory, self.now, self._settle)
        self.doubts.begin(last.position)

    def judge(
        self, lines: Sequence[Read], heeded: Heeded | None = None, foreseen: Sequence[Doubt] = ()
    ) -> list[Outcome]:
        """Decide on lines in order; each is judged with those before it on the ledger.

        A line with a doubt that is `heeded` is kept out. `foreseen` is what reports have told of the one line there is.
        """
        self.ledger_state.prefetch(line.prepared for line in lines if line.prepared is not None)
        self.doubts.expect(lines)
        return [self._judged(line, heeded, foreseen) for line in lines]

    def put(self, fact: Prepared, follows: Known | None, salt: bytes | None = None) -> Known:
        """Take a fact as accepted: the next version of its stream at the next position; of a salt that was drawn."""
        known = self._put(fact, follows, *self._of(fact, follows), salt)
        self.doubts.note_unjudged(fact, known, follows)
        return known

    def _of(self, fact: Prepared, follows: Known | None) -> tuple[str, str]:
        """Whose fact it is, and of which business date; what follows something of nobody is of whom it names itself."""
        if follows is None:
            return fact.employee, fact.business_date or self._business_date(fact)
        return follows.employee or fact.employee, follows.business_date

    def _put(
        self, fact: Prepared, follows: Known | None, employee: str, business_date: str, salt: bytes | None = None
    ) -> Known:
        self.check_clock()
        stream = fact.stream
        history = self.ledger_state.history(stream)
        version = history[-1].version + 1 if history else 1
        if fact.kind == Site.kind:
            self._keyring.begin(self.cursor, keep=self._keep)
            SigningKeys(self.cursor, self._keyring).signer(self.recorded_at)
        salt = salt or self.salt()
        self._events.append(self._mapper.stored(fact, version, employee, business_date, self.recorded_at, salt))
        self.position += 1
        if self._first is None:
            self._first = self.position, salt
        known = Known(self.position, stream, version, fact.kind, employee, business_date, fact.ref or "", fact)
        self.ledger_state.add(known, follows)
        return known

    def date(self, recorded_at: int) -> None:
        """Record what follows as of an instant, not before the last fact; nothing was put yet."""
        assert not self._events
        assert recorded_at >= self._last.recorded_at
        self.recorded_at = recorded_at

    def check_clock(self) -> list[AcceptedClock]:
        """See that the clock may date what is recorded; the clocks that were accepted. Raises ClockError where not."""
        if self._clocks is None:
            clocks, refusal = self._looked_at_clock()
            if refusal is not None:
                raise ClockError(refusal.message)
            self._clocks = clocks
        return self._clocks

    def accept_clock(self, by: str, period: str = "") -> Known | None:
        """Record that the clock is accepted, where it would be refused, or where a period ended only by such a clock.

        None where there is nothing to accept.
        """
        clocks, refusal = self._looked_at_clock()
        site = self.ledger_state.site
        if refusal is None and (not period or site is None or refused_by_acceptance(period, site, clocks) is None):
            return None
        after = held_against(self._begun.recorded_at, clocks)
        fact = ClockAcceptance(at=instant(self.now), after=instant(after), by=by, period=period or None)
        self._clocks = [*clocks, accepted_clock(fact, self.recorded_at)]
        return self.put(prepared(fact, site), None)

    def _looked_at_clock(self) -> tuple[list[AcceptedClock], Refusal | None]:
        if not self._begun.position:
            return [], None
        clocks = self._accepted.at(self._begun.position, self.cursor, self._mapper)
        return clocks, refused_clock(self.now, held_against(self._begun.recorded_at, clocks))

    def committed(self) -> None:
        """What was put is on the ledger."""
        self.doubts.noted(self.position)
        if self._clocks is not None:
            self._accepted.keep(self.position, self._clocks)

    def flush(self) -> None:
        """Insert what was gathered; the transaction commits it."""
        self._settle()
        self.ledger_state.forget()

    def _settle(self) -> int:
        """Insert what was gathered; the last position."""
        self._last = self._recorder.append(self.cursor, self._last, self._events)
        assert self._last.position == self.position
        self._events.clear()
        return self.position

    def complete_tree(self, limit: int | None = None) -> int:
        """Insert what was gathered, and the leaves that an older ledger lacks, so many at the most; the tree's size."""
        self.flush()
        last = self._last
        while last.leaves < last.position:
            at_once = CAUGHT_UP_AT_ONCE if limit is None else limit
            last = last._replace(leaves=catch_up(self.cursor, last.leaves, at_once))
            self._last = last
            if limit is not None:
                break
        return last.leaves

    def checkpoint(self, size: int | None = None, period: str = "") -> Kept:
        """Sign and keep the checkpoint of all events, or of the first `size`; what was gathered is inserted before.

        Raises LedgerError where there are not so many, or the tree does not continue what was signed before.
        """
        self.complete_tree()
        if size is not None and not 0 < size <= self.position:
            raise LedgerError(f"there is no position {size}; the last one is {self.position}")
        return sign(self.cursor, self._keyring, size or self.position, self.recorded_at, period)

    def take(self, events: Sequence[LedgerEvent]) -> Last:
        """Take over events of another store as they are; where the ledger ends then."""
        self._last = self._recorder.append(self.cursor, self._last, events)
        self.position = self._last.position
        return self._last

    def check_master_key(self) -> None:
        """See that the master key opens the keys in the store. Raises LedgerError where it is missing or another."""
        self._keyring.master.check(self.cursor)

    def destroy_key(self, employee: str) -> None:
        """Destroy the key of an employee, whose erasure was put: names and texts cannot be read again."""
        self._keyring.destroy(self.cursor, subject_of(employee))

    def held(self, cursor: StoreCursor) -> bool:
        """Whether what was put here is on the ledger after all, although its commit was not answered."""
        if self._first is None:
            return False
        position, salt = self._first
        cursor.execute("SELECT salt FROM events WHERE position=?", [position])
        row = cursor.fetchone()
        return row is not None and row["salt"] == salt

    def _judged(self, line: Read, heeded: Heeded | None, foreseen: Sequence[Doubt]) -> Outcome:
        if line.prepared is None:
            return Outcome("rejected", refusal=line.refusal)
        fact = settled_prepared(line.prepared, self.ledger_state)
        if isinstance(fact, Refusal):
            return Outcome("rejected", refusal=fact)
        decision = decide(fact, self.ledger_state)
        if isinstance(decision, Accepted):
            follows = decision.follows
            employee, business_date = self._of(fact, follows)
            judged = self.doubts.judge(fact, follows, employee, business_date, self.position + 1)
            doubts = with_foreseen(judged.doubts, foreseen) if foreseen else judged.doubts
            if heeded is not None and (found := tuple(filter(heeded, doubts))):
                return Outcome("rejected", refusal=kept_out(found), doubts=found)
            known = self._put(fact, follows, employee, business_date)
            if judged.statement is not None:
                self.doubts.note(fact, judged, known, follows)
            for also in decision.also:
                self.put(prepared(also, self.ledger_state.site), None)
            return Outcome("accepted", known, doubts=doubts)
        if isinstance(decision, Duplicate):
            return Outcome("duplicate", decision.known)
        return Outcome("conflict" if decision.code == "conflict" else "rejected", refusal=decision)

    def _business_date(self, fact: Prepared) -> str:
        """The business date of a fact that was prepared without the site, or is dated by its recording."""
        site = self.ledger_state.site if fact.kind != Site.kind else fact.fact
        assert isinstance(site, Site)
        return business_date_of(fact.fact, site) or instant(self.recorded_at).astimezone(site.zone).date().isoformat()

    def salt(self) -> bytes:
        """The next salt of a fact; random bytes are drawn for many at once."""
        if not self._salts:
            drawn = self._entropy(SALT_BYTES * _SALTS_AT_ONCE)
            self._salts = [drawn[start : start + SALT_BYTES] for start in range(0, len(drawn), SALT_BYTES)]
        return self._salts.pop()
