"""Jobs: what takes longer than an answer may. Their state is in the store, so that any worker can tell of them."""

import itertools
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Any

from api.service.concurrency.reading_room import at_leisure
from api.words.dates import shown_instant
from ledger.ledger import Ledger, LedgerError
from ledger.store.dialect import StoreCursor
from projections.cancellation import CancelledError, cancelled_by, heed_cancellation

RUNNING, FINISHED, FAILED, INTERRUPTED = "running", "finished", "failed", "interrupted"
CANCELLING, CANCELLED = "cancelling", "cancelled"
_STATES = {True: RUNNING, False: FINISHED}
_ID_BYTES = 12
_AT_ONCE = 2
_BEAT_SECONDS = 30
_SILENT = 4 * _BEAT_SECONDS * 1_000_000
"""Microseconds after which a job whose worker is silent is seen to be interrupted."""
_TOLD_EVERY_SECONDS = 1
_COLUMNS = ("id", "what", "owner", "state", "created_at", "seen_at", "done", "whole")
_UNDER_WAY = (RUNNING, CANCELLING)
_ENDING = "the service was stopped before the job had ended; start it again"
_WENT_WRONG = "something went wrong in the service; nothing was lost, so start it again"

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: what it is, whose, and how far it has come (`done` of `whole`); the answer once it has finished."""

    id: str
    what: str
    owner: str
    state: str
    created_at: int
    seen_at: int
    done: int
    whole: int
    answer: Any

    def as_json(self) -> dict[str, Any]:
        """The job as it is shown."""
        return {
            "id": self.id,
            "what": self.what,
            # Work that is told to stop goes on up to its next step.
            "state": RUNNING if self.state == CANCELLING else self.state,
            "created_at": shown_instant(self.created_at),
            "done": self.done,
            "whole": self.whole,
            "answer": _without_digests(self.answer),
        }


@dataclass(slots=True)
class _Running:
    """A job of this worker: how far it has come, how far it is known in the store to have, and its end."""

    done: int = 0
    whole: int = 0
    told: tuple[int, int] = (0, 0)
    ended: "Future[None]" = field(default_factory=Future)
    cancelled: Event = field(default_factory=Event)
    """Whether it is cancelled; the work checks this between two steps."""

    def __post_init__(self) -> None:
        # Whoever waits for the end may give up waiting, and never ends the job by that.
        self.ended.set_running_or_notify_cancel()


class Jobs:
    """The jobs of this worker, and the states of all."""

    def __init__(self, ledger: Ledger, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Jobs are carried out by threads of this process."""
        self._ledger = ledger
        self._monotonic = monotonic
        self._ends_at: float | None = None
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._running: dict[str, _Running] = {}
        self._ended = Event()
        self._beating = Thread(target=self._beat, name="jobs", daemon=True)
        self._beating.start()

    @staticmethod
    def enter(cursor: StoreCursor, what: str, owner: str, now: int) -> str:
        """Enter a job in the transaction of a cursor; its id. It is begun with `begin`."""
        number = os.urandom(_ID_BYTES).hex()
        cursor.execute(
            "INSERT INTO jobs (id, what, owner, state, created_at, seen_at, done, whole, answer) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)",
            [number, what, owner, RUNNING, now, now, b""],
        )
        return number

    def begin(self, number: str, work: Work) -> "Future[None]":
        """Carry a job out in a thread; done when its state is written."""
        running = self._running[number] = _Running()
        self._pool.submit(self._carry_out, number, work)
        return running.ended

    def ending(self, number: str) -> "Future[None] | None":
        """Done when the state of a job of this worker is written; None where this worker does not work at it."""
        running = self._running.get(number)
        return None if running is None else running.ended

    def run(self, work: Callable[[], Any]) -> "tuple[Future[Any], _Running]":
        """Do work in a thread, of which it is not known yet whether it will be a job."""
        running = _Running()

        def done() -> Any:
            with self._cancelled_with(running):
                return work()

        return self._pool.submit(done), running

    def follow(self, number: str, running: "tuple[Future[Any], _Running]") -> None:
        """Make a job of work that is running: its state is written when it ends."""
        work, self._running[number] = running
        work.add_done_callback(lambda ended: self._carry_out(number, lambda _progress: ended.result()))

    def cancel(self, number: str) -> None:
        """Have a job end before its end; whichever worker carries it out stops it between two steps."""
        with self._ledger.transactions.keeping() as (cursor, _now):
            cursor.execute("UPDATE jobs SET state=? WHERE id=? AND state=?", [CANCELLING, number, RUNNING])
        own = self._running.get(number)
        if own is not None:
            own.cancelled.set()

    def end(self, seconds: float) -> None:
        """Cancel in some seconds what is not done by then."""
        self._ends_at = self._monotonic() + seconds

    def find(self, number: str) -> Job | None:
        """A job by its id; None where there is none."""
        return self._found("id=?", number)

    def last(self, what: str, *, running: bool) -> Job | None:
        """The last job of a kind that is running, or that has finished; None where there is none."""
        found = self._found("what=? AND state=? ORDER BY created_at DESC, id DESC LIMIT 1", what, _STATES[running])
        return found if found is not None and (found.state == RUNNING) is running else None

    def latest(self, most: int) -> list[Job]:
        """The jobs that were begun last, the latest first, without their answers."""
        with self._ledger.transactions.looking() as (cursor, now):
            columns = ", ".join(_COLUMNS)
            cursor.execute(f"SELECT {columns} FROM jobs ORDER BY created_at DESC, id DESC LIMIT ?", [most])  # noqa: S608
            rows = cursor.fetchall()
        return [self._seen(Job(**{name: row[name] for name in _COLUMNS}, answer=None), now) for row in rows]

    def _found(self, which: str, *parameters: str) -> Job | None:
        with self._ledger.transactions.looking() as (cursor, now):
            cursor.execute(f"SELECT * FROM jobs WHERE {which}", parameters)  # noqa: S608
            row = cursor.fetchone()
        if row is None:
            return None
        answer = bytes(row["answer"])
        told = json.loads(answer) if answer else None
        return self._seen(Job(**{name: row[name] for name in _COLUMNS}, answer=told), now)

    def _seen(self, job: Job, now: int) -> Job:
        """A job as it stands now: how far one of this worker has come, and whether another's worker is silent."""
        if job.state not in _UNDER_WAY:
            return job
        own = self._running.get(job.id)
        if own is not None:
            return replace(job, done=own.done, whole=own.whole)
        return replace(job, state=INTERRUPTED) if now - job.seen_at > _SILENT else job

    def close(self) -> None:
        """End the jobs that were begun; those that do not end soon are cancelled."""
        if self._ends_at is None:
            self.end(0)
        self._pool.shutdown(wait=True)
        self._ended.set()
        self._beating.join()

    def _beat(self) -> None:
        """Let it be known that the jobs of this worker are worked at, how far they have come, and which to cancel.

        In a thread of its own: a job that writes in one long transaction would wait here for itself.
        """
        for second in itertools.count(1):
            if self._ended.wait(_TOLD_EVERY_SECONDS):
                return
            with suppress(LedgerError):
                self._cancel_those_of_others()
            for number, running in list(self._running.items()):
                come = running.done, running.whole
                if come != running.told or second % _BEAT_SECONDS == 0:
                    with suppress(LedgerError), self._ledger.transactions.keeping() as (cursor, now):
                        cursor.execute(
                            "UPDATE jobs SET seen_at=?, done=?, whole=? WHERE id=? AND state IN (?, ?)",
                            [now, *come, number, *_UNDER_WAY],
                        )
                        running.told = come

    def _cancel_those_of_others(self) -> None:
        """Stop those that another worker was asked to cancel."""
        if not self._running:
            return
        with self._ledger.transactions.looking() as (cursor, _now):
            cursor.execute("SELECT id FROM jobs WHERE state=?", [CANCELLING])
            wanted = {row["id"] for row in cursor.fetchall()}
        for number, running in list(self._running.items()):
            if number in wanted:
                running.cancelled.set()

    @contextmanager
    def _cancelled_with(self, running: _Running) -> Iterator[None]:
        """Within, work takes as long as it takes, until its job is cancelled or the service ends."""

        def check() -> None:
            if running.cancelled.is_set():
                raise CancelledError("the job was cancelled; start it again if you still want it")
            if self._ends_at is not None and self._monotonic() >= self._ends_at:
                raise CancelledError(_ENDING)

        with at_leisure(), cancelled_by(check):
            yield

    def _carry_out(self, number: str, work: Work) -> None:
        running = self._running[number]

        def progress(done: int, whole: int) -> None:
            running.done, running.whole = done, whole
            heed_cancellation()

        try:
            with self._cancelled_with(running):
                answer, state = _written(work(progress)), FINISHED
        except CancelledError as error:
            answer, state = _written({"problem": str(error)}), CANCELLED if running.cancelled.is_set() else INTERRUPTED
        except LedgerError as error:
            answer, state = _written({"problem": str(error)}), FAILED
        except Exception:
            logging.getLogger("workledger").exception("a job failed", extra={"job": number})
            answer, state = _written({"problem": _WENT_WRONG}), FAILED
        try:
            with self._ledger.transactions.keeping() as (cursor, now):
                cursor.execute(
                    "UPDATE jobs SET state=?, seen_at=?, done=?, whole=?, answer=? WHERE id=?",
                    [state, now, running.done, running.whole, answer, number],
                )
        except LedgerError:
            logging.getLogger("workledger").exception("the end of a job was not written", extra={"job": number})
        finally:
            del self._running[number]
            running.ended.set_result(None)


def _without_digests(answer: Any) -> Any:
    """What a verification answered; of one by version 0.1.0 without digests, which are not for all who may verify."""
    if not isinstance(answer, dict) or not answer.get("computed_otherwise"):
        return answer
    told = [
        {name: value for name, value in each.items() if name not in ("frozen", "digest")}
        for each in answer["computed_otherwise"]
    ]
    return answer | {"computed_otherwise": told}


def _written(answer: Any) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()
