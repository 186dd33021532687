"""Rows of a store as they are verified: whatever was done to them, each is read, or said not to be readable."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json

from ledger.facts.base import KINDS
from ledger.facts.people import Site
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.events import COLUMNS
from ledger.store.keys.key_wrap import SITE_SUBJECT
from ledger.store.keys.keyring import Keyring, last_erasure
from ledger.verification.event_contents import Contents, Earlier, Row, UnreadableError, read_row, referred_streams

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events "  # noqa: S608
_AT_ONCE = 2_000
_NO_TEXT = "decode to UTF-8"
"""What SQLite's driver says of bytes that are not text."""


class StoredRows:
    """The rows of a store, through the cursor of a transaction."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Reads through the cursor."""
        self._cursor = cursor

    def events(self, first: int, last: int) -> list[Row]:
        """The events at positions up to another, both included."""
        return found_rows(self._cursor, "WHERE position>=? AND position<=? ORDER BY position", [first, last])

    def leaves(self, first: int, last: int) -> dict[int, bytes]:
        """The kept leaves at positions up to another, both included."""
        self._cursor.execute("SELECT position, hash FROM leaves WHERE position>=? AND position<=?", [first, last])
        return {row["position"]: as_bytes(row["hash"]) for row in self._cursor.fetchall()}

    def recorded_before(self, position: int) -> int:
        """When the last event before a position was recorded; 0 where there is none."""
        self._cursor.execute(
            "SELECT recorded_at FROM events WHERE position<? ORDER BY position DESC LIMIT 1", [position]
        )
        row = self._cursor.fetchone()
        return row["recorded_at"] if row is not None and type(row["recorded_at"]) is int else 0

    def of_kind(self, kind: str) -> list[Row]:
        """The events of a kind, in order."""
        return found_rows(self._cursor, "WHERE kind=? ORDER BY position", [kind])


class StoredEarlier(Earlier):
    """The rows that others refer to, read for many at once."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Reads through the cursor."""
        self._cursor = cursor
        self._streams: dict[str, list[Row]] = {}

    def prefetch(self, rows: Sequence[Row]) -> None:
        """Read what some rows refer to, and forget what was read for others."""
        self._streams.clear()
        self._read(referred_streams(rows))

    def stream(self, stream: str) -> Sequence[Row]:
        """The rows of a stream in the order of their versions."""
        if stream not in self._streams:
            self._read([stream])
        return self._streams[stream]

    def with_ref(self, kind: str, ref: str) -> Sequence[Row]:
        """The row of a kind with a sender's id."""
        if not ref or "\0" in ref:
            return []
        return found_rows(self._cursor, "WHERE kind=? AND ref<>'' AND ref=?", [kind, ref])

    def numbered(self, kind: str, number: str) -> Sequence[Row]:
        """The rows of a kind that have a `ref`, and this number in the one field of their natural key."""
        if "\0" in number:
            # No engine has such a text.
            return []
        # Whatever was made of a state, no engine is asked to read JSON in it; what has the number in it is read here.
        pattern = "%" + re.sub(r"[%_\\\"]", "%", number) + "%"
        where = "WHERE kind=? AND ref<>'' AND state LIKE ? ORDER BY position"
        rows = found_rows(self._cursor, where, [kind, pattern])
        return [row for row in rows if has_number(row, kind, number)]

    def _read(self, streams: Iterable[str]) -> None:
        # No engine takes a name with a NUL byte.
        wanted = [each for each in streams if isinstance(each, str) and "\0" not in each]
        self._streams.update((each, []) for each in streams)
        for start in range(0, len(wanted), _AT_ONCE):
            condition, parameters = self._cursor.dialect.any_of("originator_id", wanted[start : start + _AT_ONCE])
            for row in found_rows(self._cursor, f"WHERE {condition} ORDER BY originator_version", parameters):
                if row.originator_id in self._streams:
                    self._streams[row.originator_id].append(row)


def has_number(row: Row, kind: str, number: str) -> bool:
    """Whether a row's fact has a number in the one field of its kind's natural key."""
    (field,) = KINDS[kind].natural_key
    try:
        state = from_json(row.state)
    except (ValueError, TypeError):
        return False
    return isinstance(state, dict) and state.get(field) == number


def found_rows(cursor: StoreCursor, which: str, parameters: Sequence[Any]) -> list[Row]:
    """Rows of the events table; of one that cannot be read as text there is nothing but the position."""
    try:
        cursor.execute(f"{_SELECT}{which}", parameters)
        return [Row(*(row.values() if isinstance(row, dict) else row)) for row in cursor.fetchall()]
    except sqlite3.OperationalError as error:
        if _NO_TEXT not in str(error):
            raise
    cursor.execute(f"SELECT position FROM events {which}", parameters)  # noqa: S608
    found = []
    for position in [row["position"] for row in cursor.fetchall()]:
        try:
            cursor.execute(f"{_SELECT}WHERE position=?", [position])
            found.append(Row(*cursor.fetchone()))
        except sqlite3.OperationalError:
            found.append(_unreadable(position))
    return found


def _unreadable(position: int) -> Row:
    return Row(position, "", 0, "", "", "", "", "", 0, "", b"")


class TextKeys:
    """The keys that texts are sealed under, as far as they can be had here."""

    def __init__(self, cursor: StoreCursor, keyring: Keyring) -> None:
        """Reads through the cursor."""
        self._cursor = cursor
        self._keyring = keyring
        self._erasure = last_erasure(cursor)
        self.available = self._opens(SITE_SUBJECT)
        """Whether the master key is here."""

    def __call__(self, subject: str) -> AESGCM | str | None:
        """The key of a subject; None where it was destroyed or there is no master key; a sentence where it is wrong."""
        if not self.available:
            return None
        try:
            key = self._keyring.for_reading(self._cursor, subject, self._erasure)
        except LedgerError:
            return f"the key of {subject}, under which its texts are sealed, does not open with the master key"
        if key is None and not self._there(subject):
            return f"the key of {subject}, under which its texts are sealed, is not there"
        return key

    def _there(self, subject: str) -> bool:
        self._cursor.execute("SELECT 1 AS found FROM keys WHERE subject=?", [subject])
        return self._cursor.fetchone() is not None

    def _opens(self, subject: str) -> bool:
        try:
            return self._keyring.for_reading(self._cursor, subject, self._erasure) is not None
        except LedgerError:
            return False


def contents_of(rows: StoredRows, earlier: Earlier, keys: TextKeys) -> Contents:
    """What verifies the contents of a store's rows, by the site that is recorded in it."""
    for row in rows.of_kind(Site.kind):
        try:
            fact = read_row(row)[0].fact()
            assert isinstance(fact, Site)
            _ = fact.zone
        except (UnreadableError, AssertionError, ValueError, OSError):
            continue
        return Contents(fact, row.position, earlier, keys)
    return Contents(None, 0, earlier, keys)


def as_bytes(value: Any) -> bytes:
    """Bytes of a column; what was changed by hand may have become text."""
    return value.encode() if isinstance(value, str) else bytes(value)
