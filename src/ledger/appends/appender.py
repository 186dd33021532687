"""Appending: one transaction at a time for all processes, tried again where the store gives it up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from ledger.accepted_clocks import AcceptedClocks
from ledger.appends.append import Append, Clock
from ledger.appends.doubt_memory import DoubtMemory
from ledger.calendar import microseconds
from ledger.facts.people import Site
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import Entropy
from ledger.store.recorder import Recorder
from ledger.store.version import refuse_unknown_kinds
from ledger.store.void_targets import VoidedFacts, is_any_void

ATTEMPTS = 5
"""How often a transaction is tried that the store gives up."""

Answer = TypeVar("Answer")


class Appender:
    """Opens appends, one at a time for all processes, and keeps what is known to be on the ledger for good."""

    def __init__(self, recorder: Recorder, keyring: Keyring, clock: Clock, entropy: Entropy) -> None:
        """Appends to the recorder's store."""
        self._recorder = recorder
        self._keyring = keyring
        self._clock = clock
        self._entropy = entropy
        self._employees: set[str] = set()
        self._site: Site | None = None
        self._accepted = AcceptedClocks()
        self._voided = VoidedFacts()
        self._end = 0
        """Where the ledger ended after the last append of this process."""
        self._memory = DoubtMemory()
        self._seen = False
        # The keyring and what is known are of one append at a time, also among the threads of a process.
        self._turn = Lock()

    @property
    def site(self) -> Site | None:
        """The site, once an append of this process has seen it."""
        return self._site

    def now(self) -> int:
        """The time in microseconds since 1970."""
        return microseconds(self._clock())

    @contextmanager
    def look(self) -> Iterator[tuple[StoreCursor, int]]:
        """A transaction that only reads, and the time in microseconds since 1970."""
        with self._recorder.looking() as cursor:
            yield cursor, self.now()

    def _see(self, cursor: StoreCursor) -> None:
        """See, once, that nothing is on the ledger that is not known here, and that its master key is the one here."""
        if not self._seen:
            refuse_unknown_kinds(cursor)
            self._keyring.master.match(cursor)
            self._seen = True

    @contextmanager
    def append(self, *, keep: bool = True) -> Iterator[Append]:
        """A transaction under the append lock: commits what was judged, or with `keep` false forgets it."""
        with self._turn:
            try:
                with self._recorder.appending() as (cursor, last):
                    self._see(cursor)
                    if self._employees and last.position != self._end and is_any_void(cursor, self._end):
                        # Another process may have voided who was known here.
                        self._employees.clear()
                    append = Append(
                        cursor,
                        last,
                        self._recorder,
                        self._keyring,
                        self._employees,
                        self._site,
                        self._clock,
                        self._accepted,
                        self._voided,
                        self._entropy,
                        self._memory,
                        keep=keep,
                    )
                    yield append
                    append.flush()
                    if not keep:
                        raise _ForgottenError
            except _ForgottenError:
                self._rolled_back()
            except BaseException:
                self._rolled_back()
                raise
            else:
                self._keyring.committed()
                append.committed()
                self._end = append.position
                self._employees |= append.ledger_state.new_employees
                self._site = append.ledger_state.site

    def _rolled_back(self) -> None:
        self._keyring.rolled_back()
        self._memory.forget()

    def appended(self, work: Callable[[Append], Answer]) -> Answer:
        """What `work` answers, after its commit.

        A transaction that the store gave up, or whose commit was not answered, is done again. It is stored once:
        whether the first one held after all is seen, under the append lock, by the salt of its first event.
        """
        unanswered: tuple[Append, Answer] | None = None
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.append() as append:
                    if unanswered is not None and unanswered[0].held(append.cursor):
                        return unanswered[1]
                    answer = work(append)
                    unanswered = append, answer
            except Exception as error:
                if attempt == ATTEMPTS or not self._recorder.is_passing(error):
                    raise
            else:
                return answer
        raise AssertionError("the last attempt returns or raises")


class _ForgottenError(Exception):
    """Rolls a rehearsal back."""
