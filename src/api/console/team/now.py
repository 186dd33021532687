"""Who is in at a moment, now unless it is said otherwise."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.responses import Response

from api.console.clock import site_now
from api.console.rooms import Room
from api.console.team.presence import BESIDE, COMING, DUE, Presence, presence_of, punches_of
from api.console.team.spans import Row, Span, shifts_of, span_of, workflows_of
from api.console.team.teams import Team, team_of_page
from api.console.team.weeks import moment_asked
from api.console.visit import Visit

room = Room()
_A_DAY = timedelta(days=1)
"""A night shift that began yesterday goes on today; none is longer."""


@room.get("/team/now")
async def now(visit: Visit) -> Response:
    """Who is in."""
    team, at = await team_of_page(visit), await _moment(visit)
    today = at.date()
    span = await span_of(visit, today - _A_DAY, today + _A_DAY)
    rows = await shifts_of(visit, span, team=team.name)
    leaves = await workflows_of(visit, "leaves", span.first, span.last, standing="approved")
    facts = await visit.api.every(
        "/v1/facts", "facts", kind=["clock", "void"], until=today.isoformat(), **{"from": span.first.isoformat()}
    )
    found = _found(team, at, span, rows, leaves, facts)
    return visit.page(
        "team/now.html",
        team=team,
        at=f"{at:%Y-%m-%dT%H:%M}",
        chosen="at" in visit.query,
        names=team.with_others([each.employee for each in found]),
        due=_of(found, DUE),
        beside=_of(found, BESIDE),
        coming=_of(found, (COMING,)),
        counts={state: sum(each.state == state for each in found) for state in (*DUE, *BESIDE, COMING)},
    )


def _found(
    team: Team, at: datetime, span: Span, rows: list[Row], leaves: list[Row], facts: list[Row]
) -> list[Presence]:
    zone = at.tzinfo
    assert isinstance(zone, ZoneInfo)
    punches = punches_of(facts, zone, at)
    numbers = team.with_others([row["employee"] for row in rows])
    looked = (
        presence_of(
            number,
            at,
            [row for row in rows if row["employee"] == number],
            leaves,
            punches.get(number, ()),
            span,
        )
        for number in numbers
    )
    return [each for each in looked if each is not None]


def _of(found: list[Presence], states: tuple[str, ...]) -> list[Presence]:
    chosen = [each for each in found if each.state in states]
    return sorted(chosen, key=lambda each: (states.index(each.state), str(each.starts or each.since), each.employee))


async def _moment(visit: Visit) -> datetime:
    """The moment that `at` names on the site's clock. Raises ApiProblem where it is none."""
    current = (await site_now(visit)).replace(second=0, microsecond=0)
    asked = visit.query.get("at")
    if asked is None:
        return current
    return datetime.fromisoformat(await moment_asked(visit, asked)).astimezone(current.tzinfo)
