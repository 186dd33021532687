"""What makes an invented centre a busy one: what its days bring in, and what goes on at the seats."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import product

from ledger.made_up_centre.agenda import Line

_HOURS, _CHANNELS, _OF_EACH = 24, ("phone", "chat"), 3
_QUEUE = "busy"
_BEGINS = {"R": "08:30", "C": "09:30", "W": "20:30"}
_LOGINS = 3


def busy(lines: Iterable[Line], first_day: date, days: int) -> Iterator[Line]:
    """The lines of a centre with the logins of every shift, then what every day of every team brings.

    A need of seats each hour, contacts each half hour, a briefing and a handover each shift, a training a day, and what
    everybody refunded and promised.
    """
    people: dict[str, str] = {}
    for line in lines:
        if line["kind"] == "employee":
            people[line["employee"]] = line["team"]
        yield line
        if line["kind"] == "shift" and line["shift"] in _BEGINS:
            yield from _logins(line)
    dates = [(first_day + timedelta(number)).isoformat() for number in range(days)]
    for team, day, hour in product(sorted(set(people.values())), dates, range(_HOURS)):
        span = {"from": f"{hour:02d}:00", "until": f"{(hour + 1) % _HOURS:02d}:00"}
        yield {"kind": "staff_need", "team": team, "date": day, "seats": 3} | span
    for day, channel, hour, minute in product(dates, _CHANNELS, range(_HOURS), ("00", "30")):
        counts = {"offered": 100, "answered": 90, "within_target": 80, "handled_seconds": 16_200}
        place = {"date": day, "channel": channel, "queue": _QUEUE, "interval": f"{hour:02d}:{minute}"}
        yield {"kind": "volume"} | place | counts
    yield {"kind": "monitoring_quota", "role": "csr", "from": dates[0][:7], "per_week": 2}
    for team, day in product(sorted(set(people.values())), dates):
        yield from _meetings(team, day, [number for number, of in people.items() if of == team])
    for number, employee in enumerate(people):
        for each in range(_OF_EACH):
            yield from _registered(f"busy-{employee}-{each}", employee, dates[(number + 7 * each) % days])


def _registered(number: str, employee: str, day: str) -> Iterator[Line]:
    """A refund that is paid, and a promise that is kept."""
    named = {"employee": employee, "date": day, "amount": "12.50"}
    yield {"kind": "refund", "refund": number} | named
    yield {"kind": "refund_update", "refund": number, "at": f"{day}T18:00:00+08:00", "status": "paid", "by": "M"}
    span = {"made_at": f"{day}T09:00:00+08:00", "due_at": f"{day}T18:00:00+08:00"}
    yield {"kind": "promise", "promise": number, "employee": employee} | span
    yield {"kind": "promise_update", "promise": number, "at": f"{day}T17:00:00+08:00", "status": "kept", "by": employee}


def _logins(shift: Line) -> Iterator[Line]:
    """Logins at a seat, each with its logout, within a shift."""
    begins = datetime.fromisoformat(f"{shift['date']}T{_BEGINS[shift['shift']]}:10+08:00")
    for hours in range(_LOGINS):
        for minutes, action in ((0, "login"), (50, "logout")):
            at = (begins + timedelta(hours=2 * hours, minutes=minutes)).isoformat()
            yield {"kind": "seat", "employee": shift["employee"], "at": at, "action": action}


def _meetings(team: str, day: str, members: list[str]) -> Iterator[Line]:
    """The briefings, the handovers and the training of a team's day."""
    for shift, begins in _BEGINS.items():
        place = {"team": team, "at": f"{day}T{begins}:00+08:00"}
        number = f"busy-{team}-{day}-{shift}"
        yield {"kind": "briefing", "briefing": number, "leader": members[0], "attendees": members[1:]} | place
        yield {"kind": "handover", "handover": number, "from_leader": members[0], "to_leader": members[-1]} | place
    training = {"kind": "training", "training": f"busy-{team}-{day}", "topic": _QUEUE, "date": day, "minutes": 30}
    yield training | {"attendees": members[:5], "counts": True}
