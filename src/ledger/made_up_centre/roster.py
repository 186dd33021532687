"""Rosters (排班): teams take turns at day shift R, night shift W and two days off; others work C on weekdays."""

from datetime import date, timedelta

from ledger.made_up_centre.agenda import clock_time
from ledger.made_up_centre.chance import chosen, happens
from ledger.made_up_centre.dates import ONE_DAY, SATURDAY, Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

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
    for past in [old for old in person.roster if old < day - ONE_DAY]:
        del person.roster[past]
    for past in [old for old in person.away if old < day - ONE_DAY]:
        del person.away[past]
    dates = [each for each in period.days() if person.employed(each) and each >= day]
    planned = {each: shift for each in dates if each not in person.away and (shift := usual_shift(person, each))}
    if dates and person.roster.get(dates[0] - ONE_DAY) == "W" and planned.get(dates[0]) != "W":
        planned.pop(dates[0], None)
    if person.role == "csr" and person.follows_team:
        top_up(centre, planned, [each for each in dates[1:] if each not in person.away])
    person.roster |= planned
    second = clock_time(15) + person.team % 3600
    for each in sorted(planned):
        record(centre, person, each, planned[each], day, second)


def top_up(centre: Centre, planned: dict[date, str], dates: list[date]) -> None:
    """Fill what the round leaves short of 21 days of eight hours with a C on a second day off."""
    wanted = len(dates) * 21 * 480 // 30 + centre.rng.randint(-240, 480)
    spare = [
        each
        for each in dates
        if each not in planned and planned.get(each - ONE_DAY) != "W" and each.weekday() < SATURDAY
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
            each for each in person.roster if day + ONE_DAY < each <= day + 6 * ONE_DAY and each not in person.away
        ]
        if not ahead or person.swapping:
            continue
        shift_date = centre.rng.choice(ahead)
        if person.roster[shift_date] == "R" and happens(centre.rng, 700):
            person.roster[shift_date] = "C"
        else:
            del person.roster[shift_date]
        record(centre, person, shift_date, person.roster.get(shift_date), day, clock_time(9, 5))
