"""Small ledgers of the demo's made-up centre, recorded in batches at instants of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from projections.books import Books, ReportRequest, make_reports
from projections.engine import Engine, PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS

Line = dict[str, Any]
PERIODS = ("2026-10", "2026-11")
BEGUN = datetime(2026, 10, 20, 4, tzinfo=UTC)
"""The first batch is recorded before some shifts have ended, so that their rows are still planned (S3.5a)."""
STEP = timedelta(days=4)
_folders = count()


@dataclass
class Clock:
    """An instant that moves on only when told to."""

    now: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.now


def demo_lines(*, seed: int = 7, people: int = 6) -> list[Line]:
    return list(centre(seed=seed, people=people, first_period=PERIODS[0], periods=len(PERIODS)))


def batches_of(lines: list[Line], number: int) -> list[list[Line]]:
    size = -(-len(lines) // number)
    rest = iter(lines)
    return [list(islice(rest, size)) for _ in range(number)]


def record_in_batches(folder: Path, batches: Iterable[list[Line]]) -> tuple[Ledger, list[tuple[int, datetime]]]:
    """The ledger, and after each batch its last position and the instant at which the batch was recorded."""
    clock = Clock()
    ledger = Ledger.open(f"sqlite:///{folder / f'demo-{next(_folders)}.db'}", clock=clock, master_key=bytes(32))
    marks = []
    for batch in batches:
        refused = [outcome.refusal for outcome in ledger.record(batch) if outcome.refusal]
        assert refused == []
        marks.append((ledger.facts.last_position(), clock.now))
        clock.now += STEP
    return ledger, marks


def every_report(
    ledger: Ledger, position: int | None = None, engine: type[Engine] = PolarsEngine, rules: str | None = None
) -> dict[str, Any]:
    """All reports of the last period, as JSON objects, by name."""
    books = Books(read_journal(ledger, position), engine())
    made = make_reports(books, REPORTS, ReportRequest(PERIODS[-1], rules))
    return {name: report.as_json() for name, report in made.items()}
