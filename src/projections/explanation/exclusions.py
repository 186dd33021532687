"""S6.4, S7.6, S7.7 Why somebody has no monthly bonus: each clause with what is behind it."""

from collections.abc import Callable

from projections.bonus import UNSCORED
from projections.calendar import day_text
from projections.explanation.absence import absence, absences
from projections.explanation.explained_rows import Used
from projections.explanation.node import MILLI_DAYS, Node, Value
from projections.explanation.people import leaving, notice, posted, probation, tenure
from projections.explanation.scores import figures
from projections.leave import ABSENTEEISM


def excluded(used: Used, employee: str, clause: str) -> Node:
    """One clause that takes the bonus, with the facts that it turns on."""
    children = _BEHIND[clause](used, employee)
    parameters: dict[str, Value] = {}
    for name in _PARAMETERS.get(clause, ()):
        parameters |= used.parameter(name)
    return Node("excluded", clause, clause=clause, parameters=parameters, children=children)


def _unscored(used: Used, employee: str) -> tuple[Node, ...]:
    return (figures(used, employee)["total"],)


def _on_probation(used: Used, employee: str) -> tuple[Node, ...]:
    return (probation(used, employee),)


def _dismissed(used: Used, employee: str) -> tuple[Node, ...]:
    return (leaving(used, employee),)


def _absent(used: Used, employee: str) -> tuple[Node, ...]:
    found = used.row("absent", employee)
    parts = absences(used, employee, used.rules.absence_kinds)
    total = found["absent"] if found else 0
    return (
        Node("absence_total", total, MILLI_DAYS, "S4.5", children=parts, nothing=not parts),
        posted(used, employee, "role"),
    )


def _under_notice(used: Used, employee: str) -> tuple[Node, ...]:
    """S7.6d: absenteeism and sick leave since notice, those of the period before included."""
    noticed = notice(used, employee)
    periods = [past for past in (used.past(used.month.period.number - 1), used) if past is not None]
    found = [
        absence(past, row)
        for past in periods
        for row in sorted(past.rows("absences", employee), key=lambda row: int(row["day"]))
        if row["type"] in (ABSENTEEISM, "sick") and day_text(row["day"]) >= str(noticed.value)
    ]
    return (noticed, *found)


def _new_employee(used: Used, employee: str) -> tuple[Node, ...]:
    return (tenure(used, employee), posted(used, employee, "role"))


_BEHIND: dict[str, Callable[[Used, str], tuple[Node, ...]]] = {
    UNSCORED: _unscored,
    "S7.6a": _on_probation,
    "S7.6b": _dismissed,
    "S7.6c": _absent,
    "S7.6d": _under_notice,
    "S7.6e": _new_employee,
}
_PARAMETERS = {
    "S7.6c": ("absence_limit", "absence_kinds", "absence_unit"),
    "S7.6d": ("absence_unit",),
    "S7.6e": ("new_employee_days",),
}
