"""Sheets read in a process of their own, with so much memory and time and no more.

A workbook of a few kilobytes can have a cell in the last row and column, and the reader of workbooks makes room for all
before it: half a terabyte, and the process that it runs in is ended. A service has others to serve.
"""

import io
import json
import marshal
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from subprocess import DEVNULL, PIPE
from threading import BoundedSemaphore
from typing import BinaryIO

from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.workbook import Merged, Row, Table, is_workbook, read_tables
from ledger.refusal import LedgerError, StoreUnavailableError

MEMORY_BYTES = 4 * 1_073_741_824
SECONDS = 300
_AT_ONCE, _WAIT_SECONDS = BoundedSemaphore(2), 60
"""How many such processes of this one there are at once: each may take all of its memory."""
ANSWER_BYTES = 1_073_741_824
"""What the sheets of a file may come to, as they are handed back: who asked has to hold them."""
SMALL_BYTES = 8 * 1_048_576
"""A text file up to this size cannot ask for more than it has, and is read where it is."""

_APART: ContextVar[bool] = ContextVar("sheets_apart", default=False)


@contextmanager
def sheets_apart() -> Iterator[None]:
    """Within, sheets that could ask for too much are read in a process of their own."""
    before = _APART.set(True)
    try:
        yield
    finally:
        _APART.reset(before)


def tables_of(file: BinaryIO, sheet: Sheet, mapping: str, words: Collection[str] = ()) -> list[Table]:
    """The sheets of a file, as `read_tables` has them. Raises LedgerError where that takes too much, too."""
    if not _APART.get() or not (is_workbook(file) or file.seek(0, io.SEEK_END) > SMALL_BYTES):
        return read_tables(file, sheet, mapping, words)
    if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
        raise StoreUnavailableError("other sheets are being read now, and take long; send this one again later")
    try:
        return _tables_apart(file, sheet, mapping, words)
    finally:
        _AT_ONCE.release()


def _tables_apart(file: BinaryIO, sheet: Sheet, mapping: str, words: Collection[str]) -> list[Table]:
    command = [sys.executable, "-P", "-c", f"from {__name__} import answer; answer()"]
    with (
        tempfile.TemporaryFile() as answered,
        subprocess.Popen(command, stdin=PIPE, stdout=answered, stderr=DEVNULL) as process,  # noqa: S603 - ourselves
    ):
        try:
            _hand_over(json.dumps([sheet.model_dump(), mapping, list(words)]).encode(), file, process)
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        except BaseException:
            process.kill()
            raise
        if process.wait() or answered.seek(0, io.SEEK_END) > ANSWER_BYTES:
            raise LedgerError(
                "the sheet takes too much memory or time to be read, or is damaged; copy what is needed of it to a new "
                "file, without cells far below or beside it"
            )
        answered.seek(0)
        refused, tables = marshal.load(answered)  # noqa: S302 - of our own process
    if refused is not None:
        raise LedgerError(refused)
    return [
        Table(name, [Row(*row) for row in rows], tuple(Merged(*each) for each in merged), tuple(others))
        for name, rows, merged, others in tables
    ]


def _hand_over(asked: bytes, file: BinaryIO, process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    file.seek(0)
    # Where it has ended before it has read all, its status tells so.
    with suppress(BrokenPipeError), process.stdin as stream:
        stream.write(asked + b"\n")
        shutil.copyfileobj(file, stream)


def answer() -> None:
    """Of the process apart: what is asked, and the file, on standard input; sheets or a refusal on standard output."""
    _limit_memory()
    sheet, mapping, words = json.loads(sys.stdin.buffer.readline())
    file = io.BytesIO(sys.stdin.buffer.read())
    try:
        tables = read_tables(file, Sheet.model_validate(sheet), mapping, words)
    except LedgerError as error:
        marshal.dump((str(error), []), sys.stdout.buffer)
        return
    plain = [
        (table.name, [tuple(row) for row in table.rows], [tuple(each) for each in table.merged], table.others)
        for table in tables
    ]
    marshal.dump((None, plain), sys.stdout.buffer)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
