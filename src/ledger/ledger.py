"""The one door to a ledger: its parts over one store."""

import os
from collections.abc import Iterable
from typing import Self

from ledger.appends.append import Clock, Outcome
from ledger.appends.incoming_facts import Incoming, read_incoming
from ledger.facts.people import Site
from ledger.imports.import_answer import ImportAnswer, Issue
from ledger.parts.closings import Closings
from ledger.parts.doubts import Doubts
from ledger.parts.erasures import Erasures
from ledger.parts.exports import Exports
from ledger.parts.facts import Facts
from ledger.parts.identifiers import Identifiers
from ledger.parts.imports import Imports
from ledger.parts.proofs import Proofs
from ledger.parts.transactions import Transactions
from ledger.parts.upkeep import Upkeep
from ledger.recorded_fact import RecordedFact
from ledger.refusal import LedgerError, Refusal
from ledger.store.keys.master_key import Entropy
from ledger.store_connection import Store, now, open_store

__all__ = ["ImportAnswer", "Issue", "Ledger", "LedgerError", "Outcome", "RecordedFact", "Refusal"]


class Ledger:
    """A ledger of facts in a store. Made by `Ledger.open`; safe to use by many processes at once."""

    def __init__(self, store: Store) -> None:
        """A ledger in a store; nothing is opened or made yet."""
        self.store = store
        self.facts = Facts(store)
        self.identifiers = Identifiers(store)
        self.imports = Imports(store)
        self.doubts = Doubts(store)
        self.exports = Exports(store)
        self.closings = Closings(store)
        self.proofs = Proofs(store)
        self.erasures = Erasures(store)
        self.upkeep = Upkeep(store)
        self.transactions = Transactions(store)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        clock: Clock = now,
        entropy: Entropy = os.urandom,
        master_key: bytes | None = None,
    ) -> Self:
        """The ledger at a URL: ``sqlite:///PATH``, or ``postgresql://…`` with libpq's words and ``schema=NAME``.

        `clock` gives aware instants, `entropy` random bytes. The master key is the one given, else that of
        WORKLEDGER_MASTER_KEY (32 bytes in base64), else in the file of WORKLEDGER_MASTER_KEY_FILE, else in a file of
        the store's own: ``PATH.key``, or ``workledger/DATABASE.SCHEMA.key`` in the user's data.
        The store is made by the first thing that is written to it. Raises LedgerError for a URL of another kind.
        """
        return cls(open_store(url, clock=clock, entropy=entropy, master_key=master_key))

    def __enter__(self) -> Self:
        """The ledger, closed at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the store's connections."""
        self.store.close()

    @property
    def place(self) -> str:
        """Where the store is, for people: a file, or a database and its schema; without a password."""
        return self.store.place.name

    @property
    def master_key_place(self) -> str:
        """Where the master key is: a file, or the name of an environment variable."""
        return self.store.keyring.place

    def exists(self) -> bool:
        """Whether there is anything in the store yet."""
        return self.store.exists()

    @property
    def site(self) -> Site | None:
        """The site (S2.1), or None where nothing was recorded yet."""
        return self.store.site

    def record(self, lines: Iterable[Incoming]) -> list[Outcome]:
        """Record facts, or lines of the interchange format, in order and in one transaction.

        Good lines around a refused one are recorded. Answers one outcome a line, in order.
        """
        read = [read_incoming(line) for line in lines]
        with self.store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: append.judge(read))
