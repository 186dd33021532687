"""Briefings before a shift (班前会) and handovers between leaders (交接班): what was held, and forms (S12.1)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.auth.authorship import may_name
from api.console.form_submission import acting, new_key, record_form
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.spans import Row
from api.console.team.teams import Team, team_of_page
from api.console.team.weeks import moment_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.problems import Problem

room = Room()
_SHOWN = timedelta(days=31)
_NUMBER_BYTES = 4


@room.get("/team/briefings")
def briefings(visit: Visit) -> Response:
    """The briefings and handovers of the last month, and the forms."""
    return _page(visit, {}, None)


@room.post("/team/briefings/briefing")
def brief(visit: Visit) -> Response:
    """Record a briefing, with who attended."""
    form, team = visit.sent, team_of_page(visit)
    given: dict[str, Any] = {
        name: str(form.get(name, "")).strip() for name in ("at", "leader", "note", "key", "number")
    }
    given["attendees"] = [str(each) for each in form.getlist("attendees")]
    try:
        fact = {
            "briefing": given["number"],
            "team": team.name,
            "at": moment_asked(visit, given["at"]),
            "leader": _named(visit, given["leader"]),
            "attendees": given["attendees"],
        }
        _record(visit, "briefing", fact, given)
    except Problem as problem:
        return _page(visit, {"briefing": given}, problem)
    return visit.go(f"/team/briefings?team={quote(team.name)}", done=visit.says("The briefing is recorded."))


@room.post("/team/briefings/handover")
def hand_over(visit: Visit) -> Response:
    """Record a handover."""
    form, team = visit.sent, team_of_page(visit)
    names = ("at", "from_leader", "to_leader", "note", "key", "number")
    given: dict[str, Any] = {name: str(form.get(name, "")).strip() for name in names}
    try:
        fact = {
            "handover": given["number"],
            "team": team.name,
            "at": moment_asked(visit, given["at"]),
            "from_leader": _named(visit, given["from_leader"]),
            "to_leader": _named(visit, given["to_leader"]),
        }
        _record(visit, "handover", fact, given)
    except Problem as problem:
        return _page(visit, {"handover": given}, problem)
    return visit.go(f"/team/briefings?team={quote(team.name)}", done=visit.says("The handover is recorded."))


def _record(visit: Visit, kind: str, fact: dict[str, Any], given: Mapping[str, Any]) -> None:
    if given["note"]:
        fact["note"] = given["note"].replace("\r\n", "\n")
    record_form(visit, kind, fact, given["key"] or new_key())


def _named(visit: Visit, text: str) -> str:
    if not text:
        raise Problem("invalid", visit.says("The leader is missing; choose who it is."))
    return text


def _page(visit: Visit, given: Mapping[str, Mapping[str, Any]], problem: Problem | None) -> Response:
    team, now = team_of_page(visit), site_now(visit)
    facts = visit.counted("briefing", "handover", first=(now - _SHOWN).date())
    held = [each for each in facts if each.get("team") == team.name]
    leaders = {
        number: person["name"]
        for number, person in team.people.items()
        if person["employed"] and person["role"] in ("team_leader", "manager")
    }
    return visit.page(
        "team/briefings.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        team=team,
        zone=str(now.tzinfo),
        leaders=leaders,
        led_by=leaders if may_name(visit.principal, "briefing", "leader") else _own(visit, leaders),
        briefings=_latest([each for each in held if each["kind"] == "briefing"]),
        handovers=_latest([each for each in held if each["kind"] == "handover"]),
        given=_blank(visit, team, now, leaders) | {name: dict(told) | _fresh(name) for name, told in given.items()},
        may_record=visit.may("record briefing") is not None,
    )


def _latest(facts: list[Row]) -> list[Row]:
    return sorted(facts, key=lambda each: datetime.fromisoformat(each["at"]), reverse=True)


def _fresh(kind: str) -> dict[str, str]:
    """A number that the sender chooses, and the key of the form."""
    return {"number": f"{kind[:2].upper()}-{secrets.token_hex(_NUMBER_BYTES)}", "key": new_key()}


def _own(visit: Visit, leaders: Mapping[str, str]) -> dict[str, str]:
    """Who leads is who records it, unless the role may name another."""
    own = acting(visit)
    return {own: leaders.get(own, "")}


def _blank(visit: Visit, team: Team, now: datetime, leaders: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    own = acting(visit)
    if own not in leaders and may_name(visit.principal, "briefing", "leader"):
        own = next((each for each in leaders if team.people[each]["team"] == team.name), "")
    at = f"{now:%Y-%m-%dT%H:%M}"
    return {
        "briefing": {"at": at, "leader": own, "note": "", "attendees": []} | _fresh("briefing"),
        "handover": {"at": at, "from_leader": own, "to_leader": "", "note": ""} | _fresh("handover"),
    }
