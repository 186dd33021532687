"""A service that is told to stop ends within its grace, whatever computes or is held in it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.service.shutdown import Ending
from ledger.ledger import Ledger
from tests.api.asking import PATIENCE, asking
from tests.api.service.test_processes import prepared, punch, recorded
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow

GRACE = "3"
STUCK = """
import sys
from projections.books import Books

if {where!r} == "computing":
    def reported(*_words):
        print("stuck", file=sys.stderr, flush=True)
        while True:
            pass
elif {where!r} == "between steps":
    def reported(*_words):
        from projections.cancellation import heed_cancellation
        print("stuck", file=sys.stderr, flush=True)
        while True:
            heed_cancellation()
else:
    reported = Books.reported

Books.reported = reported
from api.cli import main
main()
"""


@contextmanager
def stuck(store: str, where: str) -> Iterator[tuple["subprocess.Popen[str]", str, threading.Event, list[str]]]:
    """A service whose reports never end; where it answers, and when the first one is stuck."""
    lines: list[str] = []
    started, reached = threading.Event(), threading.Event()
    command = [sys.executable, "-c", STUCK.format(where=where), "--store", store, "--journal", "off"]
    with subprocess.Popen(
        [*command, "serve", "--port", "0"],
        env={**os.environ, "WORKLEDGER_GRACE_SECONDS": GRACE, "PYTHONUTF8": "1"},
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip

        def read() -> None:
            assert process.stderr is not None
            for line in process.stderr:
                lines.append(line)
                if "startup complete" in line:
                    started.set()
                if line.startswith("stuck"):
                    reached.set()

        threading.Thread(target=read, daemon=True).start()
        try:
            assert started.wait(PATIENCE), lines
            url = next(line.split("serving at ")[1].split(";")[0] for line in lines if "serving at http" in line)
            yield process, url, reached, lines
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE)


@pytest.mark.parametrize(("where", "status"), [("computing", 1), ("between steps", 0)], ids=str)
def test_it_ends_while_a_report_never_does(
    sqlite_stores: SQLiteStores, where: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    store, token = prepared(sqlite_stores)
    with stuck(store, where) as (process, url, reached, lines), asking(url, token) as client:
        asked = threading.Thread(target=lambda: _ignoring(lambda: client.get("/v1/periods/2024-10/hours")), daemon=True)
        asked.start()
        assert reached.wait(PATIENCE), lines
        acknowledged = {client.post("/v1/clocks", json=punch(number)).json()["id"] for number in range(5)}
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == status, lines
        asked.join(PATIENCE)
    assert acknowledged <= recorded(store)


def test_it_ends_while_another_holds_the_store(sqlite_stores: SQLiteStores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    store, token = prepared(sqlite_stores)
    with stuck(store, "") as (process, url, _reached, lines), asking(url, token) as client, Ledger.open(store) as other:
        with other.transactions.keeping():
            asked = threading.Thread(target=lambda: _ignoring(lambda: client.post("/v1/clocks", json=punch(1))))
            asked.start()
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE // 2) in (0, 1), lines
        asked.join(PATIENCE)


def test_the_process_is_left_at_the_end_of_its_grace_and_not_before_it_is_told_to_stop() -> None:
    left = threading.Event()
    ending = Ending(1.0, lambda status: left.set() if status == 1 else None)
    assert not left.is_set()
    ending.begin()
    ending.begin()
    assert left.wait(PATIENCE)


def _ignoring(ask: object) -> None:
    import httpx

    try:
        ask()  # type: ignore[operator]
    except httpx.HTTPError:
        return
