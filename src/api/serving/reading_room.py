"""The reading room: the books of one ledger at the positions that are asked for, kept while they are in use."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from ledger.ledger import Ledger
from projections.books import Books
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from projections.problems import ReportError

_BOOKS_KEPT = 3


class ReadingRoom:
    """Books by position. One reader computes at a time; an engine uses all processors by itself."""

    def __init__(self, ledger: Ledger, journal_folder: Path | None) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._folder = journal_folder
        self._reader: JournalReader | None = None
        self._books: OrderedDict[int, Books] = OrderedDict()
        self._lock = RLock()
        self.engine = PolarsEngine()

    @contextmanager
    def reader(self) -> Iterator[JournalReader]:
        """The reader of journals, for oneself. Raises ReportError where the ledger has no site yet."""
        with self._lock:
            if self._ledger.site is None:
                raise ReportError("the ledger has no site yet; record one, or import a file that begins with one")
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
            yield self._books[position]

    def close(self) -> None:
        """Let go of all books."""
        with self._lock:
            self._keep(0)

    def _keep(self, number: int) -> None:
        while len(self._books) > number:
            _position, books = self._books.popitem(last=False)
            books.forget()
