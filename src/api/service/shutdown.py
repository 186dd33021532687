"""Ending: what goes on is let go of as soon as the service is told to stop, and the process ends within its grace."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from api.service.service import Service

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_CUT_OFF = 1
"""The exit status of a process that did not end by itself."""
_TO_LOG_SECONDS = 1.0


class Ending:
    """How a worker process ends: by itself if it can, else by force, whatever computes or waits in it.

    What was acknowledged is recorded by then, because it is acknowledged after its commit; what was not, is not.
    """

    def __init__(self, grace_seconds: float, leave: Callable[[int], Any] = os._exit) -> None:
        """`leave` ends the process at once; it has `grace_seconds` to end by itself."""
        self._grace = grace_seconds
        self._leave = leave
        self._service: Service | None = None
        self._begun = False

    def of(self, service: Service) -> None:
        """The service that is told of it."""
        self._service = service

    def begin(self) -> None:
        """Let the process end: followers now, what is computed after a third of the grace, and all else at its end."""
        if self._begun:
            return
        self._begun = True
        timer = threading.Timer(self._grace - _TO_LOG_SECONDS, self._cut_off)
        timer.daemon = True
        timer.start()
        if self._service is not None:
            self._service.end(self._grace / 3)

    def _cut_off(self) -> None:
        # In a thread: whoever holds the lock of the log may be what never ends.
        told = threading.Thread(target=self._tell, daemon=True)
        told.start()
        told.join(_TO_LOG_SECONDS)
        self._leave(_CUT_OFF)

    def _tell(self) -> None:
        logging.getLogger("workledger").error(
            "the service did not end within %s seconds and was cut off; what was acknowledged is recorded", self._grace
        )


@contextmanager
def letting_go(ending: Ending) -> Iterator[None]:
    """Begin the ending at the first signal to stop, before the server, whose handler is called after it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def stop(number: int, frame: FrameType | None) -> Any:
        ending.begin()
        handler = before[signal.Signals(number)]
        return handler(number, frame) if callable(handler) else None

    for number in _SIGNALS:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is stop:
                signal.signal(number, handler)
