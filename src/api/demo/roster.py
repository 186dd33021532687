"""Rosters (排班): teams take turns at day shift R, night shift W and two days off; others work C from Monday to Friday."""

from datetime import date, timedelta

from api.demo.agenda import clock_time
from api.demo.chance import chosen, happens
from api.demo.dates import ONE_DAY, SATURDAY, Period
from api.demo.people import Person
from api.demo.state import Centre

ROUND = ("R", "W", None, None)
COUNTED = {"R": 660, "C": 480, "W": 720}
PUBLISHED_BEFORE = timedelta(days=5)


def usual_shift(person: Person, day: date) -> str | None:
    """What the team's round, or the working week, gives the employee on that date."""
    if person.follows_team:
        return ROUND[(day.toordinal() - person.team) % len(ROUND)]
    return "C" if day.weekday() < SATURDAY else None


def publish(centre: Centre, person: Person, period: Period, day: date) -> None:
    """Record the employee's roster of the period on that day, and remember it."""
    for old in [date for date in person.roster if date < day - ONE_DAY]:
        del person.roster[old]
    for old in [date for date in person.away if date < day - ONE_DAY]:
        del person.away[old]
    dates = [date for date in period.days() if person.employed(date) and date >= day]
    planned = {date: shift for date in dates if (shift := usual_shift(person, date))}
    for date in [date for date in planned if date in person.away]:
        del planned[date]
    if person.role == "csr" and person.follows_team:
        top_up(centre, planned, dates)
    person.roster |= planned
    person.shifts_left = len(planned)
    second = clock_time(15) + person.team % 3600
    for date in sorted(planned):
        record(centre, person, date, planned[date], day, second)


def top_up(centre: Centre, planned: dict[date, str], dates: list[date]) -> None:
    """Fill what the round leaves short of 21 days of eight hours with a C on a second day off."""
    wanted = len(dates) * 21 * 480 // 30 + centre.rng.randint(-240, 480)
    spare = [
        date
        for date in dates
        if date not in planned and planned.get(date - ONE_DAY) != "W" and date.weekday() < SATURDAY
    ]
    centre.rng.shuffle(spare)
    missing = wanted - sum(COUNTED[shift] for shift in planned.values())
    while spare and missing >= COUNTED["C"] // 2:
        planned[spare.pop()] = "C"
        missing -= COUNTED["C"]


def record(centre: Centre, person: Person, shift_date: date, shift: str | None, day: date, second: int) -> None:
    """One `shift` fact, recorded on that day."""
    line: dict[str, object] = {"kind": "shift", "employee": person.number}
    centre.agenda.add(day, second, line | {"date": shift_date.isoformat(), "shift": shift})


def change(centre: Centre, day: date) -> None:
    """The planner's later changes (改班): a C instead of an R, an extra day off, now and then."""
    for person in chosen(centre.rng, centre.staff.present, 2):
        ahead = [
            date for date in person.roster if day + ONE_DAY < date <= day + 6 * ONE_DAY and date not in person.away
        ]
        if not ahead or person.swapping:
            continue
        shift_date = centre.rng.choice(ahead)
        if person.roster[shift_date] == "R" and happens(centre.rng, 700):
            person.roster[shift_date] = "C"
        else:
            del person.roster[shift_date]
        record(centre, person, shift_date, person.roster.get(shift_date), day, clock_time(9, 5))
