"""Complaints of a period, by day and as they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.lists import Cell, Column, list_of, list_page, person_cell
from api.console.periods import every_period, named
from api.console.records.record_kinds import form_path
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.words import CHANNELS, channel_name, standing_name, tone_of
from api.console.workflows import Thread, threads_of

room = Room()
VERDICTS = ("upheld", "dismissed", "withdrawn")
STANDINGS = ("open", "escalated", "followed_up", *VERDICTS)
_LATEST = 5
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
    """To the form of a complaint, which is made as that of every record."""
    return visit.go(form_path("complaint", employee=visit.query.get("employee", "")))
