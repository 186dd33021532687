"""What waits for the caller: matters to decide, own errands, and lines in quarantine; counted for the menu."""

from collections import Counter
from datetime import UTC
from zoneinfo import ZoneInfo

from api.auth.disputed_matters import may_decide
from api.auth.principals import Extent, extent_of
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from ledger.calendar import instant
from ledger.facts import KINDS
from ledger.facts.conduct import Dispute
from ledger.facts.streams import key_stream
from projections.agenda import ERRANDS as ERRAND_KINDS
from projections.agenda import errands
from projections.brief import Matter
from projections.brief import matters as matters_of_all
from projections.calendar import day_number
from projections.decisions import UNDECIDED

ERRANDS = tuple(f"own {kind}" for kind in ERRAND_KINDS)
"""What the counts of one's own errands are called."""
_DECIDED_BY = {model.follows: kind for kind, model in KINDS.items() if model.follows in UNDECIDED}
"""Of each kind that waits for a decision, the kind of fact that decides it."""
_QUARANTINE = "see quarantine"


class Errand(Answer):
    """What the caller is asked to answer, do or read: its kind and number, until when, and whether that is over."""

    kind: str
    number: str
    due: str | None
    late: bool


class Agenda(Answer):
    """What waits for the caller at a position.

    `decisions` counts by kind what others ask for and the caller may decide; `earliest` is the date of the first of
    each. `quarantined` counts the refused lines within reach.
    """

    position: int
    decisions: dict[str, int]
    earliest: dict[str, str]
    errands: list[Errand]
    quarantined: int

    @property
    def counts(self) -> dict[str, int]:
        """How many wait, by kind: `own KIND` of errands, and `quarantine` of lines."""
        return {
            **self.decisions,
            **Counter(f"own {each.kind}" for each in self.errands),
            "quarantine": self.quarantined,
        }


@operation("see the agenda")
def agenda(context: Context) -> Agenda:
    """What waits for the caller today, within reach; one's own matters are decided by others and not among it."""
    reach, site = extent_of(context.principal, _QUARANTINE), context.ledger.site
    zone = UTC if site is None else ZoneInfo(site.time_zone)
    today = instant(context.resources.now()).astimezone(zone).date()
    kept = context.kept(Agenda, today.isoformat(), lambda: _found(context, day_number(today)))
    senders = None if reach is None or reach.everyone else reach.employees
    lines = 0 if reach is None else context.ledger.imports.quarantine.count_open(senders)
    return kept.model_copy(update={"quarantined": lines})


def _found(context: Context, day: int) -> Agenda:
    own = context.principal.employee
    with context.books() as books:
        position = books.journal.position
        number = max(books.journal.site.cycle.period_of(day), books.first_period)
        matters = list(matters_of_all(books.current(number).tables, day))
        mine = [] if own is None else list(errands(books, own, day))
    found = [each for each in matters if each.employee != own and _reaches(context, each)]
    return Agenda(
        position=position,
        decisions=dict(Counter(each.kind for each in found)),
        earliest={each.kind: each.date for each in reversed(found)},
        errands=[Errand(kind=each.kind, number=each.number, due=each.due, late=each.late) for each in mine],
        quarantined=0,
    )


def _reaches(context: Context, matter: Matter) -> bool:
    """Whether the caller decides on it for somebody else."""
    extent = extent_of(context.principal, f"record {_DECIDED_BY[matter.kind]}")
    if extent is None:
        return False
    others: Extent = extent.whole_teams
    if not context.resources.reach.of(others).covers_side(others, matter.employee, matter.date):
        return False
    return matter.kind != Dispute.kind or _decides(context, matter.number)


def _decides(context: Context, number: str) -> bool:
    """Whether the caller decides a dispute, by what it is about."""
    opened = context.ledger.facts.stream(key_stream(Dispute.kind, (number,)))
    dispute = opened[0].fact if opened else None
    return isinstance(dispute, Dispute) and may_decide(context.ledger, dispute, context.principal)
