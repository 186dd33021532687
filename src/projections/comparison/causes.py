"""What may lie between two sides: code, postings, rule parameters, time, and facts, grouped by workflow."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from ledger.facts import KINDS
from ledger.facts.void import Void
from projections.calendar import Cycle, day_number
from projections.journal import Closing
from projections.journal.reader import RecordedAt

MOST_GROUPS = 300
"""As many groups of facts are told apart at most; beyond that facts are grouped by kind and employee, or by kind."""


@dataclass(frozen=True)
class Cause:
    """Why a figure differs.

    `kind` is `code`, `adjustment`, `rules`, `time` or `fact`. Of `rules`, `name` is the parameter, with its values
    before and after; of facts, `how` says what they are and `positions` where they stand on the ledger.
    """

    kind: str
    name: str = ""
    before: str = ""
    after: str = ""
    how: str = ""
    """`recorded`, `superseded`, `corrected`, `voided` or `excluded`."""
    late: bool = False
    """Whether a fact was recorded after the period that it is dated in had been closed."""
    positions: tuple[int, ...] = ()


@dataclass(frozen=True)
class FactGroup:
    """Facts that are stepped over together."""

    positions: frozenset[int]
    first: int
    """The earliest period (month number) that they may count in."""
    cause: Cause


def grouped(
    facts: list[RecordedAt], cycle: Cycle, closings: Iterable[Closing], excluded: frozenset[int]
) -> list[FactGroup]:
    """The facts in groups, by workflow or coarser, in the order in which each group ends on the ledger."""
    closed = {closing.period: closing.position for closing in closings}
    finest: tuple[Callable[[RecordedAt], Hashable], ...] = (
        lambda fact: fact.stream,
        lambda fact: (fact.kind, fact.employee),
        lambda fact: fact.kind,
    )
    groups: dict[Hashable, list[RecordedAt]] = {}
    for key in finest:
        groups = defaultdict(list)
        for fact in facts:
            groups[key(fact)].append(fact)
        if len(groups) <= MOST_GROUPS:
            break
    made = [_group(group, cycle, closed, excluded) for group in groups.values()]
    return sorted(made, key=lambda group: max(group.positions))


def _group(facts: list[RecordedAt], cycle: Cycle, closed: dict[int, int], excluded: frozenset[int]) -> FactGroup:
    last = facts[-1]
    period = cycle.period_of(day_number(date.fromisoformat(last.business_date)))
    cause = Cause(
        kind="fact",
        name=last.kind,
        how=_how(last, excluded),
        late=period in closed and last.position > closed[period],
        positions=tuple(fact.position for fact in facts),
    )
    return FactGroup(frozenset(cause.positions), min(first_period_of(fact, cycle) for fact in facts), cause)


def _how(fact: RecordedAt, excluded: frozenset[int]) -> str:
    if fact.position in excluded:
        return "excluded"
    if fact.kind == Void.kind:
        return "voided"
    kind = KINDS[fact.kind]
    if kind.corrects:
        return "corrected"
    return "superseded" if kind.supersedes and fact.version > 1 else "recorded"


def first_period_of(fact: RecordedAt, cycle: Cycle) -> int:
    """The earliest period that a fact may count in: its business date's, or for some kinds any."""
    day = date.fromisoformat(fact.business_date)
    before = KINDS[fact.of_kind or fact.kind].counts_before
    return cycle.first_period if before is None else cycle.period_of(day_number(day) - before)
