"""A ledger whose periods are closed: its clock, a reader that goes on as facts come in, and what its books show."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, freezing, make_reports
from projections.engine import Engine, PolarsEngine
from projections.journal import JournalReader
from projections.replay import Replay
from projections.reports import FROZEN, REPORTS
from tests.ledger.material import MASTER_KEY, Counted, Hands

Line = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]


class Office:
    """Whoever records facts and closes periods."""

    def __init__(self, ledger: Ledger, clock: Hands, engine: type[Engine] = PolarsEngine) -> None:
        self.ledger = ledger
        self.clock = clock
        self.engine = engine()
        self._reader: JournalReader | None = None
        self._books: dict[tuple[int, bool], Books] = {}

    @property
    def reader(self) -> JournalReader:
        """The reader that has been following the ledger from its first report on."""
        if self._reader is None:
            self._reader = JournalReader(self.ledger)
        return self._reader

    def record(self, *lines: Line, at: datetime | None = None) -> list[str]:
        """What becomes of lines that come in, at an instant."""
        self.clock.now = at or self.clock.now
        return [outcome.status for outcome in self.ledger.record(json.dumps(line) for line in lines)]

    def given(self, *lines: Line, at: datetime | None = None) -> None:
        """These lines are accepted."""
        assert set(self.record(*lines, at=at)) <= {"accepted"}

    def close(self, period: str, *, held: bool = False, at: datetime | None = None) -> int:
        """Close a period; the position."""
        self.clock.now = at or self.clock.now
        return self.ledger.closings.close(period, "M", freezing(self.reader, self.engine, period, held=held), held=held)

    def books(self, position: int | None = None, *, held: bool = False) -> Books:
        """The books at a position; the last, where none is given."""
        at = self.ledger.facts.last_position() if position is None else position
        if (at, held) not in self._books:
            self._books[at, held] = Books(self.reader.at(at), self.engine, held=held)
        return self._books[at, held]

    def replay(self, position: int | None = None) -> Replay:
        """The replay of what is on the ledger at a position."""
        return self.books(position).replay

    def shown(self, period: str, position: int | None = None, *, held: bool = False) -> dict[str, bytes]:
        """Every report of a period, as bytes."""
        return shown(self.books(position, held=held), period)

    def rows(self, period: str, name: str, rules: str | None = None) -> list[dict[str, Any]]:
        """The rows of a report."""
        return rows_of(self.books(), period, rules)[name]


def office(folder: Path, name: str = "office", engine: type[Engine] = PolarsEngine) -> Office:
    """An office with a ledger of its own in a folder."""
    clock = Hands()
    url = f"sqlite:///{folder / name}.db"
    return Office(Ledger.open(url, clock=clock, entropy=Counted(), master_key=MASTER_KEY), clock, engine)


def shown(books: Replay, period: str) -> dict[str, bytes]:
    """Every report of a period that closings freeze, as bytes, by name."""
    made = make_reports(books, FROZEN, ReportRequest(period))
    return {name: report.as_bytes() for name, report in made.items()}


def rows_of(books: Replay, period: str, rules: str | None = None) -> Rows:
    """All rows of all reports of a period, by name."""
    made = make_reports(books, REPORTS, ReportRequest(period, rules))
    return {name: report.as_json()["rows"] for name, report in made.items()}


def pay_of(rows: Iterable[dict[str, Any]], item: str = "") -> dict[str, int]:
    """Everyone's pay in fen of the rows of a payroll, or of the lines only whose item starts so."""
    return {
        row["employee"]: sum(fen(line["amount"]) for line in row["lines"] if line["item"].startswith(item))
        for row in rows
    }


def fen(amount: str) -> int:
    """The fen of a decimal text."""
    return int(amount.replace(".", ""))
