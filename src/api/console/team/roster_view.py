"""A roster that is planned, as its page shows it: rows of cells, needs by interval, and what is in the way."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from api.console.formats import hours
from api.console.team.roster_words import GRAVE, conflict_sentence
from api.console.visit import Visit
from api.operations.roster_answers import RosterCheck, RosterNeed, RosterPlan

Place = tuple[str, str]
"""An employee and a date."""
FREE, SHUT = "-", "."
"""What stands in a row of text for a date without a shift, and for one that cannot be planned."""


class Mark(NamedTuple):
    """How a cell is marked: `grave` where it is to be mended, else `note`; and why."""

    tone: str
    sentence: str


class Cell(NamedTuple):
    """A date of somebody: the shift by the draft, the published one, and whether it may be planned."""

    date: str
    shift: str
    published: str
    is_open: bool
    mark: Mark | None

    @property
    def changed(self) -> bool:
        """Whether the draft changes it."""
        return self.shift != self.published

    @property
    def text(self) -> str:
        """What stands for it in a row of text."""
        return (self.shift or FREE) if self.is_open else SHUT


class Balance(NamedTuple):
    """Somebody's hours: rostered, due, and whether they are short of it or over it."""

    rostered: str
    due: str
    tone: str


class Row(NamedTuple):
    """Somebody's row."""

    employee: str
    name: str
    balance: Balance | None
    cells: Sequence[Cell]


class NeedRow(NamedTuple):
    """A team's interval of the day, with what is needed by date."""

    team: str
    from_: str
    until: str
    needs: Mapping[str, RosterNeed]


def rows_of(visit: Visit, plan: RosterPlan, days: Sequence[str]) -> list[Row]:
    """A row each for everybody in the grid, with the cells of some days."""
    published = {(each.employee, each.date): each.shift or "" for each in plan.published}
    changed = {(each.employee, each.date): each.shift or "" for each in plan.draft}
    draft = published | changed
    marks, balances = marks_of(visit, plan.check), balances_of(plan.check)
    rows = []
    for person in plan.people:
        spans = [(each.first_day, each.last_day) for each in person.spans]
        cells = [
            Cell(
                day,
                draft.get((person.employee, day), ""),
                published.get((person.employee, day), ""),
                (person.employee, day) in changed or any(first <= day <= last for first, last in spans),
                marks.get((person.employee, day)),
            )
            for day in days
        ]
        rows.append(Row(person.employee, person.name, balances.get(person.employee), cells))
    return rows


def marks_of(visit: Visit, check: RosterCheck) -> dict[Place, Mark]:
    """The mark of each cell that has something in the way."""
    found: dict[Place, Mark] = {}
    for each in check.conflicts:
        before = found.get((each.employee, each.date))
        sentence = conflict_sentence(visit, each)
        tone = "grave" if each.conflict in GRAVE else "note"
        if before is not None:
            tone = "grave" if "grave" in (tone, before.tone) else "note"
            sentence = sentence if before.sentence == sentence else f"{before.sentence}; {sentence}"
        found[each.employee, each.date] = Mark(tone, sentence)
    return found


def balances_of(check: RosterCheck) -> dict[str, Balance]:
    """Everybody's hours against what is due."""
    return {
        each.employee: Balance(
            hours(each.rostered),
            hours(each.due),
            "" if each.rostered == each.due else "short" if each.rostered < each.due else "over",
        )
        for each in check.hours
    }


def need_rows(check: RosterCheck) -> list[NeedRow]:
    """What teams need, a row an interval of the day."""
    found: dict[tuple[str, str, str], dict[str, RosterNeed]] = {}
    for each in check.needs:
        found.setdefault((each.team, each.from_, each.until), {})[each.date] = each
    return [NeedRow(*interval, needs) for interval, needs in sorted(found.items())]


def outcome_of(visit: Visit, plan: RosterPlan, days: Sequence[str]) -> dict[str, Any]:
    """What the parts of the page are made of that change with each cell."""
    names = {each.employee: each.name for each in plan.people}
    marks = marks_of(visit, plan.check)
    return {
        "needs": need_rows(plan.check),
        "days": days,
        "gaps": sum(each.gap > 0 for each in plan.check.needs),
        "conflicts": [(*place, names[place[0]], mark) for place, mark in sorted(marks.items())],
        "changes": len(plan.draft),
        "is_past": any(each.date < plan.today for each in plan.draft),
    }


def patterns_of(plan: RosterPlan) -> list[str]:
    """Rotations to begin with, of the first two shift types: they repeat over the dates."""
    names = [each.shift for each in plan.shifts]
    first, second = names[0], names[min(1, len(names) - 1)]
    return [f"{first} {second} - -", f"4x{first} 2x-", f"5x{first} 2x-", f"2x{first} 2x{second} 2x-"]
