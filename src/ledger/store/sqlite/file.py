"""A ledger in a SQLite file."""

import shutil
import sqlite3
from pathlib import Path

from eventsourcing.persistence import OperationalError

from ledger.refusal import LedgerError
from ledger.store.own_files import files_beside, keep_private, make_private, part_of_a_ledger
from ledger.store.sqlite.columns import SQLiteColumns
from ledger.store.sqlite.recorder import LedgerDatastore, LedgerRecorder
from ledger.store.tables import FIRST_TABLES, TABLE_NAMES
from ledger.store.version import SCHEMA_VERSION, refuse_newer

_SQLITES_OWN = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
_SENTENCES = {
    "locked": "is in use by another process, which has not let go of it for a minute; try again later",
    "not a database": "is not a ledger but a file of another kind; name another store",
    "unable to open": "cannot be opened; name a file in a folder that exists and may be written to",
    "readonly": "may not be written to; give write permission to the file and its folder",
    "full": "cannot grow: the disk is full; make room and import again, which goes on where it stopped",
    "malformed": "is damaged; restore it from an export or a copy",
}


class SQLiteFile:
    """The file at a path, made by the first thing that is written to it."""

    def __init__(self, path: Path) -> None:
        """The file at `path`; nothing is opened yet."""
        self.path = path
        self.name = str(path)
        self.driver_error: type[Exception] = sqlite3.Error
        self.key_file = path.with_name(path.name + ".key")

    def exists(self) -> bool:
        """Whether there is a file with something in it."""
        return self.path.exists() and self.path.stat().st_size > 0

    def free_bytes(self) -> int | None:
        """How much more the disk takes that the file is on."""
        return shutil.disk_usage(self.path.absolute().parent).free

    def recorder(self) -> LedgerRecorder:
        """The recorder of the ledger in the file; asks for the append lock only where tables are to be made."""
        self._begin()
        recorder = LedgerRecorder(LedgerDatastore(self.path))
        try:
            with recorder.looking() as cursor:
                cursor.execute("SELECT name FROM sqlite_master WHERE type='table'")
                names = {row["name"] for row in cursor.fetchall()}
                cursor.execute("PRAGMA user_version")
                version = cursor.fetchone()["user_version"]
            if names >= set(FIRST_TABLES):
                refuse_newer(self.name, version)
            if names - TABLE_NAMES - _SQLITES_OWN:
                raise LedgerError(f"{self.path} is a database of something else; name another store")
            may_write = recorder.datastore.access.may_write
            if not names >= TABLE_NAMES or (version < SCHEMA_VERSION and may_write):
                if not may_write:
                    raise LedgerError(
                        f"the ledger {self.path} is of an earlier version and lacks tables, and may not be written to; "
                        "open it once where it may be"
                    )
                recorder.create_table()
        except BaseException:
            recorder.close()
            raise
        return recorder

    def _begin(self) -> None:
        """Make the file where there is none, and keep it and what is beside it for its owner alone."""
        if not self.exists():
            what = part_of_a_ledger(self.path)
            if what is not None:
                raise LedgerError(f"{self.path} is {what}; name another store")
        make_private(self.path)
        for beside in files_beside(self.path):
            keep_private(beside)

    def reader(self) -> SQLiteColumns:
        """Reads the ledger in the file in columns."""
        datastore = LedgerDatastore(self.path)
        return SQLiteColumns(lambda: datastore.connect(read_only=True), datastore.access.watched)

    def is_unavailable(self, error: Exception) -> bool:
        """Whether the file is locked, cannot be written to, or the like."""
        return isinstance(error, (OperationalError, sqlite3.OperationalError))

    def sentence(self, error: Exception) -> str:
        """What is wrong and what to do, to be said after the name."""
        for words, sentence in _SENTENCES.items():
            if words in str(error):
                return sentence
        return f"cannot be used: {error}"
