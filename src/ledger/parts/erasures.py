"""Persons erased (S12): the fact, the key, and what lies in clear."""

from functools import partial
from pathlib import Path

from ledger.appends.append import Append
from ledger.decisions.erasure import EraseCommand, decide_erasing, decide_erasing_again
from ledger.erasure import person_erasure
from ledger.erasure.erasure_list import ListedErasure, add_to_list, list_beside, read_list
from ledger.erasure.person_erasure import Decide, Erased
from ledger.facts.governance import Erasure
from ledger.parts.facts import Facts
from ledger.parts.identifiers import Identifiers
from ledger.recorded_fact import RecordedFact
from ledger.refusal import LedgerError, Refusal
from ledger.store.keys.keyring import subject_of
from ledger.store_connection import Store


class Erasures:
    """The erasures on a ledger."""

    def __init__(self, store: Store) -> None:
        """The erasures of the ledger in a store."""
        self._store = store

    @property
    def file(self) -> Path:
        """The list of erasures that is kept beside the master key."""
        return list_beside(self._store.place.key_file)

    def erase(self, employee: str, by: str, reason: str) -> Erased | Refusal:
        """Erase a person (S12): record the fact and destroy the key; or why that may not be.

        A person already erased is reported as such, and the store's files are rewritten. Raises LedgerError where the
        store cannot be used.
        """
        return self._erase(EraseCommand(employee, by, reason), decide_erasing)

    def all(self) -> list[ListedErasure]:
        """The erasures on the ledger, in order."""
        found = Facts(self._store).select(0, 1_000_000_000, [Erasure.kind], None, 1_000_000_000_000)
        return [_listed(recorded) for recorded in found]

    def missing(self, path: Path | None = None) -> list[ListedErasure]:
        """The erasures on a list (that beside the master key by default) that the ledger does not know of."""
        known = {each.employee for each in self.all()}
        people = Identifiers(self._store).names()
        listed = read_list(path or self.file)
        return [each for each in listed if each.employee not in known and each.employee in people]

    def erase_again(self, missing: list[ListedErasure]) -> list[Erased | Refusal]:
        """Erase people again who were erased after a copy of the ledger was made that was restored since."""
        commands = [EraseCommand(each.employee, each.by, each.reason) for each in missing]
        return [self._erase(command, decide_erasing_again) for command in commands]

    def refusal(self, employee: str) -> tuple[int | None, Refusal | None]:
        """The position of a person's erasure, None where there is none; and why the person may not be erased now.

        Raises LedgerError where there is no site yet.
        """
        with self._store.look() as (cursor, now):
            return person_erasure.erasability(cursor, self._store.keyring, employee, now)

    def erase_within(self, append: Append, command: EraseCommand, decide: Decide = decide_erasing) -> Erased | Refusal:
        """Erase a person within an append of this ledger; once it is committed, `clean_after` is for its traces."""
        return person_erasure.erase(append, self._store.keyring, command, decide)

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
            add_to_list(self.file, self.all())
        except LedgerError as error:
            return str(error)
        return None


def _listed(recorded: RecordedFact) -> ListedErasure:
    fact = recorded.fact
    assert isinstance(fact, Erasure)
    return ListedErasure(fact.employee, fact.by, fact.reason, f"{recorded.recorded_at:%Y-%m-%dT%H:%M:%S.%f}Z")
