"""From the ledger's store to the journal: one ordered read a kind, of what is not held or kept already."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ledger.facts.void import Void
from ledger.ledger import Ledger, LedgerError
from projections.cancellation import heed_cancellation
from projections.journal.appraisal_rows import appraisal_tables
from projections.journal.centre_schema import listed_tables
from projections.journal.closings import recorded_closings
from projections.journal.journal import Journal, Site, View
from projections.journal.rows import EVENT, empty_rows, kind_of, typed_rows
from projections.journal.rule_sets import recorded_rules
from projections.journal.schema import TABLES, opening_tables
from projections.journal.segments import Segments
from projections.journal.supposition import with_supposed
from projections.journal.voids import VOIDS, last_standing, void_rows, without_voided

SEGMENT_POSITIONS = 100_000
"""How many positions are worth a segment of their own; fewer are read from the store faster than kept."""
ROW_TABLES = (*TABLES, VOIDS)
_SEGMENTS = "journal segments"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = 2
"""Of the rows; one more when the same columns come to mean something else."""


class RecordedAt(NamedTuple):
    """Where a fact stands on the ledger, and what it is of."""

    position: int
    stream: str
    version: int
    kind: str
    employee: str
    business_date: str
    of_kind: str = ""
    """Of a void, the kind of what it voids."""


def read_journal(ledger: Ledger, position: int | None = None, kept_in: Path | None = None) -> Journal:
    """The facts up to and including `position` (the last, where none is given) as typed tables.

    `kept_in` is a folder for segments, which spare the store; there need not be one.
    Raises LedgerError where the ledger has no site yet, or no such position.
    """
    return JournalReader(ledger, kept_in).at(position)


class JournalReader:
    """Makes journals of one ledger at any position, and reads each event of it once."""

    def __init__(self, ledger: Ledger, kept_in: Path | None = None) -> None:
        """A reader that holds nothing yet. Raises LedgerError where the ledger has no site yet."""
        self._ledger = ledger
        self._site = Site.of(ledger)
        self._held = 0
        self._rows: dict[str, pl.DataFrame] = {}
        self._sealed_under: bytes | None = None
        shape = _shape(self._site.time_zone)
        self._segments = None if kept_in is None else Segments(kept_in, shape, self._mark, self._secret)

    def at(self, position: int | None = None) -> Journal:
        """The journal at a position; the last, where none is given. Raises LedgerError where there is none such."""
        return self.view(View(self._ledger.facts.last_position() if position is None else position))

    def view(self, view: View) -> Journal:
        """The journal of the facts that are in view. Raises LedgerError where there is no such position."""
        seen_at = view.position if view.seen_at is None else view.seen_at
        recorded_instant = instant_of(self._ledger.facts.recorded_at(seen_at))
        until = max((view.position, *view.also))
        self._hold(until)
        plain = not view.also and not view.without and view.position == self._held
        rows = self._rows if plain else {name: view.rows(found) for name, found in self._rows.items()}
        if view.supposed:
            rows = with_supposed(rows, view.supposed, view.position, self._site.time_zone, self._ledger.facts.voided)
        return Journal(
            site=self._site,
            position=view.position,
            recorded_instant=max(recorded_instant, view.supposed_instant or recorded_instant),
            # A rule set recorded after the position in view may still be named by hand.
            rule_sets=recorded_rules(self._events("rules", EVENT, 0, None).to_dicts()),
            tables=journal_tables(rows),
            closings=recorded_closings(
                self._events("close", EVENT, 0, view.position).to_dicts(),
                self._ledger.closings.frozen,
                self._ledger.closings.frozen_random,
            ),
            view=view,
            viewed=self.view,
            facts_at=self._ledger.facts.at,
        )

    def tables(self, names: Iterable[str], position: int) -> Journal:
        """A journal at a position that has these tables alone, read anew: for whoever cannot wait for the others."""
        rows = {name: self._read(name, 0, position) for name in (*names, VOIDS)}
        voids = rows.pop(VOIDS)
        return Journal(
            site=self._site,
            position=position,
            recorded_instant=instant_of(self._ledger.facts.recorded_at(position)),
            rule_sets=(),
            tables={name: without_voided(found, voids, kind_of(name)) for name, found in rows.items()},
        )

    def recorded(self, after: int, until: int) -> list[RecordedAt]:
        """The facts that figures are computed from, rule sets aside, after a position and up to another."""
        columns = ("position", "originator_id", "originator_version", "kind", "employee", "business_date")
        kinds = {kind_of(table) for table in ROW_TABLES}
        found = self._ledger.facts.arrow(columns, sorted(kinds), after, until)
        voided = {each.position: each.of_kind for each in self._ledger.facts.void_targets(after, until)}
        rows = zip(*(found[name].to_pylist() for name in columns), strict=True)
        told = [RecordedAt(*row)._replace(of_kind=voided.get(row[0], "")) for row in rows]
        # What no figure is computed from moves none when it is voided.
        return [each for each in told if each.kind != Void.kind or each.of_kind in kinds]

    def _hold(self, position: int) -> None:
        """Hold the rows of all tables up to a position at least: from segments, and what they lack from the store."""
        if not self._rows and self._segments is not None:
            for until, rows in self._segments.chain(position):
                self._add(self._with_empty(rows), until)
        if self._rows and self._held >= position:
            return
        after = self._held
        there = self._ledger.facts.kinds_there({kind_of(name) for name in ROW_TABLES}, after, position)
        read = {name: self._read(name, after, position) for name in ROW_TABLES if kind_of(name) in there}
        self._add(self._with_empty(read), position)
        if self._segments is not None and position - after >= SEGMENT_POSITIONS:
            self._segments.keep(after, position, read)

    def _with_empty(self, rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """The rows of all tables, of those that there are."""
        zone = self._site.time_zone
        return {
            name: rows[name] if name in rows else void_rows(()) if name == VOIDS else empty_rows(name, zone)
            for name in ROW_TABLES
        }

    def _secret(self) -> bytes | None:
        """What segments are sealed under; None where the master key is not here, or nothing may be written."""
        if self._sealed_under is None:
            with suppress(LedgerError):
                self._sealed_under = self._ledger.upkeep.secret(_SEGMENTS)
        return self._sealed_under

    def _mark(self, position: int) -> str:
        """What no other ledger has at the position: the random bytes that are kept beside its event."""
        if position > self._ledger.facts.last_position():
            return ""
        kind = self._ledger.facts.page(position - 1, 1)[0].fact.kind
        salts = self._ledger.facts.arrow(["salt"], [kind], position - 1, position)
        return bytes(salts["salt"][0].as_py()).hex()

    def _add(self, rows: Mapping[str, pl.DataFrame], until: int) -> None:
        self._rows = {
            name: _joined(self._rows[name], more) if name in self._rows else more for name, more in rows.items()
        }
        self._held = until

    def _read(self, table: str, after: int, position: int) -> pl.DataFrame:
        heed_cancellation()
        if table == VOIDS:
            return void_rows(self._ledger.facts.void_targets(after, position))
        events = self._events(kind_of(table), EVENT, after, position)
        return typed_rows(table, events, self._site.time_zone)

    def _events(
        self, kind: str, columns: Mapping[str, type[pl.DataType]], after: int, position: int | None
    ) -> pl.DataFrame:
        events = pl.from_arrow(self._ledger.facts.arrow(tuple(columns), [kind], after, position))
        if not isinstance(events, pl.DataFrame):
            raise TypeError("a store answers with a table of events")
        return events.cast(dict(columns))  # type: ignore[arg-type]


def _joined(rows: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    return rows if more.is_empty() else pl.concat([rows, more])


def journal_tables(rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The journal's tables from the rows of all: less what is voided, and with what facts list, a row each."""
    voids = rows[VOIDS]
    tables = {name: without_voided(rows[name], voids, kind_of(name)) for name in TABLES}
    tables["themes"] = pl.concat([tables["themes"], last_standing(rows["themes"], tables["themes"], voids)])
    listed = appraisal_tables(tables["appraisal_forms"], tables["appraisals"])
    return tables | opening_tables(tables["openings"]) | listed | listed_tables(tables)


def _shape(zone: str) -> str:
    """What the rows of a segment must have been made as."""
    told = [
        (name, table.kind, {column: str(source.type) for column, source in table.columns.items()})
        for name, table in TABLES.items()
    ]
    return hashlib.sha256(repr((_FORM, zone, told)).encode()).hexdigest()


def instant_of(moment: datetime) -> int:
    """The whole minute of a moment, by UTC (S3.3a)."""
    return (moment - _EPOCH) // timedelta(minutes=1)
