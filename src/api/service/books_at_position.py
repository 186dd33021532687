"""Reading the books at the position that a request asks for."""

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request

from api.coordinates import position_of
from api.problems import Problem
from api.service.guard import service_of
from projections.books import Books
from projections.problems import ReportError

_Answer = TypeVar("_Answer")


def reading_at(request: Request, read: Callable[[Books], _Answer]) -> _Answer:
    """What is read of the books as of the request's `as_of`, else now. Waits: call it in a thread.

    Raises Problem where the position, or something that is read, is not there.
    """
    service = service_of(request)
    try:
        position = position_of(service.ledger, request.query_params.get("as_of")) or service.ledger.last_position()
        with service.room.books(position) as books:
            return read(books)
    except ReportError as error:
        raise Problem("not-found", str(error)) from None
