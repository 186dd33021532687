"""S11.2 关账 What a closing freezes: every report of the period and its closing state, at the closing's coordinates."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ledger.calendar import instant
from ledger.closing import WITHOUT_FROZEN_BYTES, Freeze, Frozen
from ledger.refusal import DamageError
from projections.books.books import Books
from projections.books.closing_state import state_bytes
from projections.books.frozen_period import FrozenPeriod
from projections.calendar import period_text
from projections.engine import Engine
from projections.journal import Journal, JournalReader, instant_of
from projections.reports import FROZEN, REPORTS, report_of

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
        at_closing = replace(journal, position=position, recorded_instant=instant_of(instant(recorded_at)))
        with Books(at_closing, engine, held=held) as books:
            check(books)
            month = books.reported(period)
            reports = {name: report_of(name, month) for name in FROZEN}
            return Frozen(
                rules=month.version,
                code=code_version(),
                tzdata=zones_version(),
                reports={name: report.as_bytes() for name, report in reports.items()},
                closing=state_bytes(month, month.tables),
                rows={name: reports[name].rows_as_bytes() for name in SHOWN_BY_ROW},
            )

    return freeze


class FrozenAgain(NamedTuple):
    """What a store lacked of the frozen bytes of a period."""

    period: str
    found: list[bytes]
    """Computed again."""
    lost: list[str]
    """The digests of what today's code computes otherwise."""


def frozen_again(journal: Journal, engine: Engine) -> Iterator[FrozenAgain]:
    """Each closed period's frozen bytes that the store does not have, as an export of version 0.1.0 has none.

    They are to be kept before the next period is asked for, which rests on them. Raises DamageError where they are not
    what this program froze itself.
    """
    with Books(journal, engine) as books:
        for number in sorted(books.closed):
            made = _again(books.closed[number], period_text(number))
            if made.found or made.lost:
                yield made


def _again(closed: FrozenPeriod, period: str) -> FrozenAgain:
    closing = closed.closing
    lacking = {what: digest for what, digest in closed.digests.items() if closing.thaw(digest) is None}
    again = {what: closed.again(what) for what in lacking}
    lost = [lacking[what] for what, content in again.items() if content is None]
    if lost and closing.code != WITHOUT_FROZEN_BYTES:
        raise DamageError(
            f"the frozen bytes of {period} are not in the export, and computed again they are others (frozen by code "
            f"{closing.code}, time zones {closing.tzdata}); restore a whole export, or use the store that it was "
            "closed in, or a copy of it"
        )
    return FrozenAgain(period, [content for content in again.values() if content is not None], lost)


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
