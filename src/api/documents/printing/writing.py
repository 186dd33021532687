"""A document into a file, whole or not at all."""

from pathlib import Path

from api.documents.new_files import new_file
from ledger.refusal import LedgerError


def refuse_existing(path: Path, form: str, *, replace: bool) -> None:
    """Raises LedgerError for a name that does not fit the form, or a file that somebody may have worked on."""
    if path.suffix.lower() != f".{form}":
        raise LedgerError(f"{path} is no name of a {form} file; give one that ends in .{form}")
    if path.exists() and not replace:
        raise LedgerError(f"{path} is there already; give another name, or --force to replace it")


def write_file(path: Path, content: bytes) -> None:
    """Write a file. Raises LedgerError where it cannot be written."""
    with new_file(path) as part:
        part.write_bytes(content)
