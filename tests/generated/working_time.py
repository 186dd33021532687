"""Roster, punches, overtime and holidays: near every border that S3 draws."""

from datetime import date, datetime, time, timedelta
from typing import Any

from .rule_sets import MORE_SHIFTS, minute_of_day
from .setting import DEFAULT_SHIFTS, Line, Person, Setting

Roster = dict[tuple[str, date], str]


def roster(on: Setting) -> tuple[list[Line], Roster]:
    """A few rostered days for each person and period, in runs, and at times over the period's borders."""
    found: list[Line] = []
    given: Roster = {}
    for person in on.people:
        for period in on.periods:
            days = on.dates(period)
            if on.chance(8):
                continue
            starts = [0, len(days) - 2, on.random.randrange(len(days)), on.random.randrange(len(days))]
            for start in on.some(starts, least=2):
                for day in days[start : start + on.pick([1, 2, 3])]:
                    _assign(on, person, day, found, given)
    for day in on.changes_of_the_clock:
        for person in on.some(on.people):
            _assign(on, person, day, found, given)
    if on.chance(60):
        # Shifts just before the first period own punches that lie in it (S3.4).
        _assign(on, on.pick(on.people), on.all_dates[0] - timedelta(days=1), found, given)
    return found, given


def _assign(on: Setting, person: Person, day: date, found: list[Line], given: Roster) -> None:
    outside = day < person.hired_on or (person.last_day is not None and day > person.last_day)
    if outside and not on.chance(25):
        return
    kinds = sorted(on.in_force(on.period_of(day), "shifts", DEFAULT_SHIFTS))
    line: Line = {"kind": "shift", "employee": person.number, "date": day.isoformat(), "shift": on.pick(kinds)}
    if on.chance(6):
        found.append(line | {"shift": on.pick(kinds)})
    found.append(on.with_ref(line, 6))
    given[person.number, day] = line["shift"]
    if on.chance(3):
        found.append(line | {"shift": None})
        del given[person.number, day]


def of_another_rule_set(on: Setting) -> list[Line]:
    """Seldom: a shift type that the date's own rule set does not know, so that its reports fail (S3.2)."""
    day = on.pick(on.all_dates)
    known = on.in_force(on.period_of(day), "shifts", DEFAULT_SHIFTS)
    others = sorted(set(DEFAULT_SHIFTS | MORE_SHIFTS) - set(known))
    if not others or not on.chance(8):
        return []
    person = on.pick(on.people).number
    return [{"kind": "shift", "employee": person, "date": day.isoformat(), "shift": on.pick(others)}]


def span(on: Setting, day: date, shift: str) -> tuple[datetime, datetime, int, int]:
    """Give planned start and end, window and repeat minutes of a shift under its period's rules."""
    period = on.period_of(day)
    kind = on.in_force(period, "shifts", DEFAULT_SHIFTS).get(shift, DEFAULT_SHIFTS["C"])
    start, end = minute_of_day(kind["start"]), minute_of_day(kind["end"])
    midnight = datetime.combine(day, time())
    ends = midnight + timedelta(minutes=end + (1440 if end <= start else 0))
    window, repeat = on.in_force(period, "window_minutes", 240), on.in_force(period, "repeat_minutes", 10)
    return midnight + timedelta(minutes=start), ends, window, repeat


def punches(on: Setting, given: Roster) -> list[Line]:
    """Punches for every shift in one of many manners, voids of some, and strays."""
    found: list[Line] = []
    for (employee, day), shift in sorted(given.items()):
        careful = next(person.careful for person in on.people if person.number == employee)
        for at, direction in _manner(on, careful, *span(on, day, shift)):
            line = _clock(on, employee, at, direction)
            found.append(line)
            if "ref" in line and on.chance(8):
                found.append({"kind": "void", "of_kind": "clock", "of": line["ref"], "by": "M", "reason": "wrong card"})
    for _times in range(on.pick([1, 3, 6])):
        at = datetime.combine(on.pick(on.all_dates), time(on.random.randrange(24), on.random.randrange(60)))
        found.append(_clock(on, on.pick(on.people).number, at, on.pick(["in", "out", "auto"])))
    return found


def _clock(on: Setting, employee: str, at: datetime, direction: str) -> Line:
    seconds = timedelta(seconds=on.pick([0, 0, 1, 30, 59]))
    line: Line = {"kind": "clock", "employee": employee, "at": on.instant(at + seconds), "direction": direction}
    if on.chance(80):
        line["device"] = on.pick(["g1", "g2"])
    return on.with_ref(line, 30)


