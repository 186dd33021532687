"""The centre day by day: what each chapter adds to the agenda, and the agenda's lines in the order of recording."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from ledger.made_up_centre import (
    appraisals,
    attendance,
    career,
    conduct,
    contracts,
    floor,
    leave,
    pay,
    quality,
    roster,
    swaps,
)
from ledger.made_up_centre.agenda import Agenda, Line, clock_time
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY, Period, holidays_between, periods_from
from ledger.made_up_centre.duties import Duties
from ledger.made_up_centre.people import Person, Staff
from ledger.made_up_centre.state import Centre

FEWEST_PEOPLE = 4


def centre(
    *, seed: int, people: int, first_period: str, periods: int, period_start_day: int = 1, duties: bool = False
) -> Iterator[Line]:
    """The lines of a centre that begins with so many people, in the order of recording.

    `first_period` is YYYY-MM, `period_start_day` 1 … 28 (S2.1). The same arguments give the same lines everywhere.
    With `duties` those of running the centre (S13) are in between; all other lines are the same without.
    ValueError for a period not so written, too few people or periods, or a start day that some month does not have.
    """
    if people < FEWEST_PEOPLE or periods < 1 or not 1 <= period_start_day <= 28:
        raise ValueError(f"A centre needs {FEWEST_PEOPLE} people, one period and a start day within 1 … 28.")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", first_period):
        raise ValueError(f"{first_period!r} is not a period; write it as YYYY-MM, such as 2026-07.")
    *running, following = periods_from(first_period, periods + 1, period_start_day)
    first_day = running[0].first - roster.PUBLISHED_BEFORE
    rng = Random(seed)  # noqa: S311 — an invented centre has no secrets
    here = Centre(
        rng=rng,
        agenda=Agenda(),
        staff=Staff(rng, people, first_day),
        periods=running,
        holidays=holidays_between(running[0].first, running[-1].last),
    )
    found(here, period_start_day, first_day)
    # Duties draw from a source of their own.
    beside = Duties(replace(here, rng=Random(f"duties {seed}"))) if duties else None  # noqa: S311
    return record(here, beside, following, first_day)


def found(here: Centre, period_start_day: int, day: date) -> None:
    """The first day: the site, its people, what they bring along, and the published holidays."""
    first = here.periods[0].name
    site: Line = {"kind": "site", "name": "客服中心", "time_zone": "Asia/Shanghai", "first_period": first}
    here.agenda.add(day, 0, site | {"period_start_day": period_start_day})
    career.bring_along(here, first, day)
    contracts.publish(here, first, day)
    appraisals.publish(here, first, day)
    for holiday, name in here.holidays:
        here.agenda.add(day, clock_time(12), {"kind": "holiday", "date": holiday.isoformat(), "name": name})


def record(here: Centre, duties: Duties | None, following: Period, first_day: date) -> Iterator[Line]:
    """Every day from the first on, and then whatever the agenda still holds."""
    publication = {period.first - roster.PUBLISHED_BEFORE: period for period in here.periods}
    settlement = {period.last + 2 * ONE_DAY: period for period in here.periods}
    last = here.periods[-1].last
    day = first_day
    while day <= last + 2 * ONE_DAY or here.agenda.waiting() is not None:
        if day in publication:
            begin(here, publication[day], day)
            if duties is not None:
                duties.plan(publication[day], day)
        if here.periods[0].first <= day <= last:
            attending = live(here, day)
            if duties is not None:
                duties.live(day, attending)
        if day in settlement:
            people = settle(here, settlement[day], day)
            if duties is not None:
                duties.settle(settlement[day], people, day)
        if day == last + 2 * ONE_DAY:
            pay.consider_rules(here, following, day)
        yield from here.agenda.take(day)
        day += ONE_DAY


def begin(here: Centre, period: Period, day: date) -> None:
    """Five days before a period: its settings, changes of staff, rosters, and leave that is planned by then."""
    here.staff.forget_the_gone(day)
    pay.open_period(here, period, day)
    pay.change_rules(here, period, day)
    pay.raise_salaries(here, period, day)
    career.move(here, period, day)
    here.staff.evaluators = career.evaluators(here.staff.present)
    for person in here.staff.present:
        roster.publish(here, person, period, day)
    representatives = here.staff.with_role("csr")
    leave.plan(here, representatives, period, day)
    quality.set_quotas(here, period, representatives)
    exam_day = period.first + timedelta(days=14)
    quality.examine(here, [person for person in representatives if person.employed(exam_day)], exam_day)


def live(here: Centre, day: date) -> dict[int, list[Person]]:
    """One day of work; the representatives who came, by team."""
    roster.change(here, day)
    swaps.decide(here, day)
    swaps.ask(here, day)
    attending: dict[int, list[Person]] = {}
    for person in here.staff.present:
        if not person.employed(day):
            continue
        if day not in person.roster:
            if happens(here.rng, 4) and person.roster.get(day - ONE_DAY) != "W":
                attendance.astray(here, person, day)
            continue
        if attendance.work(here, person, day) and person.role == "csr":
            attending.setdefault(person.team, []).append(person)
            quality.monitor(here, person, day)
            conduct.happen(here, person, day)
    floor.brief(here, day, attending)
    return attending


def settle(here: Centre, period: Period, day: date) -> list[Person]:
    """Two days after a period: reviews, allowances, corrections and the first questions; whom they are of."""
    people = [
        person
        for person in here.staff.present
        if person.hired_on <= period.last and (person.last_day is None or person.last_day >= period.first)
    ]
    quality.review(here, period, people, day)
    appraisals.judge(here, period, people, day)
    pay.grant(here, period, people, day)
    return people
