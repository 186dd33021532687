"""What comes in, and how many seats it needs (S13.2, S13.3)."""

from datetime import timedelta

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from .moments import some_day, some_shift


def volumes(on: Setting, given: Roster) -> list[Line]:
    """Counts of a few dates, for the day or by interval, restated, taken back, and both at once."""
    found: list[Line] = []
    days = [some_day(on).isoformat() for _times in range(on.pick([1, 2, 4]))]
    for _times in range(on.pick([6, 14, 24])):
        line: Line = {"kind": "volume", "date": on.pick(days), "channel": on.pick(["phone", "phone", "chat", "email"])}
        line |= on.pick([{}, {"queue": "热线"}])
        line |= on.pick([{}, {"interval": "08:30"}, {"interval": "09:00"}, {"interval": "00:00"}])
        offered = on.pick([0, 1, 3, 200])
        answered = on.pick([0, offered, offered // 3, 7])
        line |= {"offered": offered, "answered": answered}
        if on.chance(50):
            line["within_target"] = on.pick([0, answered, answered // 2])
        if on.chance(50):
            line["handled_seconds"] = on.pick([0, 100, 4321])
        if on.chance(15):
            taken_back = ("within_target", "handled_seconds")
            line = {key: line[key] for key in line if key not in taken_back} | {"offered": None, "answered": None}
        found.append(on.with_ref(line, 25))
        if "ref" in found[-1] and on.chance(40):
            void = {"kind": "void", "of_kind": "volume", "of": found[-1]["ref"], "by": "M", "reason": "wrong file"}
            found.append(void)
    return found


def staff_needs(on: Setting, given: Roster) -> list[Line]:
    """Needs that rostered shifts just hold or just do not, by day and by night."""
    found: list[Line] = []
    for _times in range(on.pick([4, 8, 14])):
        shift = some_shift(on, given)
        if shift is None:
            return found
        _employee, _day, start, end = shift
        since = start + timedelta(minutes=on.pick([0, 0, 0, 1, -1, 30, 300]))
        until = end + timedelta(minutes=on.pick([0, 0, 0, -1, 1, -60]))
        if on.chance(25):
            since = since.replace(hour=0, minute=0) + timedelta(days=on.pick([0, 1]))
        line: Line = {"kind": "staff_need", "team": on.pick(["T1", "T1", "T2", "T3"]), "date": since.date().isoformat()}
        line |= {"from": f"{since:%H:%M}", "until": f"{until:%H:%M}", "seats": on.pick([0, 1, 1, 2, 3])}
        found.append(on.with_ref(line, 15))
        if on.chance(20):
            found.append(line | on.pick([{"seats": 0}, {"seats": 4}, {"until": "12:00"}]))
    return found
