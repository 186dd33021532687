"""Group commit: one queue a worker, so that many requests share a transaction.

A commit waits for the disk, and only one is under way at a time. What comes in while it is shares the next one, and
each request is answered only after the commit that holds its facts. Between the loop and the thread that commits there
is one step a commit, not one a request: with one a request, most of the time went into waiting for the interpreter.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ledger.appends.submissions import Submission, Taken
from ledger.refusal import StoreUnavailableError

LINES_AT_ONCE = 2_000
"""A commit takes what has gathered, up to about this many lines."""
WAITING = 10_000
"""Submissions that wait at the most; more are sent away."""

Commit = Callable[[Sequence[Submission]], list[Taken]]


class _Waiting(NamedTuple):
    submission: Submission
    answer: asyncio.Future[Taken]


class GroupCommit:
    """Records what the requests of one loop submit."""

    def __init__(self, commit: Commit) -> None:
        """`commit` takes some submissions in one transaction."""
        self._commit = commit
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="group commit")
        self._waiting: deque[_Waiting] = deque()
        self._under_way = False

    async def record(self, submission: Submission) -> Taken:
        """Hand in lines that were read and checked; what became of them, after their commit.

        Raises StoreUnavailableError where too much waits already, and whatever recording raises.
        """
        if len(self._waiting) >= WAITING:
            raise StoreUnavailableError("more waits to be recorded than can be recorded soon; send it again later")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(submission, loop.create_future())
        self._waiting.append(waiting)
        if not self._under_way:
            self._under_way = True
            # Not at once: what the loop has read beside it comes along.
            loop.call_soon(self._begin)
        return await waiting.answer

    def close(self) -> None:
        """Let the commit that is under way finish."""
        self._thread.shutdown(wait=True)

    def _begin(self) -> None:
        """Commit what waits; what was given up by then is left out."""
        gathered: list[_Waiting] = []
        size = 0
        while self._waiting and size < LINES_AT_ONCE:
            waiting = self._waiting.popleft()
            if not waiting.answer.cancelled():
                gathered.append(waiting)
                size += len(waiting.submission.lines)
        if not gathered:
            self._under_way = False
            return
        submissions = [each.submission for each in gathered]
        committing = asyncio.get_running_loop().run_in_executor(self._thread, taken_each, self._commit, submissions)
        committing.add_done_callback(lambda done: self._answer(gathered, done.result()))

    def _answer(self, gathered: Sequence[_Waiting], answers: Sequence[Taken | Exception]) -> None:
        for each, answer in zip(gathered, answers, strict=True):
            if each.answer.cancelled():
                continue
            if isinstance(answer, Exception):
                each.answer.set_exception(answer)
            else:
                each.answer.set_result(answer)
        # What was answered goes on first, so that what it sends next shares the next commit.
        asyncio.get_running_loop().call_soon(self._begin)


def taken_each(commit: Commit, submissions: Sequence[Submission]) -> list[Taken | Exception]:
    """What became of each: in one commit; where that fails, each in its own, so that one does not hurt the others."""
    try:
        return list(commit(submissions))
    except Exception as error:
        if len(submissions) == 1 or isinstance(error, StoreUnavailableError):
            return [error] * len(submissions)
    return [answer for submission in submissions for answer in taken_each(commit, [submission])]
