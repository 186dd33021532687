"""What fails below an operation, as the problem that it is answered with."""

import logging

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.problems import Problem
from ledger.ledger import LedgerError
from ledger.refusal import ClockError, StoreUnavailableError


def ledger_problem(_request: Request, error: LedgerError) -> Problem:
    """What the ledger cannot do: not now, or not as it stands."""
    if isinstance(error, ClockError):
        logging.getLogger("workledger").warning("nothing is recorded: %s", error)
    kind = "unavailable" if isinstance(error, StoreUnavailableError) else "refused"
    return Problem(kind, str(error), code=None if kind == "unavailable" else "not_allowed")


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
