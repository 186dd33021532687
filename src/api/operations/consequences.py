"""What facts would do before they are recorded: whose figures move and by how much, closed periods, and doubts.

Nothing is recorded. The same reports are made with the facts and without them (decision 29), and narrowed to what the
caller may read; without pay rights it is told that pay moves, and not by how much.
"""

from collections.abc import Callable, Sequence
from datetime import date

from pydantic import Field

from api.auth.principals import Extent, extent_of
from api.comparisons import shown
from api.operations.answer import Answer
from api.operations.appraisals import SEE_RANKS
from api.operations.context import Context
from api.operations.doubts import may_be_told
from api.operations.entries import Entry, EntryDoubt, facts_of, judged_together
from api.operations.operation import operation
from api.operations.report_doubts import concerned_by, for_a_while, kind_of, report_doubts
from api.service.observability.access_log import Access
from ledger.appends.append import Append, Outcome
from ledger.calendar import instant, period_of
from ledger.doubts.dates import moves_pay
from ledger.doubts.doubt import Doubt, shown_doubt, with_foreseen
from ledger.facts.base import Fact
from ledger.facts.figures import show_money
from ledger.refusal import StoreUnavailableError
from projections.calendar import Cycle, day_number, day_text, period_number
from projections.effects import Consequences as Found
from projections.effects import SupposedFact, consequences_of

_PAYROLL, _RANKING = "report payroll", "report ranking"
_REPORTS = {
    "rank": _RANKING,
    "total": "report scores",
    "quarter_rank": "report stars",
    "lieu_closing": "report hours",
    "deficit_closing": "report hours",
    "monthly_bonus": "report bonus",
    "award": "report awards",
}
"""The report that a figure is read in; every other figure is one of payroll."""
_OF_PAY = ("report bonus", "report awards", _PAYROLL)


class ForeseenFigure(Answer):
    """A figure of somebody in an open period that would be another one; null where there is none."""

    period: str
    employee: str
    figure: str = Field(description="As in a what-if: rank, total, lieu_closing, pay, or a line of pay.")
    before: str | int | None
    after: str | int | None


class ForeseenAdjustment(Answer):
    """What the next closing would add to somebody's pay of a closed period, in yuan; below 0 it takes pay back."""

    period: str
    employee: str
    amount: str


class Consequences(Answer):
    """What facts would do together, as far as the caller may read it."""

    recorded_before: bool = Field(description="Whether all of them are on the ledger already.")
    moves_pay: bool = Field(description="Whether they move pay, or may where the caller does not read pay.")
    figures: list[ForeseenFigure]
    closed: list[str] = Field(description="The closed periods that they are dated in.")
    adjustments: list[ForeseenAdjustment]
    doubts: list[EntryDoubt]
    problem: str | None = Field(description="Why figures cannot be told, in a sentence.")

    @property
    def ask(self) -> bool:
        """Whether they should be looked at before they are recorded."""
        return bool(self.moves_pay or self.figures or self.closed or self.adjustments or self.doubts)


@operation("record {kind}")
def consequences(
    context: Context, kind: str, entries: Sequence[Entry], seen: int | None = None, *, with_figures: bool = True
) -> Consequences:
    """What facts would do together, of which the first is of a kind. Looks at others' pay are logged.

    `seen` is the ledger position of what was looked at when they were typed. Reports are computed unless figures are
    left out: then pay is told to move by what the kinds feed. Raises WrongEntriesError for what would be refused.
    """
    facts = facts_of(context, kind, entries)
    position = context.position(None)
    outcomes = _rehearsed(context, facts, position if seen is None else seen)
    if all(outcome.status == "duplicate" for outcome in outcomes):
        nothing: dict[str, list[object]] = {"figures": [], "closed": [], "adjustments": [], "doubts": []}
        return Consequences.model_validate({"recorded_before": True, "moves_pay": False, "problem": None, **nothing})
    # The doubts come last: what is late with the facts is known by then, and is not computed again.
    found = consequences_of_facts(context, facts, (), position, with_figures=with_figures)
    return found.model_copy(update={"doubts": _doubts(context, facts, outcomes, with_figures=with_figures)})


