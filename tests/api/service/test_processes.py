"""The service as a process: what it acknowledged is recorded, whether it is stopped, ended by force, or one of many."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import httpx
import pytest

from api.auth.keys import KeyRequest, new_key
from api.auth.permissions import Role
from ledger.ledger import Ledger
from tests.api.asking import PATIENCE, asking
from tests.api.routes.served import CENTRE
from tests.api.service.process import serving
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)


def prepared(stores: Stores) -> tuple[str, str]:
    """A store with the small centre in it, and a key of HR."""
    url = stores.url()
    with Ledger.open(url) as ledger:
        ledger.imports.import_file(CENTRE)
        with ledger.transactions.keeping() as (cursor, now):
            _, token = new_key(cursor, KeyRequest("tests", Role.HR), "tests", now, os.urandom)
    return url, token


def punch(number: int, worker: int = 0) -> dict[str, Any]:
    at = f"2024-11-{1 + number // 1440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00+08:00"
    return {"employee": "E1", "at": at, "direction": "in", "device": f"d{worker}-{number}"}


class Senders:
    """Clients that send punches until they are told to stop, or the service is gone; what was acknowledged."""

    def __init__(self, url: str, token: str, count: int = 8) -> None:
        self._url, self._token = url, token
        self.acknowledged: set[str] = set()
        self.enough = threading.Event()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=[number]) for number in range(count)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _send(self, worker: int) -> None:
        with asking(self._url, self._token) as client:
            number = 0
            while not self._ended.is_set():
                number += 1
                try:
                    answer = client.post("/v1/clocks", json=punch(number, worker))
                except httpx.TransportError:
                    return
                if answer.status_code == 503:
                    return
                assert answer.status_code == 201, answer.text
                self.acknowledged.add(answer.json()["id"])
                if len(self.acknowledged) >= 200:
                    self.enough.set()


def recorded(url: str) -> set[str]:
    with Ledger.open(url) as ledger:
        return {fact.id for fact in ledger.facts.page(limit=1_000_000)}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_what_was_acknowledged_is_recorded_however_the_service_ends(stores: Stores, number: signal.Signals) -> None:
    url, token = prepared(stores)
    with serving(url) as service:
        senders = Senders(service.url, token)
        assert senders.enough.wait(PATIENCE)
        status = service.stop(number)
        senders.join()
    assert status == (-number if number is signal.SIGKILL else 0), service.lines[-5:]
    assert len(senders.acknowledged) >= 200
    assert senders.acknowledged <= recorded(url)


def test_who_follows_the_ledger_is_let_go_when_the_service_is_stopped(stores: Stores) -> None:
    url, token = prepared(stores)
    with serving(url) as service, asking(service.url, token) as client:
        with client.stream("GET", "/v1/facts/stream?after=0") as answer:
            lines = answer.iter_lines()
            next(lines)
            service.process.send_signal(signal.SIGTERM)
            for _ in lines:
                pass
        assert service.process.wait(PATIENCE) == 0


def test_several_workers_on_postgresql_are_one_service(postgres_stores: PostgresStores) -> None:
    url, token = prepared(postgres_stores)
    with serving(url, workers=2) as service:
        base = service.url
        key = {"Idempotency-Key": "one"}
        answers = []
        for _ in range(24):
            # A connection each, so that both workers are asked.
            with asking(base, token) as client:
                answers.append(client.post("/v1/clocks", json=punch(1), headers=key).content)
        assert len(set(answers)) == 1
        with asking(base, token) as client:
            page = client.get("/v1/facts?limit=5").json()
        for _ in range(12):
            with asking(base, token) as client:
                assert client.get("/v1/facts", params={"limit": 5, "cursor": page["next"]}).status_code == 200
        assert service.stop() == 0, service.lines[-5:]


def test_sqlite_is_served_by_one_worker_and_wrong_settings_are_told_in_a_sentence(sqlite_stores: SQLiteStores) -> None:
    url, _ = prepared(sqlite_stores)

    def refused(*words: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from api.cli import main; main()", "--store", url, "serve", "--port", "0", *words],
            env={**os.environ, **environment}, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        return done.stderr

    assert "served by one worker" in refused("--workers", "2")
    assert "WORKLEDGER_RATE" in refused(WORKLEDGER_RATE="often")
    assert "WORKLEDGER_BODY_LIMIT" in refused(WORKLEDGER_BODY_LIMIT="1")
    assert "WORKLEDGER_OIDC: " in refused(WORKLEDGER_OIDC="{")
    oidc = {"issuer": "https://x", "jwks": "https://x/keys", "audience": "a", "roles": {"x": "boss"}}
    assert "there is no role 'boss'" in refused(WORKLEDGER_OIDC=json.dumps(oidc))
    assert "WORKLEDGER_OIDC__AUDIENCE: field required" in refused(WORKLEDGER_OIDC=json.dumps({"issuer": "https://x"}))
    assert "is not a network" in refused(WORKLEDGER_WEBHOOK_TARGETS='["10.1.0.1/8"]')
    assert "did you mean WORKLEDGER_RATE" in refused(WORKLEDGER_RATES="1/second")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "cannot be listened on" in refused("--port", str(taken.getsockname()[1]))
    assert "log level" in refused("--log-level", "LOUD")
