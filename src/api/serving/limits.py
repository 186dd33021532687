"""How often one key, or one address without a key, may ask."""

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.problems import Problem


class RequestLimits:
    """Counts requests of this process; raises the problem where there are too many."""

    def __init__(self, rate: str, anonymous_rate: str) -> None:
        """Rates such as ``6000/minute``. Raises ValueError where one is none."""
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate = parse(rate)
        self._anonymous = parse(anonymous_rate)

    def count(self, principal: str) -> None:
        """Count a request of a key."""
        self._hit(self._rate, principal)

    def count_anonymous(self, address: str) -> None:
        """Count a request that came without a key that holds."""
        self._hit(self._anonymous, f"address:{address}")

    def _hit(self, item: RateLimitItem, who: str) -> None:
        if self._limiter.hit(item, who):
            return
        reset = self._limiter.get_window_stats(item, who).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        raise Problem(
            "too-many-requests",
            f"more than {item.amount} requests came within {item.get_expiry()} seconds; wait {seconds} seconds",
            headers={"Retry-After": str(seconds)},
        )
