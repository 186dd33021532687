"""Which roster is planned: the period, the team, whose draft, and the week that is shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from api.console.periods import every_period
from api.console.team.teams import Team, team_of_page
from api.console.team.weeks import week_name
from api.console.visit import Visit
from api.operations.roster_plans import PlanName
from projections.calendar import period_number, period_text

PLAN, ALL = "plan rosters", "all"
FIELDS = ("period", "team", "author", "week")


class Choice(NamedTuple):
    """Which plan is asked for, and which week of it is shown; of an empty week the whole month."""

    period: str
    team: Team
    author: str
    week: str

    @property
    def name(self) -> PlanName:
        """The plan by its name."""
        return PlanName(self.period, self.team.name, self.author)

    @property
    def fields(self) -> dict[str, str]:
        """What an address or a form says of it."""
        return {"period": self.period, "team": self.team.name or ALL, "author": self.author, "week": self.week}

    def address(self, page: str = "", **other: str) -> str:
        """The address of the plan, or of one that differs in something."""
        named = {name: value for name, value in (self.fields | other).items() if value}
        return f"/roster/plan{page}?{urlencode(named)}"


def choice_of(visit: Visit, given: Mapping[str, str]) -> Choice:
    """What is asked for; without a period the month after the running one. Raises Problem where it is out of reach."""
    people, extent = visit.people(), visit.may(PLAN)
    if given.get("team") == ALL and extent is not None and extent.everyone:
        team = Team("", visit.teams(PLAN), people)
    else:
        team = team_of_page(visit, given.get("team"), PLAN)
    period = given.get("period") or period_text(_running(visit) + 1)
    return Choice(period, team, given.get("author", ""), given.get("week", ""))


def periods_beside(visit: Visit, period: str) -> list[str]:
    """The months to choose from: the last, the running one, and the next two."""
    running = _running(visit)
    return sorted({*(period_text(running + step) for step in range(-1, 3)), period})


def weeks_of(days: Sequence[str]) -> list[str]:
    """The weeks of dates, in order."""
    return list(dict.fromkeys(week_name(date.fromisoformat(day)) for day in days))


def _running(visit: Visit) -> int:
    return period_number(every_period(visit)[-1]["period"])
