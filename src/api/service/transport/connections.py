"""The connections of a worker: so many, so many of one address, and none that is waited for too long.

Where there are too many, the one that has been waited for longest is closed: a head that does not end, an idle
connection, a body that drips in. So whoever asks now is answered, however many only hold on.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Protocol

from api.service.settings import ServiceSettings

_LOOK_SECONDS = 1
_TELL_SECONDS = 10
_log = logging.getLogger("workledger.connections")


@dataclass(frozen=True)
class ConnectionLimits:
    """What one connection, and all of a worker, are held to: bytes, seconds, and numbers of connections."""

    head_bytes: int = 65_536
    head_seconds: int = 10
    stalled_seconds: int = 60
    connections: int = 1_000
    of_address: int = 256

    @classmethod
    def of(cls, settings: ServiceSettings) -> "ConnectionLimits":
        """Those of the settings."""
        return cls(
            settings.head_limit,
            settings.head_seconds,
            settings.request_seconds,
            settings.connections,
            settings.address_connections,
        )


class Connection(Protocol):
    """What is known of a connection here."""

    waited_since: float | None
    """Since when its sender is waited for, by the clock of the loop; None while it is answered."""

    def look(self, now: float) -> None:
        """End it where it has been waited for too long."""

    def cut(self) -> None:
        """End it at once."""


@dataclass
class Connections:
    """The connections of a worker; of the addresses of `proxies` any number may come."""

    limits: ConnectionLimits
    proxies: Container[str]
    closed: Counter[str] = field(default_factory=Counter)
    """How many were closed, by why, since it was told last."""
    _all: dict[Connection, str] = field(default_factory=dict)
    _by_address: dict[str, dict[Connection, None]] = field(default_factory=dict)
    _looking: bool = False
    _told_at: float = 0

    def enter(self, connection: Connection, address: str) -> bool:
        """Take a connection in, if need be for another one; False where all others are being answered."""
        beside = self._by_address.setdefault(address, {})
        full = len(beside) >= self.limits.of_address and address not in self.proxies
        if (full and not self._cut_one(beside)) or (
            len(self._all) >= self.limits.connections and not self._cut_one(self._all)
        ):
            self._forget_empty(address)
            self.closed["refused"] += 1
            self._look_again()
            return False
        self._all[connection] = address
        self._by_address.setdefault(address, {})[connection] = None
        self._look_again()
        return True

    def leave(self, connection: Connection) -> None:
        """Forget a connection, if it was taken in."""
        address = self._all.pop(connection, None)
        if address is not None:
            self._by_address[address].pop(connection, None)
            self._forget_empty(address)

    def _cut_one(self, among: dict[Connection, str] | dict[Connection, None]) -> bool:
        waited = ((each.waited_since, number) for number, each in enumerate(among) if each.waited_since is not None)
        longest = min(waited, default=None)
        if longest is None:
            return False
        connection = list(among)[longest[1]]
        self.closed["for another"] += 1
        connection.cut()
        self.leave(connection)
        return True

    def _forget_empty(self, address: str) -> None:
        if not self._by_address.get(address, True):
            del self._by_address[address]

    def _look_again(self) -> None:
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        for connection in list(self._all):
            connection.look(now)
        if self.closed and now - self._told_at >= _TELL_SECONDS:
            why = ", ".join(f"{reason}: {count}" for reason, count in sorted(self.closed.items()))
            _log.warning("connections were closed (%s)", why)
            self.closed.clear()
            self._told_at = now
        self._looking = False
        if self._all or self.closed:
            self._look_again()
