"""S10 当月薪资 Every line of someone's pay, and the total."""

from collections.abc import Callable

from ledger.facts.figures import show_money
from projections.calendar import day_text
from projections.explanation.absence import absences
from projections.explanation.adjustments import adjustment
from projections.explanation.attendance import holiday, worked_shift
from projections.explanation.awards import award_line
from projections.explanation.bonus import monthly_bonus
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import DAYS, MINUTES, YUAN, Node, decimal_text, no, positions
from projections.explanation.people import employed
from projections.explanation.stars import star
from projections.leave import ABSENTEEISM

NOTHING = "0.00"

LineExplained = Callable[[Used, str, str], Node]
"""Of somebody, and of a type or number of the line."""
LINES: dict[str, LineExplained] = {}
"""By the name of the line of pay; each function below says which it explains."""


def _explains(name: str) -> Callable[[LineExplained], LineExplained]:
    def enter(explained: LineExplained) -> LineExplained:
        LINES[name] = explained
        return explained

    return enter


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


def line(used: Used, employee: str, item: str) -> Node:
    """One line of pay, also where it is 0.00 and so left out of the report."""
    name, _, kind = item.partition(":")
    made: Node = used.once(f"line {item}", employee, lambda: LINES[name](used, employee, kind))
    return made


def shown_line(used: Used, employee: str, item: str) -> Row | None:
    """The line as the report shows it; None where it is 0.00 and left out."""
    rows = used.reported("payroll", employee)
    return next((each for _, shown in rows for each in shown["lines"] if each["item"] == item), None)


def _amount(used: Used, employee: str, item: str) -> str:
    shown = shown_line(used, employee, item)
    return str(shown["amount"]) if shown else NOTHING


@_explains("base")
def _base(used: Used, employee: str, _kind: str) -> Node:
    """S10.1: each stretch of employed days with the amount in force."""
    stretches = sorted(used.rows("held", employee), key=lambda row: int(row["from_day"]))
    parts = tuple(_salary(row, row["days"]) for row in stretches)
    found = parts or (no("no_salary", "S10.1", {"period": used.period}),)
    of = {"period_days": used.month.period.days}
    return Node("base", _amount(used, employee, "base"), YUAN, "S10.1", of, children=(employed(used, employee), *found))


def _salary(row: Row, days: int) -> Node:
    of = {"from": day_text(row["from_day"]), "until": day_text(row["until_day"])}
    amount = Node("monthly_salary", decimal_text(row["monthly"]), YUAN, "S10.1", facts=(row["salary"],))
    return Node("salary_days", days, DAYS, "S10.1", of, children=(amount,))


@_explains("night_allowance")
def _night_allowance(used: Used, employee: str, _kind: str) -> Node:
    """S10.2: the overnight shifts that were worked."""
    nights = _shifts(used, "nights", employee)
    children = nights or (no("no_night_shift", "S10.2", {"period": used.period}),)
    amount = _amount(used, employee, "night_allowance")
    return Node("night_allowance", amount, YUAN, "S10.2", {}, used.parameter("night_allowance"), (), children)


@_explains("allowance")
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
    return Node(item, _amount(used, employee, item), YUAN, "S10.3", {}, ruled, (), children)


def _shifts(used: Used, table: str, employee: str) -> tuple[Node, ...]:
    rows = sorted(used.rows(table, employee), key=lambda row: int(row["day"]))
    return tuple(worked_shift(used, row) for row in rows)


@_explains("holiday_pay")
def _holiday_pay(used: Used, employee: str, _kind: str) -> Node:
    """S10.4: each shift worked on a holiday, with the salary in force and the holiday."""
    rows = sorted(used.rows("on_holidays", employee), key=lambda row: int(row["day"]))
    parts = tuple(
        Node(
            "holiday_shift",
            show_money(row["amount"]),
            YUAN,
            "S10.4",
            {"date": day_text(row["day"])},
            children=(worked_shift(used, row), _monthly(row), holiday(used, row)),
        )
        for row in rows
    )
    children = parts or (no("no_holiday_shift", "S10.4", {"period": used.period}),)
    ruled = used.parameter("holiday_multiple") | used.parameter("pay_days")
    return Node("holiday_pay", _amount(used, employee, "holiday_pay"), YUAN, "S10.4", {}, ruled, (), children)


def _monthly(row: Row) -> Node:
    return Node("monthly_salary", show_money(row["monthly"]), YUAN, "S10.1", facts=(row["salary"],))


@_explains("leave_deduction")
def _leave_deduction(used: Used, employee: str, kind: str) -> Node:
    """S10.5: the absences of a type, the salary in force on the first of them, and the unpaid share."""
    item = f"leave_deduction:{kind}"
    share = used.parameter("absenteeism_multiple") if kind == ABSENTEEISM else used.parameter("leave_types", kind)
    ruled = share | used.parameter("pay_days") | used.parameter("deduction_unit")
    found = absences(used, employee, [kind])
    row = used.row("deductions", employee, type=kind)
    parts = found or (no("no_absence", "S10.5", {"type": kind, "period": used.period}),)
    if row is not None:
        measured = {"date": day_text(row["day"]), "milli_days": row["milli_days"]}
        absent = Node("absent_minutes", row["minutes"], MINUTES, "S10.5", measured, children=found)
        parts = _within_base(used, row, (absent, _monthly(row)))
    elif found:
        parts = (*found, no("no_deduction", "S10.5", {"type": kind}, **share))
    return Node(item, _amount(used, employee, item), YUAN, "S10.5", {}, ruled, (), parts)


def _within_base(used: Used, row: Row, parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """S10.5a: where the deduction was cut, what it was before, and the base line that it is within."""
    if row["amount"] == row["due"]:
        return parts
    due = Node("deduction_due", show_money(row["due"]), YUAN, "S10.5", children=parts)
    return (due, line(used, row["employee"], "base"))


@_explains("correction")
def _correction(used: Used, employee: str, number: str) -> Node:
    """S10.6: the fact itself."""
    rows = used.facts("corrections", correction=number, employee=employee, period=used.month.period.number)
    facts = positions(*(row["position"] for row in rows))
    item = f"correction:{number}"
    return Node(item, _amount(used, employee, item), YUAN, "S10.6", facts=facts, nothing=not facts)


@_explains("adjustment")
def _adjustment(used: Used, employee: str, period: str) -> Node:
    item = f"adjustment:{period}"
    shown = shown_line(used, employee, item) or {"item": item, "amount": NOTHING, "clause": "S10.6"}
    return adjustment(used, employee, shown, line)


@_explains("star")
def _star(used: Used, employee: str, _kind: str) -> Node:
    return star(used, employee)


@_explains("monthly_bonus")
def _monthly_bonus(used: Used, employee: str, _kind: str) -> Node:
    return monthly_bonus(used, employee)


_explains("award")(award_line)
