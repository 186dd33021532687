"""Ending: who follows the ledger is let go as soon as the service is told to stop, so that it can."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from api.serving.service import Service

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def letting_go(service: Service) -> Iterator[None]:
    """Let followers go at the first signal to stop, before the server, whose handler is called after it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def stop(number: int, frame: FrameType | None) -> Any:
        service.ending = True
        service.tail.wake()
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
