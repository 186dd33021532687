"""Opening a store, and what goes wrong with stores in sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import MapperDeserialisationError, PersistenceError

from ledger.appending import Appender, Clock, Entropy
from ledger.refusal import LedgerError
from ledger.store.keys import Keyring
from ledger.store.sqlite import LedgerDatastore, LedgerRecorder
from ledger.store.tables import TABLE_NAMES

_SQLITE = "sqlite:///"
_SQLITES_OWN = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
_SENTENCES = {
    "locked": "is in use by another process, which has not let go of it for a minute; try again later",
    "not a database": "is no ledger but a file of another kind; name another store",
    "unable to open": "cannot be opened; name a file in a folder that exists and may be written to",
    "readonly": "may not be written to; give write permission to the file and its folder",
    "full": "cannot grow: the disk is full; make room and import again, which goes on where it stopped",
    "malformed": "is damaged; restore it from an export or a copy",
}


def path_of(url: str) -> Path:
    """The file of a store's URL. Raises LedgerError where it names none."""
    path = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not path or "\x00" in path:
        raise LedgerError(f"{url!r} is no store that this version knows; give sqlite:///PATH")
    return Path(path)


class Store:
    """A SQLite file, made by the first thing that is written to it."""

    def __init__(self, path: Path, keyring: Keyring, clock: Clock, entropy: Entropy) -> None:
        """The store at `path`; nothing is opened yet."""
        self.path = path
        self._keyring = keyring
        self._clock = clock
        self._entropy = entropy
        self._opened: tuple[LedgerRecorder, Appender] | None = None

    def exists(self) -> bool:
        """Whether there is a store yet."""
        return self.path.exists()

    @contextmanager
    def use(self, *, make: bool = False) -> Iterator[tuple[LedgerRecorder, Appender]]:
        """The recorder and the appender; what goes wrong within is raised as LedgerError.

        Raises LedgerError where there is no store, unless it is to be made.
        """
        if not make and not self.exists():
            raise LedgerError(
                f"there is no ledger {self.path}; make one with init, or import a file that begins with a site"
            )
        try:
            if self._opened is None:
                recorder = LedgerRecorder(LedgerDatastore(self.path))
                self._make_tables(recorder)
                self._opened = recorder, Appender(recorder, self._keyring, self._clock, self._entropy)
            yield self._opened
        except (PersistenceError, sqlite3.Error) as error:
            raise LedgerError(self._sentence(str(error))) from error
        except MapperDeserialisationError as error:
            raise LedgerError(f"the ledger {self.path} was tampered with: {error}") from error

    def close(self) -> None:
        """Close all connections."""
        if self._opened is not None:
            self._opened[0].datastore.close()
            self._opened = None

    def _sentence(self, error: str) -> str:
        for words, sentence in _SENTENCES.items():
            if words in error:
                return f"the ledger {self.path} {sentence}"
        return f"the ledger {self.path} cannot be used: {error}"

    def _make_tables(self, recorder: LedgerRecorder) -> None:
        """Make the tables, but ask for the append lock only where they are not there yet."""
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type='table'")
            names = {row["name"] for row in cursor.fetchall()}
        if names - TABLE_NAMES - _SQLITES_OWN:
            recorder.datastore.close()
            raise LedgerError(f"{self.path} is a database of something else; name another store")
        if not names >= TABLE_NAMES:
            recorder.create_table()
