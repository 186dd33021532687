"""What makes an invented centre a busy one: seats needed by the hour, contacts by the half hour, refunds, promises."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product

from ledger.made_up_centre.agenda import Line

_HOURS, _CHANNELS, _OF_EACH = 24, ("phone", "chat"), 3
_QUEUE = "busy"


def busy(lines: Iterable[Line], first_day: date, days: int) -> Iterator[Line]:
    """The lines of a centre, then a need of each team and hour, contacts of each half hour, and what all promised."""
    people: dict[str, str] = {}
    for line in lines:
        if line["kind"] == "employee":
            people[line["employee"]] = line["team"]
        yield line
    dates = [(first_day + timedelta(number)).isoformat() for number in range(days)]
    for team, day, hour in product(sorted(set(people.values())), dates, range(_HOURS)):
        span = {"from": f"{hour:02d}:00", "until": f"{(hour + 1) % _HOURS:02d}:00"}
        yield {"kind": "staff_need", "team": team, "date": day, "seats": 3} | span
    for day, channel, hour, minute in product(dates, _CHANNELS, range(_HOURS), ("00", "30")):
        counts = {"offered": 100, "answered": 90, "within_target": 80, "handled_seconds": 16_200}
        place = {"date": day, "channel": channel, "queue": _QUEUE, "interval": f"{hour:02d}:{minute}"}
        yield {"kind": "volume"} | place | counts
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
