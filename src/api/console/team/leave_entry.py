"""A leave that is entered for a member (S4.1); managers and HR may waive the notice of lieu leave (S4.2)."""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from api.auth.authorship import may_override
from api.console.form_submission import acting, new_key, record_form
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.spans import span_of
from api.console.team.teams import team_of_page
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.console.wall_time import site_today
from api.problems import Problem

room = Room()
_FIELDS = ("employee", "type", "first_date", "last_date", "requested_on", "minutes", "override_reason", "key", "leave")
_NUMBER_BYTES = 4
_DIGITS = 4
_HOURS = re.compile(r"([0-9]{1,2})[:\uff1a]([0-5][0-9])", re.ASCII)


@room.get("/team/leave")
def leave(visit: Visit) -> Response:
    """The form."""
    today = site_today(visit).isoformat()
    day = visit.query.get("day", today)
    number = f"LV{today.replace('-', '')}-{secrets.token_hex(_NUMBER_BYTES)}"
    given = dict.fromkeys(_FIELDS, "") | {
        "employee": visit.query.get("employee", ""),
        "first_date": day,
        "last_date": day,
        "requested_on": today,
        "leave": number,
        "key": new_key(),
    }
    return _form(visit, given)


@room.post("/team/leave")
def enter(visit: Visit) -> Response:
    """Record the leave; it waits for its decision."""
    form = visit.sent
    given = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    try:
        record_form(visit, "leave", _fact(visit, given), given["key"] or new_key())
    except Problem as problem:
        return _form(visit, given | {"key": new_key()}, problem)
    team = visit.people()[given["employee"]]["team"]
    return visit.go(
        f"/team/decisions?team={quote(team)}#{given['leave']}",
        done=visit.says("Leave %(number)s is entered and awaits a decision.", number=given["leave"]),
    )


def _fact(visit: Visit, given: Mapping[str, str]) -> dict[str, str | int]:
    fact: dict[str, str | int] = {name: given[name] for name in ("leave", "employee", "type")}
    for name in ("first_date", "last_date", "requested_on"):
        fact[name] = day_asked(visit, given[name]).isoformat()
    if given["minutes"]:
        fact["minutes"] = minutes_asked(visit, given["minutes"])
    if given["override_reason"]:
        fact |= {"override_by": acting(visit), "override_reason": given["override_reason"]}
    return fact


def minutes_asked(visit: Visit, text: str) -> int:
    """Minutes as a form sends them: as a number, or as hours and minutes. Raises Problem where they are none."""
    clock = _HOURS.fullmatch(text)
    if clock is not None:
        return int(clock[1]) * 60 + int(clock[2])
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Problem(
            "invalid",
            visit.says(
                "“%(text)s” is not a time; give hours and minutes such as 1:30, or minutes such as 90.", text=text[:20]
            ),
        )
    return int(text)


def _form(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    team, today = team_of_page(visit), site_today(visit)
    span = span_of(visit, _day_or(given["first_date"], today), _day_or(given["first_date"], today))
    rules = span.rules_of(span.first.isoformat())
    return visit.page(
        "team/leave.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        team=team,
        types=list(rules["leave_types"]),
        notice_days=rules["lieu_notice_days"],
        given=given,
        may_waive=may_override(visit.principal),
    )


def _day_or(text: str, other: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return other
