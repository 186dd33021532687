"""An exact export: the stored bytes of every fact as lines, and back into an empty store with the same Merkle root.

An ordinary export says what was recorded, and a restore of it seals and salts anew: its positions and reports are the
same, its root is another. An exact one carries the rows themselves: the first line says what it is, then come the keys
as the master key wraps them, the facts, what was signed of them, and what closings froze; the last line holds the
digest of all before it. Only with the same master key can it be read.
"""

import base64
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

from ledger.appends.append import Append
from ledger.copies.frozen_lines import FROZEN, FrozenPieces, frozen_lines
from ledger.file_lines import Line, read_lines
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.events import COLUMNS, ledger_event
from ledger.store.rows import Row, pages_of, put_rows
from ledger.store.tables import SHAPES

_EXACT = "workledger_exact_export"
_VERSION = 2
_VERSIONS = (1, 2)
"""Those that can be restored; version 1, of 0.1.0, has no frozen bytes."""
_EVENTS = "events"
_TABLES = ("keys", _EVENTS, "signing_keys", "checkpoints")
_BYTES = "base64"
_AT_ONCE = 2_000


def exact_lines(cursor: StoreCursor) -> Iterator[bytes]:
    """Every line of an exact export of what a transaction sees."""
    digest = sha256()
    for line in _body(cursor):
        digest.update(line)
        yield line
    yield _line({"digest": digest.hexdigest()})


def is_exact(file: BinaryIO) -> bool:
    """Whether a file is an exact export: its first line says so."""
    first = next(read_lines(file), None)
    return first is not None and first.raw.startswith(f'{{"{_EXACT}":'.encode())


class ExactRestore:
    """Takes an exact export into an empty store; nothing is decided, sealed or salted anew."""

    def __init__(self, append: Append) -> None:
        """Restore within an append to an empty ledger."""
        self._append = append
        self._digest = sha256()
        self._ended = False
        self._gathered: list[Row] = []
        self._pieces = FrozenPieces(append.cursor)

    def take(self, line: Line) -> bool:
        """Store one line; whether it is of a fact. Raises LedgerError, which names the line, where it does not fit."""
        if self._ended:
            raise _wrong(line.number, "follows the last line")
        content = _read(line)
        if "digest" in content:
            self._ended = content["digest"] == self._digest.hexdigest()
            if not self._ended:
                raise _wrong(line.number, "is the digest of other lines than those above")
            return False
        self._digest.update(line.raw + b"\n")
        if line.number == 1:
            if content.get(_EXACT) not in _VERSIONS:
                raise _wrong(1, "is of another version of workledger")
            return False
        if list(content) == [FROZEN]:
            wrong = self._pieces.take(content[FROZEN])
            if wrong is not None:
                raise _wrong(line.number, wrong)
            return False
        return self._take_row(*_row_of(content, line.number))

    def end(self) -> None:
        """Store what is left. Raises LedgerError where the export has not come to its last line."""
        self._take_events()
        if not self._ended or self._pieces.pending:
            raise LedgerError(
                "the exact export has no last line, which holds its digest; give the whole file (nothing was restored)"
            )

    def _take_row(self, table: str, row: Row) -> bool:
        if table == _EVENTS:
            self._gathered.append(row)
            if len(self._gathered) == _AT_ONCE:
                self._take_events()
            return True
        self._take_events()
        put_rows(self._append.cursor, SHAPES[table], [row])
        return False

    def _take_events(self) -> None:
        rows, self._gathered = self._gathered, []
        events = []
        for row in rows:
            columns: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
            del columns["position"]
            events.append(ledger_event(**(columns | {"state": columns["state"].encode()})))
        if not events:
            return
        self._append.take(events)
        if self._append.position != rows[-1][0]:
            raise LedgerError(
                f"the exact export has {self._append.position} facts up to position {rows[-1][0]}; give the whole file "
                "(nothing was restored)"
            )


def exactly_restored(append: Append, file: BinaryIO) -> Iterator[Line]:
    """Take an exact export into an empty store line by line; yields each line of a fact when it is taken.

    Raises LedgerError, which names the line, where one does not fit, and where the whole is not what was written. It is
    one transaction, so that nothing is stored then.
    """
    restore = ExactRestore(append)
    for line in read_lines(file):
        if restore.take(line):
            yield line
    restore.end()


def _body(cursor: StoreCursor) -> Iterator[bytes]:
    yield _line({_EXACT: _VERSION})
    for table in _TABLES:
        shape = SHAPES[table]
        for rows in pages_of(cursor, shape):
            for row in rows:
                yield _line({table: dict(zip(shape.columns, map(_written, row), strict=True))})
    cursor.execute("SELECT digest FROM frozen ORDER BY digest")
    yield from map(_line, frozen_lines(cursor, [str(row["digest"]) for row in cursor.fetchall()]))


def _row_of(content: dict[str, Any], number: int) -> tuple[str, Row]:
    (table, named), *more = content.items()
    if more or table not in _TABLES or not isinstance(named, dict) or tuple(named) != SHAPES[table].columns:
        raise _wrong(number, "is not a row of an exact export")
    return table, tuple(_value(value) for value in named.values())


def _read(line: Line) -> dict[str, Any]:
    try:
        content = json.loads(line.raw)
    except ValueError:
        content = None
    if not isinstance(content, dict) or not content:
        raise _wrong(line.number, "is not a line of an exact export")
    return content


def _written(value: Any) -> Any:
    return {_BYTES: base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    return base64.b64decode(value[_BYTES]) if isinstance(value, dict) and set(value) == {_BYTES} else value


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _wrong(number: int, what: str) -> LedgerError:
    return LedgerError(f"line {number} {what}; restore an exact export as it was written (nothing was restored)")
