"""S3 and S4 for one employee: which punch belongs to which shift, what leave takes of it, what is absent."""

from typing import Any, NamedTuple

from benchmarks.fold.gathering import Centre, Person, Punch, day_of
from ledger.ruleset import RuleSet

ABSENTEEISM = "absenteeism"
UNROSTERED_MINUTES = 480


class Reach(NamedTuple):
    """A shift in local minutes."""

    day: int
    starts: int
    ends: int
    counted: int


class Absence(NamedTuple):
    """Minutes and milli-days that a type takes of a date."""

    day: int
    type: str
    minutes: int
    milli_days: int


class Worked(NamedTuple):
    """Minutes attended, and all absences."""

    minutes: int
    absences: list[Absence]


class Chapter:
    """The attendance of one period."""

    def __init__(self, centre: Centre, rules: RuleSet, first: int, last: int) -> None:
        self.centre, self.rules, self.first, self.last = centre, rules, first, last
        self.now = centre.minute(centre.recorded_at)

    def of(self, person: Person) -> Worked:
        """What an employee worked and missed."""
        reaches = self._reaches(person)
        owned = self._owned(person, reaches)
        leaves = [leave for leave in person.leaves if self.centre.leave_decisions.get(leave.leave) == "approved"]
        minutes, absences = 0, []
        for reach in reaches.values():
            if not self.first <= reach.day <= self.last or reach.ends + self.rules.window_minutes > self.now:
                continue
            taken = taken_of(leaves, reach.day, reach.counted) if leaves else []
            absences += taken
            if taken and sum(part.minutes for part in taken) >= reach.counted:
                continue
            came, went = in_and_out(owned.get(reach.day, []), reach, self.rules.repeat_minutes)
            if came is not None and went is not None:
                minutes += max(0, reach.counted - max(0, came - reach.starts) - max(0, reach.ends - went))
            elif came is None and went is None:
                absences.append(_absent(reach, taken))
        if leaves:
            absences += self._without_roster(person, leaves, {(day + 6) // 7 for day in reaches})
        return Worked(minutes, absences)

    def _reaches(self, person: Person) -> dict[int, Reach]:
        """The assigned shifts of the period and of a week around it, by day."""
        leaves_on = person.last_day if person.last_day is not None else 10**9
        found = {}
        for day, name in sorted(person.roster.items()):
            near = self.first - 7 <= day <= self.last + 7 and person.hired_on <= day <= leaves_on
            if name is not None and near:
                shift = self.rules.shifts[name]
                starts = day * 1440 + shift.start
                found[day] = Reach(day, starts, starts + shift.span, shift.counted)
        return found

    def _owned(self, person: Person, reaches: dict[int, Reach]) -> dict[int, list[Punch]]:
        """S3.4: the punches of each shift of the period."""
        owned: dict[int, list[Punch]] = {}
        window, voids = self.rules.window_minutes, self.centre.voids
        for day in range(self.first - 1, self.last + 3):
            punches = person.punches.get(day)
            if not punches:
                continue
            around = [reaches[each] for each in range(day - 2, day + 2) if each in reaches]
            for minute, direction, position, ref, fact_id in punches:
                if voids and (voids.get(ref or "", 0) > position or voids.get(fact_id, 0) > position):
                    continue
                holding = [each for each in around if each.starts - window <= minute < each.ends + window]
                if holding:
                    owner = _owner(holding, minute, direction)
                    owned.setdefault(owner.day, []).append((minute, direction))
        return owned

    def _without_roster(self, person: Person, leaves: list[Any], weeks: set[int]) -> list[Absence]:
        """S4.1a: full leave on a weekday of an ISO week without any shift."""
        absences: list[Absence] = []
        ends = person.last_day if person.last_day is not None else 10**9
        for day in range(max(self.first, person.hired_on), min(self.last, ends) + 1):
            if (day + 6) % 7 < 5 and (day + 6) // 7 not in weeks:
                taken = taken_of(leaves, day, UNROSTERED_MINUTES)
                if sum(part.minutes for part in taken) >= UNROSTERED_MINUTES:
                    absences += taken
        return absences


def _owner(holding: list[Reach], minute: int, direction: str) -> Reach:
    if len(holding) == 1:
        return holding[0]
    earlier, later = holding
    before_middle = minute < (earlier.ends + later.starts) // 2
    return earlier if direction == "out" or (direction == "auto" and before_middle) else later


def in_and_out(punches: list[Punch], reach: Reach, repeat: int) -> tuple[int | None, int | None]:
    """S3.5: when the employee came and went, as the punches of the shift tell."""
    ins = [minute for minute, direction in punches if direction == "in"]
    autos = [minute for minute, direction in punches if direction == "auto"]
    outs = [minute for minute, direction in punches if direction == "out"]
    by_auto = bool(autos) and (not ins or min(autos) < min(ins))
    came = min(autos) if by_auto else min(ins, default=None)
    closing = [minute for minute in outs if came is None or minute > came]
    if came is not None:
        closing += [minute for minute in autos if minute > came + repeat]
    if closing:
        return came, max(closing)
    if by_auto and came is not None and abs(reach.ends - came) < abs(reach.starts - came):
        return None, max(autos)
    return came, None


def taken_of(leaves: list[Any], day: int, counted: int) -> list[Absence]:
    """S4.1: the first recorded full leave alone, else partial ones in order, up to the counted minutes."""
    on_date = [leave for leave in leaves if day_of(leave.first_date) <= day <= day_of(leave.last_date)]
    for leave in on_date:
        if leave.minutes is None or leave.minutes >= counted:
            return [Absence(day, leave.type, counted, 1000)]
    parts, left = [], counted
    for leave in on_date:
        minutes = min(left, leave.minutes)
        if minutes > 0:
            parts.append(Absence(day, leave.type, minutes, (minutes * 1000 + counted // 2) // counted))
        left -= minutes
    return parts


def _absent(reach: Reach, taken: list[Absence]) -> Absence:
    """S4.3: what leave does not take of a shift without punches."""
    minutes = reach.counted - sum(part.minutes for part in taken)
    return Absence(reach.day, ABSENTEEISM, minutes, max(0, 1000 - sum(part.milli_days for part in taken)))
