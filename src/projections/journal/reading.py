"""From the ledger's store to the journal: one ordered read a kind, up to a position."""

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from ledger.ledger import Ledger
from ledger.store.arrow import read_events
from projections.calendar import EPOCH, MINUTES_A_DAY
from projections.journal.journal import Journal, Site
from projections.journal.rows import EVENT, VOIDS, event_columns, kind_of, typed_rows
from projections.journal.rule_sets import recorded_rules
from projections.journal.schema import TABLES, opening_tables
from projections.journal.voids import without_voided


def read_journal(ledger: Ledger, position: int | None = None) -> Journal:
    """The facts up to and including `position` (the last, where none is given) as typed tables.

    What is at or before a position never changes, so the kinds are read one after the other.
    Raises LedgerError where the ledger has no site yet, or no such position.
    """
    site = Site.of(ledger)
    at = ledger.last_position() if position is None else position
    recorded_minute = _local_minute(ledger.recorded_at(at), site.time_zone)
    # A rule set recorded after the position in view may still be named by hand.
    rule_sets = recorded_rules(_events(ledger, "rules", EVENT, None).to_dicts())
    tables = journal_tables({name: _rows(ledger, name, at, site.time_zone) for name in (*TABLES, VOIDS)})
    return Journal(site, at, recorded_minute, rule_sets, tables)


def journal_tables(rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The journal's tables from the rows of all: less what is voided, and with what openings list."""
    voids = rows[VOIDS]
    tables = {name: without_voided(rows[name], voids, kind_of(name)) for name in TABLES}
    return tables | opening_tables(tables["openings"])


def _rows(ledger: Ledger, table: str, position: int, zone: str) -> pl.DataFrame:
    return typed_rows(table, _events(ledger, kind_of(table), event_columns(table), position), zone)


def _events(ledger: Ledger, kind: str, columns: dict[str, type[pl.DataType]], position: int | None) -> pl.DataFrame:
    events = pl.from_arrow(read_events(ledger.sqlite_path, tuple(columns), [kind], position))
    if not isinstance(events, pl.DataFrame):
        raise TypeError("a store answers with a table of events")
    return events.cast(columns)  # type: ignore[arg-type]


def _local_minute(recorded_at: datetime, zone: str) -> int:
    """The site's wall-clock minute of the latest recording in view (S3.5a)."""
    local = recorded_at.astimezone(ZoneInfo(zone))
    return (local.date() - EPOCH).days * MINUTES_A_DAY + local.hour * 60 + local.minute
