"""A service for tests: a real server on a free port of this machine, in a thread, on a store of the test's own."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create
from api.auth.keys import KeyRequest, new_key
from api.service.service import Service
from api.service.settings import ServiceSettings
from ledger.ledger import Ledger
from tests.api.asking import PATIENCE, asking
from tests.api.prompt_server import PromptServer
from tests.ledger.material import MASTER_KEY, Hands

CENTRE = Path(__file__).parent.parent / "centre.ndjson"
"""Four people in October and November 2024: E1 and E2 are CSR of team A, see the file."""
MANY = "1000000/second"
SQLITE = "sqlite:///"
PERSONS = {"team_leader": "TL", "qa": "QA", "manager": "MGR", "hr": "HR1"}
"""Whose the keys are of those who decide, where a test does not say: numbers that are nobody's on the ledger."""
NOBODY = ""
"""Instead of an employee, for a key that is nobody's, such as one of another system."""


class Served:
    """A service that answers at `url`; its ledger, and keys to ask it with."""

    def __init__(self, server: uvicorn.Server, ledger: Ledger, app: Any, url: str) -> None:
        """Of a server that has started."""
        self._server = server
        self.ledger = ledger
        self.app = app
        self.url = url
        self._tokens: dict[tuple[str, str | None, str | None], str] = {}

    @property
    def service(self) -> Service:
        """What the application holds."""
        service: Service = self.app.state.service
        return service

    def key(self, role: str, employee: str | None = None, team: str | None = None) -> str:
        """A key of a role, made when it is first asked for."""
        employee = PERSONS.get(role) if employee is None else employee or None
        found = self._tokens.get((role, employee, team))
        if found is None:
            with self.ledger.transactions.keeping() as (cursor, now):
                asked = KeyRequest(f"{role} of the tests", role, employee, team)
                _, found = new_key(cursor, asked, "tests", now, os.urandom, self.service.roles)
            self._tokens[role, employee, team] = found
        return found

    def client(self, role: str | None, employee: str | None = None, team: str | None = None) -> httpx.Client:
        """A client that asks in a role; without a key where it is None."""
        return asking(self.url, None if role is None else self.key(role, employee, team))


def fill(ledger: Ledger, facts: Path) -> None:
    """Import a file of facts, all of which are accepted."""
    answer = ledger.imports.import_file(facts)
    assert (answer.conflict, answer.rejected) == (0, 0)


@cache
def _centre_of(name: str, now: datetime) -> Path:
    """A folder with the small centre in a file of this name, recorded at this moment: made once, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="centre"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Ledger.open(f"{SQLITE}{folder / name}", clock=lambda: now, master_key=MASTER_KEY) as ledger:
        fill(ledger, CENTRE)
    return folder


@contextmanager
def served(
    url: str, *, clock: Any = None, facts: Path | None = CENTRE, settings: Mapping[str, Any] | None = None
) -> Iterator[Served]:
    """A service of the store at a URL, with the facts of a file in it; ended, and its ledger closed, afterwards."""
    hands = clock or Hands()
    told = ServiceSettings(store=url, journal="off", **{"rate": MANY, "anonymous_rate": MANY} | dict(settings or {}))
    if facts == CENTRE and url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        shutil.copytree(_centre_of(Path(url).name, hands()), Path(url.removeprefix(SQLITE)).parent, dirs_exist_ok=True)
        facts = None
    ledger = Ledger.open(url, clock=hands, master_key=MASTER_KEY)
    if facts is not None:
        fill(ledger, facts)
    app = create(told, clock=hands, ledger=ledger)
    server = PromptServer(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=0,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE // 2,
        )
    )
    with server.running() as address:
        try:
            yield Served(server, ledger, app, address)
        finally:
            app.state.service.ending = True
            app.state.service.tail.wake()
