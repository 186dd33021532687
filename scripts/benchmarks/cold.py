"""All reports of a month, cold: from the start of a process; what is imported here at the top is not the product's."""

import time
from collections.abc import Callable
from typing import Any

STEPS: dict[str, Callable[[Any], Any]] = {
    "people": lambda month: month.members,
    "attendance and leave": lambda month: month.attendance,
    "hours": lambda month: month.hours,
    "scores": lambda month: month.scores,
    "ranking": lambda month: month.ranking,
    "bonus": lambda month: month.bonus,
    "awards": lambda month: month.awards,
    "stars": lambda month: month.stars,
    "payroll": lambda month: month.payroll,
    "anomalies": lambda month: month.anomalies,
}
"""The chapters in an order in which each finds those that it reads computed."""


def cold(*, store: str, period: str, segments: str = "") -> dict[str, Any]:
    """All reports of a period, from nothing: import the product, open, read the journal, compute, present.

    `segments` is a folder of the journal's own cache; without one, all is read from the store.
    """
    from pathlib import Path  # noqa: PLC0415 - nothing is there before the clock

    laps = _Laps()
    from ledger.ledger import Ledger  # noqa: PLC0415 - a cold start includes it
    from projections.books import Books, ReportRequest, make_reports  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415
    from projections.reports import REPORTS  # noqa: PLC0415

    laps.lap("start and imports")
    with Ledger.open(store) as ledger:
        laps.lap("open")
        journal = read_journal(ledger, kept_in=Path(segments) if segments else None)
        laps.lap("journal")
        books = Books(journal, PolarsEngine())
        made = make_reports(books, list(REPORTS), ReportRequest(period))
        laps.lap("reports")
    rows = sum(report.table.height for report in made.values())
    return {"laps": laps.seconds, "rows": rows, "events": journal.position}


def by_stage(*, store: str, period: str) -> dict[str, Any]:
    """A cold run once more with a clock around every stage; chapters one by one, in whole results."""
    from benchmarks.stages import Clocks  # noqa: PLC0415

    laps, clocks = _Laps(), Clocks()
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import Books  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415
    from projections.reports import REPORTS  # noqa: PLC0415

    laps.lap("start and imports")
    clocks.install(READING)
    with Ledger.open(store) as ledger:
        journal = read_journal(ledger)
    laps.lap("journal: voids, openings and the rest")
    laps.seconds["journal: voids, openings and the rest"] -= sum(clocks.seconds.values())
    laps.seconds |= clocks.seconds
    books = Books(journal, PolarsEngine())
    laps.lap("standing facts of the staff")
    month = books.reported(period)
    for step, touch in STEPS.items():
        touch(month)
        laps.lap(f"chapter: {step}")
    for name, definition in REPORTS.items():
        definition.present(definition.rows(month))
        laps.lap(f"table: {name}")
    return {"laps": laps.seconds}


READING = {
    "journal: store to Arrow": ("ledger.parts.facts", "Facts.arrow"),
    "journal: decode into columns": ("projections.journal.reader", "typed_rows"),
}


class _Laps:
    """Seconds between one point and the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now
