"""Importing files: a job each, begun once however often it is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from api.auth.principals import sees_pay
from api.operations.answer import Done
from api.operations.checked_lines import line_sender
from api.operations.consequences import consequences_of_facts
from api.operations.context import Context
from api.operations.import_doubts import foreseen_doubts, with_report_doubts
from api.operations.import_options import ImportOptions
from api.operations.jobs import Job
from api.operations.operation import operation
from api.problems import Problem
from api.restored_closings import FrozenAgain, freeze_again
from api.service.concurrency.jobs import RUNNING, Jobs, Progress, Work
from api.service.concurrency.jobs import Job as KeptJob
from api.service.transport.sent_file import FILE, Received
from ledger.appends.append import Append
from ledger.appends.line_sender import LineSender
from ledger.facts.base import Fact
from ledger.formats.sheets import sheets_apart
from ledger.imports.read_ahead import Reading
from ledger.refusal import LedgerError

IMPORT = "import"
"""What the job of an import is called."""


@operation("import")
def import_file(context: Context, options: ImportOptions, file: Received, *, foresee: bool = False) -> Done[Job]:
    """Begin the job that imports a file, or answer the one that was begun under the key. Raises Problem for options.

    With `foresee` a dry run answers what its facts would do, as `consequences`, where there are not too many of them.

    The job takes the file over, and closes it. Who does not reach everyone has each line judged as if it were sent
    alone, and an import of their own.
    """
    service, sender = context.service, context.principal
    if service.ledger.site is None and not context.extent.everyone:
        raise Problem("refused", "the ledger has no site yet; ask HR to record it first", code="no_site")
    reading = options.reading(file.beside, service.ledger.site)
    entered: list[str] = []

    def enter(append: Append) -> Done[Job]:
        now = append.recorded_at
        number = Jobs.enter(append.cursor, IMPORT, sender.id, now)
        entered.append(number)
        job = KeptJob(number, IMPORT, sender.id, RUNNING, now, now, 0, 0, None)
        return Done(Job(**job.as_json()), 202, f"/v1/jobs/{number}")

    done = context.once(Job, enter)
    if done.answer.id in entered:
        file.taken_over = True
        service.jobs.begin(done.answer.id, _work(context, reading, options, file, foresee=foresee))
    return done


def _work(context: Context, reading: Reading, options: ImportOptions, file: Received, *, foresee: bool) -> Work:
    sender = line_sender(context, file.called)

    def work(progress: Progress) -> dict[str, Any]:
        with file.file, sheets_apart():
            progress(0, file.size)
            answer, supposed = _imported(context, reading, file, progress, sender, options)
            if foresee and supposed:
                told = consequences_of_facts(context, supposed, (), context.position(None))
                answer["consequences"] = told.as_json()
            # A file that is known already is not read again.
            progress(file.size, file.size)
            return answer

    return work


def _imported(
    context: Context, reading: Reading, file: Received, progress: Progress, sender: LineSender, options: ImportOptions
) -> tuple[dict[str, Any], Sequence[Fact]]:
    service, ledger, dry_run = context.service, context.ledger, options.dry_run
    begins = ledger.site is None
    before = 0 if begins else ledger.facts.last_position()
    answer = ledger.imports.import_file(
        file.spooled,
        format=reading.format,
        dry_run=dry_run,
        progress=progress,
        options=reading.options,
        jobs=service.settings.reading_processes,
        sender=sender,
        called="" if file.called == FILE else file.called,
        strict=options.strict,
        foresee=partial(foreseen_doubts, service),
    )
    frozen = freeze_again(ledger, service.room.turn) if begins and not dry_run else FrozenAgain()
    if frozen.wrong is not None:
        raise LedgerError(f"all facts are restored, but {frozen.wrong}")
    late = 0 if begins or dry_run else ledger.facts.late(before, *answer.imports)
    if not (dry_run and begins):
        (answer,) = with_report_doubts(service, [answer], with_pay=sees_pay(context.principal))
    answer = replace(answer, doubts=[each for each in answer.doubts if sender.heeds(each.doubt)])
    lost = {"frozen_lost": list(frozen.lost)} if frozen.lost else {}
    named = {} if file.called == FILE else {"file": file.called}
    told = {**answer.as_json(), "dry_run": dry_run, "late": late, **lost, **named}
    return told, () if begins else answer.supposed
