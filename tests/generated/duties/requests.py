"""Punches and overtime that are requested, within limits and beyond, and decided (S3.3b)."""

from datetime import timedelta

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from .moments import around, some_day, some_shift, some_time, someone


def punch_requests(on: Setting, given: Roster) -> list[Line]:
    """Forgotten punches of a few people, so that their limits are reached."""
    found: list[Line] = []
    for _times in range(on.pick([2, 6, 12])):
        shift = some_shift(on, given)
        if shift is None:
            return found
        employee, _day, start, end = shift
        direction = on.pick(["in", "out"])
        at = start if direction == "in" else end
        # Whole minutes: a request within the minute of the punch is neither in advance nor after it.
        asked = at + timedelta(minutes=on.pick([0, 1, 60, 1440, 2880, 2881, 5760, 8000, -1]) + on.pick([0, 700]))
        number = on.number("pq")
        line: Line = {
            "kind": "punch_request",
            "request": number,
            "employee": employee,
            "at": on.instant(at + timedelta(minutes=on.pick([0, 0, -3, 4, -200]))),
            "direction": direction,
            "reason": "forgotten",
            "requested_at": on.instant(asked),
        }
        if on.chance(30):
            line |= on.pick([{"override_by": "M"}, {"override_by": "M", "override_reason": "was ill"}])
        found.append(on.with_ref(line))
        punch: Line = {key: line[key] for key in ("employee", "at", "direction")} | {"kind": "clock", "ref": number}
        if on.chance(8):
            found.append(punch | on.pick([{}, {"device": "g1"}, {"direction": "auto"}]))
        found += _decisions(on, "punch_request_decision", number, line["requested_at"])
        if on.chance(12):
            found.append(punch)
        if on.chance(12):
            found.append({"kind": "void", "of_kind": "clock", "of": number, "by": "M", "reason": "was not there"})
    return found


def overtime_requests(on: Setting, given: Roster) -> list[Line]:
    """Overtime of a few dates, at times requested again."""
    found: list[Line] = []
    for _times in range(on.pick([0, 3, 6])):
        shift = some_shift(on, given)
        employee, day = (shift[0], shift[1]) if shift and on.chance(70) else (someone(on), some_day(on))
        minutes = on.pick([1, 30, 60, 75, 480])
        number = on.number("oq")
        line: Line = {"kind": "overtime_request", "request": number, "employee": employee, "date": day.isoformat()}
        line |= {"minutes": minutes, "reason": "busy", "requested_at": around(on, some_time(on, day))}
        line |= on.pick([{}, {}, {"compensation": "pay"}, {"compensation": "lieu"}])
        line |= on.pick([{}, {}, {"rate": "holiday"}])
        found.append(on.with_ref(line))
        if on.chance(15):
            stated: Line = {"kind": "overtime_approved", "employee": employee, "date": day.isoformat()}
            found.append(stated | {"minutes": on.pick([minutes, 45]), "by": "M"})
        found += _decisions(on, "overtime_request_decision", number, line["requested_at"])
    return found


def _decisions(on: Setting, kind: str, number: str, at: str) -> list[Line]:
    """What is decided, once; at times again, or of the other sort of request, or of an unknown one."""
    line: Line = {"kind": kind, "request": number, "by": "M", "at": at}
    line["decision"] = on.pick(["approved", "approved", "approved", "rejected", "cancelled"])
    found = [] if on.chance(12) else [on.with_ref(line | ({"recorded_by": someone(on)} if on.chance(20) else {}))]
    if on.chance(12):
        found.append(line | {"decision": on.pick(["approved", "rejected", "cancelled"])})
    if on.chance(5):
        found.append(line | {"request": "none"})
    return found
