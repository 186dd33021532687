"""A ledger looked after: backed up, restored and copied, its clock, its master key, and whether it takes a write."""

import os
from pathlib import Path

from ledger.accepted_clocks import accepted_clocks, clock_refusal
from ledger.appends.append import Append
from ledger.copies import backup, store_copy
from ledger.copies.backup import Manifest
from ledger.copies.store_copy import Progress
from ledger.decisions.clock_acceptance import AcceptedClock
from ledger.refusal import ClockError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.key_wrap import rewrap
from ledger.store.keys.keyring import NONCE_BYTES, last_erasure, subject_of
from ledger.store_connection import Store, own_files

BACKUP = "backup"
"""What the job of a backup is called."""
_PROBE_BYTES = 12
_JOB = "id, what, owner, state, created_at, seen_at, done, whole, answer"


class Upkeep:
    """What whoever looks after a ledger does to it."""

    def __init__(self, store: Store) -> None:
        """The upkeep of the ledger in a store."""
        self._store = store

    def can_write(self) -> bool:
        """Whether the store takes a write now, which leaves nothing. Raises LedgerError where not; it may wait."""
        with self._store.use(make=True) as (recorder, appender), recorder.keeping() as cursor:
            probe = self._store.keyring.entropy(_PROBE_BYTES).hex()
            cursor.execute(
                f"INSERT INTO jobs ({_JOB}) VALUES (?, '', '', '', ?, 0, 0, 0, ?)",  # noqa: S608
                [probe, appender.now(), b""],
            )
            cursor.execute("DELETE FROM jobs WHERE id=?", [probe])
        return True

    def can_append(self) -> bool:
        """Whether the append lock can be had now. Raises LedgerError where not; it may wait."""
        with self._store.use(make=True) as (_recorder, appender), appender.append(keep=False):
            return True

    def free_bytes(self) -> int | None:
        """How much more the store's disk takes; None where that is not seen from here."""
        return self._store.place.free_bytes()

    def back_up(self, path: Path, progress: Progress | None = None, *, replace: bool = False) -> Manifest:
        """Write the whole store, as it stands at one moment, into a file; see `copies.backup`.

        `progress` is called with facts done and facts in all. Raises LedgerError where the file is there already and
        is not to be replaced, or cannot be written.
        """
        with self._store.look() as (cursor, now):
            own = own_files(self._store.place, os.environ)
            return backup.back_up(cursor, now, path, progress, replace=replace, own=own)

    def note_backup(self, made: Manifest) -> None:
        """Remember that a backup was made, as a job that has ended: when, and up to which position."""
        with self._store.use() as (recorder, appender), recorder.keeping() as cursor:
            number, now = self._store.keyring.entropy(_PROBE_BYTES).hex(), appender.now()
            cursor.execute(
                f"INSERT INTO jobs ({_JOB}) VALUES (?, ?, '', 'finished', ?, ?, ?, ?, ?)",  # noqa: S608
                [number, BACKUP, now, now, made.position, made.position, b""],
            )

    def last_backup(self) -> tuple[int, int] | None:
        """When the last backup was made, in microseconds since 1970, and up to which position; None without one."""
        with self._store.look() as (cursor, _now):
            cursor.execute("SELECT created_at, done FROM jobs WHERE what=? ORDER BY created_at DESC LIMIT 1", [BACKUP])
            row = cursor.fetchone()
        return None if row is None else (row["created_at"], row["done"])

    def restore(self, path: Path, progress: Progress | None = None) -> Manifest:
        """Take over a backup into this store, which is empty: every row as it was, in one transaction.

        Raises LedgerError where the store is not empty, the file is damaged, or the master key is not that of the
        backup; then nothing is stored.
        """
        with backup.opened(path) as (source, manifest):
            # Before anything is made: what is refused leaves no store behind.
            self._store.keyring.master.check(source)
            with self._store.use(make=True) as (_recorder, appender), appender.append() as append:
                backup.restore(append, self._store.keyring, source, manifest, progress)
            return manifest

    def copy_to(self, other: Store, progress: Progress | None = None) -> int:
        """Copy all of this ledger, unchanged, into a store that has none yet; the number of facts.

        `progress` is called with facts done and facts in all. Raises LedgerError where the other store is not empty.
        """
        with self._store.use() as (_, source), other.use(make=True) as (_, target):
            return store_copy.copy(source, self._store.keyring, target, other.keyring, progress)

    def refused_clock(self) -> str | None:
        """Why nothing can be recorded by the clock as it is, in a sentence; None where it can."""
        with self._store.look() as (cursor, now):
            _, refusal = clock_refusal(cursor, self._store.mapper(cursor), now)
            return None if refusal is None else refusal.message

    def clock_holds(self) -> bool:
        """Whether facts can be recorded by the clock. Raises ClockError, which says why not."""
        refused = self.refused_clock() if self._store.exists() else None
        if refused is not None:
            raise ClockError(refused)
        return True

    def accepted_clocks(self) -> list[AcceptedClock]:
        """The clocks that were accepted although they would have been refused, in order."""
        with self._store.look() as (cursor, _now):
            return accepted_clocks(cursor, self._store.mapper(cursor))

    def accept_clock(self, by: str, period: str = "") -> int | None:
        """Accept the clock as it is, which is recorded; the position of that fact, None where nothing was refused.

        With a period that ended only by a clock that was accepted: it may be closed.
        """
        with self._store.use() as (_recorder, appender):
            known = appender.appended(lambda append: append.accept_clock(by, period))
            return None if known is None else known.position

    def seal(self, cursor: StoreCursor, employee: str, purpose: str, text: bytes) -> bytes:
        """A text that is kept beside the facts, sealed under the key of an employee: an erasure makes it unreadable.

        Raises LedgerError where the key was destroyed.
        """
        key = self._store.keyring.for_sealing(cursor, subject_of(employee), last_erasure(cursor))
        nonce = self._store.keyring.nonce()
        return nonce + key.encrypt(nonce, text, purpose.encode())

    def unseal(self, cursor: StoreCursor, employee: str, purpose: str, sealed: bytes) -> bytes | None:
        """A text that was sealed for the same purpose; None where the key was destroyed."""
        key = self._store.keyring.for_reading(cursor, subject_of(employee), last_erasure(cursor))
        if key is None:
            return None
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())

    def rotate_master_key(self) -> int:
        """Wrap all keys by a new master key; how many. Interrupted at any point, the old or the new one opens them.

        The new key is written beside the old one before anything is wrapped by it, and takes its place after the
        commit; whoever opens the ledger in between finds the one that fits. Raises LedgerError where the master key is
        missing or not this ledger's, or none is given to be the new one.
        """
        with self._store.use() as (_recorder, appender):
            count, new = appender.appended(self._rewrapped)
            self._store.keyring.source.settle(new)
            return count

    def _rewrapped(self, append: Append) -> tuple[int, bytes]:
        self._store.keyring.master.check(append.cursor)
        new = self._store.keyring.source.prepare(self._store.keyring.entropy)
        return rewrap(append.cursor, self._store.keyring.master, new), new

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same in every process; only who has the master key can make them."""
        if self._store.exists():
            # Where there is a key already it takes no lock, nor a store that can be written to.
            with self._store.look() as (cursor, _now):
                found = self._store.keyring.derived_already(cursor, purpose)
            if found is not None:
                return found
        # Under the append lock: nobody rotates the master key between looking for the service's key and making it.
        with self._store.use(make=True) as (recorder, _appender), recorder.appending() as (cursor, _last):
            return self._store.keyring.derived(cursor, purpose)
