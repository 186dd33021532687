"""Metrics for Prometheus: how many requests, how they were answered, and how long they took."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ledger.ledger import Ledger

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own name for the folder in which several workers add up."""
_BILLION = 1_000_000_000


class Metrics:
    """The metrics of this worker; of all workers where they share a folder."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "workledger_requests", "Requests answered.", ["method", "path", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "workledger_request_seconds", "Seconds until a request was answered.", ["path"], registry=self._registry
        )
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def note(self, method: str, path: str, status: int, nanoseconds: int) -> None:
        """Count an answer."""
        found = self._children.get((method, path, status))
        if found is None:
            found = self._requests.labels(method, path, str(status)), self._seconds.labels(path)
            self._children[method, path, status] = found
        found[0].inc()
        found[1].observe(nanoseconds / _BILLION)

    def shown(self, ledger: Ledger) -> bytes:
        """The metrics as Prometheus reads them, and with them how far the ledger has come."""
        position = Gauge("workledger_position", "The last position of the ledger.", registry=None)
        position.set(ledger.facts.last_position() if ledger.exists() else 0)
        own = CollectorRegistry()
        own.register(position)
        registry = self._registry
        if os.environ.get(SHARED_FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + generate_latest(own)
