"""Reading a file's lines ahead, in helping processes: the batches come out in order, whoever has read them.

Reading a line needs no look at the ledger, so that any number of processes may do it at once; what they read is judged
and stored here, one batch after the other, and is the same with any number.
"""

import marshal
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, NamedTuple

from ledger.appends.incoming_facts import read_line
from ledger.appends.line_sender import HOLDER, LineSender
from ledger.facts.people import Site
from ledger.facts.prepared_fact import Prepared, Read
from ledger.file_lines import Line
from ledger.formats import LineReader, line_reader
from ledger.refusal import Refusal

_WAITING = 2
"""Batches that wait for each helper, beside the one that it reads."""


class Reading(NamedTuple):
    """How the lines of a file are read, in any process."""

    format: str
    options: Mapping[str, Any]
    sender: LineSender = HOLDER
    """Who sends the lines; no part of what a file is known by."""

    def reader(self, site: Site | None) -> LineReader:
        """A reader of such lines."""
        return line_reader(self.format, self.options, site)


class ReadingAhead:
    """Reads batches of lines with `jobs` processes, this one included; used in a ``with``.

    This process reads alone until its helpers are there, so that a small file does not wait for them.
    """

    def __init__(self, reading: Reading, reader: LineReader, site: Callable[[], Site | None], jobs: int) -> None:
        """Begin to start helpers. The site is asked for with each batch: the one before may have brought it."""
        self._reading = reading
        self._reader = reader
        self._site = site
        self._helpers = jobs - 1
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[None] | None = None
        if self._helpers:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._helpers, context, initializer=_begin)
            self._ready = self._pool.submit(_nothing)

    def __enter__(self) -> "ReadingAhead":
        """This, whose helpers end with the ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the helpers."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def read(self, batches: Iterable[Sequence[Line]]) -> Iterator[list[Read]]:
        """What each batch says, in their order."""
        waiting: deque[tuple[Sequence[Line], Future[bytes]]] = deque()
        for lines in batches:
            handed = self._handed_out(lines)
            if handed is not None:
                waiting.append((lines, handed))
            while waiting and (handed is None or len(waiting) > self._helpers * (1 + _WAITING)):
                yield self._first(waiting)
            if handed is None:
                yield self._read_here(lines)
        while waiting:
            yield self._first(waiting)

    def _handed_out(self, lines: Sequence[Line]) -> Future[bytes] | None:
        """The answer that a helper will give; None where none is there, or the site is not known yet."""
        site = self._site()
        if self._pool is None or site is None or not self._are_there():
            return None
        try:
            return self._pool.submit(_read_there, self._reading, site, marshal.dumps([tuple(line) for line in lines]))
        except BrokenProcessPool:
            self._ready = None
            return None

    def _are_there(self) -> bool:
        """Whether helpers have started, and live."""
        return self._ready is not None and self._ready.done() and self._ready.exception() is None

    def _first(self, waiting: deque[tuple[Sequence[Line], Future[bytes]]]) -> list[Read]:
        """What the first batch says."""
        lines, future = waiting.popleft()
        try:
            return [_crossed(*values) for values in marshal.loads(future.result())]  # noqa: S302 - of our own helper
        except (BrokenProcessPool, CancelledError):
            # A helper that was killed, for want of memory perhaps, takes its pool with it; the lines are still here.
            self._ready = None
            return self._read_here(lines)

    def _read_here(self, lines: Sequence[Line]) -> list[Read]:
        site = self._site()
        return [read_line(line, self._reader, site, self._reading.sender) for line in lines]


_READERS: dict[str, LineReader] = {}
"""Of a helper: the reader that it made for its first lines."""


def _begin() -> None:
    # Whoever stops the import stops the process that began it, and that one ends its helpers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    Thread(target=_end_with, args=[parent], daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _nothing() -> None:
    """Done when the helper is there."""


def _read_there(reading: Reading, site: Site, lines: bytes) -> bytes:
    """Read lines. Plain values cross as `marshal` writes them: objects would cost as much as reading them here."""
    if not _READERS:
        _READERS[reading.format] = reading.reader(site)
    reader = _READERS[reading.format]
    read = (read_line(Line(*line), reader, site, reading.sender) for line in marshal.loads(lines))  # noqa: S302 - of our own process
    return marshal.dumps([_crossing(*each) for each in read])


def _crossing(prepared: Prepared | None, refusal: Refusal | None) -> tuple[Any, Any]:
    return (None if prepared is None else prepared.plain), (
        None if refusal is None else (refusal.code, refusal.message)
    )


def _crossed(prepared: tuple[Any, ...] | None, refusal: tuple[str, str] | None) -> Read:
    return Read(None if prepared is None else Prepared._make(prepared), None if refusal is None else Refusal(*refusal))
