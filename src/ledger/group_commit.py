"""Group commit: one queue a process, so that many callers share a transaction.

A commit waits for the disk, and only one is under way at a time. What comes in while it is shares the next one, and
each caller is answered only after the commit that holds its facts.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from queue import Empty, Queue
from threading import Lock, Thread
from typing import NamedTuple, Self

from ledger.append import Outcome
from ledger.incoming import Incoming, read_incoming
from ledger.refusal import LedgerError, StoreUnavailableError
from ledger.submissions import Submission, Taken

LINES_AT_ONCE = 2_000
"""A commit takes what has gathered, up to about this many lines."""

_WAITING = 10_000
"""Submissions that wait at most; after that, submitting waits."""


class _Waiting(NamedTuple):
    submission: Submission
    answer: Future[Taken]


class GroupCommit:
    """Records what many threads submit. Made by `Ledger.group_commit`; close it before the ledger."""

    def __init__(self, commit: Callable[[Sequence[Submission]], list[Taken]]) -> None:
        """Begin to take submissions; `commit` takes some in one transaction."""
        self._commit = commit
        self._queue: Queue[_Waiting | None] = Queue(_WAITING)
        self._open = True
        self._gate = Lock()
        self._worker = Thread(target=self._work, name="group commit", daemon=True)
        self._worker.start()

    def __enter__(self) -> Self:
        """The queue, closed at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def submit(self, submission: Submission) -> "Future[Taken]":
        """Hand in lines that were read and checked; the answer comes after their commit."""
        waiting = _Waiting(submission, Future())
        with self._gate:
            if not self._open:
                raise LedgerError("nothing more is recorded here: the ledger is being closed")
            self._queue.put(waiting)
        return waiting.answer

    def record(self, lines: Iterable[Incoming]) -> list[Outcome]:
        """Record lines, read and checked in the caller's thread, and wait for their commit: one outcome a line."""
        return self.submit(Submission([read_incoming(line) for line in lines])).result().outcomes

    def close(self) -> None:
        """Record what was handed in so far, answer it, and end."""
        with self._gate:
            if self._open:
                self._open = False
                self._queue.put(None)
        self._worker.join()

    def _work(self) -> None:
        gathered, last = self._gathered()
        while gathered or not last:
            taken = [each for each in gathered if each.answer.set_running_or_notify_cancel()]
            if taken:
                self._record(taken)
            gathered, last = ([], True) if last else self._gathered()

    def _gathered(self) -> tuple[list[_Waiting], bool]:
        """What waits, at least one submission; and whether it is the last."""
        gathered: list[_Waiting] = []
        size = 0
        while size < LINES_AT_ONCE:
            try:
                waiting = self._queue.get(block=not gathered)
            except Empty:
                break
            if waiting is None:
                return gathered, True
            gathered.append(waiting)
            size += len(waiting.submission.lines)
        return gathered, False

    def _record(self, waiting: list[_Waiting]) -> None:
        """Record all in one commit; where that fails, each in its own, so that one does not hurt the others."""
        try:
            answers = self._commit([each.submission for each in waiting])
        except Exception as error:
            if len(waiting) == 1 or isinstance(error, StoreUnavailableError):
                for each in waiting:
                    each.answer.set_exception(error)
                return
            for each in waiting:
                self._record([each])
            return
        for each, answer in zip(waiting, answers, strict=True):
            each.answer.set_result(answer)
