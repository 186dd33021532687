"""Files that come in: a file, or a stream that is spooled to one first."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ledger.refusal import LedgerError


class Spooled(NamedTuple):
    """A stream that was spooled already, to a file that nobody else writes to, and its size in bytes."""

    file: BinaryIO
    size: int


@contextmanager
def seekable(source: Path | BinaryIO | Spooled) -> Iterator[tuple[BinaryIO, int]]:
    """A file that can be read again from any place, and its size in bytes.

    Raises LedgerError where it cannot be read, or changes while it is.
    """
    if isinstance(source, Spooled):
        yield source
        return
    if not isinstance(source, str | os.PathLike):
        with _spooled(source) as spooled:
            yield spooled
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115
    except OSError as error:
        raise LedgerError(f"{source} cannot be read: {error.strerror}") from None
    with file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            with _spooled(file) as spooled:
                yield spooled
            return
        yield file, before.st_size
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise LedgerError(f"{source} was changed while it was read; import it again when it is complete")


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[tuple[BinaryIO, int]]:
    with tempfile.TemporaryFile() as file:
        try:
            shutil.copyfileobj(stream, file)
        except OSError as error:
            raise LedgerError(f"the stream cannot be read: {error.strerror}") from None
        yield file, file.tell()
