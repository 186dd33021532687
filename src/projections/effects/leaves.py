"""S3.9, S4 What the approval of a leave would do: to shifts, to the bank of time off in lieu, and to absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

import narwhals.stable.v2 as nw

from ledger.facts.leave import Leave, LeaveDecision
from projections.attendance import is_planned
from projections.books import Books
from projections.calendar import day_number, period_text
from projections.effects.rounds import (
    PassedPeriods,
    Row,
    attended_month,
    each_effect,
    periods_between,
    rounds,
    rows_of,
)
from projections.exclusions import absent
from projections.expressions import Frame
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.leave import ABSENTEEISM
from projections.month import Month

_BANK, _CANCELLED = "bank", "cancelled"
LeaveOutcome = Literal["approved", "cancelled"]


class RequestedLeave(NamedTuple):
    """A leave, and its ledger position; of one that nobody has recorded yet, the position after the last."""

    position: int
    leave: Leave


class TakenShift(NamedTuple):
    """What a leave takes of a date (S4.1), in minutes; without a shift in a week without a roster (S4.1a)."""

    day: int
    shift: str | None
    minutes: int
    counted: int
    """Of the shift."""


class BankChange(NamedTuple):
    """S3.9: what the bank has left after all leave drawn from it, and what of the leave it would not cover: minutes."""

    before: int
    after: int
    uncovered: int


class AbsenceChange(NamedTuple):
    """S4.5: absence of the kinds that count, and the limit of S7.6c, in milli-days."""

    before: int
    after: int
    limit: int


@dataclass(frozen=True)
class LeaveEffect:
    """What an approval would do. `bank` and `absence` are by period (``YYYY-MM``)."""

    leave: Leave
    hours: str | None
    """`bank`, `credit` or `excuse` (S4.4); None where the rule set does not know the type."""
    taken: Sequence[TakenShift]
    bank: dict[str, BankChange]
    absence: dict[str, AbsenceChange]
    problem: str | None = None
    """Why no report could be made with it, in a sentence; then nothing else is told."""


def leave_effects(
    base: Books, asked: Sequence[RequestedLeave], at: datetime, decision: LeaveOutcome = "approved"
) -> list[LeaveEffect]:
    """What a decision on each of some leaves would do, at an instant, on the books as they are; by itself.

    A cancellation does the reverse of the approval that stands: what was taken is given back.

    Shifts of the periods that are touched count as if they were over; nobody is absent from one that is still planned.
    """
    found: dict[str, LeaveEffect] = {}
    with PassedPeriods(base) as passed:
        for a_round in rounds(asked, lambda each: [each.leave.employee]):
            for effect in each_effect(a_round, partial(_together, base, at, decision, passed), _failed):
                found[effect.leave.leave] = effect
    return [found[each.leave.leave] for each in asked]


def _failed(asked: RequestedLeave, problem: str) -> LeaveEffect:
    return LeaveEffect(asked.leave, None, (), {}, {}, problem)


def _together(
    base: Books, at: datetime, decision: LeaveOutcome, passed: PassedPeriods, a_round: Sequence[RequestedLeave]
) -> list[LeaveEffect]:
    periods = {each.leave.leave: _periods(base, each.leave) for each in a_round}
    numbers = sorted({number for touched in periods.values() for number in touched})
    before = passed.up_to(numbers[-1])
    decisions = [
        LeaveDecision(leave=each.leave.leave, decision=decision, by=each.leave.employee, at=at) for each in a_round
    ]
    # A leave that nobody has recorded yet is supposed too.
    unrecorded = [each.leave for each in a_round if each.position > base.journal.position]
    first_day = min(day_number(each.leave.first_date) for each in a_round)
    employees, recorded = {each.leave.employee for each in a_round}, base.journal.recorded_instant
    with SupposedBooks(before, Hypothesis([*unrecorded, *decisions], first_day)) as after:
        sides = [{number: _Side(books, number, employees, recorded) for number in numbers} for books in (before, after)]
        with_leave = sides[0] if decision == _CANCELLED else sides[1]
        return [_effect(each, periods[each.leave.leave], sides[0], sides[1], with_leave) for each in a_round]


def _periods(base: Books, leave: Leave) -> range:
    return periods_between(base, day_number(leave.first_date), day_number(leave.last_date))


class _Side:
    """A period of some employees, before an approval or after it; each table is made when it is asked for."""

    def __init__(self, books: Books, number: int, employees: set[str], recorded: int) -> None:
        self._books = books
        self._employees = employees
        self.number = number
        self.month: Month = attended_month(books, number)
        attendance = self.month.attendance
        self.absences = self._rows(attendance.absences.filter(~nw.col("request").is_null()))
        shifts = attendance.shifts.select("employee", "day", "shift", "full")
        self.shifts = {(row["employee"], row["day"]): row for row in self._rows(shifts)}
        absences = _absence(self.month, recorded)
        self.absence = {row["employee"]: row["absent"] for row in self._rows(absences)}
        self._hours: dict[str, Row] | None = None

    @property
    def hours(self) -> dict[str, Row]:
        """The rows of the hours report by employee; none of a closed period, whose bank is frozen."""
        if self._hours is None:
            rows = [] if self.number in self._books.closed else self._rows(self.month.hours)
            self._hours = {row["employee"]: row for row in rows}
        return self._hours

    def _rows(self, frame: Frame) -> list[Row]:
        return rows_of(self.month, frame, self._employees)


def _absence(month: Month, recorded: int) -> Frame:
    """S4.5 without the absenteeism of shifts that are still planned (S3.5a)."""
    planned = month.attendance.shifts.filter(is_planned(recorded)).select("employee", "day", type=nw.lit(ABSENTEEISM))
    return absent(month.absences.join(planned, on=["employee", "day", "type"], how="anti"), month.rules)


def _effect(
    asked: RequestedLeave,
    periods: range,
    before: dict[int, _Side],
    after: dict[int, _Side],
    with_leave: dict[int, _Side],
) -> LeaveEffect:
    leave, taken = asked.leave, []
    bank: dict[str, BankChange] = {}
    absence: dict[str, AbsenceChange] = {}
    effects = [after[number].month.rules.leave_types.get(leave.type) for number in periods]
    hours = next((each.hours for each in effects if each is not None), None)
    for number in periods:
        own = [
            _taken(row, with_leave[number]) for row in with_leave[number].absences if row["request"] == asked.position
        ]
        taken += sorted(own)
        rules = after[number].month.rules
        change = _absence_change(leave.employee, before[number], after[number])
        if (own and leave.type in rules.absence_kinds) or change.before != change.after:
            absence[period_text(number)] = change
        if own and rules.leave_types[leave.type].hours == _BANK:
            rows = before[number].hours.get(leave.employee), after[number].hours.get(leave.employee)
            if rows[0] is not None and rows[1] is not None:
                bank[period_text(number)] = _bank_change(rows[0], rows[1])
    return LeaveEffect(leave, hours, taken, bank, absence)


def _taken(row: Row, side: _Side) -> TakenShift:
    shift = side.shifts.get((row["employee"], row["day"]))
    name, counted = (None, row["minutes"]) if shift is None else (shift["shift"], shift["full"])
    return TakenShift(row["day"], name, row["minutes"], counted)


def _bank_change(before: Row, after: Row) -> BankChange:
    left, uncovered = zip(
        *((_left(row), row["lieu_leave"] - row["drawn_by_leave"]) for row in (before, after)), strict=True
    )
    return BankChange(left[0], left[1], uncovered[1] - uncovered[0])


def _left(row: Row) -> int:
    left: int = row["lieu_opening"] - row["lieu_lapsed"] - row["drawn_by_leave"]
    return left


def _absence_change(employee: str, before: _Side, after: _Side) -> AbsenceChange:
    limit = after.month.rules.absence_limit
    return AbsenceChange(before.absence.get(employee, 0), after.absence.get(employee, 0), limit)
