"""Every operation of the API, from its own description, with an address that names something."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

_NAMED = {
    "period": "2024-10",
    "report": "hours",
    "employee": "E1",
    "position": "1",
    "size": "1",
    "id": "1",
    "name": "employees",
}
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """An operation: how it is asked for, its row in the table of permissions, and its description."""

    method: str
    path: str
    permission: str | None
    told: dict[str, Any]

    def __str__(self) -> str:
        return str(self.told["operationId"])

    @property
    def address(self) -> str:
        """The path with something in the place of each parameter."""
        parts = (_NAMED.get(part[1:-1], "X1") if part.startswith("{") else part for part in self.path.split("/"))
        return "/".join(parts)

    @property
    def mutates(self) -> bool:
        """Whether it may be asked for under an `Idempotency-Key`."""
        return any(each.get("name") == "Idempotency-Key" for each in self.told.get("parameters", ()))


def operations(app: FastAPI) -> Iterator[Operation]:
    """Every operation that is described."""
    document = app.openapi()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if method in _METHODS:
                whole = told | {"parameters": [_followed(document, each) for each in told.get("parameters", ())]}
                yield Operation(method.upper(), path, told.get("x-permission"), whole)


def _followed(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to; else what is told."""
    reference = told.get("$ref")
    return told if reference is None else document["components"]["parameters"][reference.rpartition("/")[2]]
