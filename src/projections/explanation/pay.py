"""S10 当月薪资 Every line of someone's pay, and the total."""

from ledger.facts.figures import show_money
from projections.calendar import day_text
from projections.explanation import base_pay, paid_time, sick_pay
from projections.explanation.absence import absences
from projections.explanation.adjustments import adjustment
from projections.explanation.attendance import worked_shift
from projections.explanation.awards import award_line
from projections.explanation.bonus import monthly_bonus
from projections.explanation.contracts import contracts
from projections.explanation.explained_lines import LINES, NOTHING, amount_of, explains, line, shown_line
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, YUAN, Node, no, positions
from projections.explanation.stars import star
from projections.explanation.wages import monthly
from projections.leave import ABSENTEEISM
from projections.pay.sick_shares import SICK

__all__ = ["LINES", "base_pay", "line", "paid_time", "payroll", "shown_line", "total"]


def payroll(used: Used, employee: str) -> tuple[Node, ...]:
    """S10: a node a row of the report: every line, the total, and whether it is below zero (S10.7)."""
    return tuple(_row(used, employee, shown) for _, shown in used.reported("payroll", employee))


def _row(used: Used, employee: str, shown: Row) -> Node:
    lines = tuple(line(used, employee, each["item"]) for each in shown["lines"])
    pay = total(used, employee, lines)
    negative = Node("negative", shown["negative"], clause="S10.7", children=(pay,))
    return Node("payroll_row", clause="S10", children=(*lines, pay, negative))


def total(used: Used, employee: str, lines: tuple[Node, ...] | None = None) -> Node:
    """S10: the total of all lines."""
    ((_, shown),) = used.reported("payroll", employee)
    parts = lines if lines is not None else tuple(line(used, employee, each["item"]) for each in shown["lines"])
    return Node("pay_total", shown["total"], YUAN, "S10", children=parts, nothing=not parts)


@explains("night_allowance")
def _night_allowance(used: Used, employee: str, _kind: str) -> Node:
    """S10.2: the overnight shifts that were worked."""
    nights = _shifts(used, "nights", employee)
    children = nights or (no("no_night_shift", "S10.2", {"period": used.period}),)
    amount = amount_of(used, employee, "night_allowance")
    return Node("night_allowance", amount, YUAN, "S10.2", {}, used.parameter("night_allowance"), (), children)


@explains("allowance")
def _allowance(used: Used, employee: str, kind: str) -> Node:
    """S10.3: meals by shift, and what was granted."""
    item = f"allowance:{kind}"
    given = used.facts("allowances", employee=employee, period=used.month.period.number, type=kind)
    granted = tuple(
        Node("allowance_granted", show_money(row["amount"]), YUAN, "S10.3", facts=(row["position"],)) for row in given
    )
    meals = _shifts(used, "with_meal", employee) if kind == "meal" and used.rules.meal_allowance else ()
    ruled = used.parameter("meal_allowance") if kind == "meal" else {}
    children = (*meals, *granted) or (no("no_allowance", "S10.3", {"type": kind}),)
    return Node(item, amount_of(used, employee, item), YUAN, "S10.3", {}, ruled, (), children)


def _shifts(used: Used, table: str, employee: str) -> tuple[Node, ...]:
    rows = sorted(used.rows(table, employee), key=lambda row: int(row["day"]))
    return tuple(worked_shift(used, row) for row in rows)


@explains("leave_deduction")
def _leave_deduction(used: Used, employee: str, kind: str) -> Node:
    """S10.5: the absences of a type, the salary in force on the first of them, and the unpaid share."""
    item = f"leave_deduction:{kind}"
    share = used.parameter("absenteeism_multiple") if kind == ABSENTEEISM else used.parameter("leave_types", kind)
    share |= sick_pay.ruled(used) if kind == SICK else {}
    ruled = share | used.parameter("pay_days") | used.parameter("deduction_unit")
    found = absences(used, employee, [kind])
    row = used.row("deductions", employee, type=kind)
    parts = found or (no("no_absence", "S10.5", {"type": kind, "period": used.period}),)
    if row is not None:
        parts = _deducted(used, row)
    elif found:
        parts = (*found, no("no_deduction", "S10.5", {"type": kind}, **share), *contracts(used, employee))
    return Node(item, amount_of(used, employee, item), YUAN, "S10.5", {}, ruled, (), parts)


def _deducted(used: Used, row: Row) -> tuple[Node, ...]:
    """S10.5, S10.5b: the absences on days under monthly pay, what a day pays, and what limits the deduction."""
    employee, kind = row["employee"], row["type"]
    days = {each["day"] for each in used.rows("absent_dates", employee, type=kind)}
    dated = {day_text(day) for day in days}
    found = tuple(node for node in absences(used, employee, [kind]) if node.of["date"] in dated)
    measured = {"date": day_text(row["day"]), "milli_days": row["milli_days"]}
    absent = Node("absent_minutes", row["minutes"], MINUTES, "S10.5", measured, children=found)
    shares = sick_pay.shares(used, employee, days) if kind == SICK else ()
    parts = (absent, monthly(row), *contracts(used, employee), *shares)
    return _within_base(used, row, sick_pay.within_month(used, row, parts))


def _within_base(used: Used, row: Row, parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """S10.5a: where the deduction was cut, what it was before, and the base line that it is within."""
    if row["amount"] == row["due"]:
        return parts
    due = Node("deduction_due", show_money(row["due"]), YUAN, "S10.5", children=parts)
    return (due, line(used, row["employee"], "base"))


@explains("correction")
def _correction(used: Used, employee: str, number: str) -> Node:
    """S10.6: the fact itself."""
    rows = used.facts("corrections", correction=number, employee=employee, period=used.month.period.number)
    facts = positions(*(row["position"] for row in rows))
    item = f"correction:{number}"
    return Node(item, amount_of(used, employee, item), YUAN, "S10.6", facts=facts, nothing=not facts)


@explains("adjustment")
def _adjustment(used: Used, employee: str, period: str) -> Node:
    item = f"adjustment:{period}"
    shown = shown_line(used, employee, item) or {"item": item, "amount": NOTHING, "clause": "S10.6"}
    return adjustment(used, employee, shown, line)


@explains("star")
def _star(used: Used, employee: str, _kind: str) -> Node:
    return star(used, employee)


@explains("monthly_bonus")
def _monthly_bonus(used: Used, employee: str, _kind: str) -> Node:
    return monthly_bonus(used, employee)


explains("award")(award_line)
