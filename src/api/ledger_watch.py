"""A thread that does its work again whenever something was recorded, or somebody rings, and after a rest."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from api.change_feed import Tail
from ledger.ledger import Ledger, LedgerError

_REST = 5
"""Seconds after which it is looked again, where nothing rings before."""


class LedgerWatch:
    """Work in a thread of its own. The work says whether there is more of it already."""

    def __init__(self, ledger: Ledger, tail: Tail, work: Callable[[], bool], name: str) -> None:
        """Work that is done beside a ledger; nothing is done before it begins."""
        self._ledger = ledger
        self._tail = tail
        self._work = work
        self._bell = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._waiting: int | None = None
        self._log = logging.getLogger(f"workledger.{name}")
        self.ended = False
        """Whether the work is to stop where it may."""

    def begin(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def ring(self) -> None:
        """Look again now."""
        self._bell.set()

    def close(self) -> None:
        """End after what is being done."""
        self.ended = True
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join()
        self.listen(wanted=False)

    def listen(self, *, wanted: bool) -> None:
        """Hear of new facts while that is wanted."""
        if wanted and self._waiting is None and not self.ended:
            self._waiting = self._tail.wait(self._bell.set)
        elif not wanted and self._waiting is not None:
            self._tail.leave(self._waiting)
            self._waiting = None

    def _run(self) -> None:
        while not self.ended:
            self._bell.clear()
            try:
                more = self._ledger.exists() and self._work()
            except LedgerError as error:
                self._log.warning("it waits for the store: %s", error)
                more = False
            except Exception:
                self._log.exception("it failed, and is tried again")
                more = False
            if not more and not self._bell.wait(_REST):
                self._tail.revive()
