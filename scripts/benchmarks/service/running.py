"""The servers that are measured: one worker each, on free ports of this machine, stopped at the end."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import BenchError

PATIENCE = 60
_LISTENING = re.compile(r"http://127\.0\.0\.1:([1-9]\d*)")
_MANY = "100000000/second"


@contextmanager
def bare() -> Iterator[int]:
    """The bare application; its port."""
    words = ["--host", "127.0.0.1", "--port", "0", "--no-access-log"]
    with _server([sys.executable, "-m", "uvicorn", "benchmarks.service.bare:app", *words], {}) as port:
        yield port


@contextmanager
def product(store: str, log: Path) -> Iterator[int]:
    """The service of a store as it is shipped, a log line a request included; its port."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "--store", store, "serve", "--port", "0"]
    with _server(command, {"WORKLEDGER_RATE": _MANY}, log) as port:
        yield port


def load(**told: Any) -> dict[str, Any]:
    """What a load of its own process measures."""
    command = [sys.executable, "-m", "benchmarks.service.load", json.dumps(told)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this program itself
    if done.returncode:
        raise BenchError(f"the load failed: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    if found["failed"]:
        raise BenchError(f"{found['failed']} requests were answered otherwise than with 2xx; nothing was measured")
    return found


@contextmanager
def _server(command: Sequence[str], environment: dict[str, str], log: Path | None = None) -> Iterator[int]:
    with subprocess.Popen(  # noqa: S603 - this program itself
        command, env={**os.environ, **environment}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        port: list[int] = []
        started = threading.Event()

        def read() -> None:
            assert process.stderr is not None
            with Path(os.devnull if log is None else log).open("w", encoding="utf-8") as kept:
                for line in process.stderr:
                    kept.write(line)
                    found = _LISTENING.search(line) if not port else None
                    if found is not None:
                        port.append(int(found[1]))
                        started.set()

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            if not started.wait(PATIENCE):
                raise BenchError("a server did not start; see what it says by hand")
            yield port[0]
        finally:
            process.terminate()
            process.wait(PATIENCE)
            reader.join(PATIENCE)
