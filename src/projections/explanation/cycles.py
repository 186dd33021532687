"""S14.2 综合计算工时 The cycle of an approval: its periods, and what the time and the standard of each were made of."""

from collections.abc import Iterator
from typing import Any

from projections.calendar import day_text, period_text
from projections.explanation.absence import absence
from projections.explanation.attendance import worked_shift
from projections.explanation.contracts import contracts
from projections.explanation.explained_rows import Row, Used, matching
from projections.explanation.node import DAYS, MINUTES, Node, made_of, positions
from projections.explanation.people import employed, posted
from projections.explanation.requests import overtime_of_date
from projections.explanation.training_minutes import trained
from projections.leave import ABSENTEEISM


def cycle(used: Used, employee: str) -> tuple[Node, ...]:
    """S14.2: the approval that covers somebody, with each period of the cycle so far; none without an approval."""
    made: tuple[Node, ...] = used.once("cycle", employee, lambda: tuple(_cycle(used, employee)))
    return made


def _cycle(used: Used, employee: str) -> Iterator[Node]:
    for row in used.rows("in_cycles", employee):
        of = {"from": day_text(row["from_day"]), "periods": row["periods"]}
        numbers = range(row["first"], used.month.period.number + 1)
        periods = tuple(each for number in numbers for each in _period(used, employee, number))
        children = (posted(used, employee, "role"), *periods)
        yield Node("hours_approval", row["approval"], None, "S14.2", of, facts=(row["position"],), children=children)


def _period(used: Used, employee: str, number: int) -> Iterator[Node]:
    """The time and the standard of a period; of a closed one as they were frozen, with its closing."""
    own = number == used.month.period.number
    state = used.month if own else used.month.past.closing_state(number)
    handed_on = used.month.tables.engine.rows(state.lookback.cycle_time)
    past = used.past(number)
    assert past is not None
    closings = used.month.tables.journal.closings
    facts = () if own else positions(*(each.position for each in closings if each.period == number))
    of = {"period": period_text(number)}
    for row in matching(handed_on, employee=employee):
        parts = past.row("time_parts", employee)
        time = () if parts is None else _time(past, parts)
        yield Node("cycle_time", row["time"], MINUTES, "S14.2", of, facts=facts, children=time)
        behind = () if parts is None else (_standard(past, employee),)
        yield Node("cycle_standard", row["standard"], MINUTES, "S14.2", of, facts=facts, children=behind)


def _time(used: Used, parts: Row) -> tuple[Node, ...]:
    """What the time of a period is made of: shifts, less holiday minutes that are paid apart, overtime and leave."""
    employee = parts["employee"]
    shifts = [worked_shift(used, row) for row in by_day(used.rows("shifts", employee)) if row["counted"]]
    taken = [absence(used, row) for row in by_day(used.rows("absences", employee)) if row["type"] != ABSENTEEISM]
    made = (
        made_of("attended_minutes", parts["counted"], "S3.6", tuple(shifts)),
        made_of("overtime", parts["overtime"], "S3.6", approved_overtime(used, employee)),
        *trained(used, employee, parts["training"]),
        made_of("leave", parts["leave"], "S4.4", tuple(taken)),
    )
    if used.rules.holiday_in_worked:
        return made
    held = [_on_holiday(used, row) for row in by_day(used.rows("holiday_minutes", employee))]
    ruled = used.parameter("holiday_in_worked")
    return (*made, made_of("holiday_minutes", 0 - parts["holiday"], "S10.4a", tuple(held), **ruled))


def _on_holiday(used: Used, row: Row) -> Node:
    of = {"date": day_text(row["holiday_day"])}
    children = (worked_shift(used, row),)
    return Node("holiday_minutes", row["holiday_minutes"], MINUTES, "S10.4a", of, children=children)


def approved_overtime(used: Used, employee: str, **where: Any) -> tuple[Node, ...]:
    """S3.6, S10.8: the overtime that is approved, by date."""
    return tuple(
        overtime_of_date(used, row, row["position"], compensation=row["compensation"])
        for row in by_day(used.rows("overtime", employee, **where))
    )


def _standard(used: Used, employee: str) -> Node:
    """S2.5, S3.7a: the working days on which somebody was employed, by the calendar, at the minutes of the contract."""
    days = by_day(used.rows("standard_days", employee))
    period = used.month.period
    dates = range(period.first_day, period.last_day + 1)
    stated = positions(*used.month.facts.calendar.facts(dates))
    children = (employed(used, employee), *contracts(used, employee))
    return Node("working_days", len(days), DAYS, "S2.5", facts=stated, children=children)


def by_day(rows: list[Row]) -> list[Row]:
    """Rows by their date."""
    return sorted(rows, key=lambda row: int(row["day"]))
