"""One SQLite library a process: with two, the one that closes a file takes the other's locks off it."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT

OTHERS = ("adbc_driver_sqlite", "apsw", "pysqlite3", "pysqlcipher3", "sqlcipher3", "libsql", "aiosqlite3")
"""Packages that bring a SQLite library of their own."""
FACTS = 600


@pytest.mark.slow
def test_no_module_imports_another_sqlite_library() -> None:
    found = []
    for folder in ("src", "scripts", "tests"):
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                found += [f"{path}: {name}" for name in names if name.split(".")[0] in OTHERS]
    assert found == []


def test_no_dependency_brings_another_sqlite_library() -> None:
    told = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*told["dependencies"], *(each for extra in told["optional-dependencies"].values() for each in extra)]
    pinned = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    named = {line.split(">")[0].split("=")[0].split("[")[0].strip().replace("-", "_") for line in (*required, *pinned)}
    assert named.isdisjoint(OTHERS)


@pytest.mark.slow
def test_a_writer_and_readers_that_come_and_go_live_in_one_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.ledger.sqlite_stress", f"sqlite:///{tmp_path}/ledger.db", str(FACTS)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
