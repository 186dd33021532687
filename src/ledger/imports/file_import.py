"""Importing a file: in batches, each with its progress in one transaction, so that nothing is lost or doubled.

An import is known by the digest of its bytes. Its counts, its place in the file and its refused lines are kept beside
the ledger: a file that was imported answers from there, and one that was interrupted goes on where it stopped.
"""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO

from ledger.appends.append import Append
from ledger.appends.appender import Appender
from ledger.appends.line_sender import HOLDER, LineSender
from ledger.copies.exact_export import exactly_restored, is_exact
from ledger.copies.export import is_restore, restored_lines
from ledger.doubts.doubt import Doubt
from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.file_lines import Line
from ledger.formats import LineReader, cell_of, lines_of, refuse_sheet, sheets_not_read, told_where
from ledger.formats.sheets import sheet_of
from ledger.imports.batches import Batch, Lines, approvals_apart
from ledger.imports.doubt_tally import DoubtTally
from ledger.imports.import_answer import ImportAnswer, Issue
from ledger.imports.read_ahead import Reading, ReadingAhead
from ledger.refusal import Refusal
from ledger.store.clear_texts import without_erased
from ledger.store.dialect import StoreCursor
from ledger.store.import_records import Bookkeeping, ImportProgress

BATCH_LINES = 5_000
BATCH_BYTES = 8 * 1_048_576
HELPED_BYTES = 2 * 1_048_576
"""A smaller file is read before a helping process would have started."""
_BLOCK = 1_048_576

Progress = Callable[[int, int], None]
Foresee = Callable[[Fact], Sequence[Doubt]]
"""From a fact to what reports tell of it, on the ledger as it stands."""


