"""From the ledger's store to the journal: one ordered read of the events up to a position, parted by kind."""

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from ledger.ledger import Ledger
from ledger.store.arrow import read_events
from projections.calendar import EPOCH, MINUTES_A_DAY
from projections.journal.journal import Journal, Site
from projections.journal.rule_sets import recorded_rules
from projections.journal.schema import TABLES, Table, opening_tables
from projections.journal.voids import without_voided

EVENT: dict[str, type[pl.DataType]] = {
    "position": pl.Int64,
    "kind": pl.String,
    "originator_id": pl.String,
    "originator_version": pl.Int64,
    "ref": pl.String,
    "state": pl.String,
}


def read_journal(ledger: Ledger, position: int | None = None) -> Journal:
    """The facts up to and including `position` (the last, where none is given) as typed tables.

    Raises LedgerError where the ledger has no site yet, or no such position.
    """
    site = Site.of(ledger)
    at = ledger.last_position() if position is None else position
    recorded_minute = _local_minute(ledger.recorded_at(at), site.time_zone)
    # A rule set recorded after the position in view may still be named by hand.
    rule_sets = recorded_rules(_events(ledger, ["rules"], None).to_dicts())
    kinds = sorted({table.kind for table in TABLES.values()} | {"void"})
    tables = tables_of(_events(ledger, kinds, at), site.time_zone)
    return Journal(site, at, recorded_minute, rule_sets, tables)


def tables_of(events: pl.DataFrame, zone: str) -> dict[str, pl.DataFrame]:
    """The typed tables of a ledger's events (columns of `EVENT`), less what is voided."""
    by_kind = {key[0]: rows for key, rows in events.partition_by("kind", as_dict=True).items()}
    voids = by_kind.get("void", events.clear())
    tables = {
        name: _table(table, without_voided(by_kind.get(table.kind, events.clear()), voids, table.kind), zone)
        for name, table in TABLES.items()
    }
    return tables | opening_tables(tables["openings"])


def _events(ledger: Ledger, kinds: list[str], position: int | None) -> pl.DataFrame:
    events = pl.from_arrow(read_events(ledger.sqlite_path, tuple(EVENT), kinds, position))
    if not isinstance(events, pl.DataFrame):
        raise TypeError("a store answers with a table of events")
    return events.cast(EVENT)  # type: ignore[arg-type]


def _table(table: Table, events: pl.DataFrame, zone: str) -> pl.DataFrame:
    fields = {source.field or name: source.type for name, source in table.columns.items()}
    columns = [source.make(source.field or name, zone).alias(name) for name, source in table.columns.items()]
    state = pl.col("state").str.json_decode(pl.Struct(fields))
    return events.select("position", state).unnest("state").select("position", *columns)


def _local_minute(recorded_at: datetime, zone: str) -> int:
    """The site's wall-clock minute of the latest recording in view (S3.5a)."""
    local = recorded_at.astimezone(ZoneInfo(zone))
    return (local.date() - EPOCH).days * MINUTES_A_DAY + local.hour * 60 + local.minute
