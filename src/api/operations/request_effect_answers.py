"""What the approval of a request would do, as it is answered, narrowed to what may be seen of it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from api.operations.answer import Answer
from api.operations.effect_answers import Covers
from projections.calendar import Cycle, day_text, period_number
from projections.effects import RequestEffect as MadeRequestEffect

_ATTENDANCE = ("shift", "status", "in", "out", "late", "early", "counted")


class AttendanceOfDay(Answer):
    """What the attendance report says of a shift."""

    shift: str
    status: str
    in_: Annotated[str | None, Field(alias="in")]
    out: str | None
    late: int
    early: int
    counted: int


class DayChange(Answer):
    """A date whose attendance would change."""

    date: str
    before: AttendanceOfDay | None
    after: AttendanceOfDay | None


class WorkedChange(Answer):
    """Minutes worked in a period."""

    period: str
    before: int
    after: int


class OvertimeChange(Answer):
    """Minutes of overtime that are approved for a date."""

    date: str
    before: int
    after: int


class RequestEffect(Answer):
    """What the approval of a request would do."""

    request: str
    days: list[DayChange]
    worked: list[WorkedChange]
    overtime: OvertimeChange | None
    problem: Annotated[str | None, Field(description="Why no report can be made with it; then figures are missing.")]


class RequestEffects(Answer):
    """What the approval of requests would do, in minutes, and the position that it is of."""

    position: int
    effects: list[RequestEffect]


def request_effect(effect: MadeRequestEffect, cycle: Cycle, covers: Covers) -> dict[str, Any]:
    """What the approval of a request would do, as a `RequestEffect`."""
    return {
        "request": effect.request.request,
        "days": [
            {"date": date, "before": _of_day(before), "after": _of_day(after)}
            for before, after in effect.days
            if covers(date := str((before or after or {})["date"]), of_period=False)
        ],
        "worked": [
            {"period": period, **change._asdict()}
            for period, change in (effect.worked or {}).items()
            if covers(day_text(cycle.period(period_number(period)).last_day), of_period=True)
        ],
        "overtime": None if effect.overtime is None else {"date": _date_of(effect), **effect.overtime._asdict()},
        "problem": effect.problem,
    }


def _of_day(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {name: row[name] for name in _ATTENDANCE}


def _date_of(effect: MadeRequestEffect) -> str:
    return str(getattr(effect.request, "date", ""))
