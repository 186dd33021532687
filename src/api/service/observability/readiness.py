"""Whether the service is ready: named checks, carried out one after another in a thread of their own.

A check that does not come back delays nothing but itself: other requests name the check that is pending.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import NamedTuple

from ledger.refusal import LedgerError

PATIENCE_SECONDS = 5.0
"""How long the checks may take."""
_HOLDS_SECONDS = 0.25
"""How long an answer is given again: each one writes to the disk."""


class Check(NamedTuple):
    """One thing that must hold: what is told where it does not, to people without a key, and how it is seen.

    `holds` answers whether, or raises LedgerError where not, whose sentence goes to the log.
    """

    name: str
    otherwise: str
    holds: Callable[[], bool]

    @property
    def code(self) -> str:
        """Its name, for programs."""
        return self.name.replace(" ", "_")


class Readiness:
    """The checks of one service. Ask it from one loop or many."""

    def __init__(self, checks: Sequence[Check], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing was checked yet."""
        self._checks = checks
        self._monotonic = monotonic
        self._lock = Lock()
        self._at: Check | None = None
        self._running: Future[Check | None] | None = None
        self._found: tuple[float, Check | None] | None = None

    async def failing(self, patience: float = PATIENCE_SECONDS) -> Check | None:
        """The first check that does not hold, or has not come back in time; None where all hold."""
        with self._lock:
            if self._found is not None and self._monotonic() - self._found[0] < _HOLDS_SECONDS:
                return self._found[1]
            if self._running is None:
                self._running = Future()
                self._running.set_running_or_notify_cancel()
                Thread(target=self._run, args=[self._running], name="readiness", daemon=True).start()
            running = self._running
        done, _ = await asyncio.wait([asyncio.wrap_future(running)], timeout=patience)
        return running.result() if done else self._at

    def _run(self, running: "Future[Check | None]") -> None:
        failing = next((check for check in self._checks if not self._holds(check)), None)
        with self._lock:
            self._found = self._monotonic(), failing
            self._running = None
        running.set_result(failing)

    def _holds(self, check: Check) -> bool:
        self._at = check
        try:
            return check.holds()
        except LedgerError as error:
            logging.getLogger("workledger").warning("not ready: %s", error, extra={"check": check.name})
        except Exception:
            logging.getLogger("workledger").exception("not ready", extra={"check": check.name})
        return False
