"""What every command is told: which store; and the context that it calls operations with."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from api.store_locations import journal_folder
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.host import HostContext

MAXIMUM_JOBS = 64
COMPUTING_THREADS = "POLARS_MAX_THREADS"
"""The name under which Polars looks for its number of threads, when it first computes."""


@dataclass(frozen=True)
class Settings:
    """The options before the command."""

    store: str
    journal: str | None = None
    jobs: int = 1
    accept_clock: bool = False

    @property
    def journal_folder(self) -> Path | None:
        """Where to keep what was read of a large ledger: as told, else beside a SQLite file; None is nowhere."""
        return journal_folder(self.store, self.journal)

    @property
    def own_files(self) -> list[Path]:
        """The files of the ledger, which no command writes over; none where the store's URL names no place."""
        # A command that only writes a file may run without any ledger; one that needs it says what is wrong itself.
        from ledger.store_connection import own_files, place_of

        with suppress(LedgerError):
            return own_files(place_of(self.store), os.environ)
        return []


def settings(context: typer.Context) -> Settings:
    """The settings of this call."""
    return cast(Settings, context.obj)


@contextmanager
def host(context: typer.Context, by: str | None = None, *, existing: bool = False) -> Iterator["HostContext"]:
    """The context of whoever holds the store of this call; with `existing` refused where there is no ledger yet."""
    from api.operations.host import HOST, host_context

    told = settings(context)
    with host_context(told.store, told.journal_folder, HOST if by is None else by, existing=existing) as made:
        yield made
