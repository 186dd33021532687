"""After an erasure on PostgreSQL: rows that were updated lie dead in their tables until those are written anew."""

from time import monotonic, sleep
from typing import Any

from psycopg import Connection

_TABLES = ("keys", "quarantine", "jobs", "api_keys", "devices", "webhooks", "access_log", "notification_channels")
"""What an erasure may have updated."""
LOCK_TIMEOUT = 60
"""Seconds that a table is waited for which somebody reads, and so long again what else keeps rows as they were."""
_PAUSE = 0.02
# A snapshot from before the erasure keeps the dead rows alive, also when the table is written anew.
_OLDER = """SELECT COUNT(*) AS older FROM pg_stat_activity, keys
    WHERE subject=%s AND pid<>pg_backend_pid() AND datname=current_database()
    AND backend_xmin IS NOT NULL AND age(backend_xmin)>=age(keys.xmin)"""


def scrub(connection: Connection[Any], subject: str) -> str | None:
    """Write the tables anew; in a sentence why something may be left. The connection is in no transaction."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout={LOCK_TIMEOUT * 1_000:.0f}")
    try:
        _await_end_of_older(connection, subject)
        for table in _TABLES:
            connection.execute(f"VACUUM (FULL, ANALYZE) {table}".encode())
        # The samples of an ANALYZE before hold values of the rows; who does not own the database is only warned.
        connection.execute("VACUUM (FULL) pg_catalog.pg_statistic")
        older = _older(connection, subject)
    finally:
        connection.execute("RESET lock_timeout")
    if older:
        return "a transaction from before the erasure still holds the rows as they were; erase again when it has ended"
    return None


def _await_end_of_older(connection: Connection[Any], subject: str) -> None:
    """Wait while snapshots from before the erasure are open: mostly a report that is just read, or an ANALYZE."""
    end = monotonic() + LOCK_TIMEOUT
    while _older(connection, subject) and monotonic() < end:
        sleep(_PAUSE)


def _older(connection: Connection[Any], subject: str) -> int:
    """How many snapshots from before the erasure are open."""
    found = connection.execute(_OLDER, [subject]).fetchone()
    return found["older"] if found else 0
