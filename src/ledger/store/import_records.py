"""Imports and the quarantine: what came in, how far it was read, and what was refused. Outside the positions."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.store.dialect import Condition, StoreCursor

OPEN, RETRIED, DISMISSED = "open", "retried", "dismissed"

Senders = Collection[str] | None
"""The numbers of those whose imports are meant; None where all are."""

_FILE = "file"
"""Beside the options of an import: what its file is called. No part of what it is known by."""
_KEEP = (
    'INSERT INTO quarantine (id, import, line, code, message, "offset", size, raw, state, answer) '
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """An import: how far it has come and what became of its lines so far."""

    key: str
    format: str
    options: Mapping[str, Any]
    started_at: int
    bytes_done: int = 0
    lines_done: int = 0
    accepted: int = 0
    duplicate: int = 0
    conflict: int = 0
    rejected: int = 0
    finished: bool = False
    file: str = ""
    """What the file is called; empty of a stream, and of an import of before names were kept."""
    sender: str = ""
    """The number of who sent it, to whom it belongs; empty where it is HR's."""

    def advanced(self, statuses: Mapping[str, int], *, lines_done: int, bytes_done: int) -> "ImportProgress":
        """The import after a batch of lines with these outcomes."""
        counts = {name: getattr(self, name) + statuses.get(name, 0) for name in COUNTS}
        return replace(self, **counts, lines_done=lines_done, bytes_done=bytes_done)


