"""Who is meant by what was typed: a number, a name and a number as a page shows them, or a name that only one has."""

import re
from collections.abc import Mapping, Sequence

from api.auth.principals import Extent
from api.console.form_submission import invalid
from api.console.names import named
from api.console.visit import Visit
from api.words.translation import marked

_BETWEEN = re.compile(r"[,;\uff0c\uff1b\u3001\n]+")
_SHOWN = 8
"""How many of the people who fit are offered."""


class PeopleInReach:
    """The people whom a role may name in a kind of fact."""

    def __init__(self, visit: Visit, extent: Extent) -> None:
        """Those whom an operation reaches as of today."""
        self._visit = visit
        self.is_everyone = extent.everyone
        self._people = {number: each for number, each in visit.people().items() if is_within(extent, number, each)}

    @property
    def only(self) -> str:
        """The one person within reach, as a page shows somebody; empty where there are several, or none."""
        return self.shown(next(iter(self._people))) if len(self._people) == 1 else ""

    @property
    def teams(self) -> list[str]:
        """The teams in which somebody within reach works."""
        return sorted({str(each["team"]) for each in self._people.values() if each["employed"]})

    def shown(self, number: str) -> str:
        """Somebody as a page shows one, where within reach; else the number."""
        return named(self._people, number)

    def fitting(self, text: str) -> list[tuple[str, str]]:
        """Those whose number or name has a text in it, with their teams; whoever works here comes first."""
        wanted = text.strip().casefold()
        fits = [
            (not each["employed"], number, str(each["team"]))
            for number, each in self._people.items()
            if wanted in self.shown(number).casefold()
        ]
        return [(self.shown(number), team) for _, number, team in sorted(fits)[:_SHOWN]]

    def number(self, text: str) -> str:
        """The number of whom a text means, or the text. Raises Problem where several are called so."""
        last = text.rsplit(maxsplit=1)[-1] if text.split() else text
        for given in (text, last):
            number = self._visit.number("employee", given)
            if number in self._people and text in (given, self.shown(number)):
                return number
        called = [number for number, each in self._people.items() if each["name"] == text]
        if len(called) > 1:
            raise invalid(
                self._visit,
                marked("%(count)s people are called %(name)s; enter the number: %(numbers)s."),
                count=len(called),
                name=text,
                numbers=", ".join(sorted(called)),
            )
        return called[0] if called else text

    def numbers(self, text: str) -> list[str]:
        """The numbers of several people, with a comma or a line between them; each once."""
        return list(dict.fromkeys(self.number(each.strip()) for each in _BETWEEN.split(text) if each.strip()))


def joined(shown: Sequence[str]) -> str:
    """Several people as they are typed."""
    return ", ".join(shown)


def is_within(extent: Extent, number: str, person: Mapping[str, object]) -> bool:
    """Whether an extent takes in somebody of the directory, as of today."""
    if extent.everyone or number in extent.employees:
        return True
    if not person["employed"]:
        return False
    team = str(person["team"])
    is_agent = person["role"] == "csr" and (extent.all_agents or team in extent.agents_of)
    return is_agent or team in extent.teams
