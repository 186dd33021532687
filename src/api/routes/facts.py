"""Facts over HTTP: one, those after a position, and the history of somebody."""

from typing import Annotated

from starlette.responses import Response

from api.operations import facts as ledger
from api.operations import histories
from api.operations.facts import Fact, FactQuery, Facts
from api.operations.histories import History, HistoryQuery
from api.operations.pages import USUAL, PageQuery
from api.routes.guard import Asked, answers, guarded_router, needs
from api.routes.parameters import (
    NO_KINDS,
    After,
    AsOf,
    EmployeeNumber,
    FactId,
    From,
    Kinds,
    Limit,
    PageCursor,
    Until,
    text_query,
)
from api.service.requests.answers import json_response

router = guarded_router("Facts")
_OfEmployee = Annotated[str | None, text_query("Only facts of this employee.")]


@router.get("/facts", summary="Facts in the order of the ledger", openapi_extra=needs(ledger.facts))
def facts(
    asked: Asked,
    after: After = 0,
    as_of: AsOf = None,
    kind: Kinds = NO_KINDS,
    employee: _OfEmployee = None,
    first: From = None,
    last: Until = None,
    limit: Limit = USUAL,
    cursor: PageCursor = None,
) -> Facts:
    """Those that the role may see, in the interchange format. A page may be short, or empty, and have a next one."""
    return ledger.facts(asked, FactQuery(kind, employee, first, last), PageQuery(after, as_of, limit, cursor))


@router.get("/facts/{fact}", summary="One fact", openapi_extra=needs(ledger.fact), **answers(Fact))
def fact(asked: Asked, fact: FactId) -> Response:
    """By its id, as exports and answers give it. A fact never changes; what became of it is in histories."""
    return json_response(ledger.fact(asked, fact))


@router.get(
    "/employees/{employee}/history",
    summary="Everything recorded of an employee",
    openapi_extra=needs(histories.history),
    **answers(History),
)
def history(
    asked: Asked,
    employee: EmployeeNumber,
    as_of: AsOf = None,
    first: From = None,
    last: Until = None,
    kind: Kinds = NO_KINDS,
) -> Response:
    """In the order of recording, with what superseded, voided, revised or decided it; pay included."""
    return json_response(histories.history(asked, employee, HistoryQuery(as_of, first, last, kind)))
