"""`workledger serve` as a process of its own, on a free port of this machine."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.api.asking import PATIENCE

_LISTENING = re.compile(r"serving at http://127\.0\.0\.1:(\d+);")


class ServedProcess:
    """A service in a process; what it logs is read as it comes."""

    def __init__(self, process: "subprocess.Popen[str]", workers: int) -> None:
        """Of a process that was begun, with so many workers."""
        self.process = process
        self._starting = workers
        self.lines: list[str] = []
        self._port: int | None = None
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Where it answers, once it does."""
        assert self._started.wait(PATIENCE), self.lines
        return f"http://127.0.0.1:{self._port}"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; its exit status."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            message = json.loads(line).get("message", "") if line.startswith("{") else ""
            found = _LISTENING.search(line) if self._port is None else None
            if found is not None:
                self._port = int(found[1])
            if message == "Application startup complete.":
                self._starting -= 1
            if self._port is not None and self._starting <= 0:
                self._started.set()


@contextmanager
def serving(store: str, workers: int = 1, **environment: str) -> Iterator[ServedProcess]:
    """`workledger serve` of a store."""
    told: Mapping[str, str] = {**os.environ, "WORKLEDGER_RATE": "1000000/second", "PYTHONUTF8": "1"} | environment
    command = [sys.executable, "-c", "from api.cli import main; main()", "--store", store, "--journal", "off"]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--workers", str(workers)],
        env=told, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        served = ServedProcess(process, workers)
        try:
            yield served
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE)
