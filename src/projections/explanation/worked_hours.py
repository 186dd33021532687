"""S3.7, S3.8 Hours due and worked, and the difference of the two."""

from projections.calendar import day_text
from projections.explanation.absence import absences
from projections.explanation.attendance import worked_shift
from projections.explanation.contracts import contracts, hourly
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of
from projections.explanation.people import employed
from projections.explanation.requests import overtime_of_date
from projections.explanation.standard_minutes import full_due
from projections.explanation.training_minutes import trained
from projections.leave import ABSENTEEISM

Figures = dict[str, Node]


def worked(used: Used, employee: str) -> Figures:
    """The figures `due`, `worked`, `difference`, `drawn_by_leave` and `offset`, by name; none where there is no row."""
    made: Figures = used.once("worked", employee, lambda: _worked(used, employee))
    return made


def _worked(used: Used, employee: str) -> Figures:
    found = used.reported("hours", employee)
    if not found:
        return {}
    ((row, shown),) = found
    due = Node("due", shown["due"], MINUTES, "S3.7", children=_due(used, row))
    drawn = _drawn_by_leave(used, row)
    total = Node("worked", shown["worked"], MINUTES, "S3.8", children=(*_parts(used, row), drawn))
    difference = Node("difference", shown["difference"], MINUTES, "S3.8", children=(total, due))
    offsetting = used.parameter("offset_deficit_with_lieu")
    moved_by = (difference, *hourly(used, employee))
    offset = Node("offset", row["offset"], MINUTES, "S3.9", parameters=offsetting, children=moved_by)
    return {"due": due, "worked": total, "difference": difference, "drawn_by_leave": drawn, "offset": offset}


def _due(used: Used, row: Row) -> tuple[Node, ...]:
    excusing = absences(used, row["employee"], _types(used, "excuse"))
    employee = row["employee"]
    parts = (full_due(used), *contracts(used, employee), employed(used, employee))
    return (*parts, made_of("excused", row["excused"], "S4.4", excusing))


def _parts(used: Used, row: Row) -> tuple[Node, ...]:
    employee = row["employee"]
    shifts = [shift for shift in used.rows("shifts", employee) if shift["counted"]]
    attended = [worked_shift(used, shift) for shift in sorted(shifts, key=lambda shift: int(shift["day"]))]
    added = used.rows("added_overtime", employee)
    overtime = tuple(overtime_of_date(used, each, each["position"]) for each in added)
    return (
        made_of("attended_minutes", row["attended"], "S3.6", tuple(attended)),
        *_apart(used, row),
        made_of("overtime", row["overtime"], "S3.6", overtime),
        *trained(used, employee, row["trained"]),
        made_of("credited", row["credited"], "S4.4", absences(used, employee, _types(used, "credit"))),
    )


def _apart(used: Used, row: Row) -> tuple[Node, ...]:
    """S3.8: the minutes on holidays that are paid apart, and taken off worked."""
    if used.rules.holiday_in_worked:
        return ()
    shifts = sorted(used.rows("holiday_minutes", row["employee"]), key=lambda shift: int(shift["holiday_day"]))
    parts = tuple(
        Node(
            "holiday_minutes_of_date",
            shift["holiday_minutes"],
            MINUTES,
            "S10.4a",
            {"date": day_text(shift["holiday_day"])},
            children=(worked_shift(used, shift),),
        )
        for shift in shifts
    )
    ruled = used.parameter("holiday_in_worked") | used.parameter("holiday_span")
    return (made_of("holiday_minutes", row["holiday_minutes"], "S3.8", parts, **ruled),)


def _drawn_by_leave(used: Used, row: Row) -> Node:
    """S3.9: lieu leave, as far as the bank covers it."""
    taken = absences(used, row["employee"], _types(used, "bank"))
    leave = made_of("lieu_leave", row["lieu_leave"], "S4.4", taken)
    return Node("drawn_by_leave", row["drawn_by_leave"], MINUTES, "S3.9", children=(leave,))


def _types(used: Used, effect: str) -> list[str]:
    """S4.4: the leave types of an effect on hours; absenteeism is excused."""
    types = [name for name, leave_type in used.rules.leave_types.items() if leave_type.hours == effect]
    return [*types, ABSENTEEISM] if effect == "excuse" else types