COUNTS = ("accepted", "duplicate", "conflict", "rejected")


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused line. `raw` is the whole line, or its beginning where it is longer than what is kept (`size`)."""

    id: int
    import_key: str
    line: int
    code: str
    message: str
    offset: int
    size: int
    raw: bytes
    state: str
    answer: str
    file: str = ""

    @property
    def whole(self) -> bool:
        """Whether all bytes of the line were kept."""
        return self.size <= len(self.raw) + 3

    def as_json(self) -> dict[str, Any]:
        """The line as ``quarantine list --json`` prints it."""
        return {
            "id": self.id,
            "import": self.import_key,
            "file": self.file,
            "line": self.line,
            "state": self.state,
            "code": self.code,
            "message": self.message,
            "answer": self.answer,
            "offset": self.offset,
            "size": self.size,
            "raw": self.raw.decode("utf-8", errors="backslashreplace"),
        }


@dataclass(frozen=True, slots=True)
class LinesOf:
    """Which lines of the quarantine are meant: of some senders, of an import, refused for a code; else all of them."""

    senders: Senders = None
    import_key: str = ""
    code: str = ""


EVERY_LINE = LinesOf()


class Bookkeeping:
    """The tables `imports` and `quarantine`, through the cursor of a transaction."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Reads and writes through the cursor."""
        self._cursor = cursor

    def progress(self, key: str) -> ImportProgress | None:
        """How far an import has come; None where it is new."""
        self._cursor.execute(
            "SELECT imports.*, import_senders.sender FROM imports "
            "LEFT JOIN import_senders ON import_senders.import=imports.import WHERE imports.import=?",
            [key],
        )
        row = self._cursor.fetchone()
        if row is None:
            return None
        options = json.loads(row["options"])
        return ImportProgress(
            key=row["import"],
            file=options.pop(_FILE, ""),
            format=row["format"],
            options=options,
            started_at=row["started_at"],
            bytes_done=row["bytes_done"],
            lines_done=row["lines_done"],
            finished=bool(row["finished"]),
            sender=row["sender"] or "",
            **{name: row[name] for name in COUNTS},
        )

    def options_now(self, options: Mapping[str, Any]) -> Mapping[str, Any]:
        """An import's options as they are now: a device that sends by itself may have other PINs since."""
        if "serial" not in options:
            return options
        self._cursor.execute("SELECT pins FROM devices WHERE serial=?", [options["serial"]])
        row = self._cursor.fetchone()
        return options if row is None else {**options, "pins": json.loads(row["pins"]) or None}

    def save_progress(self, progress: ImportProgress) -> None:
        """Write how far an import has come."""
        self._cursor.execute(
            "INSERT INTO imports (import, format, options, started_at, bytes_done, lines_done, "
            "accepted, duplicate, conflict, rejected, finished) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (import) DO UPDATE SET bytes_done=excluded.bytes_done, lines_done=excluded.lines_done, "
            "accepted=excluded.accepted, duplicate=excluded.duplicate, conflict=excluded.conflict, "
            "rejected=excluded.rejected, finished=excluded.finished",
            [
                progress.key,
                progress.format,
                json.dumps({**progress.options, **({_FILE: progress.file} if progress.file else {})}, sort_keys=True),
                progress.started_at,
                progress.bytes_done,
                progress.lines_done,
                *(getattr(progress, name) for name in COUNTS),
                int(progress.finished),
            ],
        )
        if progress.sender:
            self._cursor.execute(
                "INSERT INTO import_senders (import, sender) VALUES (?, ?) ON CONFLICT (import) DO NOTHING",
                [progress.key, progress.sender],
            )

    def beginning(self, key: str, senders: Senders = None) -> list[ImportProgress]:
        """The imports whose ids begin so, of some senders; two at the most."""
        condition = self._sent_by(senders)
        self._cursor.execute(
            f"SELECT import FROM imports WHERE substr(import, 1, ?)=? AND {condition.sql} LIMIT 2",  # noqa: S608
            [len(key), key, *condition.parameters],
        )
        keys = [row["import"] for row in self._cursor.fetchall()]
        return [progress for each in keys if (progress := self.progress(each)) is not None]

    def latest(self, limit: int, senders: Senders = None) -> list[ImportProgress]:
        """The imports of some senders that were begun last, the latest first."""
        condition = self._sent_by(senders)
        self._cursor.execute(
            f"SELECT import FROM imports WHERE {condition.sql} ORDER BY started_at DESC, import LIMIT ?",  # noqa: S608
            [*condition.parameters, limit],
        )
        keys = [row["import"] for row in self._cursor.fetchall()]
        return [progress for each in keys if (progress := self.progress(each)) is not None]

    def keep_recorded(self, key: str, first: int, last: int) -> None:
        """Write that an import recorded the facts at positions up to another, both included; none where it is less."""
        if last >= first:
            self._cursor.execute("INSERT INTO import_facts (import, first, last) VALUES (?, ?, ?)", [key, first, last])

    def recorded(self, key: str) -> list[tuple[int, int]]:
        """The first and the last position of each stretch that an import recorded, in order."""
        self._cursor.execute("SELECT first, last FROM import_facts WHERE import=? ORDER BY first", [key])
        return [(row["first"], row["last"]) for row in self._cursor.fetchall()]

    def quarantine(self, rows: Sequence[tuple[str, int, str, str, int, int, bytes]]) -> None:
        """Keep refused lines: import, line, code, message, offset, size, raw."""
        self._cursor.execute("SELECT MAX(id) AS last FROM quarantine")
        following = (self._cursor.fetchone()["last"] or 0) + 1
        self._cursor.executemany(
            _KEEP,
            [(following + number, *row, OPEN, "") for number, row in enumerate(rows)],
        )

    def refused_lines(self, key: str) -> list[tuple[int, str, str, bytes]]:
        """Line, code, message and content of what an import refused, in the order of its lines."""
        self._cursor.execute(
            'SELECT line, code, message, raw FROM quarantine WHERE import=? ORDER BY line, "offset"', [key]
        )
        return [(row["line"], row["code"], row["message"], bytes(row["raw"])) for row in self._cursor.fetchall()]

    def entries(self, ids: Sequence[int] | None = None, state: str | None = None) -> list[Quarantined]:
        """Lines of the quarantine, in the order of their ids."""
        conditions, parameters = ["1=1"], []  # type: list[str], list[Any]
        if ids is not None:
            condition = self._cursor.dialect.any_of("id", ids)
            conditions.append(condition.sql)
            parameters.extend(condition.parameters)
        if state is not None:
            conditions.append("state=?")
            parameters.append(state)
        self._cursor.execute(f"SELECT * FROM quarantine WHERE {' AND '.join(conditions)} ORDER BY id", parameters)  # noqa: S608
        rows = self._cursor.fetchall()
        files = self._files({row["import"] for row in rows})
        return [
            Quarantined(
                id=row["id"],
                import_key=row["import"],
                file=files.get(row["import"], ""),
                **{name: row[name] for name in ("line", "code", "message", "offset", "size", "raw", "state", "answer")},
            )
            for row in rows
        ]

    def _sent_by(self, senders: Senders) -> Condition:
        """The condition that an import belongs to one of some senders."""
        if senders is None:
            return Condition("1=1", [])
        found = self._cursor.dialect.any_of("sender", sorted(senders))
        return Condition(f"import IN (SELECT import FROM import_senders WHERE {found.sql})", found.parameters)  # noqa: S608

    def _files(self, keys: Collection[str]) -> dict[str, str]:
        """What the files of imports are called, by their keys."""
        condition = self._cursor.dialect.any_of("import", sorted(keys))
        self._cursor.execute(f"SELECT import, options FROM imports WHERE {condition.sql}", condition.parameters)  # noqa: S608
        return {row["import"]: json.loads(row["options"]).get(_FILE, "") for row in self._cursor.fetchall()}

    def ids_of_file(self, file: str) -> list[int]:
        """The ids of the open lines of a file, by what it is called, in order."""
        self._cursor.execute("SELECT import, options FROM imports")
        keys = [row["import"] for row in self._cursor.fetchall() if json.loads(row["options"]).get(_FILE, "") == file]
        condition = self._cursor.dialect.any_of("import", keys)
        self._cursor.execute(
            f"SELECT id FROM quarantine WHERE state=? AND {condition.sql} ORDER BY id",  # noqa: S608
            [OPEN, *condition.parameters],
        )
        return [row["id"] for row in self._cursor.fetchall()]

    def sizes(self, after: int, state: str | None, limit: int, of: LinesOf = EVERY_LINE) -> list[tuple[int, int]]:
        """The ids of lines after another, of those in a state, in order; and how many bytes were kept."""
        chosen, parameters = ("", []) if state is None else (" AND state=?", [state])
        own = self._among(of)
        self._cursor.execute(
            f"SELECT id, LENGTH(raw) AS kept FROM quarantine WHERE id>?{chosen} AND {own.sql} ORDER BY id LIMIT ?",  # noqa: S608
            [after, *parameters, *own.parameters, limit],
        )
        return [(row["id"], row["kept"]) for row in self._cursor.fetchall()]

    def groups(self, state: str, senders: Senders = None) -> list[tuple[str, str, str, int]]:
        """Of each import and code the lines in a state: the import, what its file is called, the code, and how many."""
        own = self._sent_by(senders)
        meant = f"FROM quarantine WHERE state=? AND {own.sql} GROUP BY import, code ORDER BY MIN(id)"
        self._cursor.execute(f"SELECT import, code, COUNT(*) AS lines {meant}", [state, *own.parameters])
        rows = self._cursor.fetchall()
        files = self._files({row["import"] for row in rows})
        return [(row["import"], files.get(row["import"], ""), row["code"], row["lines"]) for row in rows]

    def _among(self, of: LinesOf) -> Condition:
        own = self._sent_by(of.senders)
        told = {"import": of.import_key, "code": of.code}
        chosen = {name: value for name, value in told.items() if value}
        sql = " AND ".join([own.sql, *(f"{name}=?" for name in chosen)])
        return Condition(sql, [*own.parameters, *chosen.values()])

    def ids(self, state: str, of: LinesOf = EVERY_LINE) -> list[int]:
        """The ids of lines in a state, in order."""
        own = self._among(of)
        self._cursor.execute(
            f"SELECT id FROM quarantine WHERE state=? AND {own.sql} ORDER BY id",  # noqa: S608
            [state, *own.parameters],
        )
        return [row["id"] for row in self._cursor.fetchall()]

    def mark(self, entry: int, state: str, answer: str) -> None:
        """Mark a line of the quarantine; it is never deleted."""
        self._cursor.execute("UPDATE quarantine SET state=?, answer=? WHERE id=?", [state, answer, entry])
