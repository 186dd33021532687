"""A file that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.refusal import LedgerError


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file beside the one that is wanted, which takes its place when it is complete.

    Raises LedgerError where it cannot be written; then nothing is left behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder that is there, and close the file"
        ) from None
    finally:
        part.unlink(missing_ok=True)
