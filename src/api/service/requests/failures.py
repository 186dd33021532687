"""What fails below an operation, as the problem that it is answered with."""

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match

from api.problems import Problem, field_problem, ledger_problem, message_of
from ledger.refusal import LedgerError

_MISSING = {
    "dispute": "give the number of a dispute, such as D1",
    "without": "give the id of the fact",
    "from": "give the position of a checkpoint",
    "to": "give the position of a checkpoint",
    "country": "give a code of two letters, such as CN",
    "year": "give one from 1949 to 2999, such as 2026",
}
"""What to give, by the name of a query parameter that an operation cannot do without."""


def ledger_failure(_request: Request, error: LedgerError) -> Problem:
    """The problem that an error of the ledger is answered with."""
    return ledger_problem(error)


def validation_problem(_request: Request, error: RequestValidationError) -> Problem:
    """The first thing that is wrong with an address, a query, a header or a body."""
    first = error.errors()[0]
    place, *where = (str(part) for part in first["loc"])
    context = first.get("ctx", {})
    if "said" in context:
        return Problem("invalid", context["said"], code=context.get("code", "bad_value"))
    if place == "body":
        return field_problem(first, where)
    message, field = message_of(first), ".".join(where)
    if place == "query" and first["type"] == "missing":
        said = f"{field} is missing; {_MISSING.get(field, '/openapi.json says what it holds')}"
        return Problem("invalid", said, code="missing_field")
    if place == "path":
        return Problem("not-found", f"there is nothing of that address: {field}: {message}")
    return Problem("malformed" if place == "header" else "invalid", f"{field}: {message}", code="bad_value")


def http_problem(request: Request, error: HTTPException) -> Problem:
    """What the router says: no such address, or not by this method."""
    if error.status_code == 405:
        allowed = _methods_of(request)
        return Problem(
            "method-not-allowed",
            f"the address takes {', '.join(allowed)}, not {request.method[:20]}",
            headers={"Allow": ", ".join(allowed)},
        )
    if error.status_code == 404:
        return Problem("not-found", "there is nothing at this address; /openapi.json lists what there is")
    return Problem("malformed", "the request cannot be read; see /openapi.json")


def _methods_of(request: Request) -> list[str]:
    """The methods that an address takes."""
    taking = (each for each in request.app.state.addresses if each.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for route in taking for method in route.methods or ()})
