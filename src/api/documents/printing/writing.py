"""A document into a file, whole or not at all."""

import os
from pathlib import Path

from ledger.refusal import LedgerError


def refuse_existing(path: Path, form: str, *, replace: bool) -> None:
    """Raises LedgerError for a name that does not fit the form, or a file that somebody may have worked on."""
    if path.suffix.lower() != f".{form}":
        raise LedgerError(f"{path} is no name of a {form} file; give one that ends in .{form}")
    if path.exists() and not replace:
        raise LedgerError(f"{path} is there already; give another name, or --force to replace it")


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside the one that is wanted, which takes its place when it is complete. Raises LedgerError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder that is there, and close the file"
        ) from None
    finally:
        part.unlink(missing_ok=True)
