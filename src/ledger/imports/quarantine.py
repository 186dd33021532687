"""The quarantine: refused lines, kept whole, to be listed, mended and tried again. Marked, never deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ledger.appends.append import Append, Outcome
from ledger.appends.appender import Appender
from ledger.appends.incoming_facts import read_bytes
from ledger.appends.line_sender import HOLDER, LineSender
from ledger.doubts.doubt import Doubt, shown_doubt
from ledger.facts.people import Site
from ledger.facts.prepared_fact import Read
from ledger.formats import LineReader, line_reader
from ledger.imports.batches import approval_of
from ledger.refusal import LedgerError, Refusal
from ledger.store.import_records import DISMISSED, EVERY_LINE, OPEN, RETRIED, Bookkeeping, LinesOf, Quarantined, Senders

_AT_ONCE = 500
_PAGE_BYTES = 8 * 1_048_576


class NoOpenLineError(LedgerError):
    """An id that is not an open line of the quarantine: there is none, or it was settled."""

    def __init__(self, entry: int) -> None:
        """Of an id."""
        super().__init__(f"{entry} is not an open line of the quarantine; quarantine list shows their ids")
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of a line that was tried again: its outcome, and the refusal where it is refused still.

    Of a line that was accepted, what should be looked at.
    """

    id: int
    status: str
    refusal: Refusal | None
    doubts: tuple[Doubt, ...] = ()
    employee: str = ""
    """Of whom the line is, as it was recorded; not told."""
    approves: str = ""
    """The leave that it approves, not told; empty where it approves none."""

    def as_json(self) -> dict[str, Any]:
        """The line as ``quarantine retry --json`` prints it."""
        told: dict[str, Any] = {"id": self.id, "status": self.status}
        if self.doubts:
            told["doubts"] = [shown_doubt(doubt) for doubt in self.doubts]
        return told if self.refusal is None else {**told, "code": self.refusal.code, "message": self.refusal.message}


