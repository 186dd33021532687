"""Opening a store by its URL, and what goes wrong with stores in sentences."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Self

from adbc_driver_manager import Error as ArrowError
from eventsourcing.persistence import MapperDeserialisationError, PersistenceError

from ledger.appends.append import Clock
from ledger.appends.appender import Appender
from ledger.appends.ledger_state import StoredLedgerState
from ledger.facts.people import Site
from ledger.refusal import DamageError, LedgerError, StoreUnavailableError
from ledger.store.arrow import ColumnReader
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import MASTER_KEY_FILE_VARIABLE, Entropy, master_key_source
from ledger.store.mapper import FactMapper
from ledger.store.own_files import files_beside, files_of_key
from ledger.store.place import Place
from ledger.store.recorder import Recorder
from ledger.store.sqlite.file import SQLiteFile
from ledger.store.version import refuse_unknown_kinds

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def place_of(url: str) -> Place:
    """The place that a store's URL names. Raises LedgerError where it names none."""
    if url.startswith(_POSTGRES):
        # The driver takes a while to load, and who keeps a file does not need it.
        from ledger.store.postgres.schema import PostgresSchema  # noqa: PLC0415

        return PostgresSchema(url)
    path = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not path or "\x00" in path:
        raise LedgerError(f"{url!r} is not a known store URL; use sqlite:///PATH or postgresql://USER@HOST/DATABASE")
    if Path(path).is_dir() or not Path(path).name.strip("."):
        raise LedgerError(f"{url!r} names a folder; name a file in it")
    return SQLiteFile(Path(path))


def own_files(place: Place, environment: Mapping[str, str]) -> list[Path]:
    """The files of a ledger, which no command writes over, whether they are there or not: store, keys, erasures."""
    store = files_beside(place.path) if isinstance(place, SQLiteFile) else []
    named = environment.get(MASTER_KEY_FILE_VARIABLE)
    keys = [place.key_file, *([Path(named)] if named else [])]
    return store + [file for key in keys for file in files_of_key(key)]


class Store:
    """A place where a ledger is kept; made by the first thing that is written to it."""

    def __init__(self, place: Place, keyring: Keyring, clock: Clock, entropy: Entropy) -> None:
        """The store at a place; nothing is opened yet."""
        self.place = place
        self.keyring = keyring
        self._clock = clock
        self._entropy = entropy
        self._opened: tuple[Recorder, Appender] | None = None
        self._reader: ColumnReader | None = None
        self._site: Site | None = None
        self._opening = RLock()
        """Who comes first opens; of two that opened at once one would be left open, and used by nobody."""

    def exists(self) -> bool:
        """Whether there is a ledger yet."""
        with self._sentences():
            return self._opened is not None or self.place.exists()

    @contextmanager
    def use(self, *, make: bool = False) -> Iterator[tuple[Recorder, Appender]]:
        """The recorder and the appender; what goes wrong within is raised as LedgerError.

        Raises LedgerError where there is no ledger, unless it is to be made.
        """
        if not make:
            self._require()
        with self._sentences():
            yield self._opened or self._open()

    @contextmanager
    def read(self) -> Iterator[ColumnReader]:
        """The reader in columns; what goes wrong within is raised as LedgerError."""
        if self._reader is None:
            self._require()
        with self._sentences():
            yield self._reader or self._open_reader()

    @contextmanager
    def look(self) -> Iterator[tuple[StoreCursor, int]]:
        """A transaction that only reads, and the time in microseconds since 1970."""
        with self.use() as (_recorder, appender), appender.look() as found:
            yield found

    def mapper(self, cursor: StoreCursor) -> FactMapper:
        """What makes facts of stored events, and opens their texts."""
        return FactMapper(self.keyring, cursor)

    def ledger_state(self, cursor: StoreCursor) -> StoredLedgerState:
        """The ledger as it stands, seen by a cursor."""
        return StoredLedgerState(cursor, self.mapper(cursor), set())

    @property
    def site(self) -> Site | None:
        """The site (S2.1) of the ledger, or None where nothing was recorded yet."""
        if self._site is None and self.exists():
            with self.look() as (cursor, _now):
                self._site = self.ledger_state(cursor).site
        return self._site

    def __enter__(self) -> Self:
        """The store, closed at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _open(self) -> tuple[Recorder, Appender]:
        with self._opening:
            if self._opened is None:
                recorder = self.place.recorder()
                self._opened = recorder, Appender(recorder, self.keyring, self._clock, self._entropy)
            return self._opened

    def _open_reader(self) -> ColumnReader:
        with self._opening:
            if self._reader is None:
                with self.use() as (recorder, _appender), recorder.looking() as cursor:
                    # Columns are read by the kinds that are known: what is of another would be left out in silence.
                    refuse_unknown_kinds(cursor)
                    self.keyring.master.match(cursor)
                self._reader = self.place.reader()
            return self._reader

    def _require(self) -> None:
        if not self.exists():
            raise LedgerError(
                f"there is no ledger {self.place.name}; make one with init, or import a file that begins with a site"
            )

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except MapperDeserialisationError as error:
            raise DamageError(f"the ledger {self.place.name} was tampered with: {error}") from error
        except (PersistenceError, ArrowError, self.place.driver_error) as error:
            kind = StoreUnavailableError if self.place.is_unavailable(error) else LedgerError
            raise kind(f"the ledger {self.place.name} {self.place.sentence(error)}") from error


def now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


def open_store(
    url: str, *, clock: Clock = now, entropy: Entropy = os.urandom, master_key: bytes | None = None
) -> Store:
    """The store at a URL, under a master key; see `Ledger.open`. Raises LedgerError for a URL that names no store."""
    place = place_of(url)
    return Store(place, Keyring(master_key_source(place.key_file, master_key, os.environ), entropy), clock, entropy)
