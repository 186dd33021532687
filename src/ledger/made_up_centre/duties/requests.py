"""Requests of forgotten punches (补卡) and of overtime (加班申请), and what leaders decide (S3.3b)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.attendance import STARTS_AND_ENDS
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre


def ask(centre: Centre, person: Person, day: date) -> None:
    """Now and then somebody asks for a punch at the end of the shift, or for overtime."""
    lot = centre.rng.randrange(1000)
    _begin, end = STARTS_AND_ENDS[person.roster[day]]
    if lot < 8:
        line: Line = {"kind": "punch_request", "request": centre.number("PQ"), "employee": person.number}
        line |= {"at": instant(day, end), "direction": "out", "reason": "下班忘记打卡"}
        request(centre, person, day + ONE_DAY, line)
    elif lot < 13:
        line = {"kind": "overtime_request", "request": centre.number("OQ"), "employee": person.number}
        line |= {"date": day.isoformat(), "minutes": centre.rng.choice((30, 60, 90)), "reason": "处理遗留工单"}
        request(centre, person, day + ONE_DAY, line)


def request(centre: Centre, person: Person, day: date, line: Line) -> None:
    """Record a request on a day, and a day or two later what is decided of it, if anything."""
    rng = centre.rng
    second = clock_time(10) + rng.randrange(3 * 3600)
    centre.agenda.add(day, second, line | {"requested_at": instant(day, second)})
    if happens(rng, 60):
        return
    day += rng.randint(1, 2) * ONE_DAY
    decision: Line = {"kind": f"{line['kind']}_decision", "request": line["request"], "at": instant(day, second)}
    decision |= {"decision": rng.choice(("approved", "approved", "approved", "rejected", "cancelled"))}
    centre.agenda.add(day, second, decision | {"by": centre.staff.leader_of(person).number})
