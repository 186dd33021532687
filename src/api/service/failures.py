"""What fails below an operation, as the problem that it is answered with."""

import logging

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.problems import Problem
from ledger.refusal import (
    ClockError,
    DamageError,
    LedgerError,
    MissingError,
    RulesError,
    StoreUnavailableError,
    UsageError,
)

_ANSWERS: dict[type[LedgerError], tuple[str, str | None]] = {
    MissingError: ("not-found", None),
    UsageError: ("invalid", "bad_value"),
    RulesError: ("refused", "unknown_type"),
    DamageError: ("damaged", None),
    StoreUnavailableError: ("unavailable", None),
    LedgerError: ("refused", "not_allowed"),
}
"""The kind of problem and the code that each error of the ledger is answered with; the most special first."""


def ledger_problem(_request: Request, error: LedgerError) -> Problem:
    """The problem that an error of the ledger is answered with, by its class alone."""
    if isinstance(error, ClockError):
        logging.getLogger("workledger").warning("nothing is recorded: %s", error)
    if isinstance(error, DamageError):
        logging.getLogger("workledger").error("the store is damaged: %s", error)
    kind, code = next(answer for each, answer in _ANSWERS.items() if isinstance(error, each))
    return Problem(kind, str(error), code=code)


def validation_problem(_request: Request, error: RequestValidationError) -> Problem:
    """The first thing that is wrong with a parameter or a body."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    field = ".".join(where[1:]) or where[0]
    if where[0] == "body" and first["type"] in ("json_invalid", "model_attributes_type", "missing") and len(where) == 1:
        return Problem("malformed", "the body is no JSON object; send one with the fields of the operation")
    message = str(first["msg"]).removeprefix("Value error, ")
    if where[0] == "path":
        return Problem("not-found", f"there is nothing of that address: {field}: {message[:1].lower()}{message[1:]}")
    return Problem("invalid", f"{field}: {message[:1].lower()}{message[1:]}", code="bad_value")


def http_problem(request: Request, error: HTTPException) -> Problem:
    """What the router says: no such address, or not by this method."""
    if error.status_code == 405:
        allowed = request.app.state.addresses.methods_of(request.scope)
        return Problem(
            "method-not-allowed",
            f"the address takes {', '.join(allowed)}, not {request.method[:20]}",
            headers={"Allow": ", ".join(allowed)},
        )
    if error.status_code == 404:
        return Problem("not-found", "there is nothing at this address; /openapi.json lists what there is")
    return Problem("malformed", "the request cannot be read; see /openapi.json")
