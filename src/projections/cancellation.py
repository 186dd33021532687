"""Work that can be told to stop: between two steps it asks whether it is still wanted.

Whoever has work done says by what it is cancelled; the work itself knows no clock, and nobody who waits for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ledger.refusal import StoreUnavailableError

Check = Callable[[], None]
"""Raises CancelledError where work is wanted no longer."""


class CancelledError(StoreUnavailableError):
    """Work was told to stop before its end; nothing is wrong with what was asked for."""


def _never() -> None:
    """Of work that nobody cancels."""


_CHECK: ContextVar[Check] = ContextVar("cancellation", default=_never)


@contextmanager
def cancelled_by(check: Check) -> Iterator[None]:
    """Within, work of this thread asks `check` between its steps, and whatever it had to ask before."""
    before = _CHECK.get()

    def both() -> None:
        before()
        check()

    token = _CHECK.set(both)
    try:
        yield
    finally:
        _CHECK.reset(token)


_REST: ContextVar[Check] = ContextVar("rest", default=_never)


@contextmanager
def resting_by(rest: Check) -> Iterator[None]:
    """Within, work of this thread calls `rest` between such steps as others may come in between."""
    token = _REST.set(rest)
    try:
        yield
    finally:
        _REST.reset(token)


def rest() -> None:
    """Between two steps that leave nothing half done: lets others come in, and heeds cancellation."""
    _REST.get()()
    heed_cancellation()


def heed_cancellation() -> None:
    """Between two steps of work: raises CancelledError where it is wanted no longer."""
    _CHECK.get()()
