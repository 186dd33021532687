"""Complaints of a period, by day and as they stand, and a form to record one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.form_submission import (
    invalid,
    new_key,
    number_of,
    send,
    typed,
)
from api.console.lists import Cell, Column, list_of, list_page, person_cell
from api.console.periods import every_period, named
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now, site_today
from api.console.words import CHANNELS, channel_name, standing_name, tone_of
from api.console.workflows import Thread, threads_of
from api.problems import Problem
from api.words.translation import marked

room = Room()
VERDICTS = ("upheld", "dismissed", "withdrawn")
STANDINGS = ("open", "escalated", "followed_up", *VERDICTS)
_LATEST = 5
_FIELDS = ("employee", "date", "channel", "summary", "key")
_DAY = timedelta(days=1)


@room.get("/complaints")
def complaints(visit: Visit) -> Response:
    """The complaints of a period, the latest first, narrowed as is asked."""
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    asked = {name: visit.query.get(name, "") for name in ("standing", "employee")}
    of_all_periods = sorted(threads_of(visit, "complaint", "complaint_update"), key=_date_of, reverse=True)
    every = [each for each in of_all_periods if period["first_day"] <= _date_of(each) <= period["last_day"]]
    found = [
        each for each in every if asked["standing"] in ("", each.standing) and asked["employee"] in ("", each.employee)
    ]
    people = visit.people()
    columns = [
        Column("number", visit.says("Number")),
        Column("date", visit.says("Date")),
        Column("employee", visit.says("Employee")),
        Column("channel", visit.says("Channel")),
        Column("summary", visit.says("Summary")),
        Column("state", visit.says("State")),
    ]
    return list_page(
        visit,
        "complaints/complaints.html",
        list_of(visit, columns, [_row(visit, each, people) for each in found]),
        f"complaints-{period['period']}",
        visit.says("Complaints of %(period)s", period=period["period"]),
        periods=periods,
        period=period["period"],
        asked=asked,
        standings=STANDINGS,
        waiting=[each for each in of_all_periods if verdict_of(each) is None],
        latest=of_all_periods[:_LATEST],
        counts=Counter(each.standing for each in every),
        people=people,
        employees=sorted({each.employee for each in every}),
        channels=CHANNELS,
        chart=_by_day(visit, period, found),
        may_record=visit.may("record complaint") is not None,
    )


def _row(visit: Visit, found: Thread, people: Mapping[str, Mapping[str, Any]]) -> list[Cell]:
    channel = found.opened.get("channel") or ""
    return [
        Cell(found.number, path=f"/complaints/{quote(found.number, safe='')}"),
        Cell(visit.shown_day(_date_of(found)), _date_of(found)),
        person_cell(found.employee, people),
        Cell(channel_name(channel, visit.language) if channel in CHANNELS else channel),
        Cell(found.opened.get("summary") or ""),
        Cell(standing_name(found.standing, visit.language), tone=tone_of(found.standing, "complaint")),
    ]


def verdict_of(found: Thread) -> Mapping[str, Any] | None:
    """The last verdict (S6.2); None where there is none yet."""
    return next((each for each in reversed(found.followed) if each["status"] in VERDICTS), None)


def _date_of(found: Thread) -> str:
    return str(found.opened["date"])


def complaints_of(visit: Visit, period: Mapping[str, Any], **query: Any) -> list[Thread]:
    """The complaints that are dated in a period, in the order of recording."""
    first, last = (date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    return threads_of(visit, "complaint", "complaint_update", first=first, last=last, **query)


def _by_day(visit: Visit, period: Mapping[str, Any], found: Sequence[Thread]) -> Chart:
    first, last = (date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    days = [(first + number * _DAY).isoformat() for number in range((last - first).days + 1)]
    counts = Counter(each.opened["date"] for each in found)
    series = Series(visit.says("Complaints"), [counts[day] if found else None for day in days])
    return Chart(
        visit.says("Complaints by day"), "bars", [day[5:] for day in days], [series], visit.says("Day"), counted=True
    )


@room.get("/complaints/new")
def new_complaint(visit: Visit) -> Response:
    """The form of a complaint."""
    given = dict.fromkeys(_FIELDS, "") | {"date": site_today(visit).isoformat(), "key": new_key()}
    return _page(visit, given)


@room.post("/complaints")
def record(visit: Visit) -> Response:
    """Record a complaint."""
    given = typed(visit, *_FIELDS)
    try:
        body = _body(visit, given)
        send(visit, "complaint", body, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    done = visit.says("Complaint %(number)s is recorded.", number=body["complaint"])
    return visit.go(f"/complaints/{quote(body['complaint'], safe='')}", done=done)


def _body(visit: Visit, given: Mapping[str, str]) -> dict[str, str]:
    """The fact. Raises Problem where the input is invalid."""
    now = site_now(visit)
    if given["employee"] not in visit.people():
        raise invalid(visit, marked("No employee is chosen; choose whom the complaint is about."))
    try:
        day = date.fromisoformat(given["date"])
    except ValueError:
        day = None
    if day is None or day > now.date():
        raise invalid(
            visit, marked("The date of the complaint is not valid, or is in the future; give a date up to today.")
        )
    if given["channel"] and given["channel"] not in CHANNELS:
        raise invalid(visit, marked("Unknown channel; choose one from the list, or none."))
    if not given["summary"]:
        raise invalid(visit, marked("The summary is missing; say in a sentence what the customer complains of."))
    return {
        "complaint": number_of("CO", now, given["key"]),
        "employee": given["employee"],
        "date": day.isoformat(),
        "channel": given["channel"],
        "summary": given["summary"],
    }


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    people = visit.people().values()
    told: dict[str, Any] = {
        "given": given,
        "people": sorted(people, key=lambda each: (each["team"], each["employee"])),
        "channels": list(CHANNELS),
        "today": site_today(visit).isoformat(),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("complaints/new.html", status=200 if problem is None else problem.kind.status, **told)
