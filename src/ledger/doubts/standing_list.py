"""Standing doubts: what the facts of a period tell at a position of the ledger, computed again when it is asked for.

A pure function of the facts: neither the clock nor the order in which somebody looks at them has a part in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.doubts.circumstances import Employment, FullLeave, Statement
from ledger.doubts.doubt import STANDING, Doubt
from ledger.doubts.judgement import doubts_of
from ledger.doubts.names import Names
from ledger.doubts.repetitions import saying


class StandingDoubt(NamedTuple):
    """A doubt about a fact on the ledger."""

    statement: Statement
    doubt: Doubt


@dataclass
class StandingCircumstances:
    """The ledger up to a position, for the facts of some dates; they are judged in the order of their positions."""

    first_day: str
    start_day: int
    time_zone: str
    employments: Mapping[str, Employment]
    leaves: Mapping[str, Sequence[FullLeave]]
    """By employee."""
    requests: Mapping[str, int]
    """The position of the request of each leave."""
    shifts: Mapping[tuple[str, str], tuple[str, int]]
    """By employee and date: the shift, and the position of the roster's fact."""
    names: Mapping[str, Callable[[str], str | None]]
    """By sort: from a name to an earlier one that it may be mistaken for."""
    today: str = "9999-12-31"
    now: str = "9999-12-31"
    earliest: str = ""
    closed_until: str = ""
    said: dict[tuple[str, int], int] = field(default_factory=dict)

    def employment(self, employee: str) -> Employment | None:
        """When somebody is employed; None where there is no such employee."""
        return self.employments.get(employee)

    def repeated(self, statement: Statement) -> int | None:
        """The position of an earlier standing fact of the kind that says the same; from now on this one does."""
        key = statement.kind, saying(statement.kind, statement.fields)
        found = self.said.get(key)
        self.said[key] = statement.position
        return found

    def punched_on(self, _employee: str, _date: str) -> bool:
        """Only told when a fact is recorded."""
        return False

    def shift_on(self, employee: str, date: str) -> tuple[str, int] | None:
        """The shift that somebody has on a date, and the position of the roster's fact."""
        return self.shifts.get((employee, date))

    def full_leaves(self, employee: str) -> Sequence[FullLeave]:
        """The full leaves of somebody that are approved."""
        return self.leaves.get(employee, ())

    def requested_at(self, leave: str) -> int:
        """The position of the request of a leave; 0 where there is none."""
        return self.requests.get(leave, 0)

    def similar(self, sort: str, name: str) -> str | None:
        """An earlier name of a sort that one may be mistaken for."""
        return self.names[sort](name) if sort in self.names else None

    def middle(self, _kind: str, _sort: str) -> int | None:
        """Only told when a fact is recorded."""
        return None


def standing_doubts(
    statements: Iterable[Statement], circumstances: StandingCircumstances, closings: Sequence[tuple[int, str]]
) -> Iterator[StandingDoubt]:
    """The doubts about standing facts, in the order of their positions.

    `closings` are the position of each closing, and the last day that was closed by it, in order.
    """
    waiting = list(reversed(closings))
    for statement in statements:
        while waiting and waiting[-1][0] < statement.position:
            circumstances.closed_until = waiting.pop()[1]
        for doubt in doubts_of(statement, circumstances):
            if doubt.code in STANDING and not _is_reverse_of_another(doubt):
                yield StandingDoubt(statement, doubt)


def _is_reverse_of_another(doubt: Doubt) -> bool:
    """A shift on leave is told of once: of the shift."""
    return doubt.code == "shift_on_leave" and doubt.wording == "reverse"


def earlier_names(statements: Iterable[tuple[str, str]]) -> Mapping[str, Callable[[str], str | None]]:
    """By sort: from a name to an earlier one that it may be mistaken for; of sorts and names in the order of facts."""
    known: dict[str, Names] = {}
    found: dict[str, dict[str, str]] = {}
    for sort, name in statements:
        names = known.setdefault(sort, Names())
        similar = names.similar(name)
        if similar is not None:
            found.setdefault(sort, {})[name] = similar
        names.add(name)
    return {sort: each.get for sort, each in found.items()}
