"""Pages of what is in the order of the ledger: found from a position on, and gone on with by a cursor."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from starlette.requests import Request

from api.coordinates import position_of
from api.problems import Problem
from api.service.cursors import Cursor
from api.service.service import Service
from ledger.ledger import RecordedFact

MOST = 1_000
_USUAL = 200
_READ_AT_ONCE = 1_000
_LOOKED_AT = 20_000
"""Facts that are looked at for one page; a page may be short, or empty, and have a next one all the same."""


class PageAsked(NamedTuple):
    """A page: facts after a position, up to another, and how many at the most."""

    after: int
    until: int
    limit: int


def limit_of(request: Request) -> int:
    """How many a page holds at the most. Raises Problem where `limit` is not of its form."""
    text = request.query_params.get("limit", str(_USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST):
        raise Problem("invalid", f"limit is {text[:60]!r}; give a number from 1 to {MOST}", code="bad_value")
    return int(text)


def page_asked(request: Request, service: Service, bound: Any) -> PageAsked:
    """The page that a request asks for; `bound` is what else it asks for. Raises Problem or MissingError."""
    limit, cursor = limit_of(request), request.query_params.get("cursor")
    if cursor is not None:
        read = service.cursors.read(cursor, bound)
        return PageAsked(read.start, read.position, limit)
    until = position_of(service.ledger, request.query_params.get("as_of")) or service.ledger.facts.last_position()
    after = request.query_params.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Problem("invalid", f"after is {after[:60]!r}; give a position, such as 0", code="bad_value")
    return PageAsked(int(after), until, limit)


def gathered(
    read: Callable[[int, int], list[RecordedFact]], keep: Callable[[RecordedFact], Any], asked: PageAsked
) -> tuple[list[Any], int | None]:
    """What is kept of the facts from a position on, and the position that the next page begins after; None at the end.

    `read` gives facts after a position, up to a number of them; `keep` what is shown of one, or None.
    """
    found: list[Any] = []
    after, looked_at = asked.after, 0
    while looked_at < _LOOKED_AT:
        part = read(after, min(_READ_AT_ONCE, max(asked.limit, 50)))
        for recorded in part:
            if len(found) == asked.limit:
                return found, after
            after = recorded.position
            shown = keep(recorded)
            if shown is not None:
                found.append(shown)
        looked_at += len(part)
        if not part:
            return found, None
    return found, after


def next_cursor(service: Service, asked: PageAsked, after: int | None, bound: Any) -> str | None:
    """The cursor of the page after; None at the end."""
    return None if after is None else service.cursors.written(Cursor(asked.until, after), bound)


def chosen(request: Request, name: str) -> Iterator[str]:
    """The values of a parameter that may be given several times."""
    yield from request.query_params.getlist(name)
