"""How often one key, or one address without a key, may ask. Counted in this process, by windows of time."""

import re
import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from api.problems import Problem

_RATE = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_MOST_COUNTED = 10_000


class Rate(NamedTuple):
    """So many requests within so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> "Rate":
        """The rate of a text such as ``6000/minute``. Raises ValueError where it is invalid."""
        match = _RATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a rate; give one such as 6000/minute, per second, minute or hour")
        return cls(int(match[1]), _SECONDS[match[2]])


class RequestLimits:
    """Counts requests; raises the problem where there are too many. Safe to use by many threads."""

    def __init__(self, rate: str, anonymous_rate: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Rates such as ``6000/minute``. Raises ValueError where one is invalid."""
        self._known = _Counted(Rate.read(rate), monotonic)
        self._anonymous = _Counted(Rate.read(anonymous_rate), monotonic)

    def count(self, principal: str) -> None:
        """Count a request of a key."""
        self._known.hit(principal)

    def count_anonymous(self, address: str) -> None:
        """Count a request that came without a key that holds."""
        self._anonymous.hit(address)


class _Counted:
    """The requests of a window, by who asked; all are forgotten when it ends."""

    def __init__(self, rate: Rate, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._window = 0
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def hit(self, who: str) -> None:
        now = int(self._monotonic())
        window = now // self._rate.seconds
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_COUNTED:
                self._window = window
                self._counts.clear()
            count = self._counts.get(who, 0) + 1
            self._counts[who] = count
        if count > self._rate.requests:
            wait = (window + 1) * self._rate.seconds - now
            raise Problem(
                "too-many-requests",
                f"more than {self._rate.requests} requests came within {self._rate.seconds} seconds; "
                f"wait {wait} seconds",
                headers={"Retry-After": str(wait)},
            )
