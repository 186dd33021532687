"""Reading the books at the position that a request asks for."""

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request

from api.coordinates import position_of
from api.service.guard import service_of
from projections.books import Books

_Answer = TypeVar("_Answer")


def reading_at(request: Request, read: Callable[[Books], _Answer]) -> _Answer:
    """What is read of the books as of the request's `as_of`, else now. Waits: call it in a thread.

    Raises MissingError where the position, or something that is read, is not there.
    """
    service = service_of(request)
    position = position_of(service.ledger, request.query_params.get("as_of")) or service.ledger.facts.last_position()
    with service.room.books(position) as books:
        return read(books)
