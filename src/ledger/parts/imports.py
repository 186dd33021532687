"""Files imported, and the lines that were refused."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ledger.appends.line_sender import HOLDER, LineSender
from ledger.imports.file_import import FileImport, Foresee, Progress
from ledger.imports.garbage_collection import rare_collections
from ledger.imports.import_answer import ImportAnswer
from ledger.imports.quarantine import Quarantine
from ledger.imports.reversal import Reversal, ReversalAsked, taken_back
from ledger.imports.spooled_file import Spooled, seekable
from ledger.store.import_records import Bookkeeping, ImportProgress, Senders
from ledger.store_connection import Store, open_store


class Imports:
    """The imports of a ledger."""

    def __init__(self, store: Store) -> None:
        """Imports into the ledger in a store."""
        self._store = store

    def import_file(
        self,
        path: Path | BinaryIO | Spooled,
        *,
        format: str = "interchange",  # noqa: A002
        dry_run: bool = False,
        progress: Progress | None = None,
        options: Mapping[str, Any] | None = None,
        jobs: int = 1,
        sender: LineSender = HOLDER,
        called: str = "",
        strict: bool = False,
        foresee: Foresee | None = None,
    ) -> ImportAnswer:
        """Import a file, or a stream to its end; see `importing` and `formats` for what is known and what is refused.

        An export imported into an empty ledger restores it. `progress` is called with bytes done and bytes in all. A
        dry run decides everything and stores nothing. `jobs` processes, this one included, read a large file; with more
        than one, a script that calls this does so under ``if __name__ == "__main__"``. Raises LedgerError where the
        file or the store cannot be used. `sender` is who sends the file. `called` is what
        the quarantine names the file by; without it, a file's own name. With `strict` a doubtful line is kept out,
        and so is an approval of leave of which `foresee` tells something doubtful.
        """
        with seekable(path) as (file, size):
            called = called or (Path(path).name if isinstance(path, str | os.PathLike) else "")
            read = (format, options or {}, progress, jobs, sender, called)
            file_import = FileImport(file, size, *read, strict=strict, foresee=foresee)
            if dry_run and not self._store.exists():
                with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/rehearsal") as elsewhere:
                    return Imports(elsewhere)._imported(file_import, dry_run=True)
            return self._imported(file_import, dry_run=dry_run)

    def _imported(self, file_import: FileImport, *, dry_run: bool) -> ImportAnswer:
        reader = file_import.reader(self._store.site)
        with rare_collections(), self._store.use(make=True) as (recorder, appender):
            if not recorder.max_notification_id() and file_import.is_restore():
                return file_import.restore(appender, keep=not dry_run)
            return file_import.rehearse(appender, reader) if dry_run else file_import.run(appender, reader)

    def take_back(self, asked: ReversalAsked) -> Reversal:
        """Void what an import recorded, and end the workflows that it opened; all or nothing.

        What was taken back before stays so. Raises LedgerError where that cannot be; see `ledger.imports.reversal`.
        """
        with self._store.use() as (_recorder, appender):
            return appender.appended(lambda append: taken_back(append, asked))

    def latest(self, limit: int, senders: Senders = None) -> list[ImportProgress]:
        """The imports of some senders that were begun last, the latest first."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            return Bookkeeping(cursor).latest(limit, senders)

    @property
    def quarantine(self) -> Quarantine:
        """The refused lines."""
        with self._store.use() as (_recorder, appender):
            return Quarantine(appender, self._store.site)