def _manner(
    on: Setting, careful: bool, start: datetime, end: datetime, window: int, repeat: int
) -> list[tuple[datetime, str]]:
    """The punches of one shift; a careful person is hardly ever late, early or forgetful."""

    def moved(at: datetime, *minutes: int) -> datetime:
        return at + timedelta(minutes=on.pick(minutes))

    if careful and on.chance(93):
        came, went = moved(start, 0, -1, -10, -30), moved(end, 0, 1, 10, 45)
        return on.pick([[(came, "in"), (went, "out")], [(came, "auto"), (went, "auto")]])
    came = moved(start, 0, -5, 1, 9, 30, 200, -window, -window - 1)
    went = moved(end, 0, 5, -1, -20, -300, window - 1, window)
    middle = start + (end - start) / 2
    half = middle.replace(second=0)
    return on.pick(
        [
            [(came, "in"), (went, "out")],
            [(came, "in"), (went, "out")],
            [(came, "auto"), (went, "auto")],
            [(came, "in"), (moved(came, 0, repeat, repeat + 1), "auto")],
            [(came, "auto"), (moved(came, 1, repeat, repeat + 1), "auto")],
            [(came, "auto"), (came, "in"), (moved(went, 0, 1), "out"), (went, "auto")],
            [(went, "auto"), (moved(went, 2, repeat), "auto")],
            [(moved(half, -1, 0, 1), "auto")],
            [(went, "out")],
            [(came, "in")],
            [(went, "in"), (came, "out")],
            [(went, "auto")],
            [(came, "in"), (came, "out")],
            [],
            [],
        ]
    )


def between(on: Setting, given: Roster) -> list[Line]:
    """Punches between the shifts of two days, around halfway and at the borders of their reaches (S3.4)."""
    found = []
    for (employee, day), shift in sorted(given.items()):
        following = given.get((employee, day + timedelta(days=1)))
        if following and on.chance(25):
            ends = span(on, day, shift)[1]
            starts, _end, window, _repeat = span(on, day + timedelta(days=1), following)
            half = (ends + (starts - ends) / 2).replace(second=0)
            at = on.pick(
                [half, half, ends, starts, starts - timedelta(minutes=window), ends + timedelta(minutes=window)]
            )
            at += timedelta(minutes=on.pick([-1, 0, 0, 1]))
            found.append(_clock(on, employee, at, on.pick(["in", "out", "auto", "auto"])))
    return found


def overtime(on: Setting, given: Roster) -> list[Line]:
    """Overtime approvals, on rostered dates and others, and approved anew."""
    found = []
    for _times in range(on.pick([0, 2, 4, 8])):
        employee, day = on.pick(sorted(given)) if given else (on.people[0].number, on.all_dates[0])
        line: dict[str, Any] = {
            "kind": "overtime_approved",
            "employee": employee,
            "date": (day if on.chance(80) else on.pick(on.all_dates)).isoformat(),
            "minutes": on.pick([30, 60, 95]),
            "by": "M",
        }
        found.append(line | _compensated(on))
        if on.chance(25):
            found.append(line | _compensated(on) | {"minutes": on.pick([0, 15])})
    return found


def _compensated(on: Setting) -> Line:
    """How overtime is compensated: by time off, or paid at a rate that is stated or follows from the date (S10.8)."""
    if on.chance(50):
        return on.pick([{}, {}, {"compensation": "lieu"}])
    stated = on.pick([{}, {}, {"rate": on.pick(["workday", "rest_day", "holiday"])}])
    return {"compensation": "pay"} | stated


def holidays(on: Setting, given: Roster) -> list[Line]:
    """Holidays on dates that somebody works, some of them withdrawn."""
    found: list[Line] = []
    for _times in range(on.pick([0, 2, 4])):
        day = on.pick(sorted(given))[1] if given and on.chance(75) else on.pick(on.all_dates)
        line: Line = {"kind": "holiday", "date": day.isoformat(), "name": "国庆节"}
        found.append(line)
        if on.chance(15):
            found.append(line | {"name": None})
    return found


def seats(on: Setting) -> list[Line]:
    """Seat entries, handovers and briefings; without effect on figures (S12.1)."""
    day, person = on.pick(on.all_dates), on.pick(on.people).number
    handover, briefing = on.number("h"), on.number("b")
    choices: list[list[Line]] = [
        [{"kind": "seat", "employee": person, "at": on.at(day), "action": "login", "seat": "S1"}],
        [{"kind": "seat", "employee": person, "at": on.at(day, 18), "action": "logout"}],
        [
            {
                "kind": "handover",
                "handover": handover,
                "team": "T1",
                "at": on.at(day, 20),
                "from_leader": "C",
                "to_leader": "D",
                "note": "quiet",
            },
            {"kind": "void", "of_kind": "handover", "of": handover, "by": "M", "reason": "twice"},
        ],
        [
            {
                "kind": "briefing",
                "briefing": briefing,
                "team": "T1",
                "at": on.at(day, 8),
                "leader": "C",
                "attendees": ["A", "B"],
            }
        ],
        [
            {
                "kind": "violation",
                "violation": on.number("v"),
                "employee": person,
                "date": day.isoformat(),
                "clause": "3",
            }
        ],
    ]
    return [line for chosen in on.some(choices) for line in chosen]
