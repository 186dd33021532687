"""Clients of a service that goes away and comes back: each request is sent again under its key until it is answered."""

import threading
import time
from typing import Any

import httpx

from tests.api.asking import asking

_RETRY = 0.02
_DONE = (200, 201)
_PATIENCE = 120
SENDERS = 8


def _punch(worker: int, number: int) -> dict[str, Any]:
    at = (
        f"2024-11-{1 + number // 86_400:02d}T{number // 3_600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}+08:00"
    )
    return {"employee": "E1", "at": at, "direction": "in", "device": f"d{worker}"}


class Load:
    """Threads that send punches, one after another; what was acknowledged, and what was answered wrongly."""

    def __init__(self, token: str) -> None:
        """With a key; nothing is sent before `url` is set."""
        self.url: str | None = None
        self.acknowledged: set[str] = set()
        self.wrong: list[str] = []
        self.sent = 0
        """Different facts of which at least one request was sent."""
        self._token = token
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send, args=[worker], daemon=True) for worker in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int) -> None:
        """Wait until so many more facts are acknowledged, or the patience is over."""
        wanted, end = len(self.acknowledged) + more, time.monotonic() + _PATIENCE
        while len(self.acknowledged) < wanted and not self.wrong:
            if time.monotonic() > end:
                self.wrong.append(f"no fact was acknowledged for {_PATIENCE} seconds")
            time.sleep(0.001)

    def finish(self) -> None:
        """Let every request that was begun come to its end."""
        self._ending.set()
        for thread in self._threads:
            thread.join(_PATIENCE)
        if any(thread.is_alive() for thread in self._threads):
            self.wrong.append("a request was never answered")

    def _send(self, worker: int) -> None:
        number = 0
        while not self._ending.is_set():
            number += 1
            with self._lock:
                self.sent += 1
            self._until_answered(_punch(worker, number), f"{worker}-{number}")

    def _until_answered(self, body: dict[str, Any], key: str) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            answer = self._asked(body, key)
            if answer is None or answer.status_code == 503:
                time.sleep(_RETRY)
                continue
            if answer.status_code not in _DONE:
                self.wrong.append(f"answered {answer.status_code}: {answer.text[:200]}")
            else:
                self.acknowledged.add(answer.json()["id"])
            return
        self.wrong.append("a request was not answered in time")

    def _asked(self, body: dict[str, Any], key: str) -> httpx.Response | None:
        if self.url is None:
            return None
        client = self._client(self.url)
        try:
            return client.post("/v1/clocks", json=body, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            client.close()
            self._own.client = None
            return None

    _own = threading.local()

    def _client(self, url: str) -> httpx.Client:
        if getattr(self._own, "client", None) is None or self._own.url != url:
            self._own.client, self._own.url = asking(url, self._token), url
        return self._own.client  # type: ignore[no-any-return]
