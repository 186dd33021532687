"""The stores that a run measures on: where a ledger goes, its floor, and the library's own store beside it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks import child, one_a_commit, servers
from benchmarks.importing import remove_store
from benchmarks.timing import BenchError
from ledger.ledger import Ledger, LedgerError


class Measured(Protocol):
    """A store that is measured."""

    name: str

    def fresh(self, people: int) -> str:
        """The URL of an empty ledger for a centre of that size; what was there before is gone."""

    def floor(self, people: int) -> dict[str, Any]:
        """Write the rows of that ledger into a like table once more."""

    def stock(self) -> dict[str, str]:
        """The library's own store of this engine, as its environment variables name it."""


@dataclass
class SQLite:
    """Files in the run's folder."""

    folder: Path
    ledgers: str = "ledger"
    name: str = "sqlite"

    def path(self, people: int) -> Path:
        """The file of the ledger of that size."""
        return self.folder / f"{self.ledgers}-{people}.db"

    def fresh(self, people: int) -> str:
        """The URL of an empty ledger."""
        remove_store(self.path(people))
        return f"sqlite:///{self.path(people)}"

    def floor(self, people: int) -> dict[str, Any]:
        """The same rows by `executemany`."""
        target = self.folder / "floor.db"
        remove_store(target)
        try:
            return child.run("floor:sqlite_rows", source=str(self.path(people)), target=str(target))
        finally:
            remove_store(target)

    def stock(self) -> dict[str, str]:
        """A new file."""
        return one_a_commit.stock_sqlite(self.folder)


@dataclass
class Postgres:
    """Schemas of a server that the run has started."""

    connection: dict[str, Any]
    name: str = "postgresql"
    _schemas: dict[int, str] = field(default_factory=dict)
    _made: int = 0

    @property
    def url(self) -> str:
        """The database."""
        found = self.connection
        return f"postgresql://{found['user']}@/{found['dbname']}?host={found['host']}"

    def fresh(self, people: int) -> str:
        """The URL of a schema that is not there yet."""
        before = self._schemas.get(people)
        if before is not None:
            self._drop(before)
        self._made += 1
        self._schemas[people] = f"ledger_{self._made}"
        return self.current(people)

    def current(self, people: int) -> str:
        """The URL of the ledger of that size."""
        return f"{self.url}&schema={self._schemas[people]}"

    def floor(self, people: int) -> dict[str, Any]:
        """The same rows by COPY."""
        return child.run("floor:postgres_rows", source=self.url, schema=self._schemas[people], target="floor")

    def stock(self) -> dict[str, str]:
        """Tables in the schema `public`."""
        return one_a_commit.stock_postgres(self.connection)

    def _drop(self, schema: str) -> None:
        import psycopg  # noqa: PLC0415 - of one store only
        from psycopg.sql import SQL, Identifier  # noqa: PLC0415

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))


@contextmanager
def opened(names: tuple[str, ...], folder: Path, notes: list[str]) -> Iterator[list[Measured]]:
    """The stores of a run; one that is not to be had is left out, with a note that says why."""
    with ExitStack() as running:
        found: list[Measured] = [SQLite(folder)]
        if "postgresql" in names:
            try:
                server = Postgres(running.enter_context(servers.durable_server()))
                with Ledger.open(server.url):
                    found.append(server)
            except LedgerError:
                notes.append("PostgreSQL was not measured: this version of the product has no such store.")
            except BenchError as error:
                notes.append(f"PostgreSQL was not measured: {error}.")
        yield found
