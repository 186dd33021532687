"""A whole store in one file, and back into an empty store of either engine.

The file is a SQLite database with every table of the ledger as it is, and a manifest: the last position, how many rows
each table has, and their digests. What the master key wraps is in it as it is wrapped; the master key never is.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ledger.appends.append import Append
from ledger.calendar import instant
from ledger.copies.store_copy import EVENTS, Progress, copy_tables, refuse_what_is_not_empty
from ledger.output_file import output_file
from ledger.refusal import LedgerError
from ledger.store.dialect import SQLiteDialect, StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.own_files import is_backup
from ledger.store.rows import RowsDigest, pages_of
from ledger.store.sqlite.recorder import LedgerCursor
from ledger.store.tables import SHAPES, TABLE_NAMES, tables

_FORMAT = "workledger backup"
_VERSION = 1
_MANIFEST = "CREATE TABLE manifest (content TEXT NOT NULL, digest TEXT NOT NULL)"
_NO_BACKUP = "is not a backup of a ledger, or is damaged; give a file as backup has written it"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the last position, when it was made (microseconds since 1970), and its tables."""

    position: int
    made_at: int
    tables: dict[str, tuple[int, str]]
    """Rows and digest of each table."""

    def as_text(self) -> str:
        """The manifest as it is written."""
        listed = {name: {"rows": rows, "digest": digest} for name, (rows, digest) in sorted(self.tables.items())}
        told = {"format": _FORMAT, "version": _VERSION, "position": self.position, "made_at": self.made_at}
        return json.dumps(told | {"tables": listed}, sort_keys=True)


def back_up(
    source: StoreCursor, now: int, path: Path, progress: Progress | None, *, replace: bool, own: Collection[Path]
) -> Manifest:
    """Write all that a transaction sees into a file, which is there when it is whole.

    Raises LedgerError where it cannot be written, or would be over one of the ledger's `own` files or another's.
    """
    with output_file(path, replace=replace, own=own, replaceable=is_backup) as draft:
        return _written(source, now, draft, progress)


@contextmanager
def opened(path: Path) -> Iterator[tuple[StoreCursor, Manifest]]:
    """A backup to be read, after all of it was compared with its digests. Raises LedgerError where it is damaged."""
    if not path.is_file():
        raise LedgerError(f"there is no backup {path}; name a file that backup has written")
    try:
        with closing(
            sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
        ) as connection:
            connection.row_factory = sqlite3.Row
            cursor = LedgerCursor(connection.cursor())
            manifest = _read_manifest(cursor, path)
            _compare(cursor, manifest, path)
            yield cursor, manifest
    except (sqlite3.Error, UnicodeError) as error:
        raise LedgerError(f"{path} {_NO_BACKUP}") from error


def restore(
    append: Append, keyring: Keyring, backup: StoreCursor, manifest: Manifest, progress: Progress | None
) -> None:
    """Take over all of a backup into an empty store, within an append, which commits it.

    Raises LedgerError where the store is not empty, or its master key is not the one of the backup.
    """
    refuse_what_is_not_empty(append, "restore to")
    keyring.master.check(backup)
    copy_tables(backup, append.cursor, manifest.tables, progress)


def _written(source: StoreCursor, now: int, draft: Path, progress: Progress | None) -> Manifest:
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            for statement in (*tables(SQLiteDialect()), _MANIFEST):
                connection.execute(statement)
            digests = copy_tables(source, LedgerCursor(connection.cursor()), TABLE_NAMES, progress)
            counted = {name: (digest.rows, str(digest)) for name, digest in digests.items()}
            manifest = Manifest(digests[EVENTS].rows, now, counted)
            text = manifest.as_text()
            connection.execute("INSERT INTO manifest VALUES (?, ?)", [text, _digest(text)])
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise LedgerError(f"the backup cannot be written: {error}; see that there is room on the disk") from None
    return manifest


def _read_manifest(cursor: StoreCursor, path: Path) -> Manifest:
    cursor.execute("SELECT content, digest FROM manifest")
    row = cursor.fetchone()
    if row is None or _digest(str(row["content"])) != row["digest"]:
        raise LedgerError(f"{path} {_NO_BACKUP}")
    told: dict[str, Any] = json.loads(row["content"])
    if told["format"] != _FORMAT or told["version"] != _VERSION or not set(told["tables"]) <= TABLE_NAMES:
        raise LedgerError(f"{path} was made by another version of workledger; restore it with that one")
    listed = {name: (each["rows"], each["digest"]) for name, each in told["tables"].items()}
    return Manifest(told["position"], told["made_at"], listed)


def _compare(cursor: StoreCursor, manifest: Manifest, path: Path) -> None:
    for name, (rows, told) in manifest.tables.items():
        digest = RowsDigest()
        for page in pages_of(cursor, SHAPES[name]):
            digest.add(page)
        if (digest.rows, str(digest)) != (rows, told):
            raise LedgerError(
                f"{path} is damaged: its table {name} is not what was backed up at {instant(manifest.made_at)}; "
                "restore another backup"
            )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
