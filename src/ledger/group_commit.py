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
from ledger.facts.prepared import Read
from ledger.incoming import Incoming, read_incoming
from ledger.refusal import LedgerError, StoreUnavailableError

LINES_AT_ONCE = 2_000
"""A commit takes what has gathered, up to about this many lines."""

_WAITING = 10_000
"""Submissions that wait at most; after that, submitting waits."""


class _Submission(NamedTuple):
    lines: list[Read]
    answer: Future[list[Outcome]]


class GroupCommit:
    """Records what many threads submit. Made by `Ledger.group_commit`; close it before the ledger."""

    def __init__(self, commit: Callable[[Sequence[Read]], list[Outcome]]) -> None:
        """Begin to take submissions; `commit` records lines in one transaction."""
        self._commit = commit
        self._queue: Queue[_Submission | None] = Queue(_WAITING)
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

    def submit(self, lines: Iterable[Incoming]) -> "Future[list[Outcome]]":
        """Hand in lines, to be recorded together and in order; the answer comes after their commit.

        The lines are read and checked here, in the caller's thread.
        """
        submission = _Submission([read_incoming(line) for line in lines], Future())
        with self._gate:
            if not self._open:
                raise LedgerError("nothing more is recorded here: the ledger is being closed")
            self._queue.put(submission)
        return submission.answer

    def record(self, lines: Iterable[Incoming]) -> list[Outcome]:
        """Record lines and wait for their commit: one outcome a line, in order."""
        return self.submit(lines).result()

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

    def _gathered(self) -> tuple[list[_Submission], bool]:
        """What waits, at least one submission; and whether it is the last."""
        gathered: list[_Submission] = []
        size = 0
        while size < LINES_AT_ONCE:
            try:
                submission = self._queue.get(block=not gathered)
            except Empty:
                break
            if submission is None:
                return gathered, True
            gathered.append(submission)
            size += len(submission.lines)
        return gathered, False

    def _record(self, submissions: list[_Submission]) -> None:
        """Record all in one commit; where that fails, each in its own, so that one does not hurt the others."""
        try:
            outcomes = self._commit([line for submission in submissions for line in submission.lines])
        except Exception as error:
            if len(submissions) == 1 or isinstance(error, StoreUnavailableError):
                for submission in submissions:
                    submission.answer.set_exception(error)
                return
            for submission in submissions:
                self._record([submission])
            return
        start = 0
        for submission in submissions:
            end = start + len(submission.lines)
            submission.answer.set_result(outcomes[start:end])
            start = end
