"""The quarantine: refused lines, kept whole, to be looked at, mended, tried again or dismissed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from api.auth.principals import sees_pay
from api.operations.answer import Answer, Asked, Done
from api.operations.checked_lines import line_sender, senders_of
from api.operations.context import Context
from api.operations.doubts import ToldDoubt, may_be_told
from api.operations.import_doubts import with_report_doubts
from api.operations.operation import operation
from api.operations.pages import USUAL
from api.problems import Problem
from api.service.observability.access_log import Access
from api.service.requests.cursors import Cursor
from ledger.appends.append import Append
from ledger.doubts.doubt import Doubt, shown_doubt
from ledger.imports.import_answer import ApprovedLeave, DoubtfulLine, ImportAnswer
from ledger.imports.quarantine import NoOpenLineError
from ledger.imports.quarantine import Retried as KeptRetried
from ledger.store.import_records import DISMISSED, OPEN, RETRIED, LinesOf
from ledger.store.import_records import Quarantined as KeptLine

EVERY = "all"
STATES = (OPEN, RETRIED, DISMISSED, EVERY)
_ORIGIN = "quarantine"
_LONGEST_ID = 18


class Dismissal(Asked):
    """Why a line is dismissed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "It was sent twice."}]})

    reason: str = Field("", max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")


class Quarantined(Answer):
    """A refused line of an import; of a very long one `raw` is the beginning, and `size` the bytes of all of it."""

    id: int
    import_key: str = Field(alias="import")
    file: str
    line: int
    state: Literal["open", "retried", "dismissed"]
    code: str
    message: str
    answer: str
    offset: int
    size: int
    raw: str


class Quarantine(Answer):
    """Refused lines, in order."""

    lines: list[Quarantined]
    next: str | None


class LineGroup(Answer):
    """Open lines of an import that were refused for the same code, and how many there are."""

    NAMES: ClassVar = ("import", "file", "code", "lines")

    import_key: str = Field(alias="import")
    file: str
    code: str
    lines: int


class Dismissed(Answer):
    """How many lines were dismissed."""

    lines: int


class Retried(Answer):
    """What became of a line that was tried again."""

    code: str | None
    message: str | None
    id: int
    status: str
    doubts: list[ToldDoubt] = Field(default_factory=list, description="What was accepted and should be looked at.")


class RetriedAll(Answer):
    """What became of the lines."""

    lines: list[Retried]


@operation("see quarantine")
def quarantine(
    context: Context,
    state: str = OPEN,
    limit: int = USUAL,
    cursor: str | None = None,
    import_key: str = "",
    code: str = "",
) -> Quarantine:
    """A page of the lines in a state, or of all, in the order of their ids; the look is logged.

    Of an import, and of a code, where they are named.
    """
    service, bound = context.service, ["quarantine", context.principal.id, state, import_key, code]
    after = 0 if cursor is None else service.cursors.read(cursor, bound).start
    kept, chosen = context.ledger.imports.quarantine, None if state == EVERY else state
    lines, last = kept.page(after, limit, chosen, LinesOf(senders_of(context), import_key, code))
    following = None if last is None else service.cursors.written(Cursor(0, last), bound)
    if lines:
        # A line as it came may tell pay, and of whom cannot be read where it could not.
        context.note(Access("see quarantine"))
    return Quarantine(lines=[_line(context, line) for line in lines], next=following)


@operation("see quarantine")
def quarantine_groups(context: Context) -> list[LineGroup]:
    """The open lines within reach by import and code, in the order of their first lines."""
    found = context.ledger.imports.quarantine.groups(senders_of(context))
    return [LineGroup.model_validate(dict(zip(LineGroup.NAMES, each, strict=True))) for each in found]


@operation("see quarantine")
def every_line(context: Context, state: str = OPEN) -> list[Quarantined]:
    """All lines in a state, or all of them, in the order of their ids; the look is logged."""
    context.reach_everyone()
    lines = context.ledger.imports.quarantine.entries(None if state == EVERY else state)
    if lines:
        context.note(Access("see quarantine"))
    return [_line(context, line) for line in lines]


@operation("mend quarantine")
def retry_all(
    context: Context, ids: Sequence[int] | None = None, mended: Mapping[int, bytes] | None = None
) -> Done[RetriedAll]:
    """Try open lines again, all of them where none is named, in order, each as it came or as it should be.

    Raises LedgerError for an id that is not of an open line.
    """
    kept, sender = context.ledger.imports.quarantine, line_sender(context, _ORIGIN)
    tried: list[KeptRetried] = []

    def work(append: Append) -> Done[RetriedAll]:
        tried[:] = kept.retried(append, ids, mended, sender, senders_of(context))
        return Done(RetriedAll(lines=[_retried(context, line) for line in tried]))

    done = context.once(RetriedAll, work)
    return replace(done, answer=RetriedAll(lines=_with_reports(context, tried, done.answer.lines)))


@operation("mend quarantine")
def retry(context: Context, line: str, mended: bytes = b"") -> Done[Retried]:
    """Try a line again, as it came, or as it should be. Raises Problem where it is not an open line."""
    kept, entry, sender = context.ledger.imports.quarantine, _number(line), line_sender(context, _ORIGIN)
    instead = {entry: mended} if mended.strip() else None
    tried: list[KeptRetried] = []

    def work(append: Append) -> Done[Retried]:
        try:
            tried[:] = kept.retried(append, [entry], instead, sender, senders_of(context))
        except NoOpenLineError:
            raise _not_open(line) from None
        return Done(_retried(context, tried[0]))

    done = context.once(Retried, work)
    (told,) = _with_reports(context, tried, [done.answer])
    return replace(done, answer=told)


@operation("mend quarantine")
def dismiss(context: Context, line: str, dismissal: Dismissal) -> Done[Quarantined]:
    """Dismiss a line: it is not tried again, and stays with the reason. Raises Problem where it is not an open line."""
    kept, entry = context.ledger.imports.quarantine, _number(line)

    def work(append: Append) -> Done[Quarantined]:
        try:
            (found,) = kept.dismissed(append, [entry], dismissal.reason, senders_of(context))
        except NoOpenLineError:
            raise _not_open(line) from None
        return Done(_line(context, found))

    return context.once(Quarantined, work)


@operation("mend quarantine")
def dismiss_group(context: Context, dismissal: Dismissal, import_key: str = "", code: str = "") -> Done[Dismissed]:
    """Dismiss the open lines within reach with one reason: of an import, and of a code, where they are named."""
    of = LinesOf(senders_of(context), import_key, code)

    def work(append: Append) -> Done[Dismissed]:
        return Done(Dismissed(lines=context.ledger.imports.quarantine.dismissed_of(append, of, dismissal.reason)))

    return context.once(Dismissed, work)


@operation("mend quarantine")
def dismiss_all(context: Context, ids: Sequence[int] | None) -> int:
    """Dismiss the lines that are named, or none of them; without ids every open one. How many there were.

    Raises LedgerError for an id that is not of an open line.
    """
    context.reach_everyone()
    return context.ledger.imports.quarantine.dismiss(ids)


@operation("mend quarantine")
def dismiss_file(context: Context, called: str) -> int:
    """Dismiss the open lines of a file, by its name; how many there were. Raises LedgerError where there are none."""
    context.reach_everyone()
    return context.ledger.imports.quarantine.dismiss_file(called)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise _not_open(text)
    return int(text)


def _not_open(text: str) -> Problem:
    return Problem("not-found", f"{text[:60]!r} is not an open line of the quarantine; /v1/quarantine lists them")


def _line(context: Context, line: KeptLine) -> Quarantined:
    """A line as it is shown: what it was answered again may have been told to HR, so its sender sees the code of it."""
    told = Quarantined.model_validate(line.as_json())
    if context.extent.everyone or line.state != OPEN:
        return told
    return told.model_copy(update={"answer": line.answer.partition(":")[0]})


def _with_reports(context: Context, tried: Sequence[KeptRetried], lines: Sequence[Retried]) -> list[Retried]:
    """Lines with what reports tell of those that were accepted just now, as of the lines of an import that has ended.

    Nothing is told again of what was tried before under the same key.
    """
    accepted = [each for each in tried if each.status == "accepted"]
    answer = ImportAnswer(
        doubts=[DoubtfulLine(each.id, doubt, employee=each.employee) for each in accepted for doubt in each.doubts],
        approvals=tuple(ApprovedLeave(each.id, each.approves, bool(each.doubts)) for each in accepted if each.approves),
    )
    (told,) = with_report_doubts(context.resources, [answer], with_pay=sees_pay(context.principal))
    found: dict[int, list[Doubt]] = {each.id: [] for each in accepted}
    for each in told.doubts:
        found[each.line].append(each.doubt)
    seen = {entry: [doubt for doubt in doubts if may_be_told(context, doubt)] for entry, doubts in found.items()}
    return [
        line.model_copy(update={"doubts": [ToldDoubt(**shown_doubt(each)) for each in seen[line.id]]})
        if line.id in seen
        else line
        for line in lines
    ]


def _retried(context: Context, line: KeptRetried) -> Retried:
    told = replace(line, doubts=tuple(doubt for doubt in line.doubts if may_be_told(context, doubt)))
    return Retried.model_validate({"code": None, "message": None, **told.as_json()})
