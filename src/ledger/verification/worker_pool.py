"""Verifying ranges with several processes: the answers come in order, whoever has given them."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from threading import Thread

from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import MasterKeySource
from ledger.store.place import Place
from ledger.store.recorder import Recorder
from ledger.verification.ranges import Range, Verified, verify_range

_WAITING = 2
"""Ranges that wait for each helper, beside the one that it verifies."""
_Waiting = deque[tuple[Range, Future[Verified] | Verified]]


class Helpers:
    """Verifies ranges in order with `jobs` processes, this one included; used in a ``with``.

    This process verifies alone until its helpers are there, so that a small ledger does not wait for them.
    """

    def __init__(self, place: Place, recorder: Recorder, keyring: Keyring, jobs: int) -> None:
        """Begin to start helpers, which open the store by themselves."""
        self._here = recorder, keyring
        self._helpers = jobs - 1
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[None] | None = None
        if self._helpers > 0:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._helpers, context, _begin, (place, keyring.source))
            self._ready = self._pool.submit(_nothing)

    def __enter__(self) -> "Helpers":
        """This, whose helpers end with the ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the helpers."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def verify(self, ranges: Sequence[Range]) -> Iterator[Verified]:
        """What each range shows, in order: this process does the next that no helper has taken."""
        left = deque(ranges)
        waiting: _Waiting = deque()
        room = max(2 * self._helpers * _WAITING, 1)
        while left or waiting:
            while left and self._are_there() and len(waiting) < room and self._running(waiting) < room // 2:
                assert self._pool is not None
                waiting.append((left[0], self._pool.submit(_verify_there, left.popleft())))
            if left and len(waiting) < room:
                waiting.append((left[0], verify_range(*self._here, left.popleft())))
            while waiting and (not left or len(waiting) >= room or _is_done(waiting[0][1])):
                yield self._answer(*waiting.popleft())

    def _running(self, waiting: _Waiting) -> int:
        return sum(not _is_done(each) for _, each in waiting)

    def _are_there(self) -> bool:
        return self._ready is not None and self._ready.done() and self._ready.exception() is None

    def _answer(self, wanted: Range, given: Future[Verified] | Verified) -> Verified:
        if isinstance(given, Verified):
            return given
        try:
            return given.result()
        except BrokenProcessPool:
            # A helper that was killed takes its pool with it; what it had to do is done here.
            self._ready = None
            return verify_range(*self._here, wanted)


def _is_done(given: Future[Verified] | Verified) -> bool:
    return isinstance(given, Verified) or given.done()


_OPENED: list[tuple[Recorder, Keyring]] = []
"""Of a helper: the store that it opened."""


def _begin(place: Place, source: MasterKeySource) -> None:
    # Whoever stops the command stops the process that began it, and that one ends its helpers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    Thread(target=_end_with, args=[parent], daemon=True).start()
    _OPENED.append((place.recorder(), Keyring(source, os.urandom)))


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _nothing() -> None:
    """Done when the helper is there."""


def _verify_there(wanted: Range) -> Verified:
    return verify_range(*_OPENED[0], wanted)
