"""What a decision would do, as it is answered, narrowed to what may be seen of it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar

from pydantic import Field

from api.operations.answer import Answer
from ledger.decisions.entitlements import Shortage
from ledger.facts.figures import show_hundredths
from projections.calendar import Cycle, day_text, period_number
from projections.effects import ComplaintEffect as MadeComplaintEffect
from projections.effects import LeaveEffect as MadeLeaveEffect
from projections.effects import SwapEffect as MadeSwapEffect

_Reason = Annotated[str | None, Field(description="Why no report can be made with it; then figures are missing.")]


class Covers(Protocol):
    """Whether somebody's rows are within reach: those of a date, or of a period by its last day (S2.4)."""

    def __call__(self, day: str, *, of_period: bool) -> bool:
        """Whether they are."""
        ...


class TakenShift(Answer):
    """What is taken of a date, in minutes."""

    date: str
    shift: str | None
    minutes: int
    counted: int


class BankChange(Answer):
    """Time off in lieu that is left, in minutes."""

    period: str
    before: int
    after: int
    uncovered: int


class AbsenceChange(Answer):
    """Absence of the kinds that count, in thousandths of a shift."""

    period: str
    before: int
    after: int
    limit: int


class EntitlementChange(Answer):
    """What is asked of an entitlement, what it has left for that, and what has no grant (S4.6b), in minutes."""

    asked: int
    left: int
    without: int


class LeaveEffect(Answer):
    """What the approval of a leave would do, in minutes; absence in thousandths of a shift."""

    leave: str
    hours: Literal["bank", "credit", "excuse"] | None
    taken: list[TakenShift]
    minutes: int
    bank: list[BankChange]
    absence: list[AbsenceChange]
    entitlement: Annotated[EntitlementChange | None, Field(description="Of a leave type that needs a grant.")]
    problem: _Reason


class ShiftChange(Answer):
    """A shift, before and after."""

    employee: str
    date: str
    before: str | None
    after: str | None


class MinutesChange(Answer):
    """The difference of counted minutes."""

    employee: str
    period: str
    difference: int


class DoubleShift(Answer):
    """Who would have two shifts on a date."""

    employee: str
    date: str


class ShortRest(Answer):
    """A rest that is too short, in minutes."""

    employee: str
    minutes: int
    needed: int


class SwapEffect(Answer):
    """What the approval of a swap would do."""

    swap: str
    changes: list[ShiftChange]
    minutes: list[MinutesChange]
    unseen: list[str]
    two_shifts: list[DoubleShift]
    gives_nothing: bool
    rests: list[ShortRest]
    problem: _Reason


class ScoreTexts(Answer):
    """Scores as texts."""

    call: str | None
    work: str | None
    behaviour: str | None
    total: str | None


class ComplaintEffect(Answer):
    """What the verdict on a complaint would do to the scores of its period."""

    complaint: str
    period: str
    rules: str
    deduction: str
    before: ScoreTexts
    after: ScoreTexts
    others: int
    is_closed: bool
    employee: str


Effect = TypeVar("Effect", LeaveEffect, SwapEffect, ComplaintEffect)


class Effects(Answer, Generic[Effect]):
    """Effects in the order in which they were asked for, and the position that they are of."""

    position: int
    effects: list[Effect]


class LeaveEffects(Effects[LeaveEffect]):
    """What the approval of leaves would do, in minutes; absence in thousandths of a shift."""


class SwapEffects(Effects[SwapEffect]):
    """What the approval of swaps would do."""


class ComplaintEffects(Effects[ComplaintEffect]):
    """What the verdict on complaints would do to scores."""


def leave_effect(effect: MadeLeaveEffect, shortage: Shortage | None, cycle: Cycle, covers: Covers) -> dict[str, Any]:
    """What the approval of a leave would do, as a `LeaveEffect`: minutes, and absence in thousandths of a shift.

    `shortage` is what it asks of an entitlement; None of a type that needs no grant.
    """
    taken = [each for each in effect.taken if covers(day_text(each.day), of_period=False)]
    return {
        "leave": effect.leave.leave,
        "hours": effect.hours,
        "taken": [
            {"date": day_text(each.day), "shift": each.shift, "minutes": each.minutes, "counted": each.counted}
            for each in taken
        ],
        "minutes": sum(each.minutes for each in taken),
        "bank": list(_by_period(effect.bank, cycle, covers)),
        "absence": list(_by_period(effect.absence, cycle, covers)),
        "entitlement": None if shortage is None else _entitlement(shortage),
        "problem": effect.problem,
    }


def _entitlement(shortage: Shortage) -> dict[str, int]:
    return {"asked": shortage.asked, "left": shortage.left, "without": shortage.without}


def _by_period(found: dict[str, Any], cycle: Cycle, covers: Covers) -> Iterator[dict[str, Any]]:
    for period, change in found.items():
        if covers(_last_day(period, cycle), of_period=True):
            yield {"period": period, **change._asdict()}


def _last_day(period: str, cycle: Cycle) -> str:
    return day_text(cycle.period(period_number(period)).last_day)


def swap_effect(effect: MadeSwapEffect) -> dict[str, Any]:
    """What the approval of a swap would do, as a `SwapEffect`."""
    return {
        "swap": effect.swap.swap,
        "changes": [each._asdict() | {"date": each.date.isoformat()} for each in effect.changes],
        "minutes": [
            {"employee": employee, "period": period, "difference": minutes}
            for (employee, period), minutes in effect.minutes.items()
        ],
        "unseen": list(effect.unseen),
        "two_shifts": [{"employee": employee, "date": day.isoformat()} for employee, day in effect.exchange.two_shifts],
        "gives_nothing": effect.exchange.gives_nothing,
        "rests": [
            {"employee": employee, "minutes": minutes, "needed": needed} for employee, minutes, needed in effect.rests
        ],
        "problem": effect.problem,
    }


def complaint_effects_seen(effect: MadeComplaintEffect, cycle: Cycle, covers: Covers) -> Iterator[dict[str, Any]]:
    """What the verdict on a complaint would do, as a `ComplaintEffect`, where the row of the report may be seen."""
    if covers(_last_day(effect.period, cycle), of_period=True):
        yield asdict(effect) | {
            "complaint": effect.complaint.complaint,
            "employee": effect.employee,
            "deduction": show_hundredths(effect.deduction),
        }
