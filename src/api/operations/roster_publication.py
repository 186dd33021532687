"""A roster is published: the dates that a draft changes become facts, all in one commit or none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from api.auth.past_shifts import refused_past_shift
from api.operations.answer import Done
from api.operations.context import Context
from api.operations.doubts import DOUBTFUL, DoubtfulError, ToldDoubt, may_be_told
from api.operations.operation import operation
from api.operations.records import asks_store, named_fact, reached_fact
from api.operations.roster_answers import PublishedRoster, RefusedCell, RosterPublication
from api.operations.roster_drafts import looked_at, refused_cells
from api.operations.roster_plans import PlanName, key_of, planned
from api.problems import Problem
from api.rosters.drafts import Draft, kept_draft, remove_draft
from ledger.appends.append import Append, Heeded, Outcome
from ledger.calendar import instant
from ledger.doubts.doubt import shown_doubt
from ledger.facts.prepared_fact import Read, prepared
from ledger.facts.roster import ShiftFact

NOTHING = "nothing_to_publish"
_MOST_TOLD = 20


class RosterRefusedError(Problem):
    """A roster of which nothing was published: the dates that are in the way, and why."""

    def __init__(self, cells: Sequence[RefusedCell]) -> None:
        """Of the dates that were refused."""
        told = "; ".join(f"{each.employee} {each.date}: {each.message}" for each in cells[:_MOST_TOLD])
        said = f"nothing was published, for {len(cells)} of the dates are refused: {told}"
        super().__init__("refused", said, code=cells[0].code)
        self.cells = tuple(cells)


@operation("plan rosters")
def publish_roster(
    context: Context, name: PlanName, sent: RosterPublication, *, strict: bool = False
) -> Done[PublishedRoster]:
    """Record the dates that a draft changes, and throw the draft away.

    Raises RosterRefusedError where a date is refused, Problem where the draft was changed meanwhile or changes nothing,
    and DoubtfulError where it is `strict` and something is doubtful.
    """
    key = key_of(context, name)
    with context.ledger.transactions.looking() as (cursor, _now):
        draft = kept_draft(cursor, key)
    # Under a key that was used there is no draft any more, and the same is answered again.
    facts = _facts(context, name, draft, sent.reason) if draft.version else []

    def work(append: Append) -> Done[PublishedRoster]:
        looked_at(context, append.cursor, key, sent.version)
        if not facts:
            raise Problem("refused", "the draft changes nothing that is published; change a date first", code=NOTHING)
        outcomes = append.judge([Read(prepared(fact)) for fact in facts], _heeded(context) if strict else None)
        _refuse(facts, outcomes)
        remove_draft(append.cursor, key)
        return Done(_published(context, outcomes, append.position), 201)

    return context.once(PublishedRoster, work)


def _facts(context: Context, name: PlanName, draft: Draft, reason: str | None) -> list[ShiftFact]:
    """The facts of a draft, in the caller's name. Raises RosterRefusedError for those that may not be sent."""
    with planned(context, name) as (_books, grid):
        refused = dict(refused_cells(grid, draft.cells))
        changed = grid.changed({cell: draft.cells[cell] for cell in draft.cells.keys() - refused.keys()})
    today = _site_today(context)
    sender, facts = replace(context.permitted(f"record {ShiftFact.kind}"), key=None), []
    for (employee, day), shift in changed.items():
        fact = ShiftFact(employee=employee, date=date.fromisoformat(day), shift=shift, reason=reason)
        past = refused_past_shift(fact, context.principal, today)
        wrong = None if past is None else (past.code, past.message)
        try:
            facts.append(named_fact(sender, reached_fact(sender, fact) if asks_store(sender, fact) else fact))
        except Problem as problem:
            wrong = wrong or (problem.code or problem.kind.name, problem.detail)
        if wrong is not None:
            refused[employee, day] = RefusedCell(employee=employee, date=day, code=wrong[0], message=wrong[1])
    if refused:
        raise RosterRefusedError([refused[cell] for cell in sorted(refused)])
    return facts  # type: ignore[return-value]


def _heeded(context: Context) -> Heeded:
    return lambda doubt: may_be_told(context, doubt)


def _refuse(facts: Sequence[ShiftFact], outcomes: Sequence[Outcome]) -> None:
    """Raises RosterRefusedError for what was refused, else DoubtfulError for what is doubtful: nothing is recorded."""
    refused = list(_refused(facts, outcomes))
    if refused:
        raise RosterRefusedError(refused)
    doubts = [doubt for outcome in outcomes if outcome.refusal is not None for doubt in outcome.doubts]
    if doubts:
        raise DoubtfulError(f"{len(doubts)} of the dates are {DOUBTFUL}", [shown_doubt(each) for each in doubts])


def _refused(facts: Sequence[ShiftFact], outcomes: Sequence[Outcome]) -> Iterator[RefusedCell]:
    for fact, outcome in zip(facts, outcomes, strict=True):
        if outcome.refusal is not None and not outcome.doubts:
            told = outcome.refusal
            yield RefusedCell(employee=fact.employee, date=fact.date.isoformat(), code=told.code, message=told.message)


def _published(context: Context, outcomes: Sequence[Outcome], position: int) -> PublishedRoster:
    doubts = [doubt for outcome in outcomes for doubt in outcome.doubts if may_be_told(context, doubt)]
    return PublishedRoster(
        published=len(outcomes), position=position, doubts=[ToldDoubt(**shown_doubt(each)) for each in doubts]
    )


def _site_today(context: Context) -> str:
    """Today's date at the site, ``YYYY-MM-DD``. Raises Problem where there is no site yet."""
    site = context.ledger.site
    if site is None:
        raise Problem("not-found", "the ledger has no site yet; record one, or import a file that begins with one")
    return instant(context.resources.now()).astimezone(site.zone).date().isoformat()
