"""The reading room: the books of one ledger at the positions that are asked for, kept while they are in use.

Everything that a service computes is computed in here, by one thread at a time, in the order in which they came.
"""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import local

from api.service.concurrency.turnstile import Turnstile
from ledger.ledger import Ledger
from ledger.refusal import MissingError, StoreUnavailableError
from projections.books import Books
from projections.cancellation import CancelledError, cancelled_by, heed_cancellation, resting_by
from projections.engine import PolarsEngine
from projections.journal import JournalReader

_BOOKS_KEPT = 3
THREADS = 160
"""How many requests of one worker may be in threads at once; one that waits costs next to nothing."""
_TOO_MUCH = "the service is computing as much as it can; ask again in a while"
_AT_LEISURE: ContextVar[bool] = ContextVar("at leisure", default=False)


@dataclass(frozen=True)
class RoomLimits:
    """How long one waits for the room, and how long one may be in it, in seconds.

    Jobs wait and stay as long as it takes, and after a stint let those in who wait.

    `queue` is how many may wait: fewer than the service has threads, so that one is left for whatever else is asked.
    """

    wait: float = 30
    stay: float = 120
    stint: float = 1
    queue: int = THREADS // 2


ENDLESS = RoomLimits(wait=math.inf, stay=math.inf)
"""For whoever has the room alone."""


@contextmanager
def at_leisure() -> Iterator[None]:
    """Within, this thread waits for the room and stays in it as long as it takes: it does a job."""
    token = _AT_LEISURE.set(True)
    try:
        yield
    finally:
        _AT_LEISURE.reset(token)


class ReadingRoom:
    """Books by position. One reader computes at a time; an engine uses all processors by itself."""

    def __init__(
        self,
        ledger: Ledger,
        journal_folder: Path | None,
        limits: RoomLimits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._folder = journal_folder
        self._reader: JournalReader | None = None
        self._books: OrderedDict[int, Books] = OrderedDict()
        self._in_use: Counter[int] = Counter()
        self._limits = limits or RoomLimits()
        self._monotonic = monotonic
        self._turnstile = Turnstile()
        self._inside = local()
        self._ends_at: float | None = None
        self.steps = 0
        """Of all that was computed so far; whoever is inside moves on while this does."""
        self.engine = PolarsEngine()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The room for oneself; also for whoever is in it already.

        Raises StoreUnavailableError where others are in it for too long; within, work that takes too long is cancelled.
        """
        if getattr(self._inside, "yes", False):
            yield
            return
        leisure = _AT_LEISURE.get()
        with cancelled_by(self._heed_ending):
            if not leisure and self._turnstile.waiting >= self._limits.queue:
                raise StoreUnavailableError(_TOO_MUCH)
            if not self._turnstile.enter(heed_cancellation, None if leisure else self._limits.wait, self._monotonic):
                raise StoreUnavailableError(_TOO_MUCH)
            self._inside.yes = True
            try:
                with self._for_long() if leisure else cancelled_by(self._limited()):
                    yield
            finally:
                if self._inside.yes:
                    self._turnstile.leave()
                self._inside.yes = False

    def is_free_within(self, seconds: float) -> bool:
        """Whether one's turn comes within some seconds, or whoever is in the room moves on."""
        before = self.steps
        if self._turnstile.enter(lambda: None, seconds, self._monotonic):
            self._turnstile.leave()
            return True
        return self.steps != before

    @contextmanager
    def reader(self) -> Iterator[JournalReader]:
        """The reader of journals, for oneself. Raises MissingError where the ledger has no site yet."""
        with self.turn():
            if self._ledger.site is None:
                raise MissingError("the ledger has no site yet; record one, or import a file that begins with one")
            if self._reader is None:
                self._reader = JournalReader(self._ledger, self._folder)
            yield self._reader

    @contextmanager
    def books(self, position: int) -> Iterator[Books]:
        """The books at a position, for oneself."""
        with self.reader() as reader:
            if position not in self._books:
                self._books[position] = Books(reader.at(position), self.engine)
            self._books.move_to_end(position)
            self._keep(_BOOKS_KEPT)
            books = self._books[position]
            self._in_use[position] += 1
            try:
                yield books
            finally:
                self._in_use[position] -= 1
                if not self._in_use[position]:
                    del self._in_use[position]

    def end(self, seconds: float) -> None:
        """Cancel what is still computed, or waits for its turn, in some seconds."""
        self._ends_at = self._monotonic() + seconds

    def close(self) -> None:
        """Let go of all books, once whoever is in the room has left it."""
        self.end(0)
        if self._turnstile.enter(lambda: None, self._limits.stay, self._monotonic):
            self._keep(0)
            self._turnstile.leave()

    def _heed_ending(self) -> None:
        if self._ends_at is not None and self._monotonic() >= self._ends_at:
            raise CancelledError("the service is ending; ask again in a moment")

    def _step(self) -> None:
        self.steps += 1

    @contextmanager
    def _for_long(self) -> Iterator[None]:
        """Within, a job lets those who wait come in between its steps: what it computes on is its own, or pure."""
        begun = self._monotonic()

        def let_others_in() -> None:
            nonlocal begun
            if not self._turnstile.waiting or self._monotonic() < begun + self._limits.stint:
                return
            self._inside.yes = False
            self._turnstile.leave()
            self._turnstile.enter(heed_cancellation, None, self._monotonic)
            self._inside.yes = True
            begun = self._monotonic()

        with cancelled_by(self._step), resting_by(let_others_in):
            yield

    def _limited(self) -> Callable[[], None]:
        until = self._monotonic() + self._limits.stay

        def check() -> None:
            self._step()
            if self._monotonic() >= until:
                raise CancelledError(
                    f"it takes longer than {self._limits.stay:.0f} seconds to compute; ask for less at a time, such as "
                    "one employee or a later period"
                )

        return check

    def _keep(self, number: int) -> None:
        # A job that lets others in goes on with its books afterwards.
        unused = [position for position in self._books if not self._in_use[position]]
        for position in unused[: max(0, len(self._books) - number)]:
            self._books.pop(position).forget()
