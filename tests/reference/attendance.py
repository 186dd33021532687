"""S3.2 to S3.6a, S4: every assigned shift with its punches, and every date of leave in a week without a roster."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from . import contracts, leave
from .periods import period_of
from .roster import assigned, week_has_shift
from .standard import standard
from .state import Punch, View

Rules = dict[str, Any]


class RefusedReportError(ValueError):
    """A report that cannot be computed; the sentence says why (S3.2)."""


@dataclass(frozen=True)
class Reach:
    """An assigned shift of a known type, between instants (S3.3a, S3.4)."""

    date: date
    start: datetime
    end: datetime
    window: timedelta

    def holds(self, at: datetime) -> bool:
        return self.start - self.window <= at < self.end + self.window


@dataclass
class Worked:
    """What became of one assigned shift, or of one date of S4.1a (then `shift` is None)."""

    employee: str
    date: date
    shift: str | None
    status: str
    shift_counted: int
    overnight: bool
    holiday: bool
    parts: list[leave.Part] = field(default_factory=list)
    punches: list[Punch] = field(default_factory=list)
    start: datetime | None = None
    end: datetime | None = None
    planned: Reach | None = None
    late: int = 0
    early: int = 0
    forgiven: bool = False
    counted: int = 0
    paid_as_attended: bool = False

    @property
    def leave_type(self) -> str | None:
        taken = [part.type for part in self.parts if part.type != "absenteeism"]
        return taken[0] if taken else None

    @property
    def late_held(self) -> int:
        """S3.6a: the minutes late, or none where they are forgiven."""
        return 0 if self.forgiven else self.late

    @property
    def unpunctual(self) -> bool:
        """S4.4, S8.2: late and early together beyond the partial leave."""
        return self.late_held + self.early > sum(part.minutes for part in self.parts)


def minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def reach(view: View, rules: Rules, day: date, shift: str) -> Reach | None:
    """Give a shift's reach, or None of a type that its period's rule set does not know (S3.2, S3.4)."""
    kind = rules["shifts"].get(shift)
    if kind is None:
        return None
    start, end = (view.planned(day, kind[side]) for side in ("start", "end"))
    return Reach(day, start, end, timedelta(minutes=rules["window_minutes"]))


def owner(view: View, reaches: dict[date, Reach], punch: Punch) -> Reach | None:
    """S3.4: the shift that owns a punch; None if it is stray."""
    day = view.local(punch.at).date()
    around = (reaches.get(day + timedelta(days=days)) for days in range(-4, 3))
    holding = sorted((each for each in around if each and each.holds(punch.at)), key=lambda each: each.start)
    if not holding:
        return None
    if punch.direction == "in":
        return holding[-1]
    if punch.direction == "auto":
        for earlier, later in pairwise(holding):
            # Halfway is cut down to the minute as everything is.
            if punch.at < earlier.end + timedelta(minutes=minutes(later.start - earlier.end) // 2):
                return earlier
        return holding[-1]
    return holding[0]


def in_and_out(punches: list[Punch], shift: Reach, repeat_minutes: int) -> tuple[datetime | None, datetime | None]:
    """S3.5: the In and Out of a shift among the punches that it owns; None where one is missing."""
    # At the same minute an `in` goes before an `auto`: it decides whether In "is an auto".
    ins = sorted((punch.at, punch.direction == "auto") for punch in punches if punch.direction != "out")
    start, is_auto = ins[0] if ins else (None, False)
    outs = [punch.at for punch in punches if punch.direction == "out" and (start is None or punch.at > start)]
    autos = [punch.at for punch in punches if punch.direction == "auto"]
    if start is not None:
        outs += [at for at in autos if at - start > timedelta(minutes=repeat_minutes)]
    if outs:
        return start, max(outs)
    if is_auto and start is not None and abs(start - shift.end) < abs(start - shift.start):
        return None, max(autos)
    return start, None


class Attendance:
    """The attendance of a period under its rule set; neighbouring periods' shifts own punches by their own (S3.4)."""

    def __init__(self, view: View, period: str, rules: Rules) -> None:
        self.view, self.rules = view, rules
        self._rules = {period: rules}
        self.days = view.dates(period)
        self.standard = standard(view, period, rules)
        self.unreached: dict[str, list[Punch]] = {}
        self._of = {employee: self._read(employee) for employee in view.employees}
        self.rows = [row for rows in self._of.values() for row in rows]

    def _rules_of(self, day: date) -> Rules:
        period = period_of(day, self.view.start_day)
        if period not in self._rules:
            self._rules[period] = self.view.rules(period)
        return self._rules[period]

    def of(self, employee: str) -> list[Worked]:
        return self._of.get(employee, [])

    def _read(self, employee: str) -> list[Worked]:
        roster = assigned(self.view, employee)
        reaches = {
            day: found for day, shift in roster.items() if (found := reach(self.view, self._rules_of(day), day, shift))
        }
        owned: dict[date, list[Punch]] = {day: [] for day in reaches}
        self.unreached[employee] = []
        for punch in self.view.punches[employee]:
            found = owner(self.view, reaches, punch)
            (owned[found.date] if found else self.unreached[employee]).append(punch)
        leaves = leave.approved(self.view, employee)
        rows = []
        for day in self.days:
            if day in roster:
                if day not in reaches:
                    raise RefusedReportError(f"the period's rule set does not know shift type {roster[day]!r} (S3.2)")
                rows.append(self._shift(employee, roster[day], reaches[day], owned[day], leaves))
            elif self.view.employed(employee, day):
                rows += self._without_roster(employee, day, roster, leaves)
        self._forgive(rows)
        return rows

    def _forgive(self, rows: list[Worked]) -> None:
        """S3.6a: the first few shifts that are a little late, by date; then S3.6 of all that are attended."""
        grace, times = self.rules["late_grace_minutes"], self.rules["late_grace_times"]
        late = [row for row in rows if 0 < row.late <= grace]
        for row in late[:times]:
            row.forgiven = True
        for row in rows:
            if row.status == "attended":
                row.counted = max(0, row.shift_counted - row.late_held - row.early)

    def _known(self, parts: list[leave.Part]) -> list[leave.Part]:
        for part in parts:
            if part.type not in self.rules["leave_types"]:
                raise RefusedReportError(f"the period's rule set does not know leave type {part.type!r}")
        return parts

    def _shift(
        self, employee: str, shift: str, planned: Reach, punches: list[Punch], leaves: list[dict[str, Any]]
    ) -> Worked:
        kind = self.rules["shifts"][shift]
        holiday = planned.date in self.view.holidays
        row = Worked(employee, planned.date, shift, "planned", kind["counted"], kind["overnight"], holiday)
        row.punches, row.planned = punches, planned
        if planned.end + planned.window > self.view.now:
            return row
        row.parts = self._known(leave.parts_of(leaves, planned.date, row.shift_counted))
        if leave.covers(row.parts, row.shift_counted):
            row.status = "leave"
            return row
        row.start, row.end = in_and_out(punches, planned, self.rules["repeat_minutes"])
        self._count(row, planned)
        return row

    def _count(self, row: Worked, planned: Reach) -> None:
        """S3.5, S3.6, S4.3: status and minutes of a shift that full leave does not cover."""
        if row.start is not None:
            row.late = max(0, minutes(row.start - planned.start))
        if row.end is not None:
            row.early = max(0, minutes(planned.end - row.end))
        if row.start is not None and row.end is not None:
            row.status, row.paid_as_attended = "attended", True
        elif row.start is None and row.end is None:
            row.status = "absent"
            row.parts.append(leave.absenteeism(row.date, row.shift_counted, row.parts))
        else:
            row.status = "missing_in" if row.start is None else "missing_out"
            if self.rules["missing_punch"] == "planned":
                row.paid_as_attended = True
                row.counted = row.shift_counted - sum(part.minutes for part in row.parts)

    def _without_roster(
        self, employee: str, day: date, roster: dict[date, str], leaves: list[dict[str, Any]]
    ) -> list[Worked]:
        """S4.1a: a date of full leave that the period's standard has, in an ISO week without any assigned shift."""
        if day not in self.standard.dates or week_has_shift(roster, day):
            return []
        day_minutes = contracts.in_force(self.view, employee, day).day_minutes
        standard = self.standard.minutes(day, day_minutes)
        parts = self._known(leave.without_roster(leaves, day, standard, day_minutes))
        if not parts:
            return []
        return [Worked(employee, day, None, "leave", standard, overnight=False, holiday=False, parts=parts)]


def of_period(view: View, period: str, rules: Rules) -> Attendance:
    """The attendance of a period under a rule set; made once."""
    key = period, id(rules)
    if key not in view.attendances:
        view.attendances[key] = Attendance(view, period, rules)
    found: Attendance = view.attendances[key]
    return found


def report(attendance: Attendance) -> list[dict[str, Any]]:
    """List one row per assigned shift, by employee and date."""

    def minute(at: datetime | None) -> str | None:
        return attendance.view.local(at).isoformat(timespec="minutes") if at else None

    return [
        {
            "employee": row.employee,
            "date": row.date.isoformat(),
            "shift": row.shift,
            "status": row.status,
            "in": minute(row.start),
            "out": minute(row.end),
            "late": row.late,
            "early": row.early,
            "counted": row.counted,
            "leave_type": row.leave_type,
            "holiday": row.holiday,
        }
        for row in attendance.rows
        if row.shift is not None
    ]
