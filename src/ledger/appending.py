"""Appending: all that is decided is decided under the append lock, and what is accepted is inserted at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from eventsourcing.sqlite import SQLiteCursor

from ledger.calendar import last_day
from ledger.decisions import decide
from ledger.decisions.state import Accepted, Duplicate, Known
from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.facts.streams import stream_of
from ledger.refusal import Refusal
from ledger.standing import Standing
from ledger.store.events import LedgerEvent
from ledger.store.keys import Keyring
from ledger.store.mapper import FactEvent, FactMapper
from ledger.store.sqlite import LedgerRecorder

SALT_BYTES = 16
_SALTS_AT_ONCE = 256
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Clock = Callable[[], datetime]
Entropy = Callable[[int], bytes]


class Read(NamedTuple):
    """A line that was read: a fact and its stream, or the refusal."""

    fact: Fact | None
    stream: str
    refusal: Refusal | None


class Outcome(NamedTuple):
    """What became of a line: ``accepted``, ``duplicate``, ``conflict`` or ``rejected``.

    The first two come with the fact on the ledger, the others with the refusal.
    """

    status: str
    known: Known | None = None
    refusal: Refusal | None = None

    @property
    def position(self) -> int | None:
        """The position of the fact on the ledger, of a line that was not refused."""
        return None if self.known is None else self.known.position

    @property
    def id(self) -> str | None:
        """The id of the fact on the ledger, of a line that was not refused."""
        return None if self.known is None else self.known.id


def read_as(fact: Fact) -> Read:
    """A fact with its stream."""
    return Read(fact, stream_of(fact), None)


class Append:
    """One transaction that holds the append lock: judges facts in order and gathers what is accepted."""

    def __init__(
        self,
        cursor: SQLiteCursor,
        recorder: LedgerRecorder,
        keyring: Keyring,
        employees: set[str],
        clock: Clock,
        entropy: Entropy,
        *,
        keep: bool,
    ) -> None:
        """Begin where the ledger ends. `keep` is false for a rehearsal, which makes no key file."""
        self._keep = keep
        self.cursor = cursor
        self._recorder = recorder
        self._keyring = keyring
        self._entropy = entropy
        self._mapper = FactMapper(keyring, cursor)
        self.standing = Standing(cursor, self._mapper, employees)
        cursor.execute("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
        last = cursor.fetchone()
        self.position: int = last["position"] if last else 0
        # The clock may be set back, the order of recording may not.
        self.recorded_at = max(microseconds(clock()), last["recorded_at"] if last else 0)
        self._events: list[LedgerEvent] = []
        self._salts: list[bytes] = []

    def judge(self, lines: Sequence[Read]) -> list[Outcome]:
        """Decide on lines in order; each is judged with those before it on the ledger."""
        self.standing.prefetch((line.fact, line.stream) for line in lines if line.fact is not None)
        return [self._judged(line) for line in lines]

    def put(self, fact: Fact, stream: str, follows: Known | None) -> Known:
        """Take a fact as accepted: the next version of its stream at the next position."""
        history = self.standing.history(stream)
        version = history[-1].version + 1 if history else 1
        if isinstance(fact, Site):
            self._keyring.begin(self.cursor, keep=self._keep)
        if follows is None:
            employee = str(fact.__dict__.get("employee", ""))
            site = fact if isinstance(fact, Site) else self.standing.site
            assert site is not None
            business_date = business_date_of(fact, site, self.recorded_at)
        else:
            employee, business_date = follows.employee, follows.business_date
        event = FactEvent(stream, version, fact, employee, business_date, self.recorded_at, self._salt())
        self._events.append(self._mapper.to_stored_event(event))
        self.position += 1
        known = Known(self.position, stream, version, fact.kind, employee, business_date, fact.ref or "", loaded=fact)
        self.standing.add(known)
        return known

    def flush(self) -> None:
        """Insert what was gathered; the transaction commits it."""
        positions = self._recorder.append(self.cursor, self._events)
        assert not positions or positions[-1] == self.position
        self._events.clear()
        self.standing.forget()

    def _judged(self, line: Read) -> Outcome:
        if line.fact is None:
            return Outcome("rejected", refusal=line.refusal)
        decision = decide(line.fact, line.stream, self.standing)
        if isinstance(decision, Accepted):
            known = self.put(line.fact, line.stream, decision.follows)
            for fact in decision.also:
                self.put(fact, stream_of(fact), None)
            return Outcome("accepted", known)
        if isinstance(decision, Duplicate):
            return Outcome("duplicate", decision.known)
        return Outcome("conflict" if decision.code == "conflict" else "rejected", refusal=decision)

    def _salt(self) -> bytes:
        """The next salt; random bytes are drawn for many at once."""
        if not self._salts:
            drawn = self._entropy(SALT_BYTES * _SALTS_AT_ONCE)
            self._salts = [drawn[start : start + SALT_BYTES] for start in range(0, len(drawn), SALT_BYTES)]
        return self._salts.pop()


class Appender:
    """Opens appends, one at a time for all processes, and keeps what is known to be on the ledger for good."""

    def __init__(self, recorder: LedgerRecorder, keyring: Keyring, clock: Clock, entropy: Entropy) -> None:
        """Appends to the recorder's store."""
        self._recorder = recorder
        self._keyring = keyring
        self._clock = clock
        self._entropy = entropy
        self._employees: set[str] = set()

    @contextmanager
    def look(self) -> Iterator[tuple[SQLiteCursor, int]]:
        """A transaction that only reads, and the time in microseconds since 1970."""
        with self._recorder.datastore.transaction(commit=False) as cursor:
            yield cursor, microseconds(self._clock())

    @contextmanager
    def append(self, *, keep: bool = True) -> Iterator[Append]:
        """A transaction under the append lock: commits what was judged, or with `keep` false forgets it."""
        try:
            with self._recorder.datastore.transaction(commit=True) as cursor:
                append = Append(
                    cursor, self._recorder, self._keyring, self._employees, self._clock, self._entropy, keep=keep
                )
                yield append
                append.flush()
                if not keep:
                    raise _ForgottenError
        except _ForgottenError:
            self._keyring.rolled_back()
        except BaseException:
            self._keyring.rolled_back()
            raise
        else:
            self._keyring.committed()
            self._employees |= append.standing.new_employees


class _ForgottenError(Exception):
    """Rolls a rehearsal back."""


def business_date_of(fact: Fact, site: Site, recorded_at: int) -> str:
    """The business date of a fact that follows no other (S2.3): by the field its kind is dated by."""
    value = None if fact.dated_by is None else fact.__dict__[fact.dated_by]
    if isinstance(value, datetime):
        return value.astimezone(site.zone).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return last_day(value, site.period_start_day).isoformat()
    return instant(recorded_at).astimezone(site.zone).date().isoformat()


def microseconds(moment: datetime) -> int:
    """An instant in microseconds since 1970, UTC."""
    return (moment - EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The instant of microseconds since 1970, in UTC."""
    return EPOCH + timedelta(microseconds=value)
