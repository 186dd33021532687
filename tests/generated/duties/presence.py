"""Seats, briefings, handovers, violations and punches by others, near the borders of S13.4 and S13.5."""

from datetime import timedelta

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster, span

from .moments import around, some_day, some_shift, someone


def seats(on: Setting, given: Roster) -> list[Line]:
    """Logins and logouts of some shifts, some within one second, some missing."""
    found: list[Line] = []
    for (employee, day), shift in sorted(given.items()):
        if not on.chance(30):
            continue
        start, end, _window, _repeat = span(on, day, shift)
        at = start
        for _times in range(on.pick([1, 2, 4])):
            line: Line = {"kind": "seat", "employee": employee, "at": around(on, at)}
            found.append(on.with_ref(line | {"action": "login", "seat": "A-1"}))
            if on.chance(25):
                found.append(line | {"action": "logout"})
            at = on.pick([end, start + (end - start) // 2, at + timedelta(minutes=90)])
            if on.chance(75):
                found.append(on.with_ref(line | {"action": "logout", "at": around(on, at)}))
    return found


def briefings(on: Setting, given: Roster) -> list[Line]:
    """Briefings about the planned start of shifts, at times of another team, or led by the employee."""
    found: list[Line] = []
    for _times in range(on.pick([3, 8, 14])):
        shift = some_shift(on, given)
        if shift is None:
            return found
        employee, _day, start, _end = shift
        margin = on.pick([0, 0, 5, 20, 30, 60]) * on.pick([1, -1])
        at = start + timedelta(minutes=margin, seconds=on.pick([0, 0, 59, -1]))
        line: Line = {"kind": "briefing", "briefing": on.number("b"), "team": on.pick(["T1", "T1", "T2"])}
        line |= {"at": on.instant(at), "leader": on.pick([employee, "L", someone(on)])}
        found.append(on.with_ref(line | {"attendees": [each.number for each in on.some(on.people)]}))
    return found


def handovers(on: Setting, given: Roster) -> list[Line]:
    """Handovers from and to people about the borders of the reach of their shifts."""
    found: list[Line] = []
    for (employee, day), shift in sorted(given.items()):
        if not on.chance(12):
            continue
        start, end, window, _repeat = span(on, day, shift)
        reach = timedelta(minutes=window)
        at = on.pick([start, end, start - reach, end + reach]) + timedelta(minutes=on.pick([0, 0, -1]))
        line: Line = {"kind": "handover", "handover": on.number("h"), "team": on.pick(["T1", "T9"])}
        line |= {"at": on.instant(at), "from_leader": on.pick([employee, "L"]), "to_leader": on.pick([employee, "L"])}
        found.append(on.with_ref(line))
    return found


def violations(on: Setting, given: Roster) -> list[Line]:
    """Violations with points, and without."""
    found: list[Line] = []
    for _times in range(on.pick([0, 2, 6])):
        line: Line = {"kind": "violation", "violation": on.number("vi"), "employee": someone(on)}
        line |= {"date": some_day(on).isoformat()} | on.pick([{}, {"points": 0}, {"points": 3, "clause": "2.3"}])
        found.append(on.with_ref(line))
    return found


def punches_of_others(on: Setting, given: Roster) -> list[Line]:
    """Punches that a colleague, a device, nobody known or the employee recorded."""
    found: list[Line] = []
    for _times in range(on.pick([0, 2, 5])):
        shift = some_shift(on, given)
        if shift is None:
            return found
        line: Line = {"kind": "clock", "employee": shift[0], "at": around(on, shift[2]), "direction": "in"}
        found.append(on.with_ref(line | {"recorded_by": on.pick([someone(on), someone(on), "gate-1", shift[0]])}))
    return found
