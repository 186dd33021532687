"""S14 合规 Why a value is beyond its limit: the shifts, the overtime, the cycle or the lines of pay behind it."""

from collections.abc import Callable

from ledger.facts.figures import show_money
from projections.calendar import day_text, minute_text
from projections.compliance import RULES
from projections.compliance.wages import DEDUCTION_LINES, WAGE_LINES
from projections.contracts import HOURLY
from projections.explanation.attendance import worked_shift
from projections.explanation.contracts import contract_on
from projections.explanation.cycles import approved_overtime, cycle
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import DAYS, MINUTES, YUAN, Node, Value, made_of, no, positions
from projections.explanation.pay import line, total
from projections.explanation.worked_hours import worked
from projections.reports import REPORTS

Behind = Callable[[Used, Row], tuple[Node, ...]]
"""From a row of the report to what it was made from."""


def compliance(used: Used, employee: str) -> tuple[Node, ...]:
    """S14: a node a row of the report, with its value and its limit."""
    return tuple(_row(used, row, shown) for row, shown in used.reported("compliance", employee))


def _row(used: Used, row: Row, shown: Row) -> Node:
    rule = RULES[row["rule"]]
    (told,) = REPORTS["compliance"].told([shown])
    unit = _UNITS.get(rule.unit)
    ruled = used.parameter("compliance", rule.limit)
    value = Node("value", told["value"], unit, rule.clause, children=_BEHIND[rule.name](used, row))
    limit = Node("limit", told["limit"], unit, rule.clause, {}, ruled, (), _held_against(used, row))
    of: dict[str, Value] = {name: shown[name] for name in ("rule", "from", "until")}
    return Node("compliance_row", clause=rule.clause, of=of, children=(value, limit))


_UNITS = {"minutes": MINUTES, "days": DAYS, "yuan": YUAN}


def _held_against(used: Used, row: Row) -> tuple[Node, ...]:
    """What a limit rests on beside the parameter: the standard of a cycle, the contract of the last day, the total."""
    if row["rule"] in ("minimum_wage", "deduction_floor"):
        return _contract_of_last_day(used, row["employee"])
    if row["rule"] == "deduction_share":
        return (total(used, row["employee"]),)
    of_cycle = row["rule"] in ("cycle_minutes", "overtime_month")
    return cycle(used, row["employee"]) if of_cycle else ()


def _overtime_month(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.1: the cycle; without an approval paid overtime, overtime added to worked, and the difference of hours."""
    employee = row["employee"]
    of_cycle = cycle(used, employee)
    if of_cycle:
        return of_cycle
    (made,) = used.rows("month_overtime", employee)
    parts = [
        made_of(f"overtime_{name}", made[name], "S14.1", _approved(used, employee, paid=name == "paid"))
        for name in ("paid", "added")
    ]
    difference = worked(used, employee).get("difference")
    return (*parts, *([difference] if difference else [no("no_hours", "S3.7")]))


def _approved(used: Used, employee: str, *, paid: bool) -> tuple[Node, ...]:
    found = approved_overtime(used, employee)
    return tuple(each for each in found if (each.of["compensation"] == "pay") == paid)


def _cycle_minutes(used: Used, row: Row) -> tuple[Node, ...]:
    return cycle(used, row["employee"])


def _shift_length(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.3: the shift, and the overtime approved for its date."""
    overtime = approved_overtime(used, row["employee"], day=row["from_day"])
    return (_shift_on(used, row["employee"], row["from_day"]), *overtime)


def _rest_between_shifts(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.4: the planned end of the shift before, and the planned start."""
    employee = row["employee"]
    return tuple(
        Node(term, _planned(used, employee, day, side), clause="S14.4", children=(_shift_on(used, employee, day),))
        for term, day, side in (
            ("planned_end", row["from_day"], "ends"),
            ("planned_start", row["until_day"], "starts"),
        )
    )


def _days_in_a_row(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.5: the attended shift of each date."""
    dates = range(row["from_day"], row["until_day"] + 1)
    return tuple(_shift_on(used, row["employee"], day) for day in dates)


def _shift_on(used: Used, employee: str, day: int) -> Node:
    """The attended shift of a date, also of an earlier period; of one that was closed as it is computed there today."""
    past = _period_of(used, day)
    shift = past.row("shifts", employee, day=day) if past is not None else None
    if past is None or shift is None:
        return Node("closing", day_text(day), clause="S11.3", facts=_closings(used, day))
    return worked_shift(past, shift)


def _planned(used: Used, employee: str, day: int, side: str) -> str | None:
    past = _period_of(used, day)
    shift = past.row("shifts", employee, day=day) if past is not None else None
    clock = used.month.tables.journal.site.clock
    return None if shift is None else minute_text(clock.local(shift[side]))


def _period_of(used: Used, day: int) -> Used | None:
    return used.past(used.month.tables.journal.site.cycle.period_of(day))


def _closings(used: Used, day: int) -> tuple[int, ...]:
    number = used.month.tables.journal.site.cycle.period_of(day)
    closings = used.month.tables.journal.closings
    return positions(*(each.position for each in closings if each.period == number))


def _minimum_wage(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.6: the lines of pay that count."""
    return _lines(used, row["employee"], WAGE_LINES)


def _lines(used: Used, employee: str, names: tuple[str, ...], *, negative: bool = False) -> tuple[Node, ...]:
    shown = [each for _, of in used.reported("payroll", employee) for each in of["lines"]]
    items = [
        each["item"]
        for each in shown
        if each["item"].partition(":")[0] in names and (not negative or each["amount"].startswith("-"))
    ]
    return tuple(line(used, employee, item) for item in items) or (no("no_pay_line", "S10"),)


def _minimum_hourly_wage(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.7: the stretches of days under hourly pay at that rate."""
    rows = used.rows("employed_contracts", row["employee"], pay=HOURLY, rate=row["value"])
    return tuple(_rate(each) for each in rows)


def _contract_of_last_day(used: Used, employee: str) -> tuple[Node, ...]:
    member = used.row("members", employee)
    return () if member is None else contract_on(used, employee, member["last_day"])


def _rate(row: Row) -> Node:
    of: dict[str, Value] = {"from": day_text(row["from_day"]), "until": day_text(row["until_day"])}
    return Node("hourly_rate", show_money(row["rate"]), YUAN, "S3.7a", of, facts=positions(row["contract"]))


def _deduction(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.8: the lines that take off."""
    return _lines(used, row["employee"], DEDUCTION_LINES, negative=True)


def _deduction_floor(used: Used, row: Row) -> tuple[Node, ...]:
    return (total(used, row["employee"]), *_deduction(used, row))


def _absenteeism_multiple(used: Used, row: Row) -> tuple[Node, ...]:
    """S14.9: the parameter, and the line that is taken off by it."""
    ruled = used.parameter("absenteeism_multiple")
    multiple = Node("rules_in_force", used.month.version, clause="S11.1", parameters=ruled)
    return (multiple, line(used, row["employee"], "leave_deduction:absenteeism"))


_BEHIND: dict[str, Behind] = {
    "overtime_month": _overtime_month,
    "cycle_minutes": _cycle_minutes,
    "shift_length": _shift_length,
    "rest_between_shifts": _rest_between_shifts,
    "days_in_a_row": _days_in_a_row,
    "minimum_wage": _minimum_wage,
    "minimum_hourly_wage": _minimum_hourly_wage,
    "deduction_share": _deduction,
    "deduction_floor": _deduction_floor,
    "absenteeism_multiple": _absenteeism_multiple,
}