class Quarantine:
    """The refused lines of a ledger."""

    def __init__(self, appender: Appender, site: Site | None) -> None:
        """The quarantine of the appender's store."""
        self._appender = appender
        self._site = site

    def entries(self, state: str | None = OPEN) -> list[Quarantined]:
        """The lines in a state (``open``, ``retried``, ``dismissed``), or all of them."""
        with self._appender.look() as (cursor, _now):
            return Bookkeeping(cursor).entries(state=state)

    def count_open(self, senders: Senders = None) -> int:
        """How many lines are open; `senders`: only those of their imports."""
        with self._appender.look() as (cursor, _now):
            return len(Bookkeeping(cursor).ids(OPEN, LinesOf(senders)))

    def page(
        self, after: int, limit: int, state: str | None = OPEN, of: LinesOf = EVERY_LINE
    ) -> tuple[list[Quarantined], int | None]:
        """Lines in a state with ids after another, and the id that the next page goes on after; None at the end.

        A page holds `limit` lines at the most, and fewer where they are long.
        """
        with self._appender.look() as (cursor, _now):
            books = Bookkeeping(cursor)
            found = books.sizes(after, state, limit + 1, of)
            chosen: list[int] = []
            size = 0
            for entry, kept in found[:limit]:
                size += kept
                if chosen and size > _PAGE_BYTES:
                    break
                chosen.append(entry)
            lines = books.entries(chosen) if chosen else []
            return lines, chosen[-1] if len(chosen) < len(found) else None

    def retry(self, ids: Sequence[int] | None = None, mended: Mapping[int, bytes] | None = None) -> list[Retried]:
        """Try open lines again (all of them without `ids`), each as it came or as it was mended.

        What is accepted, or is on the ledger already, is marked retried. What is refused again stays open, with the
        new answer beside the first. Raises LedgerError for an id that is not an open line.
        """
        with self._appender.look() as (cursor, _now):
            found = _open_ids(Bookkeeping(cursor), ids)
        retried: list[Retried] = []
        for start in range(0, len(found), _AT_ONCE):
            part = found[start : start + _AT_ONCE]
            retried += self._appender.appended(partial(self._retried, part, mended or {}))
        return retried

    def retried(
        self,
        append: Append,
        ids: Sequence[int] | None = None,
        mended: Mapping[int, bytes] | None = None,
        sender: LineSender = HOLDER,
        senders: Senders = None,
    ) -> list[Retried]:
        """The same, all in one append, which commits it. Raises NoOpenLineError for an id that is not an open line.

        `sender` tries them again, and is given the id of a line for its number; `senders`: only lines of their imports.
        """
        found = _open_ids(Bookkeeping(append.cursor), ids, senders)
        retried: list[Retried] = []
        for start in range(0, len(found), _AT_ONCE):
            retried += self._retried(found[start : start + _AT_ONCE], mended or {}, append, sender)
            append.flush()
        return retried

    def dismiss(self, ids: Sequence[int] | None) -> int:
        """Mark open lines (all of them without ids) as not to be tried again; how many there were.

        Raises LedgerError for an id that is not an open line.
        """
        with self._appender.append() as append:
            return len(_put_aside(Bookkeeping(append.cursor), ids))

    def dismiss_file(self, called: str) -> int:
        """The same of the open lines of a file. Raises LedgerError where there are none."""
        with self._appender.append() as append:
            books = Bookkeeping(append.cursor)
            ids = books.ids_of_file(called)
            if not ids:
                raise LedgerError(f"no open line is of a file {called!r}; quarantine list shows the files")
            return len(_put_aside(books, ids))

    def dismissed(
        self, append: Append, ids: Sequence[int], reason: str = "", senders: Senders = None
    ) -> list[Quarantined]:
        """The same in an append, which commits it; the lines as they are then, with the reason as their answer."""
        books = Bookkeeping(append.cursor)
        return books.entries(_put_aside(books, ids, reason, senders))

    def dismissed_of(self, append: Append, of: LinesOf, reason: str) -> int:
        """Dismiss the open lines that are meant, in an append, which commits it; how many there were."""
        books = Bookkeeping(append.cursor)
        found = books.ids(OPEN, of)
        for entry in found:
            books.mark(entry, DISMISSED, reason)
        return len(found)

    def groups(self, senders: Senders = None) -> list[tuple[str, str, str, int]]:
        """The open lines of some senders by import and code: the import, its file, the code, and how many."""
        with self._appender.look() as (cursor, _now):
            return Bookkeeping(cursor).groups(OPEN, senders)

    def _retried(
        self, ids: Sequence[int], mended: Mapping[int, bytes], append: Append, sender: LineSender = HOLDER
    ) -> list[Retried]:
        books = Bookkeeping(append.cursor)
        # Another process may have settled a line since it was looked up.
        entries = books.entries(ids, state=OPEN)
        reads = [self._read(books, entry, mended.get(entry.id), sender) for entry in entries]
        outcomes = [sender.told(*each) for each in zip(reads, append.judge(reads), strict=True)]
        end = append.position
        for entry, outcome in reversed(list(zip(entries, outcomes, strict=True))):
            if outcome.status == "accepted" and outcome.position is not None:
                # What was recorded together with it comes right after it.
                books.keep_recorded(entry.import_key, outcome.position, end)
                end = outcome.position - 1
        return [self._marked(books, *each) for each in zip(entries, reads, outcomes, strict=True)]

    def _read(self, books: Bookkeeping, entry: Quarantined, mended: bytes | None, sender: LineSender) -> Read:
        if mended is None and not entry.whole:
            return Read(None, Refusal(entry.code, entry.message))
        raw = entry.raw if mended is None else mended.strip()
        return read_bytes(raw, self._reader(books, entry.import_key), self._site, sender, entry.id)

    def _reader(self, books: Bookkeeping, key: str) -> LineReader:
        progress = books.progress(key)
        assert progress is not None, "a refused line belongs to an import"
        return line_reader(progress.format, books.options_now(progress.options), self._site)

    @staticmethod
    def _marked(books: Bookkeeping, entry: Quarantined, read: Read, outcome: Outcome) -> Retried:
        refusal = outcome.refusal
        if refusal is None:
            books.mark(entry.id, RETRIED, outcome.status)
        else:
            books.mark(entry.id, OPEN, f"{refusal.code}: {refusal.message}")
        approval = approval_of(read) if outcome.status == "accepted" else None
        employee = "" if outcome.known is None else outcome.known.employee
        approves = "" if approval is None else approval.leave
        return Retried(entry.id, outcome.status, refusal, outcome.doubts, employee, approves)


def _open_ids(books: Bookkeeping, ids: Sequence[int] | None, senders: Senders = None) -> list[int]:
    found = books.ids(OPEN, LinesOf(senders))
    missing = sorted(set(ids or ()).difference(found))
    if missing:
        raise NoOpenLineError(missing[0])
    return found if ids is None else sorted(set(ids))


def _put_aside(books: Bookkeeping, ids: Sequence[int] | None, reason: str = "", senders: Senders = None) -> list[int]:
    found = _open_ids(books, ids, senders)
    for entry in found:
        books.mark(entry, DISMISSED, reason)
    return found
