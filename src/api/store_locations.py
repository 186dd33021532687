"""Where a ledger is by default, and where what was read of it is kept."""

from pathlib import Path

SQLITE = "sqlite:///"
DEFAULT_STORE = f"{SQLITE}workledger.db"
NOWHERE = "off"


def journal_folder(store: str, journal: str | None) -> Path | None:
    """Where to keep what was read of a large ledger: as told, else beside a SQLite file; None is nowhere."""
    if journal == NOWHERE:
        return None
    if journal is not None:
        return Path(journal)
    return Path(f"{store.removeprefix(SQLITE)}.journal") if store.startswith(SQLITE) else None
