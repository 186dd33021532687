"""Who is in at a moment, now unless it is said otherwise."""

from datetime import datetime

from starlette.responses import Response

from api.console.rooms import Room
from api.console.team.spans import Row
from api.console.team.teams import team_of_page
from api.console.team.weeks import moment_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.presence import presence
from projections.presence import BESIDE, COMING, DUE, STATES

room = Room()
_TIMES = ("starts", "ends", "in", "out")


@room.get("/team/now")
def now(visit: Visit) -> Response:
    """Who is in."""
    team, at = team_of_page(visit), _moment(visit)
    found = [_with_times(row.model_dump(by_alias=True)) for row in presence(visit.context, at, team=team.name).people]
    return visit.page(
        "team/now.html",
        team=team,
        at=f"{at:%Y-%m-%dT%H:%M}",
        chosen="at" in visit.query,
        names=team.with_others([each["employee"] for each in found]),
        due=_of(found, DUE),
        beside=_of(found, BESIDE),
        coming=_of(found, (COMING,)),
        counts={state: sum(each["state"] == state for each in found) for state in STATES},
    )


def _with_times(row: Row) -> Row:
    """A row whose times are read."""
    times = {name: row[name] and datetime.fromisoformat(row[name]) for name in _TIMES}
    return {**row, **times}


def _of(found: list[Row], states: tuple[str, ...]) -> list[Row]:
    chosen = [each for each in found if each["state"] in states]
    return sorted(chosen, key=lambda row: (states.index(row["state"]), _begun(row), row["employee"]))


def _begun(row: Row) -> str:
    return str(row["starts"] or row["in"])


def _moment(visit: Visit) -> datetime:
    """The moment that `at` names on the site's clock. Raises Problem where it is invalid."""
    current = site_now(visit).replace(second=0, microsecond=0)
    asked = visit.query.get("at")
    if asked is None:
        return current
    return datetime.fromisoformat(moment_asked(visit, asked)).astimezone(current.tzinfo)
