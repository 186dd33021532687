"""The centre day by day: what each chapter adds to the agenda, and the agenda's lines in the order of recording."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from ledger.made_up_centre import (
    appraisals,
    attendance,
    career,
    conduct,
    contracts,
    floor,
    leave,
    open_matters,
    pay,
    quality,
    roster,
    swaps,
)
from ledger.made_up_centre.agenda import Agenda, Line, clock_time
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY, Period, first_of, holidays_between, periods_from
from ledger.made_up_centre.demonstration import TIME_ZONE
from ledger.made_up_centre.duties import Duties
from ledger.made_up_centre.people import Person, Staff
from ledger.made_up_centre.state import Centre

FEWEST_PEOPLE = 4


def centre_until(
    moment: datetime, *, seed: int, people: int, periods: int, period_start_day: int = 1, duties: bool = False
) -> Iterator[Line]:
    """The lines of a centre up to a moment, at its own clock: the last of its periods is the one that runs then.

    What is open then, such as a leave that nobody has decided, is in it. ValueError as for `centre`.
    """
    first = first_of(moment.date(), periods, period_start_day)
    # The roster of the period after that may be published already.
    here, beside, following, first_day = _made(seed, people, first, periods + 1, period_start_day, duties=duties)
    return record(here, beside, following, first_day, moment)


def centre(
    *, seed: int, people: int, first_period: str, periods: int, period_start_day: int = 1, duties: bool = False
) -> Iterator[Line]:
    """The lines of a centre that begins with so many people, in the order of recording.

    `first_period` is YYYY-MM, `period_start_day` 1 … 28 (S2.1). The same arguments give the same lines everywhere.
    With `duties` those of running the centre (S13) are in between; all other lines are the same without.
    ValueError for a period not so written, too few people or periods, or a start day that some month does not have.
    """
    return record(*_made(seed, people, first_period, periods, period_start_day, duties=duties))


def _made(
    seed: int, people: int, first_period: str, periods: int, period_start_day: int, *, duties: bool
) -> tuple[Centre, Duties | None, Period, date]:
    """The centre on its first day, its duties, the period after its last one, and that day."""
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
    return here, beside, following, first_day


def found(here: Centre, period_start_day: int, day: date) -> None:
    """The first day: the site, its people, what they bring along, and the published holidays."""
    first = here.periods[0].name
    site: Line = {"kind": "site", "name": "客服中心", "time_zone": TIME_ZONE, "first_period": first}
    here.agenda.add(day, 0, site | {"period_start_day": period_start_day})
    career.bring_along(here, first, day)
    contracts.publish(here, first, day)
    appraisals.publish(here, first, day)
    for holiday, name in here.holidays:
        here.agenda.add(day, clock_time(12), {"kind": "holiday", "date": holiday.isoformat(), "name": name})


def record(
    here: Centre, duties: Duties | None, following: Period, first_day: date, moment: datetime | None = None
) -> Iterator[Line]:
    """Every day from the first on, and then whatever the agenda still holds; up to a moment, and what is open then."""
    last = here.periods[-1].last
    day = first_day
    while day <= last + 2 * ONE_DAY or here.agenda.waiting() is not None:
        pass_day(here, duties, day)
        if moment is not None and day == moment.date():
            yield from up_to(here, moment)
            return
        if moment is not None and day == moment.date() - ONE_DAY:
            pay.consider_rules(here, here.periods[-1], day)
        if day == last + 2 * ONE_DAY:
            pay.consider_rules(here, following, day)
        yield from here.agenda.take(day)
        day += ONE_DAY


def pass_day(here: Centre, duties: Duties | None, day: date) -> None:
    """What a day adds to the agenda: a period that is planned, work, and a period that is settled."""
    for period in here.periods:
        if day == period.first - roster.PUBLISHED_BEFORE:
            begin(here, period, day)
            if duties is not None:
                duties.plan(period, day)
    if here.periods[0].first <= day <= here.periods[-1].last:
        attending = live(here, day)
        if duties is not None:
            duties.live(day, attending)
    for period in here.periods:
        if day == period.last + 2 * ONE_DAY:
            people = settle(here, period, day)
            if duties is not None:
                duties.settle(period, people, day)


def up_to(here: Centre, moment: datetime) -> Iterator[Line]:
    """The lines of the day of a moment before it, and what is open then."""
    second = clock_time(moment.hour, moment.minute)
    yield from here.agenda.take(moment.date(), second)
    yield from open_matters.arise(here, moment.date(), second)


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
