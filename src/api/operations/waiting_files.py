"""Files that wait to be looked at and mended before they are imported; each is only for who sent it, and for a day."""

import io
import json
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

from api.auth.principals import Principal
from api.operations.answer import Done
from api.operations.context import Context
from api.operations.file_choices import FileChoices, Found, columns_of, found_forms, tables_of_file
from api.operations.imports import import_file
from api.operations.jobs import Job
from api.operations.operation import operation
from api.problems import Problem
from api.service.transport.sent_file import Received
from ledger.formats.sheets.mended_sheets import Mended, mended, rows_as_lines, written
from ledger.formats.sheets.workbook import Merged, Row, Table
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor

__all__ = [
    "FileChoices",
    "Mended",
    "Table",
    "WaitingFile",
    "check_file",
    "discard_file",
    "import_waiting",
    "keep_file",
    "mend_file",
    "waiting_file",
]
MOST_BYTES = 4 * 1_048_576
"""A larger file is not shown before it is imported."""
_KEPT = 86_400 * 1_000_000
_PURPOSE = "waiting file"
_ID_BYTES = 12


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits: how it is read, the forms that it may have, the best first, and its sheets."""

    id: str
    choices: FileChoices
    found: Sequence[Found]
    tables: Sequence[Table]
    unread: str = ""
    """Why its sheets cannot be read as was chosen; empty where they can."""
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The columns that it may have by its mapping, each with its headings."""


@dataclass(frozen=True, slots=True)
class _Kept:
    choices: FileChoices
    found: Sequence[Found]
    tables: Sequence[Table]
    unread: str
    content: bytes


@operation("import")
def keep_file(context: Context, file: Received, choices: FileChoices) -> str:
    """Keep a file until it is imported; its id. What it is is found from its content where no form is chosen.

    Raises Problem where it is too large to be shown.
    """
    if file.size > MOST_BYTES:
        raise Problem(
            "too-large",
            f"the file has {file.size} bytes; one of up to {MOST_BYTES} can be looked at first: import it as it is",
        )
    file.file.seek(0)
    content = file.file.read()
    found = found_forms(content, choices.encoding)
    best = found[0] if found else Found("")
    chosen = replace(choices, called=file.called, form=choices.form or best.form)
    number = os.urandom(_ID_BYTES).hex()
    _keep(context, number, _looked_at(chosen, found, content))
    return number


@operation("import")
def waiting_file(context: Context, number: str) -> WaitingFile:
    """A file that waits. Raises Problem where there is none of one's own."""
    kept = _kept(context, number)
    columns = columns_of(kept.choices)
    return WaitingFile(number, kept.choices, kept.found, kept.tables, kept.unread, columns)


@operation("import")
def mend_file(context: Context, number: str, cells: Iterable[Mended], choices: FileChoices) -> None:
    """Mend cells of a file that waits, and choose anew how it is read.

    Raises Problem where there is none, or something unknown is chosen.
    """
    if choices.form:
        choices.options(dry_run=True)
    kept, changed = _kept(context, number), list(cells)
    content, tables = kept.content, kept.tables
    if changed and not kept.unread:
        tables = mended(tables, changed)
        content = written(tables) if kept.choices.map else rows_as_lines(tables)
    chosen = replace(choices, called=kept.choices.called)
    found = kept.found if chosen.encoding == kept.choices.encoding else found_forms(content, chosen.encoding)
    _keep(context, number, _looked_at(chosen, found, content))


@operation("import")
def check_file(context: Context, number: str) -> Job:
    """Begin to check all of a file, of which nothing is recorded; the job answers what an import would."""
    kept = _kept(context, number)
    return import_file(context, kept.choices.options(dry_run=True), _received(kept), foresee=True).answer


@operation("import")
def import_waiting(context: Context, number: str) -> Done[Job]:
    """Begin the import of a file that waits, which waits no longer; once under the key."""
    kept = _kept(context, number)
    done = import_file(context, kept.choices.options(dry_run=False), _received(kept))
    _drop(context, number)
    return done


@operation("import")
def discard_file(context: Context, number: str) -> None:
    """Let a file that waits go. Raises Problem where there is none of one's own."""
    _kept(context, number)
    _drop(context, number)


def _received(kept: _Kept) -> Received:
    digest = sha256(kept.content).digest()
    return Received(io.BytesIO(kept.content), len(kept.content), digest, {}, called=kept.choices.called)


def _looked_at(choices: FileChoices, found: Sequence[Found], content: bytes) -> _Kept:
    """A file as it is kept, with its sheets as they are read; where they cannot be, with why."""
    try:
        return _Kept(choices, found, tables_of_file(choices, content), "", content)
    except LedgerError as error:
        return _Kept(choices, found, (), str(error), content)


def _keep(context: Context, number: str, kept: _Kept) -> None:
    """Keep a file under an id; what is older than a day goes."""
    told = {"choices": asdict(kept.choices), "found": [asdict(each) for each in kept.found], "unread": kept.unread}
    shown = [[table.name, table.rows, table.merged, table.others] for table in kept.tables]
    parts = [json.dumps(each, ensure_ascii=False).encode() for each in (told, shown)]
    principal, upkeep = context.principal, context.ledger.upkeep
    employee = principal.employee or ""
    with context.ledger.transactions.keeping() as (cursor, now):
        sealed = [upkeep.seal(cursor, employee, _PURPOSE, zlib.compress(part)) for part in (*parts, kept.content)]
        cursor.execute("DELETE FROM waiting_files WHERE created_at<? OR id=?", [now - _KEPT, number])
        cursor.execute(
            "INSERT INTO waiting_files (id, owner, employee, created_at, choices, tables, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [number, principal.id, employee, now, *sealed],
        )


def _kept(context: Context, number: str) -> _Kept:
    with context.ledger.transactions.looking() as (cursor, now):
        parts = _unsealed(context, cursor, number, now - _KEPT)
    if parts is None:
        raise Problem("not-found", "the file does not wait any more: it was imported, or a day is over; send it again")
    told, shown = (json.loads(part) for part in parts[:2])
    tables = [
        Table(name, [Row(*row) for row in rows], tuple(Merged(*each) for each in merged), tuple(others))
        for name, rows, merged, others in shown
    ]
    found = [Found(**each) for each in told["found"]]
    return _Kept(FileChoices(**told["choices"]), found, tables, told["unread"], parts[2])


def _unsealed(context: Context, cursor: StoreCursor, number: str, since: int) -> list[bytes] | None:
    principal: Principal = context.principal
    cursor.execute(
        "SELECT employee, choices, tables, content FROM waiting_files WHERE id=? AND owner=? AND created_at>=?",
        [number, principal.id, since],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    sealed = [bytes(row[name]) for name in ("choices", "tables", "content")]
    found = [context.ledger.upkeep.unseal(cursor, row["employee"], _PURPOSE, part) for part in sealed]
    return None if None in found else [zlib.decompress(part) for part in found if part is not None]


def _drop(context: Context, number: str) -> None:
    with context.ledger.transactions.keeping() as (cursor, _now):
        cursor.execute("DELETE FROM waiting_files WHERE id=? AND owner=?", [number, context.principal.id])
