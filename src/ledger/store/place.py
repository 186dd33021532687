"""Where a store is: what opening, reading and error sentences need to know of an engine."""

from pathlib import Path
from typing import Protocol

from ledger.store.arrow import ColumnReader
from ledger.store.recorder import Recorder


class Place(Protocol):
    """A place where a ledger is kept, or may be made."""

    @property
    def name(self) -> str:
        """The place, for sentences; without a password."""

    @property
    def key_file(self) -> Path:
        """Where the master key is kept, unless the environment says otherwise."""

    @property
    def driver_error(self) -> type[Exception]:
        """What the engine's driver raises, where it is not the library that uses it."""

    def exists(self) -> bool:
        """Whether there is a ledger."""

    def free_bytes(self) -> int | None:
        """How much more its disk takes; None where that is not seen from here."""

    def recorder(self) -> Recorder:
        """The recorder of the ledger there; its tables are made where there are none."""

    def reader(self) -> ColumnReader:
        """Reads the ledger there in columns."""

    def is_unavailable(self, error: Exception) -> bool:
        """Whether the store could not be reached or written to, whatever was to be recorded."""

    def sentence(self, error: Exception) -> str:
        """What is wrong and what to do, to be said after the name."""
