"""The context of whoever holds the store: commands call operations with it.

Whoever has the store and its master key may do everything, so the permission is the file's. Nothing is noted in the
access log, and reading writes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from api.auth.principals import EVERYONE, Grant, Principal
from api.operations.answer import Answer, Done
from api.operations.context import Context
from api.problems import Problem
from api.service.resources import Resources
from api.words.theme_names import naming_themes
from ledger.ledger import Ledger
from ledger.refusal import LedgerError
from ledger.roles import Role
from ledger.store.dialect import StoreCursor

if TYPE_CHECKING:
    from projections.books import Books

_Answer = TypeVar("_Answer", bound=Answer)
HOST = "command line"
_ROLES = tuple(Grant(role.value) for role in Role if role is not Role.DEVICE)


@dataclass(frozen=True)
class HostContext(Context):
    """A context that is permitted everything, and lets errors of the ledger through."""

    @property
    def place(self) -> str:
        """Where the store is, for people; without a password."""
        return self.ledger.place

    @property
    def master_key_place(self) -> str:
        """Where the master key is: a file, or the name of an environment variable."""
        return self.ledger.master_key_place

    def permitted(self, permission: str) -> "HostContext":
        """The context of an operation, which reaches everyone."""
        return replace(self, extent=EVERYONE)

    def refuse(self, error: LedgerError) -> None:
        """Nothing: the error is told as it is."""

    @contextmanager
    def books(self, as_of: str | None = None) -> Iterator["Books"]:
        """The books as of a position or an instant, or of now. Raises MissingError where there is no ledger yet."""
        if as_of is None:
            from projections.journal import Site  # noqa: PLC0415 - it takes a while to load

            Site.of(self.ledger)
        with super().books(as_of) as books:
            yield books

    def beside(self, answer: type[_Answer], work: Callable[[StoreCursor, int], Done[_Answer]]) -> Done[_Answer]:
        """Do work that writes beside the facts; it neither waits for who records facts, nor asks the clock of facts."""
        with self.ledger.transactions.keeping() as (cursor, now):
            return work(cursor, now)


@contextmanager
def host_context(
    store: str, journal_folder: Path | None = None, by: str = HOST, *, existing: bool = False
) -> Iterator[HostContext]:
    """The context of whoever holds a store, and acts in the name `by`.

    Raises LedgerError for what is refused within, and with `existing` where there is no ledger yet.
    """
    with Ledger.open(store) as ledger:
        if existing:
            ledger.facts.last_position()
        resources = Resources(ledger, lambda: datetime.now(UTC), journal_folder)
        try:
            with naming_themes(resources.theme_names):
                yield HostContext(resources, Principal(by, by, _ROLES, holds_store=True))
        except Problem as problem:
            cause = problem.__cause__
            raise (cause if isinstance(cause, LedgerError) else LedgerError(problem.detail)) from None