class FileImport:
    """The import of one file: what it is known by, and how its lines are read."""

    def __init__(
        self,
        file: BinaryIO,
        size: int,
        format_name: str,
        options: Mapping[str, Any],
        progress: Progress | None,
        jobs: int = 1,
        sender: LineSender = HOLDER,
        called: str = "",
        *,
        strict: bool = False,
        foresee: Foresee | None = None,
    ) -> None:
        """Look at the whole file once, for its digest. `jobs` processes read its lines, this one included.

        `sender` sends the file; a restore is taken as it is. `called` is the name of the file, for people to find it
        again. With `strict` doubtful lines are kept out, also by what `foresee` tells of an approval of leave on the
        ledger as it stands.
        """
        self._file = file
        self._called = called
        self._size = size
        self._reading = Reading(format_name, {name: value for name, value in options.items() if value}, sender)
        self._progress = progress
        self._strict = strict
        self._foresee = foresee if strict else None
        self._doubts = DoubtTally()
        self._own: list[range] = []
        """The positions of what this import has recorded."""
        self._jobs = jobs if size >= HELPED_BYTES and not sender.reads_ledger else 1
        self.key = _import_key(_digest(file), format_name, self._reading.options, sender.owner)

    def reader(self, site: Site | None) -> LineReader:
        """The reader of the file's lines. Raises LedgerError where the file is a sheet, and has no mapping."""
        refuse_sheet(self._reading.format, self._file, self._called)
        return self._reading.reader(site)

    def is_restore(self) -> bool:
        """Whether the file is an export from its beginning, or an exact one, and its sender may restore a ledger."""
        if self._reading.format != "interchange" or not self._reading.sender.restores:
            return False
        return is_exact(self._file) or is_restore(self._file)

    def run(self, appender: Appender, reader: LineReader) -> ImportAnswer:
        """Import what is not imported yet, a batch a transaction; the answer is of the whole file."""
        with appender.look() as (cursor, now):
            progress = self._current(cursor, now)
        known = progress.finished
        while not progress.finished:
            for batch in self._cut(progress, reader, appender):
                foreseen = self._foreseen(batch)
                progress, other, doubts, own = appender.appended(partial(self._advanced, progress, batch, foreseen))
                self._doubts.add(doubts)
                self._own.append(own)
                self._report(progress)
                if other:
                    break
        with appender.look() as (cursor, _now):
            return self._told(answer_of(cursor, progress, known=known, reader=reader), reader)

    def rehearse(self, appender: Appender, reader: LineReader) -> ImportAnswer:
        """Decide everything and keep nothing, in one transaction."""
        self._doubts.supposed = []
        with appender.append(keep=False) as append:
            progress = self._current(append.cursor, append.recorded_at)
            known = progress.finished
            if known:
                # What was refused is told with its cells again.
                deque(lines_of(reader, self._file, 0, 0), maxlen=0)
            for batch in self._batches(progress, reader, lambda: append.ledger_state.site) if not known else ():
                progress = self._step(append, progress, batch, self._doubts)
                append.flush()
                self._report(progress)
            return self._told(answer_of(append.cursor, progress, known=known, reader=reader), reader)

    def restore(self, appender: Appender, *, keep: bool) -> ImportAnswer:
        """Take an export into an empty ledger, all of it or nothing."""
        with appender.append(keep=keep) as append:
            lines = 0
            exact = is_exact(self._file)
            restored = exactly_restored(append, self._file) if exact else restored_lines(append, self._file)
            for line in restored:
                lines += 1
                if self._progress is not None and lines % BATCH_LINES == 0:
                    self._progress(line.end, self._size)
            if exact and keep:
                append.check_master_key()
            started = self._current(append.cursor, append.recorded_at)
            Bookkeeping(append.cursor).save_progress(
                replace(started, accepted=lines, lines_done=lines, bytes_done=self._size, finished=True)
            )
        return ImportAnswer(accepted=lines, imports=(self.key,))

    def _current(self, cursor: StoreCursor, now: int) -> ImportProgress:
        found = Bookkeeping(cursor).progress(self.key)
        reading = self._reading
        begun = (self.key, reading.format, reading.options, now)
        return found or ImportProgress(*begun, file=self._called, sender=reading.sender.owner)

    def _cut(self, progress: ImportProgress, reader: LineReader, appender: Appender) -> Iterator[Batch]:
        """The batches; where reports are asked of approvals of leave, each of these is one of its own."""
        batches = self._batches(progress, reader, lambda: appender.site)
        return batches if self._foresee is None else approvals_apart(batches)

    def _batches(
        self, progress: ImportProgress, reader: LineReader, site: Callable[[], Site | None]
    ) -> Iterator[Batch]:
        """Lines from where the import is, read outside the append lock; the last batch may be empty."""
        given: deque[Lines] = deque()

        def handed_out() -> Iterator[list[Line]]:
            for part in self._parts(progress, reader):
                given.append(part)
                yield part.lines

        with ReadingAhead(self._reading, reader, site, self._jobs) as ahead:
            for read in ahead.read(handed_out()):
                part = given.popleft()
                yield Batch(part.lines, part.lines_done, part.bytes_done, part.last, read)

    def _parts(self, progress: ImportProgress, reader: LineReader) -> Iterator[Lines]:
        most = 1 if self._reading.sender.reads_ledger else BATCH_LINES
        lines: list[Line] = []
        size, done, end = 0, progress.lines_done, progress.bytes_done
        for line in lines_of(reader, self._file, progress.bytes_done, progress.lines_done):
            done, end = line.number, line.end
            if line.size > len(line.raw) or line.raw.strip():
                lines.append(line)
                size += len(line.raw)
            if len(lines) >= most or size >= BATCH_BYTES:
                yield Lines(lines, done, end, last=False)
                lines, size = [], 0
        yield Lines(lines, done, end, last=True)

    def _foreseen(self, batch: Batch) -> Sequence[Doubt]:
        approval = batch.approval if self._foresee is not None else None
        return () if self._foresee is None or approval is None else self._foresee(approval)

    def _advanced(
        self, progress: ImportProgress, batch: Batch, foreseen: Sequence[Doubt], append: Append
    ) -> tuple[ImportProgress, bool, DoubtTally, range]:
        """The import after a batch; or as it is where another process, importing the same file, has gone on.

        With it the doubts about the batch, and the positions of what was recorded of it.
        """
        current = self._current(append.cursor, append.recorded_at)
        other = current.lines_done != progress.lines_done or current.finished
        doubts, before = DoubtTally(), append.position
        if not other:
            current = self._step(append, current, batch, doubts, foreseen)
        return current, other, doubts, range(before + 1, append.position + 1)

    def _told(self, answer: ImportAnswer, reader: LineReader) -> ImportAnswer:
        """The answer with what was doubtful, and what of a workbook was not read."""
        doubts = self._doubts
        return replace(
            answer,
            sheets_not_read=sheets_not_read(reader),
            doubtful=doubts.lines,
            doubts=doubts.listed(),
            approvals=tuple(doubts.approvals),
            supposed=doubts.known_supposed,
        )

    def _step(
        self,
        append: Append,
        progress: ImportProgress,
        batch: Batch,
        doubts: DoubtTally,
        foreseen: Sequence[Doubt] = (),
    ) -> ImportProgress:
        append.doubts.own, before = self._own, append.position
        sender = self._reading.sender
        judged = append.judge(batch.read, sender.heeds if self._strict else None, foreseen)
        outcomes = [sender.told(*each) for each in zip(batch.read, judged, strict=True)]
        doubts.count(batch.lines, batch.read, outcomes)
        books = Bookkeeping(append.cursor)
        books.keep_recorded(self.key, before + 1, append.position)
        refused = [
            (line, outcome.refusal)
            for line, outcome in zip(batch.lines, outcomes, strict=True)
            if outcome.refusal is not None
        ]
        if refused:
            books.quarantine([self._kept(line, refusal, append.ledger_state.erased) for line, refusal in refused])
        statuses = Counter(outcome.status for outcome in outcomes)
        advanced = progress.advanced(statuses, lines_done=batch.lines_done, bytes_done=batch.bytes_done)
        advanced = replace(advanced, finished=batch.last)
        books.save_progress(advanced)
        return advanced

    def _kept(self, line: Line, refusal: Refusal, erased: Iterable[str]) -> tuple[str, int, str, str, int, int, bytes]:
        """A refused line as it is kept; of one about somebody who was erased there is nothing but where it was."""
        raw, message = without_erased(line.raw, told_where(line.raw, refusal.message), erased)
        return self.key, line.number, refusal.code, message, line.offset, line.size, raw

    def _report(self, progress: ImportProgress) -> None:
        if self._progress is not None:
            self._progress(min(progress.bytes_done, self._size), self._size)


def answer_of(
    cursor: StoreCursor, progress: ImportProgress, *, known: bool, reader: LineReader | None = None
) -> ImportAnswer:
    """What an import answers; where the file was known, all that was accepted then is duplicate now.

    `reader` has read the file just now, and tells the cells at fault.
    """
    accepted, duplicate = progress.accepted, progress.duplicate
    if known:
        accepted, duplicate = 0, accepted + duplicate
    issues = [
        Issue(line, code, message, cell=cell_of(reader, line, raw, Refusal(code, message)), sheet=sheet_of(raw))
        for line, code, message, raw in Bookkeeping(cursor).refused_lines(progress.key)
    ]
    return ImportAnswer(accepted, duplicate, progress.conflict, progress.rejected, issues, imports=(progress.key,))


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _import_key(digest: str, format_name: str, options: Mapping[str, Any], owner: str) -> str:
    """The digest of the bytes; for a format whose reading depends on options, of these as well, and of its owner."""
    if not options and format_name == "interchange" and not owner:
        return digest
    known_by = [digest, format_name, options, *([owner] if owner else [])]
    return sha256(json.dumps(known_by, sort_keys=True).encode()).hexdigest()
