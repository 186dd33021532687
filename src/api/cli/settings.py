"""What every command is told: which store."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import typer

SQLITE = "sqlite:///"
DEFAULT_STORE = f"{SQLITE}workledger.db"
NOWHERE = "off"


@dataclass(frozen=True)
class Settings:
    """The options before the command."""

    store: str
    journal: str | None = None

    @property
    def journal_folder(self) -> Path | None:
        """Where to keep what was read of a large ledger: as told, else beside a SQLite file; None is nowhere."""
        if self.journal == NOWHERE:
            return None
        if self.journal is not None:
            return Path(self.journal)
        return Path(f"{self.store.removeprefix(SQLITE)}.journal") if self.store.startswith(SQLITE) else None


def settings(context: typer.Context) -> Settings:
    """The settings of this call."""
    return cast(Settings, context.obj)
