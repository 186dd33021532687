"""Texts that lie in clear beside the sealed ones, and how those of an erased person are blanked.

A refused line is kept whole in the quarantine, and what a job answered tells of refused lines. What the service keeps
may have a person's name in it, such as the name of a key.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.store.dialect import StoreCursor
from ledger.store.import_records import DISMISSED, OPEN

BLANKED = "[erased]"
"""What stands for a text of somebody who was erased."""
_SHORTEST_NAME = 2
_SHORTEST_TEXT = 8
"""Characters of a text that is looked for outside of the person's own facts; a shorter one may be anybody's."""
_BESIDE = {
    "api_keys": ("id", ("name", "created_by")),
    "devices": ("serial", ("name", "added_by")),
    "webhooks": ("id", ("created_by",)),
    "access_log": ("id", ("who",)),
}
"""Tables of the service whose texts somebody typed: their key, and the columns."""
_OWN_ROWS = {
    "close_consents": ("employee",),
    "kept_forms": ("employee",),
    "notification_channels": ("employee",),
    "roster_drafts": ("author",),
    "roster_draft_cells": ("author", "employee"),
}
"""Tables whose rows go with the person: the columns that name whose they are by number."""
_OF_ANYBODY = ("waiting_files",)
"""Tables whose rows may name anybody, and are kept for a short while: all of them go."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose texts are blanked: the number, the names, and all texts that were recorded."""

    number: str
    names: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    @property
    def sought(self) -> list[str]:
        """The texts that are looked for anywhere, the longest first."""
        found = {name for name in self.names if len(name) >= _SHORTEST_NAME}
        found |= {text for text in self.texts if len(text) >= _SHORTEST_TEXT}
        return sorted(found, key=lambda text: (-len(text), text))


def mentions(raw: bytes, person: Person) -> bool:
    """Whether a line names the person: a value that is the number, or one of the texts; in JSON, or any other text."""
    text = raw.decode("utf-8", errors="replace")
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        escaped = (json.dumps(each)[1:-1] for each in person.sought)
        return _holds_number(text, person.number) or any(each in text for each in (*person.sought, *escaped))
    return any(str(value) == person.number or _holds(str(value), person.sought) for value in _values(line))


def without_erased(raw: bytes, message: str, erased: Iterable[str]) -> tuple[bytes, str]:
    """A refused line and why it was refused; nothing of a line about somebody who was erased."""
    for number in erased:
        if mentions(raw, Person(number)):
            return b"", note_of(number)
    return raw, message


def blank(cursor: StoreCursor, person: Person) -> set[str]:
    """Blank what lies in clear of a person; the names of the tables in which something was blanked."""
    changed = set()
    if _blank_quarantine(cursor, person):
        changed.add("quarantine")
    if _blank_jobs(cursor, person):
        changed.add("jobs")
    _forget_messages(cursor, person)
    for table, (key, columns) in _BESIDE.items():
        if _blank_names(cursor, table, key, columns, person):
            changed.add(table)
    return changed | _removed(cursor, person)


def _removed(cursor: StoreCursor, person: Person) -> set[str]:
    """Remove the rows that are the person's; the names of their tables."""
    found = set()
    for table, columns in _OWN_ROWS.items():
        own, numbers = " OR ".join(f"{column}=?" for column in columns), [person.number] * len(columns)
        cursor.execute(f"SELECT COUNT(*) AS rows FROM {table} WHERE {own}", numbers)  # noqa: S608
        if cursor.fetchone()["rows"]:
            found.add(table)
            cursor.execute(f"DELETE FROM {table} WHERE {own}", numbers)  # noqa: S608
    for table in _OF_ANYBODY:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    return found


def note_of(number: str) -> str:
    """What is said of a refused line instead of what it was refused for."""
    return f"{BLANKED} it was about employee {number!r}, whose personal data was erased"


def _blank_quarantine(cursor: StoreCursor, person: Person) -> bool:
    found = False
    last = -1
    while True:
        # One at a time: a refused line may be long.
        cursor.execute("SELECT id, raw, message, state, answer FROM quarantine WHERE id>? ORDER BY id LIMIT 1", [last])
        row = cursor.fetchone()
        if row is None:
            return found
        last = row["id"]
        told = f"{row['message']}\n{row['answer']}"
        if not (mentions(bytes(row["raw"]), person) or _holds(told, person.sought)):
            continue
        found = True
        note = note_of(person.number)
        state = DISMISSED if row["state"] == OPEN else row["state"]
        cursor.execute(
            "UPDATE quarantine SET raw=?, message=?, answer=?, state=? WHERE id=?", [b"", note, note, state, last]
        )


def _forget_messages(cursor: StoreCursor, person: Person) -> None:
    """Forget what the person was told, and of what they were to be reminded; the channels are the person's own rows."""
    channels = "SELECT id FROM notification_channels WHERE employee=?"
    reminders = "SELECT id || '.due' FROM notification_channels WHERE employee=?"
    cursor.execute(
        f"DELETE FROM deliveries WHERE webhook IN ({channels} UNION ALL {reminders})",  # noqa: S608
        [person.number, person.number],
    )


def _blank_jobs(cursor: StoreCursor, person: Person) -> bool:
    cursor.execute("SELECT id, answer FROM jobs ORDER BY id")
    found = False
    for row in cursor.fetchall():
        before = bytes(row["answer"])
        answer = json.loads(before) if before else None
        blanked = _replaced(answer, lambda text: _told_of(text, person))
        if blanked != answer:
            found = True
            content = json.dumps(blanked, ensure_ascii=False).encode()
            cursor.execute("UPDATE jobs SET answer=? WHERE id=?", [content, row["id"]])
    return found


def _told_of(text: str, person: Person) -> str:
    """A sentence about the person's lines may quote them; the number by itself stays."""
    if text != person.number and (_holds_number(text, person.number) or _holds(text, person.sought)):
        return note_of(person.number)
    return text


def _blank_names(cursor: StoreCursor, table: str, key: str, columns: tuple[str, ...], person: Person) -> bool:
    names = [name for name in person.sought if name in person.names]
    found = False
    for column in columns:
        for name in names:
            cursor.execute(
                f"SELECT {key} AS key, {column} AS text FROM {table} WHERE {column} LIKE ? ESCAPE '!'",  # noqa: S608
                [f"%{_literal(name)}%"],
            )
            for row in cursor.fetchall():
                if name in row["text"]:
                    found = True
                    cursor.execute(
                        f"UPDATE {table} SET {column}=? WHERE {key}=?",  # noqa: S608
                        [row["text"].replace(name, BLANKED), row["key"]],
                    )
    return found


def _literal(text: str) -> str:
    return re.sub("[!%_]", lambda found: f"!{found[0]}", text)


def _holds(text: str, sought: Iterable[str]) -> bool:
    return any(each in text for each in sought)


def _holds_number(text: str, number: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", text) is not None


def _values(value: Any) -> Iterator[Any]:
    """Every value within a JSON value, and the names of its fields."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield value


def _replaced(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(inner, replace) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, replace) for inner in value]
    return replace(value) if isinstance(value, str) else value
