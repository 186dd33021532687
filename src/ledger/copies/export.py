"""The whole ledger in the interchange format, and back into an empty store."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from pydantic_core import to_json

from ledger.appends.append import Append
from ledger.calendar import instant, microseconds
from ledger.copies.frozen_lines import FROZEN, FrozenPieces, frozen_lines
from ledger.decisions.state import Known
from ledger.decisions.voids import voided
from ledger.facts.base import ENVELOPE, KINDS
from ledger.facts.codec import ERASED, shown_fields
from ledger.facts.governance import Close, Erasure
from ledger.facts.interchange_line import LINE_LIMIT, parse_object, read_object
from ledger.facts.prepared_fact import Prepared, prepared
from ledger.facts.void import Void
from ledger.file_lines import Line, read_lines
from ledger.refusal import DamageError, LedgerError, RefusedError
from ledger.store.dialect import StoreCursor
from ledger.store.events import RecordedEvent
from ledger.store.events_table import SELECT, recorded_event
from ledger.store.mapper import FactMapper, fact_id

RESTORED_LIMIT = 4 * LINE_LIMIT
"""Bytes of an exported line: what came in on one line may be written longer."""

_AT_ONCE = 2_000
_SELECT = f"{SELECT}WHERE position>? AND position<=? ORDER BY position LIMIT ?"


def exported_lines(cursor: StoreCursor, mapper: FactMapper, last: int) -> Iterator[bytes]:
    """Every fact up to a position as a line: the fields of its kind, then id, position and recorded_at."""
    position = 0
    while position < last:
        lines, position = exported_part(cursor, mapper, position, last, _AT_ONCE)
        yield from lines


def exported_part(
    cursor: StoreCursor, mapper: FactMapper, after: int, last: int, at_once: int
) -> tuple[list[bytes], int]:
    """The lines of the facts after a position and up to another, `at_once` at the most, and the position of the last.

    What a closing froze follows it (see `frozen_lines`). Raises LedgerError where there is none any more.
    """
    cursor.execute(_SELECT, [after, last, at_once])
    events = [recorded_event(row) for row in cursor.fetchall()]
    if not events:
        raise DamageError(f"the ledger ends at position {after}, before {last}; see that its store is whole")
    lines = [line for event in events for line in _told(cursor, event, mapper)]
    return [to_json(line) + b"\n" for line in lines], events[-1].id


def _told(cursor: StoreCursor, event: RecordedEvent, mapper: FactMapper) -> Iterator[dict[str, Any]]:
    """A fact; after a closing what it froze."""
    fact = exported(event, mapper)
    yield fact
    if event.kind == Close.kind:
        yield from frozen_lines(cursor, _digests(fact))


def _digests(closing: Mapping[str, Any]) -> list[str]:
    """The digests of what a closing froze."""
    return sorted({*closing["report_digests"].values(), closing["closing_digest"]})


def exported(event: RecordedEvent, mapper: FactMapper) -> dict[str, Any]:
    """A fact as it is exported."""
    model, state = mapper.read_state(event)
    return {
        "kind": event.kind,
        **shown_fields(model, state),
        "id": fact_id(event),
        "position": event.id,
        "recorded_at": f"{instant(event.recorded_at):%Y-%m-%dT%H:%M:%S.%f}Z",
    }


def is_restore(file: BinaryIO) -> bool:
    """Whether a file is an export: its first line says that it was at position 1."""
    first = next(read_lines(file), None)
    if first is None:
        return False
    try:
        return parse_object(first.raw).get("position") == 1
    except RefusedError:
        return False


class Restore:
    """Takes an export into an empty ledger: positions, ids and instants of recording as they were.

    Nothing is decided again; but every line is validated, and its id is derived again and compared. The restore is one
    transaction: a line that does not fit ends it, and nothing is stored.
    """

    def __init__(self, append: Append) -> None:
        """Restore within an append to an empty ledger."""
        self._append = append
        self._lacking: dict[str, int] = {}
        """Of whom a line lacked a personal text, with the number of the first such line."""
        self._pieces = FrozenPieces(append.cursor)
        self._digests: set[str] = set()
        """Of what the closings so far froze."""

    def take(self, line: Line) -> bool:
        """Store one line; whether it is of a fact. Raises LedgerError, which names the line, where it does not fit."""
        try:
            return self._take(line)
        except RefusedError as error:
            raise LedgerError(f"line {line.number}: {error.refusal.message}; nothing was restored") from None

    def _take(self, line: Line) -> bool:
        fields = parse_object(line.raw, RESTORED_LIMIT)
        if list(fields) == [FROZEN]:
            self._take_frozen(line, fields[FROZEN])
            return False
        if self._pieces.pending:
            raise self._wrong(line, "the frozen bytes above it have no end")
        name, position, recorded_at = (fields.pop(field, None) for field in ENVELOPE)
        expected = self._append.position + 1
        if position != expected:
            raise self._wrong(line, f"position is {position}, but {expected} comes next")
        self._append.recorded_at = self._recorded_at(line, recorded_at)
        lacks = _stand_in(fields)
        fact = prepared(read_object(fields), self._append.ledger_state.site)
        if self._append.ledger_state.site is None and fact.kind != "site":
            raise self._wrong(line, "the first fact is not a site")
        known = self._append.put(fact, self._followed(fact))
        if known.id != name:
            raise self._wrong(line, f"id is {name}, but the fact's identity gives {known.id}")
        if lacks:
            self._lacking.setdefault(known.employee, line.number)
        if fact.kind == Erasure.kind:
            self._append.destroy_key(known.employee)
        if fact.kind == Close.kind:
            self._digests.update(_digests(fields))
        return True

    def _take_frozen(self, line: Line, piece: object) -> None:
        digest = piece.get("digest") if isinstance(piece, Mapping) else None
        if digest not in self._digests:
            raise self._wrong(line, "no closing above it froze these bytes")
        wrong = self._pieces.take(piece)
        if wrong is not None:
            raise self._wrong(line, f"it {wrong}")

    def end(self) -> None:
        """See that nobody lacks a text but who was erased, and that frozen bytes are whole. Raises LedgerError."""
        if self._pieces.pending:
            raise LedgerError("the last frozen bytes have no end; restore a whole export (nothing was restored)")
        for employee, number in self._lacking.items():
            if employee not in self._append.ledger_state.erased:
                raise LedgerError(
                    f"line {number}: a personal text is missing, and no line says that {employee!r} was erased; "
                    "restore a whole export, as it was written (nothing was restored)"
                )

    def _recorded_at(self, line: Line, text: object) -> int:
        try:
            recorded_at = microseconds(datetime.fromisoformat(str(text)))
        except (ValueError, TypeError):
            raise self._wrong(line, "recorded_at is not an instant as export writes it") from None
        if self._append.position and recorded_at < self._append.recorded_at:
            raise self._wrong(line, "recorded_at is before that of the line above")
        return recorded_at

    def _followed(self, fact: Prepared) -> Known | None:
        ledger_state = self._append.ledger_state
        if isinstance(fact.fact, Void):
            return next(iter(voided(fact.fact, ledger_state)), None)
        return next(iter(ledger_state.history(fact.stream)), None) if fact.model.follows is not None else None

    def _wrong(self, line: Line, what: str) -> LedgerError:
        return LedgerError(
            f"line {line.number}: {what}; restore a whole export, as it was written, into an empty store "
            "(nothing was restored)"
        )


def _stand_in(fields: dict[str, Any]) -> bool:
    """Put a mark where a line lacks a text that its kind asks for, as lines about an erased person do."""
    model = KINDS.get(str(fields.get("kind")))
    if model is None:
        return False
    required = [name for name in model.sealed if model.model_fields[name].is_required()]
    lacking = [model.names[name] for name in required if model.names[name] not in fields]
    fields.update(dict.fromkeys(lacking, ERASED))
    return bool(lacking)


def restored_lines(append: Append, file: BinaryIO) -> Iterator[Line]:
    """Restore a file line by line; yields each line when it is taken."""
    restore = Restore(append)
    for line in read_lines(file):
        if not line.raw.strip():
            continue
        if not restore.take(line):
            continue
        if append.position % _AT_ONCE == 0:
            append.flush()
        yield line
    restore.end()
