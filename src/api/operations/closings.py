"""Closings (S11.2): what is open in a period, its closing, and what was closed."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from api.auth.authorship import acting, sent_by
from api.auth.second_person import consent_to
from api.auth.visibility import reads_all_reports
from api.operations.answer import Answer, Asked, Done
from api.operations.context import Context, done_once
from api.operations.doubts import DoubtedFact, seen_doubts
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.access_log import Access
from api.service.requests.idempotency import RequestKey
from ledger.appends.append import Append
from ledger.closing import ClosingAsked, Frozen, Turn
from ledger.decisions.state import Known
from ledger.facts.figures import show_money
from ledger.facts.governance import Close
from ledger.labels import ENGLISH
from ledger.ledger import Ledger
from ledger.refusal import OpenMattersError
from projections.books import Books, foreseen, freezing
from projections.books import open_matters as open_in
from projections.calendar import period_number, period_text
from projections.doubts import period_doubts
from projections.engine import Engine
from projections.journal import JournalReader

_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]


class NewClosing(Asked):
    """A closing to make: by whom, and how; by the caller where nobody is named."""

    by: _Name | None = None
    strict: bool = Field(False, description="Refuse to close while open items remain.")
    hold_negative: bool = Field(False, description="Keep reductions of closed pay back for a decision.")


class OpenMatter(Answer):
    """Something that is open in a period: what, of whom, and which."""

    matter: str
    employee: str
    which: str


class OpenMatters(Answer):
    """What is open before a period is closed; `refused` is why it cannot be closed now, if it cannot."""

    period: str
    open: list[OpenMatter]
    quarantined: int
    refused: str | None
    doubts: list[DoubtedFact] = Field(default_factory=list)


class Closing(Answer):
    """A closing: its coordinates, and the digests of what it froze."""

    period: str
    position: int
    by: str
    rules: str
    code: str
    tzdata: str
    reductions_held: bool
    report_digests: dict[str, str]
    closing_digest: str


class PostedAdjustment(Answer):
    """An adjustment of an earlier period that a closing pays, or takes back."""

    employee: str
    item: str
    amount: str


class ClosedPeriod(Answer):
    """A closed period; the digests are there for whoever reads every report whole."""

    period: str
    position: int
    recorded_at: str
    by: str
    rules: str
    code: str
    tzdata: str
    reductions_held: bool
    report_digests: dict[str, str] = Field(default_factory=dict)
    closing_digest: str = ""
    total: str
    adjustments: list[PostedAdjustment]


class Closings(Answer):
    """The closed periods, in order."""

    closings: list[ClosedPeriod]


@operation("see closings")
def open_matters(context: Context, period: str, language: str = ENGLISH, *, doubted: bool = True) -> OpenMatters:
    """What is open in a period before it is closed, and what should be looked at unless only the first is asked for.

    Raises Problem where there is no such period.
    """
    with context.books() as books:
        found = _open(context.ledger, books, period)
        doubts = seen_doubts(context, period_doubts(context.ledger, books, period)) if doubted else []
        told = [DoubtedFact(**each.as_json(language)) for each in doubts]
        return OpenMatters(**found, refused=_refusal(context, period), doubts=told)


@operation("close")
def foreseen_adjustments(context: Context, period: str) -> list[dict[str, str]]:
    """What the closing after that of a period will pay more, or take back, of the period itself, as is known by now.

    Raises Problem where there is no such period.
    """
    with context.books() as books:
        return [each.as_json() for each in foreseen(books, period)]


@operation("see closings")
def closings(context: Context) -> Closings:
    """The closed periods, by whom and as of when; the look is logged."""
    digests = reads_all_reports(context.principal)
    with context.books() as books:
        periods = [period_text(number) for number in sorted(books.closed)]
        found = [closing_object(context.ledger, books, each, digests=digests) for each in periods]
    context.note(Access("see closings"))
    return Closings(closings=[ClosedPeriod(**each) for each in found])


@operation("close")
def close(context: Context, period: str, new: NewClosing) -> Done[Closing]:
    """Close a period. Raises Problem or LedgerError where it cannot be, or, if `strict`, where anything is open."""
    by = acting(context.principal, Close.kind, new.by)
    ledger, room = context.ledger, context.resources.room
    # A reader of its own: under the append lock it is not waited for whoever reads in the room.
    desk = ClosingDesk(ledger, lambda: JournalReader(ledger), room.engine, room.turn)

    def reason_at(position: int) -> str | None:
        consent = consent_to(ledger, context.principal, period, position)
        return None if consent is None else consent.reason

    reason = reason_at(context.position(None))

    def settle(position: int) -> None:
        if reason_at(position) != reason:
            raise Problem("refused", f"{period} was not closed: who consents to it has changed; close it again")

    sent = sent_by(context.principal) | ({} if reason is None else {"reason": reason})
    asked = PeriodClosing(period, by, new.hold_negative, sent, strict=new.strict, settle=settle)
    return close_period(desk, asked, context.key)


def _refusal(context: Context, period: str) -> str | None:
    """Why the caller cannot close a period now, in a sentence; None where it can be closed."""
    refused = context.ledger.closings.refusal(period)
    if refused is not None:
        return refused
    try:
        consent_to(context.ledger, context.principal, period, context.position(None))
    except Problem as problem:
        return problem.detail
    return None


@dataclass(frozen=True, slots=True)
class ClosingDesk:
    """What a closing is computed with: the ledger, who reads it, and the turn to compute in."""

    ledger: Ledger
    reader: Callable[[], JournalReader]
    engine: Engine
    turn: Turn = nullcontext


@dataclass(frozen=True, slots=True)
class PeriodClosing:
    """A period that is closed, by whom; `held` keeps reductions back, `sent` is what the fact says of its sender.

    Where it is `strict`, nothing may be open in it. `settle` is given the last position that it freezes, and refuses
    what was recorded since the closing was asked for.
    """

    period: str
    by: str
    held: bool = False
    sent: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    settle: Callable[[int], None] | None = None


def close_period(desk: ClosingDesk, asked: PeriodClosing, key: RequestKey | None = None) -> Done[Closing]:
    """Close a period, the one way that every face does: once under a key, all or nothing.

    The tree is completed first, and the reports are computed before the append lock is taken; under it, it is looked at
    whether they are of the last position still. Raises LedgerError where the period cannot be closed, OpenMattersError
    where it is `strict` and anything is open as of that position.
    """
    readers: list[JournalReader] = []

    def check(books: Books) -> None:
        if asked.strict:
            _refuse_open(desk.ledger, books, asked.period)

    def freeze(position: int, at: int) -> Frozen:
        if asked.settle is not None:
            asked.settle(position - 1)
        if not readers:
            readers.append(desk.reader())
        return freezing(readers[0], desk.engine, asked.period, held=asked.held, check=check)(position, at)

    def record(work: Callable[[Append], Known]) -> Done[Closing]:
        return done_once(desk.ledger, key, Closing, lambda append: _closed(work(append)))

    return desk.ledger.closings.close_by(
        ClosingAsked(asked.period, asked.by, freeze, asked.held, asked.sent), record, desk.turn
    )


def _closed(known: Known) -> Done[Closing]:
    fact = known.fact
    assert isinstance(fact, Close)
    closing = Closing(
        period=fact.period,
        position=known.position,
        by=fact.by,
        rules=fact.rules,
        code=fact.code,
        tzdata=fact.tzdata,
        reductions_held=bool(fact.held),
        report_digests=dict(fact.report_digests or {}),
        closing_digest=fact.closing_digest or "",
    )
    return Done(closing, 201, f"/v1/facts/{known.id}")


def _open(ledger: Ledger, books: Books, period: str) -> dict[str, Any]:
    return {
        "period": period,
        "open": [
            OpenMatter(matter=each.matter, employee=each.employee, which=each.which) for each in open_in(books, period)
        ],
        "quarantined": len(ledger.imports.quarantine.entries()),
    }


def _refuse_open(ledger: Ledger, books: Books, period: str) -> None:
    found, quarantined = open_in(books, period), len(ledger.imports.quarantine.entries())
    if found or quarantined:
        raise OpenMattersError(
            f"{period} has {len(found)} open matters, and {quarantined} lines are in quarantine; "
            "settle them, or close it without `strict`"
        )


def closing_object(ledger: Ledger, books: Books, period: str, *, digests: bool = True) -> dict[str, Any]:
    """A closing for people and programs, as a `ClosedPeriod`: what it was made with, and what it posted.

    `digests` are for whoever reads every report whole.
    """
    frozen = books.closed[period_number(period)]
    closing = frozen.closing
    posted = frozen.lines.filter(frozen.lines["item"].str.starts_with("adjustment:"))
    adjustments = [
        {"employee": row["employee"], "item": row["item"], "amount": show_money(row["amount"])}
        for row in posted.iter_rows(named=True)
    ]
    told = {"report_digests": dict(closing.report_digests), "closing_digest": closing.closing_digest}
    return {
        "period": period,
        "position": closing.position,
        "recorded_at": ledger.facts.recorded_at(closing.position).isoformat(),
        "by": closing.by,
        "rules": closing.rules,
        "code": closing.code,
        "tzdata": closing.tzdata,
        "reductions_held": closing.held,
        **(told if digests else {}),
        "total": show_money(int(frozen.lines["amount"].sum())),
        "adjustments": adjustments,
    }
