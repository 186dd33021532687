"""A PostgreSQL server of the bench's own: the tests' one, but durable, as a server that holds a ledger is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.timing import BenchError


@contextmanager
def durable_server() -> Iterator[dict[str, Any]]:
    """Start a server on a socket in a folder of its own, and stop it; libpq's parameters to reach it.

    It runs as another user where this one is root. Raises BenchError with the reason where it cannot be run here.
    """
    try:
        import pytest  # noqa: PLC0415 - of one store only

        from tests.ledger.postgres.server import _Server  # noqa: PLC0415 - the same server, started otherwise
    except ImportError as error:
        raise BenchError(f"there is no PostgreSQL to measure: {error}") from error
    with TemporaryDirectory(prefix="pg") as name:
        try:
            server = _Server(Path(name))
            server._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
            settings = f"-k {name} -h '' -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
            server._run("pg_ctl", "-w", "-t", "60", "-l", f"{name}/log", "-o", settings, "start")
        except pytest.skip.Exception as reason:
            raise BenchError(f"there is no PostgreSQL to measure: {reason}") from None
        try:
            yield {"host": name, "user": "postgres", "dbname": "postgres"}
        finally:
            server._run("pg_ctl", "-w", "-m", "fast", "stop")
