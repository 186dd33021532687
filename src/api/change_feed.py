"""The end of the ledger, as it grows: wakes whoever waits for more facts."""

import asyncio
import logging
import threading
from collections.abc import Callable

from ledger.follower import Follower
from ledger.ledger import Ledger, LedgerError

_log = logging.getLogger("workledger.tail")

Wake = Callable[[], None]


class Tail:
    """Follows the ledger while somebody waits, with one follower a process."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is followed yet."""
        self._ledger = ledger
        self._waiting: dict[int, Wake] = {}
        self._next = 0
        self._lock = threading.Lock()
        self._follower: Follower | None = None
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many wait for more."""
        return len(self._waiting)

    def wait(self, wake: Wake) -> int:
        """Call `wake` from another thread whenever something may have been recorded; a number to leave with."""
        with self._lock:
            self._next += 1
            self._waiting[self._next] = wake
            if self._follower is None:
                self._begin()
            return self._next

    def leave(self, number: int) -> None:
        """Wait no more; the last one to leave ends the following."""
        with self._lock:
            self._waiting.pop(number, None)
            follower, thread = (None, None) if self._waiting else (self._follower, self._thread)
            if follower is not None:
                self._follower = self._thread = None
        if follower is not None:
            follower.stop()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def revive(self) -> None:
        """Follow again, where somebody waits and the following has ended because the store was lost."""
        with self._lock:
            if self._waiting and self._follower is None:
                try:
                    self._begin()
                except LedgerError as error:
                    _log.warning("the ledger cannot be followed now: %s", error)

    def wake(self) -> None:
        """Wake everybody who waits, whether or not there is more."""
        self._wake_all()

    def close(self) -> None:
        """End the following."""
        for number in list(self._waiting):
            self.leave(number)

    def _begin(self) -> None:
        follower = self._ledger.facts.follow(self._ledger.facts.last_position())
        self._follower = follower
        self._thread = threading.Thread(target=self._follow, args=[follower], name="ledger tail", daemon=True)
        self._thread.start()

    def _follow(self, follower: Follower) -> None:
        try:
            for _fact in follower:
                self._wake_all()
        except Exception as error:
            _log.warning("the ledger is not followed any more, until somebody looks again: %s", error)
        finally:
            with self._lock:
                if self._follower is follower:
                    self._follower = self._thread = None
            self._wake_all()

    def _wake_all(self) -> None:
        for wake in list(self._waiting.values()):
            wake()


class Bell:
    """An event of a loop that other threads may ring."""

    def __init__(self) -> None:
        """Of the running loop."""
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Ring it, from any thread; a loop that has ended hears nothing."""
        try:
            self._loop.call_soon_threadsafe(self._event.set)
        except RuntimeError:
            return

    async def heard(self, seconds: int) -> bool:
        """Whether it rang within some seconds; it is silent again then."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return False
        self._event.clear()
        return True
