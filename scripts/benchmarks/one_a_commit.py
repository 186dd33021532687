"""What an application of the `eventsourcing` library does as it comes: `Application.save`, one fact a commit."""

import itertools
import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.timing import BenchError


class RecordedFact(Aggregate):
    """A fact as an aggregate of its own, with the object of its line."""

    @event("Recorded")
    def __init__(self, line: dict[str, Any]) -> None:
        self.line = line


def save_each(*, facts: str, sample: int, environment: dict[str, str]) -> dict[str, Any]:
    """Save a sample of a file's facts, taken evenly from all of it; the environment names the library's store.

    The lines are read, and the application is made and has saved once, before the clock starts.
    """
    lines = [json.loads(line) for line in _evenly(Path(facts), sample)]
    application: Application[Any] = Application(env=environment)
    _check_durable(application)
    application.save(RecordedFact(lines[0]))
    started = time.perf_counter()
    for line in lines:
        application.save(RecordedFact(line))
    seconds = time.perf_counter() - started
    application.close()
    return {"seconds": seconds, "facts": len(lines)}


def stock_sqlite(folder: Path) -> dict[str, str]:
    """The library's own SQLite store in a new file."""
    name = folder / f"stock-{uuid4().hex}.db"
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"file:{name}"}


def stock_postgres(connection: dict[str, Any]) -> dict[str, str]:
    """The library's own PostgreSQL store in a database, by libpq's parameters."""
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(connection.get("dbname", "postgres")),
        "POSTGRES_HOST": str(connection["host"]),
        "POSTGRES_PORT": str(connection.get("port", 5432)),
        "POSTGRES_USER": str(connection["user"]),
        "POSTGRES_PASSWORD": str(connection.get("password", "none")),
    }


def _evenly(path: Path, sample: int) -> list[bytes]:
    with path.open("rb") as file:
        every = max(1, sum(1 for _ in file) // sample)
        file.seek(0)
        return list(itertools.islice(itertools.islice(file, 0, None, every), sample))


def _check_durable(application: Any) -> None:
    """Raises BenchError where a commit of the library's SQLite store would not reach the disk."""
    datastore = application.recorder.datastore
    if not type(datastore).__name__.startswith("SQLite"):
        return
    with datastore.transaction(commit=False) as cursor:
        found = []
        for name in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            found.append(next(iter(tuple(cursor.fetchone()))))
    if found != ["wal", 2]:
        raise BenchError(f"the library's store has journal mode and synchronisation {found}, and not WAL and FULL")
