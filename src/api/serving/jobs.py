"""Jobs: what takes longer than an answer may. Their state is in the store, so that any worker can tell of them."""

import json
import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from api.instants import shown_instant
from ledger.ledger import Ledger, LedgerError
from ledger.store.dialect import StoreCursor
from projections.problems import ReportError

RUNNING, FINISHED, FAILED, INTERRUPTED = "running", "finished", "failed", "interrupted"
_ID_BYTES = 12
_AT_ONCE = 2
_BEAT_SECONDS = 30
_SILENT = 4 * _BEAT_SECONDS * 1_000_000
"""Microseconds after which a job whose worker is silent is seen to be interrupted."""
_TOLD_EVERY = 1_000_000

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
            "state": self.state,
            "created_at": shown_instant(self.created_at),
            "done": self.done,
            "whole": self.whole,
            "answer": self.answer,
        }


class Jobs:
    """The jobs of this worker, and the states of all."""

    def __init__(self, ledger: Ledger, now: Callable[[], int]) -> None:
        """Jobs are carried out by threads of this process; `now` gives microseconds since 1970."""
        self._ledger = ledger
        self._now = now
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._running: set[str] = set()
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
        self._running.add(number)
        return self._pool.submit(self._carry_out, number, work)

    def run(self, work: Callable[[], Any]) -> "Future[Any]":
        """Do work in a thread, of which it is not known yet whether it will be a job."""
        return self._pool.submit(work)

    def follow(self, number: str, running: "Future[Any]") -> None:
        """Make a job of work that is running: its state is written when it ends."""
        self._running.add(number)
        running.add_done_callback(lambda ended: self._carry_out(number, lambda _progress: ended.result()))

    def find(self, number: str) -> Job | None:
        """A job by its id; None where there is none."""
        with self._ledger.looking() as (cursor, now):
            cursor.execute("SELECT * FROM jobs WHERE id=?", [number])
            row = cursor.fetchone()
        if row is None:
            return None
        silent = row["state"] == RUNNING and now - row["seen_at"] > _SILENT
        answer = bytes(row["answer"])
        return Job(
            row["id"],
            row["what"],
            row["owner"],
            INTERRUPTED if silent else row["state"],
            row["created_at"],
            row["seen_at"],
            row["done"],
            row["whole"],
            json.loads(answer) if answer else None,
        )

    def close(self) -> None:
        """Finish the jobs that were begun."""
        self._pool.shutdown(wait=True)
        self._ended.set()
        self._beating.join()

    def _beat(self) -> None:
        """Let it be known that the jobs of this worker are worked at."""
        while not self._ended.wait(_BEAT_SECONDS):
            for number in list(self._running):
                with suppress(LedgerError), self._ledger.keeping() as (cursor, now):
                    cursor.execute("UPDATE jobs SET seen_at=? WHERE id=?", [now, number])

    def _carry_out(self, number: str, work: Work) -> None:
        told = [0]

        def progress(done: int, whole: int) -> None:
            now = self._now()
            if now - told[0] >= _TOLD_EVERY or done == whole:
                told[0] = now
                self._tell(number, RUNNING, done, whole, b"")

        try:
            answer, state = work(progress), FINISHED
        except (LedgerError, ReportError) as error:
            answer, state = {"problem": str(error)}, FAILED
        except Exception:
            logging.getLogger("workledger").exception("a job failed", extra={"job": number})
            answer, state = {"problem": "something went wrong in the service; nothing was lost, begin it again"}, FAILED
        self._running.discard(number)
        self._tell(number, state, None, None, json.dumps(answer, ensure_ascii=False).encode())

    def _tell(self, number: str, state: str, done: int | None, whole: int | None, answer: bytes) -> None:
        with self._ledger.keeping() as (cursor, now):
            cursor.execute(
                "UPDATE jobs SET state=?, seen_at=?, done=COALESCE(?, done), whole=COALESCE(?, whole), answer=? "
                "WHERE id=?",
                [state, now, done, whole, answer, number],
            )
