"""Swaps and leaves that wait for a decision, with what it would do; and what was decided lately."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.responses import Response

from api.console.asking import ApiProblem
from api.console.clock import site_now
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.sending import acting, new_key
from api.console.team.leave_effects import LeaveEffect, leave_effect
from api.console.team.roster import days_of
from api.console.team.spans import Row, Span, shifts_of, span_of, workflows_of
from api.console.team.swap_effects import SwapEffect, swap_effect
from api.console.team.teams import Team, team_of_page
from api.console.visit import Visit
from api.problems import PROBLEMS
from api.translating import marked

room = Room()
_WAITING = ("requested", "accepted")
_A_WEEK, _A_YEAR = timedelta(days=7), timedelta(days=366)
_SHOWN = 30
_DONE = {
    ("swaps", "approved"): marked("Swap %(number)s is approved, and the roster is changed."),
    ("swaps", "rejected"): marked("Swap %(number)s is rejected."),
    ("leaves", "approved"): marked("Leave %(number)s is approved."),
    ("leaves", "rejected"): marked("Leave %(number)s is rejected."),
}
"""What is said of a decision that was taken, by what it is about and what it is; there are no others here."""


class Waiting(NamedTuple):
    """A swap or a leave that waits, with what its approval would do, and the key of its form."""

    workflow: Row
    effect: SwapEffect | LeaveEffect
    key: str


@room.get("/team/decisions")
async def decisions(visit: Visit) -> Response:
    """What waits, and what was decided lately."""
    return await _page(visit)


@room.post("/team/decisions/{kind}/{number}")
async def decide(visit: Visit) -> Response:
    """Approve or reject a swap or a leave as it was looked at."""
    form, kind, number = await visit.form(), visit.path["kind"], visit.path["number"]
    decision = str(form.get("decision", ""))
    done = _DONE.get((kind, decision))
    body = {"decision": decision, "by": acting(visit), "at": (await site_now(visit)).isoformat(timespec="seconds")}
    headers = {"If-Match": f'"{form.get("version", "")}"', "Idempotency-Key": str(form.get("key", "")) or new_key()}
    try:
        if done is None:
            raise ApiProblem(PROBLEMS["invalid"], visit.says("Approve or reject a swap or a leave of the list."))
        await visit.api.post(f"/v1/{kind}/{quote(number, safe='')}/decisions", body, **headers)
    except ApiProblem as problem:
        return await _page(visit, problem)
    team = str(form.get("team", ""))
    path = f"/team/decisions?team={quote(team)}" if team else "/team/decisions"
    return visit.go(path, done=visit.says(done, number=number))


async def _page(visit: Visit, problem: ApiProblem | None = None) -> Response:
    team = await team_of_page(visit)
    since = await _since(visit)
    swaps = await workflows_of(visit, "swaps", since, None)
    leaves = await workflows_of(visit, "leaves", since, None)
    own_swaps = [each for each in swaps if _of_team(each, team)]
    own_leaves = [each for each in leaves if _of_team(each, team)]
    waiting_swaps, waiting_leaves = await _waiting(visit, team, own_swaps, own_leaves)
    decided = [each for each in (*own_swaps, *own_leaves) if each["standing"] not in _WAITING]
    return visit.page(
        "team/decisions.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        team=team,
        zone=(await visit.site())["time_zone"],
        swaps=waiting_swaps,
        leaves=waiting_leaves,
        decided=sorted(decided, key=lambda each: -each["followed"][-1]["position"])[:_SHOWN],
        elsewhere=_elsewhere(team, [*swaps, *leaves]),
        may_decide=visit.may("record swap_decision") is not None,
        may_enter=visit.may("record leave") is not None,
    )


async def _since(visit: Visit) -> date:
    """The first day that is not closed: what was asked for before is in the books."""
    every = (await visit.api.get("/v1/periods"))["periods"]
    running = [each for each in every if each["closed_at"] is None]
    return date.fromisoformat((running or every[-1:])[0]["first_day"])


def sides_of(workflow: Row) -> list[str]:
    """Whom a swap or a leave is about."""
    opened = workflow["opened"]
    return [opened[name] for name in ("requester", "counterparty", "employee") if name in opened]


def _of_team(workflow: Row, team: Team) -> bool:
    return any(team.people.get(side, {}).get("team") == team.name for side in sides_of(workflow))


def _elsewhere(team: Team, workflows: Sequence[Row]) -> dict[str, int]:
    """How many wait in the other teams that are seen."""
    found: dict[str, int] = {}
    for each in workflows:
        if each["standing"] in _WAITING:
            for name in {team.people[side]["team"] for side in sides_of(each) if side in team.people}:
                found[name] = found.get(name, 0) + 1
    return {name: found[name] for name in sorted(found) if name in team.choices and name != team.name}


async def _waiting(
    visit: Visit, team: Team, swaps: Sequence[Row], leaves: Sequence[Row]
) -> tuple[list[Waiting], list[Waiting]]:
    """What waits, with its effects."""
    open_swaps = [each for each in swaps if each["standing"] in _WAITING]
    open_leaves = [each for each in leaves if each["standing"] in _WAITING]
    days = [day for each in open_swaps for day in days_of(each)]
    days += [each["opened"][name] for each in open_leaves for name in ("first_date", "last_date")]
    if not days:
        return [], []
    first, last = await _bounds(visit)
    ends = [min(max(date.fromisoformat(day), first), last) for day in (min(days), max(days))]
    span = await span_of(visit, ends[0] - _A_WEEK, ends[1] + _A_WEEK)
    span = _whole(span)
    teams = {team.people[side]["team"] for each in open_swaps for side in sides_of(each) if side in team.people}
    rows = [
        row
        for name in sorted((teams | {team.name}) & set(team.choices))
        for row in await shifts_of(visit, span, team=name)
    ]
    roster = {(row["employee"], row["date"]): row["shift"] for row in rows}
    absent = [(row["employee"], row["date"]) for row in rows if row["status"] == "absent"]
    seen = [number for number, person in team.people.items() if person["team"] in team.choices]
    approved = [each for each in leaves if each["standing"] == "approved"]
    hours = await _hours(visit, team, span) if open_leaves else []
    return (
        [Waiting(each, swap_effect(each, roster, span, seen), new_key()) for each in open_swaps],
        [
            Waiting(each, leave_effect(each, roster, absent, _of(each, approved), hours, span), new_key())
            for each in open_leaves
        ],
    )


async def _bounds(visit: Visit) -> tuple[date, date]:
    """The days whose effects are looked at: of the ledger's periods, and of a year after them."""
    every = (await visit.api.get("/v1/periods"))["periods"]
    return date.fromisoformat(every[0]["first_day"]), date.fromisoformat(every[-1]["last_day"]) + _A_YEAR


def _whole(span: Span) -> Span:
    """The span widened to whole periods, of which absence is counted."""
    ends = [span.first, span.last]
    ends += [date.fromisoformat(each[name]) for each in span.periods for name in ("first_day", "last_day")]
    return Span(min(ends), max(ends), span.periods, span.rules)


def _of(leave: Row, leaves: Sequence[Row]) -> list[Row]:
    return [each for each in leaves if each["opened"]["employee"] == leave["opened"]["employee"]]


async def _hours(visit: Visit, team: Team, span: Span) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for period in span.periods:
        report = await visit.api.report("hours", period["period"], team=team.name)
        found.extend(dict(row) | {"period": period["period"]} for row in report["rows"])
    return found