def consequences_of_facts(
    context: Context,
    facts: Sequence[Fact],
    doubts: Sequence[EntryDoubt],
    position: int,
    *,
    with_figures: bool = True,
) -> Consequences:
    """What facts would do together that would be recorded, on the ledger as it stands at a position."""
    supposed, closed = _supposed(context, facts)
    told = [each for each in supposed if moves_pay(kind_of(each.fact))] if with_figures else []
    found = _found(context, told)
    figures, adjustments = _seen(context, found, position)
    pay = [each for each in figures if _report_of(each.figure) in _OF_PAY]
    reads_all_pay = with_figures and all(_reads_everyone(context, report) for report in _OF_PAY)
    may_move = bool(supposed) and any(moves_pay(kind_of(fact)) for fact in facts)
    return Consequences(
        recorded_before=False,
        moves_pay=may_move if not reads_all_pay or found.problem else bool(pay or adjustments),
        figures=figures,
        closed=closed,
        adjustments=adjustments,
        doubts=list(doubts),
        problem=found.problem or None,
    )


def _rehearsed(context: Context, facts: Sequence[Fact], seen: int) -> list[Outcome]:
    def work(append: Append) -> list[Outcome]:
        return judged_together(context, append, facts, seen)

    return context.ledger.transactions.rehearsed(work)


def _doubts(
    context: Context, facts: Sequence[Fact], outcomes: Sequence[Outcome], *, with_figures: bool
) -> list[EntryDoubt]:
    found: list[tuple[int, Doubt]] = []
    for number, outcome in enumerate(outcomes):
        doubts: Sequence[Doubt] = outcome.doubts
        if len(facts) == 1 and with_figures:
            doubts = with_foreseen(doubts, report_doubts(context, facts[0]))
        found += [(number, doubt) for doubt in doubts if may_be_told(context, doubt)]
    return [EntryDoubt(entry=number, **shown_doubt(doubt)) for number, doubt in found]


def _supposed(context: Context, facts: Sequence[Fact]) -> tuple[list[SupposedFact], list[str]]:
    """The facts with the days that they are of, and the closed periods among them; voids are no hypothesis."""
    site = context.ledger.site
    if site is None:
        return [], []
    today = instant(context.resources.now()).astimezone(site.zone).date().isoformat()
    found, closed = [], set[str]()
    for fact in facts:
        concerned = concerned_by(context, fact, site)
        day = date.fromisoformat((concerned.date if concerned is not None else "") or today)
        period = period_of(day, site.period_start_day)
        closed |= {period} if context.ledger.closings.is_closed(period) else set()
        found.append(SupposedFact(fact, day_number(day)))
    return found, sorted(closed)


def _found(context: Context, supposed: Sequence[SupposedFact]) -> Found:
    if not supposed:
        return Found()
    with_pay = any(extent_of(context.principal, report) is not None for report in _OF_PAY)
    try:
        with for_a_while(), context.books() as books:
            return consequences_of(books, supposed, with_pay=with_pay)
    except StoreUnavailableError as error:
        return Found(problem=str(error))


def _seen(context: Context, found: Found, position: int) -> tuple[list[ForeseenFigure], list[ForeseenAdjustment]]:
    """What of it the caller may read; looks at others' pay are logged."""
    covers = _covering(context)
    figures = [
        ForeseenFigure(
            period=period,
            employee=each.employee,
            figure=each.figure,
            before=shown(each.figure, each.before),
            after=shown(each.figure, each.after),
        )
        for period, each in found.moved
        if covers(_report_of(each.figure), each.employee, period)
    ]
    adjustments = [
        ForeseenAdjustment(period=each.period, employee=each.employee, amount=show_money(each.fen))
        for each in found.posted
        if covers(_PAYROLL, each.employee, each.period)
    ]
    looks = {(_report_of(each.figure), each.period, each.employee) for each in figures}
    looks |= {(_PAYROLL, each.period, each.employee) for each in adjustments}
    for report, period, employee in sorted(looks):
        if report in _OF_PAY:
            context.note(Access(report, employee, period, position))
    return figures, adjustments


def _covering(context: Context) -> Callable[[str, str, str], bool]:
    """From a report, an employee and a period to whether the caller reads that row (S2.4)."""
    cycle: list[Cycle] = []

    def covers(report: str, employee: str, period: str) -> bool:
        extent = extent_of(context.principal, report)
        if extent is None or (report == _RANKING and SEE_RANKS.isdisjoint(context.principal.roles)):
            return False
        if extent.everyone:
            return True
        if not cycle:
            with context.books() as books:
                cycle.append(books.journal.site.cycle)
        last = day_text(cycle[0].period(period_number(period)).last_day)
        return context.resources.reach.of(extent).covers_period(extent, employee, last)

    return covers


def _report_of(figure: str) -> str:
    return _REPORTS.get(figure.partition(":")[0], _PAYROLL)


def _reads_everyone(context: Context, report: str) -> bool:
    extent: Extent | None = extent_of(context.principal, report)
    return extent is not None and extent.everyone
