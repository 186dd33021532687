"""The stores that the tests of the ledger run on: what holds on one engine is tested on the other."""

import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from ledger.ledger import Ledger
from ledger.store.recorder import Recorder
from ledger.store_connection import place_of
from tests.ledger.material import MASTER_KEY, Hands


class Stores(Protocol):
    """Stores of one engine, made for one test."""

    def url(self, name: str = "ledger") -> str:
        """The URL of a store of that name."""

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Carry out a statement on the store named `ledger`, behind the ledger's back, and commit it."""

    def open(self, name: str = "ledger", clock: Callable[[], Any] | None = None) -> Ledger:
        """The ledger in a store, with the tests' clock and master key."""
        return Ledger.open(self.url(name), clock=clock or Hands(), master_key=MASTER_KEY)

    def recorder(self, name: str = "ledger") -> Recorder:
        """The recorder of a store, made where there is none."""
        return place_of(self.url(name)).recorder()

    def exist(self, name: str = "ledger") -> bool:
        """Whether there is a store of that name."""
        return place_of(self.url(name)).exists()

    def key_file(self, name: str = "ledger") -> Path:
        """Where a store's master key is kept, unless another is given."""
        return place_of(self.url(name)).key_file


class SQLiteStores(Stores):
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Stores in a folder."""
        self._folder = folder

    def url(self, name: str = "ledger") -> str:
        """The URL of a file."""
        return f"sqlite:///{self._folder / name}.db"

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Carry out a statement, and commit it."""
        connection = sqlite3.connect(self._folder / "ledger.db")
        try:
            found = connection.execute(statement, parameters).fetchall()
            connection.commit()
            return found
        finally:
            connection.close()


class PostgresStores(Stores):
    """Schemas of a database, gone after the test."""

    def __init__(self, database: str) -> None:
        """Stores in a database."""
        self._database = database
        self._own = uuid.uuid4().hex[:12]
        self._names: set[str] = set()

    def url(self, name: str = "ledger") -> str:
        """The URL of a schema."""
        self._names.add(name)
        words = f"schema={quote(self._schema(name))}&application_name={self._own}"
        return f"{self._database}{'&' if '?' in self._database else '?'}{words}"

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Carry out a statement, and commit it."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            connection.execute(SQL("SET search_path TO {}").format(Identifier(self._schema("ledger"))))
            cursor = connection.execute(statement.replace("?", "%s").encode(), parameters)
            return [] if cursor.description is None else cursor.fetchall()

    def cut(self) -> None:
        """Cut every connection of these stores, as a server that is restarted does."""
        self.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", self._own)

    def remove(self) -> None:
        """Drop what was made."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            for name in self._names:
                connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(self._schema(name))))

    def _schema(self, name: str) -> str:
        # Not a plain word, so that it is seen where it is not quoted.
        return f'Test "{self._own}" {name}'
