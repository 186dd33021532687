"""The home: the parts of every role that somebody has, made of what they may ask, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.console.home import administrator, agent, books, leader, manager, quality
from api.console.home.day import Day
from api.console.home.part import Content, Home, Part, Whose
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem

room = Room()
HOMES = (
    agent.HOME,
    leader.HOME,
    quality.HOME,
    manager.HOME,
    Home("hr", "close", Whose.EVERYONE, (books.DUE, books.CHECKLIST, books.FILES, books.LATE)),
    Home("auditor", "see the access log", Whose.EVERYONE, (books.CHECKPOINTS, books.LATE, books.LOOKS)),
    administrator.HOME,
)
"""The homes, in the order in which somebody with several roles has them."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part as it is shown: what it holds, or why it cannot be shown now."""

    part: Part
    content: Content
    refusal: Any = None


@room.get("/")
def home(visit: Visit) -> Response:
    """What whoever signed in has to do and to know today, by role."""
    found = [each for each in HOMES if each.is_for(visit)]
    day = Day(visit)
    known: set[str] = set()
    shown = [(each.role, list(_shown(each, day, known))) for each in found]
    return visit.page("home/home.html", homes=shown, several=len(found) > 1)


def _shown(home: Home, day: Day, known: set[str]) -> Iterator[ShownPart]:
    """The parts of a home that were not shown of another one already."""
    for part in home.parts:
        if part.name not in known and part.is_for(day.visit):
            known.add(part.name)
            yield _found(part, day)


def _found(part: Part, day: Day) -> ShownPart:
    try:
        return ShownPart(part, part.find(day))
    except Problem as problem:
        return ShownPart(part, Content(), refusal_of(problem, day.visit.language))
