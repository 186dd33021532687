"""Pages of what is in the order of the ledger: found from a position on, and gone on with by a cursor."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from api.operations.context import Context
from api.service.requests.cursors import Cursor
from ledger.ledger import RecordedFact

USUAL = 200
MOST = 1_000
_READ_AT_ONCE = 1_000
_LOOKED_AT = 20_000
"""Facts that are looked at for one page; a page may be short, or empty, and have a next one all the same."""


@dataclass(frozen=True, slots=True)
class PageQuery:
    """The page that is asked for: facts after a position, as of another, how many, or from a cursor on."""

    after: int = 0
    as_of: str | None = None
    limit: int = USUAL
    cursor: str | None = None


class Page(NamedTuple):
    """A page: facts after a position, up to another, and how many at the most."""

    after: int
    until: int
    limit: int


def page_of(context: Context, query: PageQuery, bound: Any) -> Page:
    """The page of a query; `bound` is what else is asked for. Raises MissingError where that is not there."""
    if query.cursor is not None:
        read = context.service.cursors.read(query.cursor, bound)
        return Page(read.start, read.position, query.limit)
    return Page(query.after, context.position(query.as_of), query.limit)


def gathered(
    read: Callable[[int, int], list[RecordedFact]], keep: Callable[[RecordedFact], Any], page: Page
) -> tuple[list[Any], int | None]:
    """What is kept of the facts from a position on, and the position that the next page begins after; None at the end.

    `read` gives facts after a position, up to a number of them; `keep` what is shown of one, or None.
    """
    found: list[Any] = []
    after, looked_at = page.after, 0
    while looked_at < _LOOKED_AT:
        part = read(after, min(_READ_AT_ONCE, max(page.limit, 50)))
        for recorded in part:
            if len(found) == page.limit:
                return found, after
            after = recorded.position
            shown = keep(recorded)
            if shown is not None:
                found.append(shown)
        looked_at += len(part)
        if not part:
            return found, None
    return found, after


_Paged = TypeVar("_Paged")


def every_page(ask: Callable[[PageQuery], _Paged], cursor_of: Callable[[_Paged], str | None]) -> Iterator[_Paged]:
    """Every page of what `ask` gives a page of, the first one first."""
    page = ask(PageQuery(limit=MOST))
    yield page
    while (cursor := cursor_of(page)) is not None:
        page = ask(PageQuery(limit=MOST, cursor=cursor))
        yield page


def next_cursor(context: Context, page: Page, after: int | None, bound: Any) -> str | None:
    """The cursor of the page after; None at the end."""
    return None if after is None else context.service.cursors.written(Cursor(page.until, after), bound)
