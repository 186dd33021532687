"""Looking after a ledger: erasing a person, backing up and restoring, rotating the master key."""

import os
from functools import partial
from pathlib import Path

from ledger.accepted_clocks import accepted_clocks, clock_refusal
from ledger.appends.append import Append
from ledger.copies import backup
from ledger.copies.backup import Manifest
from ledger.copies.store_copy import Progress
from ledger.decisions.clock_acceptance import AcceptedClock
from ledger.decisions.erasure import EraseCommand, decide_erasing, decide_erasing_again
from ledger.erasure import person_erasure
from ledger.erasure.erasure_list import ListedErasure, add_to_list, list_beside, read_list
from ledger.erasure.person_erasure import Decide, Erased
from ledger.facts.governance import Erasure
from ledger.parts.facts import LedgerReading
from ledger.recorded_fact import RecordedFact
from ledger.refusal import ClockError, LedgerError, Refusal
from ledger.store.keys.key_wrap import rewrap
from ledger.store.keys.keyring import subject_of
from ledger.store.mapper import FactMapper
from ledger.store_connection import own_files

_PROBE_BYTES = 12


class LedgerUpkeep(LedgerReading):
    """What whoever looks after a ledger does to it."""

    @property
    def erasures_file(self) -> Path:
        """The list of erasures that is kept beside the master key."""
        return list_beside(self._store.place.key_file)

    def can_write(self) -> bool:
        """Whether the store takes a write now, which leaves nothing. Raises LedgerError where not; it may wait."""
        with self._store.use(make=True) as (recorder, appender), recorder.keeping() as cursor:
            probe = self._keyring.entropy(_PROBE_BYTES).hex()
            columns = "id, what, owner, state, created_at, seen_at, done, whole, answer"
            cursor.execute(
                f"INSERT INTO jobs ({columns}) VALUES (?, '', '', '', ?, 0, 0, 0, ?)",  # noqa: S608
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

    def erase(self, employee: str, by: str, reason: str) -> Erased | Refusal:
        """Erase a person (S12): record the fact and destroy the key; or why that may not be.

        Who was erased before is told so, and the store's files are written anew once more. Raises LedgerError where the
        store cannot be used.
        """
        return self._erase(EraseCommand(employee, by, reason), decide_erasing)

    def erasures(self) -> list[ListedErasure]:
        """The erasures on the ledger, in order."""
        return [
            _listed(recorded) for recorded in self.select(0, 1_000_000_000, [Erasure.kind], None, 1_000_000_000_000)
        ]

    def erasures_missing(self, path: Path | None = None) -> list[ListedErasure]:
        """The erasures on a list (that beside the master key by default) that the ledger does not know of."""
        known = {each.employee for each in self.erasures()}
        people = self.names()
        listed = read_list(path or self.erasures_file)
        return [each for each in listed if each.employee not in known and each.employee in people]

    def erase_again(self, missing: list[ListedErasure]) -> list[Erased | Refusal]:
        """Erase people again who were erased after a copy of the ledger was made that was restored since."""
        commands = [EraseCommand(each.employee, each.by, each.reason) for each in missing]
        return [self._erase(command, decide_erasing_again) for command in commands]

    def refused_erasure(self, employee: str) -> tuple[int | None, Refusal | None]:
        """The position of a person's erasure, None where there is none; and why the person may not be erased now.

        Raises LedgerError where there is no site yet.
        """
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, now):
            return person_erasure.erasability(cursor, self._keyring, employee, now)

    def erase_within(self, append: Append, command: EraseCommand, decide: Decide = decide_erasing) -> Erased | Refusal:
        """Erase a person within an append of this ledger; once it is committed, `clean_after` is for its traces."""
        return person_erasure.erase(append, self._keyring, command, decide)

    def clean_after(self, employee: str) -> str | None:
        """Clean the store's files of a person who is erased, and list the erasure; why something may be left."""
        left = [each for each in (self._scrubbed(employee), self._not_listed()) if each]
        return "; and ".join(left) or None

    def _erase(self, command: EraseCommand, decide: Decide) -> Erased | Refusal:
        with self._store.use() as (_recorder, appender):
            answer = appender.appended(partial(self.erase_within, command=command, decide=decide))
        if isinstance(answer, Refusal):
            return answer
        return Erased(answer.employee, answer.position, answer.again, self.clean_after(command.employee))

    def _scrubbed(self, employee: str) -> str | None:
        """Clean the store's files; why something may be left. What was erased stays so, whatever goes wrong here."""
        try:
            with self._store.use() as (recorder, _appender):
                return recorder.scrub(subject_of(employee))
        except LedgerError as error:
            return f"{error}; erase again then"

    def _not_listed(self) -> str | None:
        try:
            add_to_list(self.erasures_file, self.erasures())
        except LedgerError as error:
            return str(error)
        return None

    def back_up(self, path: Path, progress: Progress | None = None, *, replace: bool = False) -> Manifest:
        """Write the whole store, as it stands at one moment, into a file; see `copies.backup`.

        `progress` is called with facts done and facts in all. Raises LedgerError where the file is there already and
        is not to be replaced, or cannot be written.
        """
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, now):
            own = own_files(self._store.place, os.environ)
            return backup.back_up(cursor, now, path, progress, replace=replace, own=own)

    def restore(self, path: Path, progress: Progress | None = None) -> Manifest:
        """Take over a backup into this store, which is empty: every row as it was, in one transaction.

        Raises LedgerError where the store is not empty, the file is damaged, or the master key is not that of the
        backup; then nothing is stored.
        """
        with backup.opened(path) as (source, manifest):
            # Before anything is made: what is refused leaves no store behind.
            self._keyring.master.check(source)
            with self._store.use(make=True) as (_recorder, appender), appender.append() as append:
                backup.restore(append, self._keyring, source, manifest, progress)
            return manifest

    def refused_clock(self) -> str | None:
        """Why nothing can be recorded by the clock as it is, in a sentence; None where it can."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, now):
            _, refusal = clock_refusal(cursor, FactMapper(self._keyring, cursor), now)
            return None if refusal is None else refusal.message

    def clock_holds(self) -> bool:
        """Whether facts can be recorded by the clock. Raises ClockError, which says why not."""
        refused = self.refused_clock() if self.exists() else None
        if refused is not None:
            raise ClockError(refused)
        return True

    def accepted_clocks(self) -> list[AcceptedClock]:
        """The clocks that were accepted although they would have been refused, in order."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            return accepted_clocks(cursor, FactMapper(self._keyring, cursor))

    def accept_clock(self, by: str, period: str = "") -> int | None:
        """Accept the clock as it is, which is recorded; the position of that fact, None where nothing was refused.

        With a period that ended only by a clock that was accepted: it may be closed.
        """
        with self._store.use() as (_recorder, appender):
            known = appender.appended(lambda append: append.accept_clock(by, period))
            return None if known is None else known.position

    def rotate_master_key(self) -> int:
        """Wrap all keys by a new master key; how many. Interrupted at any point, the old or the new one opens them.

        The new key is written beside the old one before anything is wrapped by it, and takes its place after the
        commit; whoever opens the ledger in between finds the one that fits. Raises LedgerError where the master key is
        missing or not this ledger's, or none is given to be the new one.
        """
        with self._store.use() as (_recorder, appender):
            count, new = appender.appended(self._rewrapped)
            self._keyring.source.settle(new)
            return count

    def _rewrapped(self, append: Append) -> tuple[int, bytes]:
        self._keyring.master.check(append.cursor)
        new = self._keyring.source.prepare(self._keyring.entropy)
        return rewrap(append.cursor, self._keyring.master, new), new


def _listed(recorded: RecordedFact) -> ListedErasure:
    fact = recorded.fact
    assert isinstance(fact, Erasure)
    return ListedErasure(fact.employee, fact.by, fact.reason, f"{recorded.recorded_at:%Y-%m-%dT%H:%M:%S.%f}Z")
