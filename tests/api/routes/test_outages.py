"""An outage of the store is told as one, 503, whatever was asked for: what is there is not said to be missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

from api.auth.permissions import PERMISSIONS
from ledger.refusal import StoreUnavailableError
from tests.api.routes.operations import Operation, operations
from tests.api.routes.served import Served, served
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow

ROLES = ("hr", "auditor", "admin", "manager", "qa", "device")
BEFORE_THE_STORE = {"reconcile"}
"""What is refused here for its file before the store is asked."""
POSITIONS = {"earlier", "later", "first", "second", "from", "to", "after"}


@pytest.fixture
def sqlite_service(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    with served(sqlite_stores.url()) as service:
        yield service


@contextmanager
def gone(*_words: Any, **_named: Any) -> Iterator[NoReturn]:
    """What every use of the store comes to."""
    raise StoreUnavailableError("the ledger cannot be reached; see whether its server runs")
    yield


FITTING = {"{job}": "0" * 24, "{import}": "0" * 24, "{fact}": "0f6b9c0e-6f0a-5b0e-8c55-1d7f3a1f2b3c.1"}
"""What could be there, of parts of an address that are refused by their form."""


def address_of(operation: Operation) -> str:
    """Where it is asked for."""
    given = (FITTING.get(part) for part in operation.path.split("/"))
    return "/".join(fit or part for fit, part in zip(given, operation.address.split("/"), strict=True))


def role_of(operation: Operation) -> str | None:
    """A role that may."""
    permission = None if operation.permission is None else operation.permission.format(kind="clock", report="hours")
    return next((role for role in ROLES if permission is None or role in PERMISSIONS.get(permission, {})), None)


def body_of(operation: Operation) -> dict[str, Any]:
    """What the description shows as a body."""
    content = operation.told.get("requestBody", {}).get("content", {})
    for media, told in content.items():
        example = told.get("example", next((each["value"] for each in told.get("examples", {}).values()), None))
        if media == "application/json" and example is not None:
            return {"json": example}
    return {}


def query_of(operation: Operation) -> dict[str, Any]:
    """Values of the parameters that are required."""
    asked = (each for each in operation.told.get("parameters", ()) if each["in"] == "query" and each.get("required"))
    return {each["name"]: each.get("example", "1" if each["name"] in POSITIONS else "X1") for each in asked}


def test_every_operation_tells_of_an_outage_as_one(sqlite_service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [each for each in operations(sqlite_service.app) if role_of(each) and str(each) not in BEFORE_THE_STORE]
    clients = {role: sqlite_service.client(role) for role in ROLES}
    for client in clients.values():
        assert client.get("/v1/me").status_code == 200
    store = sqlite_service.service.ledger._store
    monkeypatch.setattr(store, "use", gone)
    monkeypatch.setattr(store, "read", gone)
    told: dict[str, int] = {}
    for each in asked:
        client = clients[role_of(each) or ""]
        answer = client.request(each.method, address_of(each), params=query_of(each), **body_of(each))
        told[str(each)] = answer.status_code
    monkeypatch.undo()
    for client in clients.values():
        client.close()
    assert len(told) > 80
    assert {name: status for name, status in told.items() if status not in (200, 503)} == {}
