"""Leave (休假, S4): asked for in time or on the day, approved, rejected or cancelled."""

from datetime import date, timedelta

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import chosen, happens
from ledger.made_up_centre.dates import ONE_DAY, Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

# type, of a thousand representatives a period, the period in which one takes it for sure, fewest and most shifts
TYPES: tuple[tuple[str, int, int | None, int, int], ...] = (
    ("lieu", 130, None, 1, 1),
    ("annual", 90, None, 1, 4),
    ("sick", 55, None, 1, 2),
    ("personal", 45, None, 1, 1),
    ("marriage", 4, 1, 5, 7),
    ("bereavement", 4, 2, 2, 2),
    ("maternity", 2, 1, 158, 158),
)
REASONS = {"sick": "医院病假单", "marriage": "结婚登记", "bereavement": "直系亲属丧事", "maternity": "产假"}
PARTIAL = ("personal", "lieu", "annual", "sick")


def plan(centre: Centre, representatives: list[Person], period: Period, today: date) -> None:
    """All leave that begins in the period; what was asked for before it was published is asked for today."""
    index = centre.periods.index(period)
    for leave_type, per_mille, sure_in, fewest, most in TYPES:
        at_least = 1 if sure_in is None or sure_in == index else 0
        for person in chosen(centre.rng, representatives, per_mille, at_least):
            dates = [day for day in person.roster if day in person.away]
            if dates or person.notice_from or (leave_type == "maternity" and not person.woman):
                continue
            wanted = centre.rng.randint(fewest, most)
            if leave_type in ("sick", "personal") and happens(centre.rng, 200):
                wanted = 3
            ask(centre, person, leave_type, wanted, period, today)


def ask(centre: Centre, person: Person, leave_type: str, wanted: int, period: Period, today: date) -> None:
    """One leave with its decision, from some shift of the period on."""
    rng = centre.rng
    shifts = [day for day in sorted(person.roster) if max(today + 3 * ONE_DAY, period.first) <= day <= period.last]
    if not shifts:
        return
    first = rng.randrange(len(shifts))
    covered = shifts[first : first + wanted]
    partial = leave_type in PARTIAL and len(covered) == 1 and happens(rng, 250)
    minutes = rng.choice((60, 120, 180, 240)) if partial else None
    last = covered[0] + timedelta(days=wanted - 1) if leave_type == "maternity" else covered[-1]
    requested = request_date(centre, leave_type, covered[0], today)
    line: Line = {"kind": "leave", "leave": centre.number("LV"), "employee": person.number, "type": leave_type}
    line |= {"first_date": covered[0].isoformat(), "last_date": last.isoformat(), "requested_on": requested.isoformat()}
    if minutes:
        line["minutes"] = minutes
    if leave_type == "lieu" and (covered[0] - requested).days < 3:
        line |= {"override_by": centre.staff.manager.number, "override_reason": "家中急事，经理特批"}
    if leave_type in REASONS:
        line["reason"] = REASONS[leave_type]
    second = clock_time(7, 30) if leave_type == "sick" else clock_time(13) + rng.randrange(3 * 3600)
    centre.agenda.add(requested, second, line)
    settle(centre, person, line, covered, last, minutes)


def request_date(centre: Centre, leave_type: str, first: date, today: date) -> date:
    """Sick leave is reported on the day; lieu leave three days before or, with an override, later; the rest earlier."""
    if leave_type == "sick":
        return first
    if leave_type == "lieu" and happens(centre.rng, 60):
        return first - ONE_DAY
    return max(today, first - centre.rng.randint(3, 12) * ONE_DAY)


def settle(centre: Centre, person: Person, line: Line, covered: list[date], last: date, minutes: int | None) -> None:
    """The leader's decision, a cancellation now and then, and what it means for the days."""
    rng, requested = centre.rng, date.fromisoformat(str(line["requested_on"]))
    rejected = line["type"] in ("personal", "annual", "lieu") and happens(rng, 50)
    decided = requested if line["type"] == "sick" or covered[0] <= requested + ONE_DAY else requested + ONE_DAY
    leader = centre.staff.leader_of(person)
    decide(centre, line, "rejected" if rejected else "approved", leader, decided, clock_time(17))
    if rejected:
        if happens(rng, 400):
            person.away[covered[0]] = None
        return
    if covered[0] > decided + ONE_DAY and happens(rng, 50):
        decide(centre, line, "cancelled", person, decided + ONE_DAY, clock_time(12))
        return
    days = (covered[0] + n * ONE_DAY for n in range((last - covered[0]).days + 1))
    person.away |= dict.fromkeys(days, minutes)


def decide(centre: Centre, line: Line, decision: str, by: Person, day: date, second: int) -> None:
    """One `leave_decision` fact."""
    decided: Line = {"kind": "leave_decision", "leave": line["leave"], "decision": decision, "by": by.number}
    centre.agenda.add(day, second, decided | {"at": instant(day, second)})
