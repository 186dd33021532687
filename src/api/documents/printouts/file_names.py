"""What a document's file may be called."""

from pathlib import Path

from ledger.refusal import LedgerError


def refuse_wrong_name(path: Path, form: str) -> None:
    """Raises LedgerError for a name that does not fit the form."""
    if path.suffix.lower() != f".{form}":
        raise LedgerError(f"{path} is no name of a {form} file; give one that ends in .{form}")
