"""Punches (打卡) as devices send them: early and late, doubled, forgotten, mended, astray; overtime and seats."""

from datetime import date

from ledger.made_up_centre.agenda import DAY_SECONDS, Line, clock_time, instant
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

STARTS_AND_ENDS = {
    "R": (clock_time(8, 30), clock_time(20, 30)),
    "C": (clock_time(9, 30), clock_time(18)),
    "W": (clock_time(20, 30), DAY_SECONDS + clock_time(8, 30)),
}
FORGOTTEN = ("遗失工卡，补打卡", "忘记打卡，组长证明在岗", "考勤机离线，补录")
OVERTIME = ((60, 1), (90, 1), (120, 2), (180, 1))


def work(centre: Centre, person: Person, day: date) -> bool:
    """What the employee does on the date of a shift: True if the shift was attended."""
    shift = person.roster[day]
    partial = person.away.get(day, 0)
    if partial is None:
        return on_leave(centre, person, day)
    if happens(centre.rng, 1 + person.tardiness // 15):
        return False
    begin, end = STARTS_AND_ENDS[shift]
    arrived, left = arrival(centre, person, begin), departure(centre, person, end) - partial * 60
    if person.role == "csr" and not partial and happens(centre.rng, 12):
        left += overtime(centre, person, day)
    if happens(centre.rng, 13):
        forgotten(centre, person, day, arrived, left)
    else:
        punch(centre, person, day, arrived, "in")
        punch(centre, person, day, left, "out")
    if person.role == "csr" and happens(centre.rng, 50):
        sit_down(centre, person, day, arrived, left)
    return True


def arrival(centre: Centre, person: Person, begin: int) -> int:
    """The second of coming: mostly some minutes early, for the briefing."""
    rng = centre.rng
    if happens(rng, person.tardiness):
        return begin + rng.randint(60, rng.choice((600, 1200, 2700)))
    return begin - rng.randint(60, 1500)


def departure(centre: Centre, person: Person, end: int) -> int:
    """The second of going: mostly some minutes after the handover."""
    rng = centre.rng
    if happens(rng, 1 + person.tardiness // 3):
        return end - rng.randint(60, 1800)
    return end + rng.randint(0, 900)


def punch(centre: Centre, person: Person, day: date, second: int, direction: str) -> str:
    """One punch of a device, now and then doubled; the reference that the device gave it."""
    device = f"gate-{person.team % 3 + 1}"
    if person.channel == "email_fax" and person.role == "csr":
        direction, device = "auto", "desk-1"
    reference = send(centre, person, day, second, direction, device)
    if happens(centre.rng, 12):
        send(centre, person, day, second + centre.rng.randint(2, 240), direction, device)
    return reference


def send(centre: Centre, person: Person, day: date, second: int, direction: str, device: str) -> str:
    """One `clock` fact with the device's own number."""
    reference = centre.number("K")
    line: Line = {"kind": "clock", "ref": reference, "employee": person.number, "at": instant(day, second)}
    centre.agenda.add(day, second, line | {"direction": direction, "device": device})
    return reference


def forgotten(centre: Centre, person: Person, day: date, arrived: int, left: int) -> None:
    """One of the two punches is missing; more often than not the leader mends it within days."""
    coming = happens(centre.rng, 400)
    punch(centre, person, day, left if coming else arrived, "out" if coming else "in")
    if not happens(centre.rng, 650):
        return
    second, direction = (arrived, "in") if coming else (left, "out")
    line: Line = {"kind": "clock", "employee": person.number, "at": instant(day, second - second % 60)}
    line |= {"direction": direction, "source": "manual", "reason": centre.rng.choice(FORGOTTEN)}
    line["recorded_by"] = centre.staff.leader_of(person).number
    centre.agenda.add(day + centre.rng.randint(2, 4) * ONE_DAY, clock_time(11), line)


def overtime(centre: Centre, person: Person, day: date) -> int:
    """The leader approves overtime (加班); the seconds that the employee stays longer."""
    minutes = centre.rng.choice([minutes for minutes, weight in OVERTIME for _ in range(weight)])
    line: Line = {"kind": "overtime_approved", "employee": person.number, "date": day.isoformat(), "minutes": minutes}
    line["by"] = centre.staff.leader_of(person).number
    centre.agenda.add(day, clock_time(17) + centre.rng.randrange(3600), line)
    return minutes * 60


def sit_down(centre: Centre, person: Person, day: date, arrived: int, left: int) -> None:
    """Login and logout at a seat (工号 Login、Logout)."""
    seat = f"{'ABCD'[person.team % 4]}-{centre.rng.randint(1, 48):02}"
    for second, action in ((arrived + 240, "login"), (left - 120, "logout")):
        line: Line = {"kind": "seat", "employee": person.number, "at": instant(day, second), "action": action}
        centre.agenda.add(day, second, line | {"seat": seat})


def on_leave(centre: Centre, person: Person, day: date) -> bool:
    """A day of leave: hardly ever a punch, by someone who only fetches something."""
    if happens(centre.rng, 15):
        send(centre, person, day, clock_time(10) + centre.rng.randrange(7200), "auto", "gate-1")
    return False


def astray(centre: Centre, person: Person, day: date) -> None:
    """A punch on a day off; some turn out to be somebody else's card and are voided."""
    reference = send(centre, person, day, clock_time(14) + centre.rng.randrange(3600), "auto", "gate-1")
    if happens(centre.rng, 500):
        line: Line = {"kind": "void", "of_kind": "clock", "of": reference, "by": centre.staff.leader_of(person).number}
        line["reason"] = "误刷他人工卡"
        centre.agenda.add(day + ONE_DAY, clock_time(10, 15), line)
