"""A turnstile: one at a time, in the order in which they came, so that who comes back at once does not go before."""

from collections import deque
from collections.abc import Callable
from threading import Lock

_LOOK_UP_SECONDS = 0.2


class Turnstile:
    """Lets one thread in at a time. It is not for whoever is inside already."""

    def __init__(self) -> None:
        """Nobody is inside."""
        self._guard = Lock()
        self._taken = False
        self._queue: deque[Lock] = deque()

    def enter(self, heed: Callable[[], None], patience: float | None, monotonic: Callable[[], float]) -> bool:
        """Wait for one's turn, at the most for `patience` seconds (for ever, where None); whether one is inside.

        `heed` is called now and then while one waits, and what it raises ends the waiting.
        """
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._queue.append(mine)
        until = None if patience is None else monotonic() + patience
        try:
            while not mine.acquire(timeout=_LOOK_UP_SECONDS):
                heed()
                if until is not None and monotonic() >= until:
                    return not self._gave_up(mine)
        except BaseException:
            if not self._gave_up(mine):
                self.leave()
            raise
        return True

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._queue)

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def _gave_up(self, mine: Lock) -> bool:
        """Leave the queue; false where one was let in meanwhile."""
        with self._guard:
            if mine not in self._queue:
                return False
            self._queue.remove(mine)
            return True
