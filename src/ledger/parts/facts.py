"""Facts as they are on the ledger: by position, by kind and by person, in columns, and as they come."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from ledger.calendar import instant, last_day, microseconds
from ledger.decisions.entitlements import Shortage, shortage
from ledger.decisions.voids import voided
from ledger.facts.governance import Close
from ledger.facts.leave import Leave
from ledger.facts.people import Employee
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.follower import Follower
from ledger.history import History, history_of
from ledger.parts.identifiers import Identifiers
from ledger.recorded_fact import LookingCursor, RecordedFact, recorded_fact
from ledger.refusal import MissingError
from ledger.store.events import RecordedEvent
from ledger.store.events_table import SELECT, recorded_event
from ledger.store.mapper import FactMapper
from ledger.store.void_targets import VoidTarget, void_targets
from ledger.store_connection import Store

_LONGEST_VERSION = 10

_OF_IMPORT = "(SELECT first, last FROM import_facts WHERE import=?) own JOIN events ON position BETWEEN first AND last"


class Facts:
    """The facts of a ledger; nothing here changes any."""

    def __init__(self, store: Store) -> None:
        """The facts in a store."""
        self._store = store

    def last_position(self) -> int:
        """The position of the last fact; 0 on an empty ledger."""
        with self._store.use() as (recorder, _appender):
            return recorder.max_notification_id() or 0

    def recorded_at(self, position: int) -> datetime:
        """When the fact at a position was recorded, in UTC. Raises LedgerError where there is none."""
        with self._store.use() as (recorder, _appender):
            found = recorder.select_notifications(position, 1, position)
        if not found:
            raise MissingError(f"there is no position {position}; the last one is {self.last_position()}")
        return instant(found[0].recorded_at)

    def position_at(self, moment: datetime) -> int:
        """The last position recorded at an instant or before; 0 where there is none."""
        wanted = microseconds(moment)
        low, high = 0, self.last_position()
        with self._store.look() as (cursor, _now):
            while low < high:
                middle = (low + high + 1) // 2
                cursor.execute("SELECT recorded_at FROM events WHERE position=?", [middle])
                if cursor.fetchone()["recorded_at"] <= wanted:
                    low = middle
                else:
                    high = middle - 1
        return low

    def position_of(self, fact: str) -> int:
        """The position of the fact of an id, as export writes it. Raises LedgerError where there is none."""
        stream, _, version = fact.partition(".")
        found: Sequence[RecordedEvent] = []
        if version.isascii() and version.isdigit() and len(version) < _LONGEST_VERSION:
            with self._store.use() as (recorder, _appender):
                found = recorder.select_events(stream, gt=int(version) - 1, lte=int(version))
        if not found:
            raise MissingError(f"there is no fact {fact!r} on the ledger; give an id as export and history write it")
        return found[0].id

    def page(self, after: int = 0, limit: int = 1_000) -> list[RecordedFact]:
        """The facts after a position, in order; personal texts whose key was destroyed read ``[erased]``."""
        with self._store.use() as (recorder, appender):
            found = recorder.select_notifications(after, limit, inclusive_of_start=False)
            with appender.look() as (cursor, _now):
                mapper = self._store.mapper(cursor)
                return [recorded_fact(event, mapper) for event in found]

    def at(self, positions: Iterable[int]) -> list[RecordedFact]:
        """The facts at some positions, in order; a position that is not there is left out."""
        with self._store.look() as (cursor, _now):
            wanted = cursor.dialect.any_of("position", sorted(set(positions)))
            cursor.execute(f"{SELECT}WHERE {wanted.sql} ORDER BY position", wanted.parameters)
            rows, mapper = cursor.fetchall(), self._store.mapper(cursor)
            return [recorded_fact(recorded_event(row), mapper) for row in rows]

    def stream(self, stream: str) -> list[RecordedFact]:
        """The facts of a stream in the order of their versions; see `ledger.facts.streams` for the names of streams."""
        with self._store.use() as (recorder, appender):
            found = recorder.select_events(stream)
            with appender.look() as (cursor, _now):
                mapper = self._store.mapper(cursor)
                return [recorded_fact(event, mapper) for event in found]

    def streams(self, names: Iterable[str], until: int) -> dict[str, list[RecordedFact]]:
        """The facts of some streams up to a position, at once: by the name of the stream, in the order of versions."""
        found: dict[str, list[RecordedFact]] = {}
        with self._store.look() as (cursor, _now):
            wanted = cursor.dialect.any_of("originator_id", sorted(set(names)))
            mapper = self._store.mapper(cursor)
            cursor.execute(f"{SELECT}WHERE {wanted.sql} AND position<=? ORDER BY position", [*wanted.parameters, until])
            for event in map(recorded_event, cursor.fetchall()):
                found.setdefault(str(event.originator_id), []).append(recorded_fact(event, mapper))
        return found

    def voided(self, void: Void) -> list[RecordedFact]:
        """The facts that a void would be of: one where it is right (S11.5)."""
        with self._store.look() as (cursor, _now):
            known = voided(void, self._store.ledger_state(cursor))
        return self.at(each.position for each in known)

    def shortages(self, leaves: Iterable[str]) -> dict[str, Shortage]:
        """What the approval of leaves, each by itself, would ask of entitlements (S4.6b), by their numbers.

        Left out are those of a type that needs no grant, and those that are approved or not there.
        """
        with self._store.look() as (cursor, _now):
            state = self._store.ledger_state(cursor)
            openers = {number: next(iter(state.history(key_stream(Leave.kind, (number,)))), None) for number in leaves}
            found = {number: shortage(known, state) for number, known in openers.items() if known is not None}
            return {number: each for number, each in found.items() if each is not None}

    def void_targets(self, after: int, until: int, employee: str | None = None) -> list[VoidTarget]:
        """What the voids recorded after a position and up to another take back (S11.5), in order.

        `employee`: only of facts of this one; of those that have none, or several, where it is empty.
        """
        with self._store.look() as (cursor, _now):
            return void_targets(cursor, after, until, employee)

    def select(
        self,
        after: int,
        limit: int,
        kinds: Iterable[str] | None,
        employees: Iterable[str] | None,
        until: int,
        dated: tuple[date | None, date | None] = (None, None),
    ) -> list[RecordedFact]:
        """Facts after a position and up to another, in order: of some kinds, and of some employees; all where None.

        `dated`: only those whose business date (S2.3) is in between, both days included; None leaves an end open.
        """
        conditions = ["position>? AND position<=?"]
        parameters: list[Any] = [after, until]
        for end, bound in zip((">=", "<="), dated, strict=True):
            if bound is not None:
                conditions.append(f"business_date{end}?")
                parameters.append(bound.isoformat())
        with self._store.look() as (cursor, _now):
            for column, chosen in (("kind", kinds), ("employee", employees)):
                if chosen is not None:
                    wanted = cursor.dialect.any_of(column, sorted(chosen))
                    conditions.append(wanted.sql)
                    parameters.extend(wanted.parameters)
            cursor.execute(f"{SELECT}WHERE {' AND '.join(conditions)} ORDER BY position LIMIT ?", [*parameters, limit])
            rows, mapper = cursor.fetchall(), self._store.mapper(cursor)
            return [recorded_fact(recorded_event(row), mapper) for row in rows]

    def follow(self, after: int = 0) -> Follower:
        """The facts after a position, and then each as it is recorded: every one once, in order.

        Use it in a ``with``, or stop it; it waits for the next fact, whoever records it.
        """
        with self._store.use() as (recorder, appender):
            mapper = FactMapper(self._store.keyring, LookingCursor(appender), lasting=True)
            return Follower(recorder, lambda event: recorded_fact(event, mapper), after)

    def arrow(
        self, columns: Iterable[str], kinds: Iterable[str], after: int = 0, position: int | None = None
    ) -> pa.Table:
        """Columns of the events of some kinds after a position, up to and including another (to the last, where None).

        The rows are in the order of their positions. Personal texts in `state` are sealed.
        """
        with self._store.read() as reader:
            return reader.read(columns, kinds, after, position)

    def of_number(self, kind: str, number: str) -> list[RecordedFact]:
        """The facts of a kind that have this number of their own, less those that are voided."""
        with self._store.look() as (cursor, _now):
            state = self._store.ledger_state(cursor)
            named = [each.position for each in state.numbered(kind, number) if not state.is_voided(each.position)]
        return self.at(named)

    def kinds_there(self, kinds: Iterable[str], after: int, until: int) -> set[str]:
        """Those of some kinds of which a fact was recorded after a position and up to another."""
        with self._store.look() as (cursor, _now):
            wanted = cursor.dialect.any_of("kind", sorted(kinds))
            cursor.execute(
                f"SELECT DISTINCT kind FROM events WHERE {wanted.sql} AND position>? AND position<=?",  # noqa: S608
                [*wanted.parameters, after, until],
            )
            return {row["kind"] for row in cursor.fetchall()}

    def not_voided(self, positions: Iterable[int]) -> set[int]:
        """Those of some positions of which no void has taken back the fact."""
        with self._store.look() as (cursor, _now):
            state = self._store.ledger_state(cursor)
            return {each for each in positions if not state.is_voided(each)}

    def history(self, number: str, workflow: str | None = None, position: int | None = None) -> History:
        """Everything recorded of an employee, or of a workflow (`swap`, `leave` …), up to a position (all, where None).

        Raises LedgerError where there is no such employee, workflow or position.
        """
        known = Identifiers(self._store).number_of(workflow or Employee.kind, number)
        with self._store.look() as (cursor, _now):
            return history_of(cursor, self._store.mapper(cursor), known, workflow, position)

    def late(self, after: int, of_import: str | None = None) -> int:
        """How many facts after a position, of an import where it is named, are dated in a closed period (S11.4)."""
        with self._store.look() as (cursor, _now):
            ledger_state = self._store.ledger_state(cursor)
            closed = ledger_state.closed_periods()
            if not closed or ledger_state.site is None:
                return 0
            until = last_day(max(closed), ledger_state.site.period_start_day).isoformat()
            told, chosen = ("events", []) if of_import is None else (_OF_IMPORT, [of_import])
            cursor.execute(
                f"SELECT COUNT(*) AS late FROM {told} WHERE position>? AND business_date<=? AND kind<>?",  # noqa: S608
                [*chosen, after, until, Close.kind],
            )
            late: int = cursor.fetchone()["late"]
            return late
