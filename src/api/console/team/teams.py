"""Which team a page of the room is about: a leader's own, or the one that is chosen by who sees every team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.console.visit import Visit
from api.problems import Problem

SEEN_BY = "report attendance"
"""The operation whose reach says which teams somebody sees."""


@dataclass(frozen=True, slots=True)
class Team:
    """The team of a page, the teams to choose from, and everybody of the centre by number."""

    name: str
    choices: Sequence[str]
    people: Mapping[str, Mapping[str, Any]]

    @property
    def members(self) -> dict[str, str]:
        """Number and name of who is in the team today."""
        return {
            number: person["name"]
            for number, person in sorted(self.people.items())
            if person["team"] == self.name and person["employed"]
        }

    def with_others(self, numbers: Sequence[str]) -> dict[str, str]:
        """The members, and who else has something to show, such as a member who has left since."""
        return dict(sorted((self.members | {number: self.name_of(number) for number in numbers}).items()))

    def name_of(self, number: str) -> str:
        """What somebody is called; a number that is not in the directory has no name."""
        return str(self.people[number]["name"]) if number in self.people else ""


def team_of_page(visit: Visit, asked: str | None = None, seen_by: str = SEEN_BY) -> Team:
    """The team that is asked for, by `team` without it, else the first that may be seen by an operation.

    Raises Problem where the role sees no team, or not this one.
    """
    extent = visit.may(seen_by)
    people = visit.people()
    every = sorted({person["team"] for person in people.values() if person["employed"]})
    choices = every if extent is not None and extent.everyone else sorted(extent.teams if extent is not None else ())
    asked = asked or visit.query.get("team")
    if asked is None and choices:
        asked = _first(choices, people)
    if asked is None or asked not in choices:
        raise Problem(
            "not-permitted",
            visit.says("You cannot see this team; choose one from the list, or none."),
        )
    return Team(asked, choices, people)


def _first(choices: Sequence[str], people: Mapping[str, Mapping[str, Any]]) -> str:
    """The first team that has a leader: one that works in shifts."""
    led = {person["team"] for person in people.values() if person["role"] == "team_leader" and person["employed"]}
    return next((team for team in choices if team in led), choices[0])
