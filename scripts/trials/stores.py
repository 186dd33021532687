"""The stores that trials run on: a file of SQLite, and a durable server of PostgreSQL that can be stopped hard."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import psycopg
import pytest

from tests.ledger.postgres.server import _Server
from trials.trial import TrialError

Row = tuple[Any, ...]


class TrialStore(Protocol):
    """A store of trials."""

    name: str

    def fresh(self) -> str:
        """The URL of an empty ledger."""

    def rows(self, statement: str) -> list[Row]:
        """Read behind the ledger's back from the one that was made last."""


@dataclass
class SQLiteStore:
    """Files in a folder."""

    folder: Path
    name: str = "SQLite"
    _made: int = 0

    def fresh(self) -> str:
        """The URL of a file that does not exist yet."""
        self._made += 1
        return f"sqlite:///{self._path}"

    def rows(self, statement: str) -> list[Row]:
        """Read from the file that was made last."""
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(statement).fetchall()

    @property
    def _path(self) -> Path:
        return self.folder / f"ledger-{self._made}.db"


@dataclass
class PostgresStore:
    """Schemas of a server of the trials' own."""

    folder: Path
    server: _Server
    name: str = "PostgreSQL"
    _made: int = 0
    _settings: str = field(init=False)

    def __post_init__(self) -> None:
        """Make the server's data, and start it: every commit on the disk before it is answered."""
        self._settings = f"-k {self.folder} -h '' -c fsync=on -c synchronous_commit=on -c max_connections=200"
        self._carried_out("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self.start()

    def fresh(self) -> str:
        """The URL of a schema that is not there yet."""
        self._made += 1
        return f"{self._database}&schema=ledger_{self._made}&application_name=trial"

    def rows(self, statement: str) -> list[Row]:
        """Read from the schema that was made last."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            connection.execute(f"SET search_path TO ledger_{self._made}".encode())
            return connection.execute(statement.encode()).fetchall()

    def start(self) -> None:
        """Start the server; returns when it answers."""
        words = ("-w", "-t", "60", "-l", f"{self.folder}/log", "-o", self._settings)
        self._carried_out("pg_ctl", *words, "start")

    def stop_hard(self) -> None:
        """Stop the server as a power cut would: nothing is finished, nothing is said to who is connected."""
        self._carried_out("pg_ctl", "-w", "-m", "immediate", "stop")

    def cut_one(self, choice: int) -> bool:
        """Cut one connection of the program that is tried; whether there was one."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'trial' ORDER BY pid"
            ).fetchall()
            if not found:
                return False
            connection.execute("SELECT pg_terminate_backend(%s)", [found[choice % len(found)][0]])
            return True

    @property
    def _database(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _carried_out(self, program: str, *words: str) -> None:
        try:
            self.server._run(program, *words)
        except pytest.skip.Exception as reason:
            raise TrialError(f"there is no PostgreSQL to try: {reason}") from None


@contextmanager
def trial_stores(names: tuple[str, ...]) -> Iterator[list[TrialStore]]:
    """The stores of a run, gone at its end."""
    with TemporaryDirectory(prefix="trial") as folder, TemporaryDirectory(prefix="pg", dir="/tmp") as database:
        found: list[TrialStore] = []
        if "sqlite" in names:
            found.append(SQLiteStore(Path(folder)))
        postgres = None
        if "postgresql" in names:
            postgres = PostgresStore(Path(database), _Server(Path(database)))
            found.append(postgres)
        try:
            yield found
        finally:
            if postgres is not None:
                postgres.stop_hard()
