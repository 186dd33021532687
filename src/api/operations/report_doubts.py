"""Doubts that take reports: of leave that is approved, and of what is late and moves pay, asked for before recording.

Reports are computed where one of these is recorded, and nowhere else: most facts have none to wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import monotonic

from api.auth.principals import sees_pay
from api.operations.context import Context
from api.operations.import_doubts import foreseen_doubts
from api.service.observability.access_log import Access
from ledger.calendar import first_day, instant, period_of
from ledger.doubts.dates import moves_pay
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS, Fact
from ledger.facts.leave import approved_leave
from ledger.facts.people import Site
from ledger.facts.prepared_fact import business_date_of, prepared
from ledger.facts.streams import stream_of
from ledger.facts.void import Void
from ledger.refusal import MissingError, RulesError, StoreUnavailableError

PATIENCE = 30
"""Seconds that recording waits for reports at the most; what they would tell, the standing lists tell later."""
_RECORDS_MORE = frozenset({"swap", "punch_request", "overtime_request"})
"""Workflows whose approval records other facts: what it moves is not told by the approval alone."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Of whom a fact is, and of which business date."""

    employee: str
    date: str


def asks_reports(context: Context, fact: Fact) -> bool:
    """Whether `report_doubts` has anything to compute; told without a look at the store."""
    if approved_leave(fact) is not None:
        return True
    if not moves_pay(kind_of(fact)) or not sees_pay(context.principal):
        return False
    return fact.follows is not None or isinstance(fact, Void) or _may_be_late(context, fact)


def report_doubts(context: Context, fact: Fact, *, strict: bool = False) -> tuple[Doubt, ...]:
    """What reports tell of a fact that is about to be recorded, on the ledger as it stands.

    None where it was answered under its key before; nor where that takes longer than recording may wait, or the
    service computes as much as it can: where `strict`, StoreUnavailableError then. A look at what is late of somebody
    else's pay is logged.
    """
    site = context.ledger.site
    if site is None or not asks_reports(context, fact):
        return ()
    if context.key is not None and context.ledger.transactions.is_answered(context.key.keyed):
        return ()
    try:
        with for_a_while():
            return (*foreseen_doubts(context.resources, fact), *_of_pay(context, fact, site))
    except StoreUnavailableError:
        if strict:
            raise
        return ()


@contextmanager
def for_a_while() -> Iterator[None]:
    """Within, what takes too long raises CancelledError, which is a StoreUnavailableError."""
    from projections.cancellation import CancelledError, cancelled_by  # noqa: PLC0415 - only where it is asked

    ends = monotonic() + PATIENCE

    def check() -> None:
        if monotonic() > ends:
            raise CancelledError("what is doubtful takes too long to compute now; send it again in a while")

    with cancelled_by(check):
        yield


def _of_pay(context: Context, fact: Fact, site: Site) -> list[Doubt]:
    from projections.calendar import day_number  # noqa: PLC0415 - only where it is asked
    from projections.doubts import supposed_amounts, with_amount  # noqa: PLC0415

    if not moves_pay(kind_of(fact)) or fact.follows in _RECORDS_MORE or not sees_pay(context.principal):
        return []
    concerned = concerned_by(context, fact, site)
    if concerned is None or not concerned.employee or not concerned.date:
        return []
    day = date.fromisoformat(concerned.date)
    period = period_of(day, site.period_start_day)
    if not context.ledger.closings.is_closed(period):
        return []
    late = Doubt("in_closed_period", {"kind": fact.kind, "period": period}, "pay")
    try:
        with context.books() as books:
            told = with_amount(late, concerned.employee, supposed_amounts(books, fact, day_number(day)))
            position = books.journal.position
    except (MissingError, RulesError):
        return []
    if told is not late:
        context.note(Access("see doubts", concerned.employee, period, position))
    return [] if told is late else [told]


def concerned_by(context: Context, fact: Fact, site: Site) -> Concerned | None:
    """Whom a fact concerns, as it is recorded: who is named by what it follows, or voids, or by itself."""
    facts = context.ledger.facts
    if fact.follows is not None or isinstance(fact, Void):
        found = facts.voided(fact) if isinstance(fact, Void) else facts.stream(stream_of(fact))
        return Concerned(found[0].employee, found[0].business_date) if found else None
    return Concerned(prepared(fact, site).employee, business_date_of(fact, site))


def kind_of(fact: Fact) -> str:
    """The kind that a fact is about: of a void the one that it voids."""
    return fact.of_kind if isinstance(fact, Void) and fact.of_kind in KINDS else fact.kind


def _may_be_late(context: Context, fact: Fact) -> bool:
    """Whether a fact is dated before the period that runs: no other is closed."""
    site = context.ledger.site
    if site is None:
        return False
    today = instant(context.resources.now()).astimezone(site.zone).date()
    running = first_day(period_of(today, site.period_start_day), site.period_start_day)
    return "" < business_date_of(fact, site) < running.isoformat()
