"""The floor of an import: the very rows that it wrote, into the same empty table, and nothing else.

Same indexes, same transactions of as many rows, same durability; what a fact is, is neither read nor checked.
"""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.timing import BenchError
from ledger.imports.file_import import BATCH_LINES
from ledger.store.sqlite.recorder import LedgerDatastore

_SETTINGS = ("synchronous", "cache_size", "wal_autocheckpoint")


def sqlite_rows(*, source: str, target: str) -> dict[str, Any]:
    """`executemany` of the events of one SQLite ledger into the like table of a new file."""
    read = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    write = sqlite3.connect(target, isolation_level=None)
    _settle(write, Path(source))
    for (statement,) in read.execute("SELECT sql FROM sqlite_master WHERE tbl_name='events' AND sql IS NOT NULL"):
        write.execute(statement)
    cursor = read.execute("SELECT * FROM events ORDER BY position")
    insert = f"INSERT INTO events VALUES ({', '.join('?' * len(cursor.description))})"  # noqa: S608 - marks only
    seconds, rows = 0.0, 0
    while batch := cursor.fetchmany(BATCH_LINES):
        started = time.perf_counter()
        write.execute("BEGIN IMMEDIATE")
        write.executemany(insert, batch)
        write.execute("COMMIT")
        seconds += time.perf_counter() - started
        rows += len(batch)
    started = time.perf_counter()
    write.close()
    return {"seconds": seconds + time.perf_counter() - started, "events": rows}


def _settle(connection: sqlite3.Connection, ledger: Path) -> None:
    """The durability and the caches that the product's own connections have, as such a connection tells them."""
    datastore = LedgerDatastore(ledger)
    with datastore.transaction(commit=False) as cursor:
        values = {}
        for name in (*_SETTINGS, "journal_mode", "page_size"):
            cursor.execute(f"PRAGMA {name}")
            values[name] = next(iter(tuple(cursor.fetchone())))
    datastore.close()
    if values["journal_mode"] != "wal" or values["synchronous"] != 2:
        raise BenchError(f"the product's connections are not durable: {values}; WAL with synchronous=FULL would be")
    connection.execute(f"PRAGMA page_size={values['page_size']}")
    connection.execute("PRAGMA journal_mode=WAL")
    for name in _SETTINGS:
        connection.execute(f"PRAGMA {name}={values[name]}")


def postgres_rows(*, source: str, schema: str, target: str) -> dict[str, Any]:
    """COPY of the events of one schema into the like table of another, of the same server."""
    import psycopg  # noqa: PLC0415 - of one store only
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    into, table = Identifier(target), SQL("{}.events").format(Identifier(schema))
    with psycopg.connect(source) as read, psycopg.connect(source, autocommit=True) as write:
        write.execute(SQL("CREATE SCHEMA {}").format(into))
        write.execute(SQL("CREATE TABLE {}.events (LIKE {} INCLUDING ALL)").format(into, table))
        durable = write.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')").fetchone()
        if durable != ("on", "on"):
            raise BenchError(f"the server is not durable: synchronous_commit and fsync are {durable}")
        copy_in = SQL("COPY {}.events FROM STDIN").format(into)
        seconds, rows = 0.0, 0
        for batch in _batches(read, SQL("SELECT * FROM {} ORDER BY position").format(table)):
            started = time.perf_counter()
            with write.transaction(), write.cursor() as cursor, cursor.copy(copy_in) as copy:
                for row in batch:
                    copy.write_row(row)
            seconds += time.perf_counter() - started
            rows += len(batch)
        write.execute(SQL("DROP SCHEMA {} CASCADE").format(into))
    return {"seconds": seconds, "events": rows}


def _batches(connection: Any, statement: Any) -> Iterator[list[Any]]:
    with connection.cursor("rows") as cursor:
        cursor.itersize = BATCH_LINES
        cursor.execute(statement)
        while batch := cursor.fetchmany(BATCH_LINES):
            yield batch
