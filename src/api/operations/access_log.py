"""The access log: who looked at somebody else's pay."""

from typing import Literal

from api.auth.sender_reach import own_rows
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.pages import USUAL
from api.service.observability.access_log import BY_DELEGATION
from api.service.requests.cursors import Cursor

__all__ = ["BY_DELEGATION", "AccessLogEntries", "AccessLogEntry", "access_log"]

_OF_WHO_LOOKED = ("id", "who", "request")
"""What an entry tells of who looked: for auditors."""


class AccessLogEntry(Answer):
    """An entry: who looked, in which role, at what, of whom, as of when; `id`, `who` and `request` for auditors."""

    id: str
    at: str
    who: str
    role: str
    operation: str
    employee: str
    period: str
    position: int
    request: str


class AccessLogEntries(Answer):
    """Who looked at somebody else's pay, in the order of looking or the other way round."""

    entries: list[AccessLogEntry]
    next: str | None


@operation("see the access log")
def access_log(
    context: Context,
    employee: str | None = None,
    order: Literal["oldest", "newest"] = "oldest",
    limit: int = USUAL,
    cursor: str | None = None,
) -> AccessLogEntries:
    """A page of the entries of who looked at one employee's pay, or at everyone's.

    An employee is told when, in which role and what of the own pay was looked at, and not by whom. Raises Problem for
    somebody else's.
    """
    if not context.extent.everyone:
        (employee,) = own_rows(context.extent, employee, None)
    log, bound = context.service.access_log, ["access log", employee, order]
    read = None if cursor is None else context.service.cursors.read(cursor, bound)
    if order == "newest":
        # Counted from the first entry on, so that later looks push nothing on to the next page.
        last = log.count(employee) if read is None else read.start
        first = max(last - limit, 0)
        entries = log.entries(first, last - first, employee)[::-1]
        following = first or None
    else:
        skip = 0 if read is None else read.start
        entries = log.entries(skip, limit + 1, employee)
        following = skip + limit if len(entries) > limit else None
    written = None if following is None else context.service.cursors.written(Cursor(0, following), bound)
    left_out = {} if context.extent.everyone else dict.fromkeys(_OF_WHO_LOOKED, "")
    shown = [AccessLogEntry(**{**each.as_json(), **left_out}) for each in entries[:limit]]
    return AccessLogEntries(entries=shown, next=written)
