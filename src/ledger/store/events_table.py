"""Placing events on the ledger, on either engine: dense positions, forward in time, versions without a gap."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.store import tree
from ledger.store.dialect import StoreCursor
from ledger.store.events import COLUMNS, LedgerEvent, RecordedEvent

SELECT_LAST = (
    "SELECT position, recorded_at, leaves FROM (SELECT MAX(position) AS leaves FROM leaves) AS tree "
    "LEFT JOIN (SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1) AS last ON 1=1"
)
SELECT_MAX = "SELECT MAX(position) AS max FROM events"
SELECT = f"SELECT {', '.join(COLUMNS)} FROM events "  # noqa: S608

Row = tuple[Any, ...]


class Last(NamedTuple):
    """Where the ledger ends: the last position, when it was recorded, and how many leaves its tree has."""

    position: int = 0
    recorded_at: int = 0
    leaves: int = 0

    @classmethod
    def of(cls, row: Any) -> "Last":
        """Where the ledger ends, of the row that SELECT_LAST gave."""
        return cls(row["position"] or 0, row["recorded_at"] or 0, row["leaves"] or 0)


def insert_after(cursor: StoreCursor, last: Last, events: Sequence[StoredEvent]) -> Last:
    """Insert events after the last, in the given order, and their leaves; where the ledger ends then.

    Facts that are recorded are inserted here and nowhere else; a copy takes over whole tables. Raises IntegrityError as
    `placed` does; the database raises it where a stream already has the version.
    """
    rows = placed(cursor, last, events)
    if not rows:
        return last
    cursor.insert("events", COLUMNS, rows)
    leaves = tree.grow_with(cursor, last.leaves, rows)
    return Last(rows[-1][0], events[-1].__dict__["recorded_at"], leaves)


def placed(cursor: StoreCursor, last: Last, events: Sequence[StoredEvent]) -> list[Row]:
    """The rows of events at the positions after the last, in the given order.

    Raises IntegrityError where an event would be recorded before the one it follows, or would leave a gap in the
    versions of its stream. A version that is there already is refused by the table.
    """
    _check_versions(cursor, events)
    position, recorded_at, _ = last
    rows = []
    for event in events:
        assert isinstance(event, LedgerEvent)
        if event.recorded_at < recorded_at:
            raise IntegrityError(f"position {position + 1} would be recorded before position {position}")
        position, recorded_at = position + 1, event.recorded_at
        rows.append(_row(position, event))
    return rows


def _check_versions(cursor: StoreCursor, events: Sequence[StoredEvent]) -> None:
    following: dict[str, int] = {}
    earlier: dict[str, int] = {}
    for event in events:
        stream, version = stream_text(event.originator_id), event.originator_version
        if version > 1 and stream not in following:
            earlier[stream] = version
        elif version > following.get(stream, 1):
            raise _gap(stream, version)
        following[stream] = version + 1
    if not earlier:
        return
    condition, parameters = cursor.dialect.any_of("originator_id", list(earlier))
    cursor.execute(
        f"SELECT originator_id, MAX(originator_version) AS latest FROM events WHERE {condition} "  # noqa: S608
        "GROUP BY originator_id",
        parameters,
    )
    latest = {row["originator_id"]: row["latest"] for row in cursor.fetchall()}
    for stream, version in earlier.items():
        if version > latest.get(stream, 0) + 1:
            raise _gap(stream, version)


def _gap(stream: str, version: int) -> IntegrityError:
    return IntegrityError(f"version {version} of stream {stream} would follow a version that is not there")


def stream_text(stream: UUID | str) -> str:
    """A stream's id as it is stored."""
    return stream if isinstance(stream, str) else stream.hex


def _row(position: int, event: LedgerEvent) -> Row:
    # By the names of a dictionary, which is once a line, and thrice as fast as by attributes.
    columns = event.__dict__
    return (
        position,
        stream_text(columns["originator_id"]),
        columns["originator_version"],
        columns["topic"],
        columns["state"].decode(),
        columns["kind"],
        columns["employee"],
        columns["business_date"],
        columns["recorded_at"],
        columns["ref"],
        columns["salt"],
    )


def recorded_event(row: Any) -> RecordedEvent:
    """A row of the events table."""
    return RecordedEvent(
        originator_id=row["originator_id"],
        originator_version=row["originator_version"],
        topic=row["topic"],
        state=row["state"].encode(),
        id=row["position"],
        kind=row["kind"],
        employee=row["employee"],
        business_date=row["business_date"],
        recorded_at=row["recorded_at"],
        ref=row["ref"],
        salt=row["salt"],
    )


def events_of_stream(
    cursor: StoreCursor,
    stream: UUID | str,
    *,
    gt: int | None,
    lte: int | None,
    desc: bool,
    limit: int | None,
) -> list[RecordedEvent]:
    """The events of a stream in the order of their versions, as the library asks for them."""
    statement = f"{SELECT}WHERE originator_id=? "
    parameters: list[Any] = [stream_text(stream)]
    for condition, bound in (("AND originator_version>? ", gt), ("AND originator_version<=? ", lte)):
        if bound is not None:
            statement += condition
            parameters.append(bound)
    statement += f"ORDER BY originator_version {'DESC' if desc else 'ASC'} "
    return list(_limited(cursor, statement, parameters, limit))


def events_from(
    cursor: StoreCursor,
    start: int | None,
    limit: int | None,
    stop: int | None,
    topics: Sequence[str],
    *,
    inclusive_of_start: bool,
) -> list[RecordedEvent]:
    """The events from a position on in the order of their positions, as the library asks for them."""
    conditions: list[str] = []
    parameters: list[Any] = []
    if start is not None:
        conditions.append("position>=?" if inclusive_of_start else "position>?")
        parameters.append(start)
    if stop is not None:
        conditions.append("position<=?")
        parameters.append(stop)
    if topics:
        condition = cursor.dialect.any_of("topic", topics)
        conditions.append(condition.sql)
        parameters.extend(condition.parameters)
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    return list(_limited(cursor, f"{SELECT}{where}ORDER BY position ", parameters, limit))


def _limited(cursor: StoreCursor, statement: str, parameters: list[Any], limit: int | None) -> Iterator[RecordedEvent]:
    if limit is not None:
        statement += "LIMIT ?"
        parameters.append(limit)
    cursor.execute(statement, parameters)
    return map(recorded_event, cursor.fetchall())
