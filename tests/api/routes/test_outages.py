"""An outage of the store is told as one, 503, whatever was asked for: what is there is not said to be missing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn

import pytest

from api.auth.permissions import PERMISSIONS
from ledger.refusal import (
    ClockError,
    DamageError,
    LedgerError,
    MissingError,
    RulesError,
    StoreUnavailableError,
    UsageError,
)
from tests.api.routes.operations import Operation, operations
from tests.api.routes.served import Served

pytestmark = pytest.mark.slow

ROLES = ("hr", "auditor", "admin", "manager", "qa", "device")
BEFORE_THE_STORE = {"reconcile", "template", "transfers", "import_roster_sheet", "choose_notifications"}
"""What is refused here for its file, its name, or because no mail is sent, before the store is asked."""
POSITIONS = {"earlier", "later", "first", "second", "from", "to", "after"}


@contextmanager
def gone(*_words: Any, **_named: Any) -> Iterator[NoReturn]:
    """What every use of the store comes to."""
    raise StoreUnavailableError("the ledger cannot be reached; see whether its server runs")
    yield


def raising(kind: type[LedgerError]) -> Callable[..., AbstractContextManager[NoReturn]]:
    """A use of the store that fails with an error of that class."""

    @contextmanager
    def use(*_words: Any, **_named: Any) -> Iterator[NoReturn]:
        raise kind("it is so; do this")
        yield

    return use


ANSWERED = {
    MissingError: (404, "not-found"),
    UsageError: (422, "invalid"),
    RulesError: (409, "refused"),
    DamageError: (500, "damaged"),
    StoreUnavailableError: (503, "unavailable"),
    ClockError: (503, "unavailable"),
    LedgerError: (409, "refused"),
}
ROUTE_KINDS = {
    "facts": ("GET", "/v1/facts", None),
    "report": ("GET", "/v1/periods/2024-10/payroll", None),
    "explanation": ("GET", "/v1/periods/2024-10/payroll/E1/explanation", None),
    "replay": ("GET", "/v1/periods/2024-10/replay/payroll", None),
    "history": ("GET", "/v1/employees/E1/history", None),
    "document": ("GET", "/v1/periods/2024-10/documents/payslips", None),
    "open matters": ("GET", "/v1/periods/2024-10/open-matters", None),
    "comparison": ("POST", "/v1/periods/2024-10/diffs", {}),
    "what-if": ("POST", "/v1/periods/2024-10/what-ifs", {"rules": "V1"}),
}
"""An operation of each way to read the ledger."""


FITTING = {"{job}": "0" * 24, "{import}": "0" * 24, "{fact}": "0f6b9c0e-6f0a-5b0e-8c55-1d7f3a1f2b3c.1"}
"""What could be there, of parts of an address that are refused by their form."""


def address_of(operation: Operation) -> str:
    """Where it is asked for: with the first name of those that the description counts up, if it does."""
    asked = (each for each in operation.told.get("parameters", ()) if each["in"] == "path")
    listed = {f"{{{each['name']}}}": each["schema"]["enum"][0] for each in asked if "enum" in each["schema"]}
    given = ((listed | FITTING).get(part) for part in operation.path.split("/"))
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
    return {each["name"]: value_of(each) for each in asked}


def value_of(parameter: dict[str, Any]) -> Any:
    """A value of a parameter: the description's own example, or something in its place."""
    return parameter["schema"].get("examples", ["1" if parameter["name"] in POSITIONS else "X1"])[0]


def test_every_operation_tells_of_an_outage_as_one(sqlite_service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [each for each in operations(sqlite_service.app) if role_of(each) and str(each) not in BEFORE_THE_STORE]
    clients = {role: sqlite_service.client(role) for role in ROLES}
    for client in clients.values():
        assert client.get("/v1/me").status_code == 200
    store = sqlite_service.service.ledger.store
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


def test_the_class_of_an_error_decides_alone_what_it_is_answered_with(
    sqlite_service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sqlite_service.service.ledger.store
    told: dict[tuple[str, str], tuple[int, str]] = {}
    with sqlite_service.client("hr") as hr:
        assert hr.get("/v1/me").status_code == 200
        for error in ANSWERED:
            monkeypatch.setattr(store, "use", raising(error))
            monkeypatch.setattr(store, "read", raising(error))
            for name, (method, path, body) in ROUTE_KINDS.items():
                answer = hr.request(method, path, json=body)
                told[error.__name__, name] = answer.status_code, answer.json()["type"].rpartition("/")[2]
    monkeypatch.undo()
    assert told == {(error.__name__, name): answer for error, answer in ANSWERED.items() for name in ROUTE_KINDS}
