"""How a SQLite file may be opened: to write, to read only, or as a file that nobody writes to.

A database with a write-ahead log is read with the help of two files beside it. In a folder where they cannot be made,
SQLite reads it only when it is told that nobody writes to it; then it takes no lock and sees no change.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.refusal import LedgerError

_WRITE, _READ, _IMMUTABLE = "", "?mode=ro", "?mode=ro&immutable=1"
_Seen = tuple[int, int, int, bool] | None


class SQLiteAccess:
    """How the file at a path may be opened, as it stands now."""

    def __init__(self, path: Path) -> None:
        """Look at the file, its folder and what is beside it. Raises LedgerError where it cannot be read as it is."""
        self._path = path
        self._log, self._memory = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
        self.words = self._words()
        """What a connection is told, behind the name of the file."""
        self._seen = self._fingerprint() if self.words == _IMMUTABLE else None

    @property
    def may_write(self) -> bool:
        """Whether something can be recorded."""
        return self.words == _WRITE

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While the file is read: where it was taken for one that nobody writes to, see that nobody did.

        Raises LedgerError where somebody did: what was read may be of two moments.
        """
        try:
            yield
        finally:
            if self._seen is not None and self._fingerprint() != self._seen:
                raise LedgerError(
                    f"the ledger {self._path} was written to while it was read from a folder that may not be written "
                    "to, where nobody can be kept from it; read it again"
                )

    def _words(self) -> str:
        if not self._path.exists():
            return _WRITE
        beside = self._log.exists() and self._memory.exists()
        folder, file = _may_write(self._path.parent), _may_write(self._path)
        if file and (folder or (beside and _may_write(self._log) and _may_write(self._memory))):
            return _WRITE
        if folder or beside:
            return _READ
        for each in (self._log, self._path.with_name(self._path.name + "-journal")):
            if _size(each):
                raise LedgerError(
                    f"the ledger {self._path} has changes in {each.name} that are not in it yet, and nothing may be "
                    "written where it is; open it once where it may be written to, or read a copy of both files"
                )
        return _IMMUTABLE

    def _fingerprint(self) -> _Seen:
        with suppress(OSError):
            found = self._path.stat()
            return found.st_ino, found.st_size, found.st_mtime_ns, _size(self._log) > 0
        return None


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
