"""S11.2 关账 What a closing freezes: every report of the period and its closing state, at the closing's coordinates."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import polars as pl

from ledger.calendar import instant
from ledger.closing import Freeze, Frozen
from projections.books.books import Books
from projections.books.closing_state import state_bytes
from projections.engine import Engine
from projections.journal import Journal, JournalReader, local_minute_of
from projections.reports import REPORTS, report_of

SHOWN_BY_ROW = tuple(name for name, report in REPORTS.items() if report.shown_by_row)
"""The reports of which one row can be shown, and proven to be what was frozen, without the others."""

_PACKAGE = "workforce-ledger"
_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
_ZONES_VERSION = "# version "


def freezing(
    reader: JournalReader,
    engine: Engine,
    period: str,
    *,
    held: bool,
    check: Callable[[Books], None] = lambda _books: None,
) -> Freeze:
    """Freezes a period as it stands when it is asked to; `held` keeps reductions of closed pay back (S11.4).

    `check` is given the very books that are frozen, and raises LedgerError where they may not be. What is on the ledger
    so far is read at once, so that little is left to be read under the append lock.
    """
    reader.at()

    def freeze(position: int, recorded_at: int) -> Frozen:
        journal = reader.at(position - 1)
        closing_minute = local_minute_of(instant(recorded_at), journal.site.time_zone)
        at_closing = replace(journal, position=position, recorded_minute=closing_minute)
        with Books(at_closing, engine, held=held) as books:
            check(books)
            month = books.reported(period)
            reports = {name: report_of(name, month) for name in REPORTS}
            return Frozen(
                rules=month.version,
                code=code_version(),
                tzdata=zones_version(),
                reports={name: report.as_bytes() for name, report in reports.items()},
                closing=state_bytes(month, month.tables),
                rows={name: reports[name].rows_as_bytes() for name in SHOWN_BY_ROW},
            )

    return freeze


def lost_frozen_bytes(journal: Journal, engine: Engine) -> list[bytes]:
    """The frozen bytes of closings in view that the store does not have.

    Raises DamageError where what is computed again is not what was frozen.
    """
    with Books(journal, engine) as books:
        return [content for number in sorted(books.closed) for content in books.closed[number].lacking()]


def code_version() -> str:
    """Which version of the program figures are made with."""
    return version(_PACKAGE)


def zones_version() -> str:
    """Which time-zone data figures are made with: Polars carries its own, and dates come from the system's."""
    try:
        system = f"tzdata {version('tzdata')}"
    except PackageNotFoundError:
        first = _ZONES.read_text(encoding="utf-8").split("\n", 1)[0] if _ZONES.exists() else ""
        system = f"system {first.removeprefix(_ZONES_VERSION)}" if first.startswith(_ZONES_VERSION) else "system"
    return f"polars {pl.__version__}, {system}"
