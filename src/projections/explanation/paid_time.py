"""S10.4, S10.8, S3.10 The minutes that are paid or taken off, each at what a minute of its date is worth."""

from typing import Any

from ledger.facts.figures import show_money
from ledger.ruleset import MANUAL
from projections.calendar import day_text
from projections.explanation.attendance import worked_shift
from projections.explanation.explained_lines import amount_of, explains, line
from projections.explanation.explained_rows import Row, Used
from projections.explanation.leave_balances import leave_left
from projections.explanation.node import MINUTES, YUAN, Node, Value, no, positions
from projections.explanation.people import employed
from projections.explanation.requests import overtime_asked_for
from projections.explanation.settlement import settled
from projections.explanation.wages import wage
from projections.pay.overtime_pay import BY_CALENDAR, BY_HOLIDAY, BY_SHIFT, BY_WEEK
from projections.pay.pay_lines import PAY_LINES

READINGS = ("holiday_on_top", "holiday_unit", "holiday_span")
"""S10.4a: shown where the rule set reads otherwise than the manual."""


def paid_time(used: Used, employee: str) -> tuple[Node, ...]:
    """S10.8b: a node a row of the report, with a node a column."""
    return tuple(_row(used, employee, shown) for _, shown in used.reported("paid_time", employee))


def _row(used: Used, employee: str, shown: Row) -> Node:
    explained = line(used, employee, shown["item"])
    of: dict[str, Value] = {"item": shown["item"]}
    amount = Node("amount", shown["amount"], YUAN, shown["clause"], of, children=(explained,))
    minutes = Node("minutes", shown["minutes"], MINUTES, shown["clause"], of, children=(explained,))
    clause = Node("clause", shown["clause"], clause=shown["clause"], children=(explained,))
    item = Node("item", shown["item"], clause=shown["clause"], children=(explained,))
    return Node("paid_time_row", clause="S10.8b", of=of, children=(item, minutes, amount, clause))


@explains("holiday_pay")
def holiday_pay(used: Used, employee: str, _kind: str) -> Node:
    """S10.4, S10.4a: each shift worked on a holiday, with what its date is paid by, and the holiday."""
    rows = sorted(used.rows("on_holidays", employee), key=lambda row: int(row["holiday_day"]))
    parts = tuple(_holiday_shift(used, row) for row in rows)
    children = parts or (no("no_holiday_shift", "S10.4", {"period": used.period}),)
    ruled = used.parameter("holiday_multiple") | used.parameter("pay_days") | _based(used)
    for reading in READINGS:
        ruled |= used.parameter(reading) if getattr(used.rules, reading) != getattr(MANUAL, reading) else {}
    return Node("holiday_pay", amount_of(used, employee, "holiday_pay"), YUAN, "S10.4", {}, ruled, (), children)


def _holiday_shift(used: Used, row: Row) -> Node:
    day = row["holiday_day"]
    shift, of = worked_shift(used, row), {"date": day_text(day)}
    if used.rules.holiday_span != MANUAL.holiday_span:
        shift = Node("holiday_minutes_of_date", row["holiday_minutes"], MINUTES, "S10.4a", of, children=(shift,))
    children = (shift, *wage(used, row, day), _holiday(used, day))
    return Node("holiday_shift", show_money(row["amount"]), YUAN, "S10.4", of, children=children)


def _holiday(used: Used, day: int) -> Node:
    facts = positions(used.month.calendar.holidays.get(day))
    return Node("holiday", value=True, clause="S10.4", of={"date": day_text(day)}, facts=facts)


@explains("overtime_pay")
def overtime_pay(used: Used, employee: str, _kind: str) -> Node:
    """S10.8: the approvals that are paid; those of days of equal minutes are rounded together."""
    rows = sorted(used.rows("paid_overtime", employee), key=lambda row: int(row["day"]))
    sums = sorted(used.rows("overtime_sums", employee), key=lambda row: int(row["day_minutes"]))
    if len(sums) > 1:
        parts = tuple(_of_day_minutes(used, each, rows) for each in sums)
    else:
        parts = tuple(_approval(used, row) for row in rows)
    children = parts or (no("no_paid_overtime", "S10.8", {"period": used.period}),)
    ruled = used.parameter("pay_days") | _based(used)
    return Node("overtime_pay", amount_of(used, employee, "overtime_pay"), YUAN, "S10.8", {}, ruled, (), children)


def _of_day_minutes(used: Used, summed: Row, rows: list[Row]) -> Node:
    parts = tuple(_approval(used, row) for row in rows if row["day_minutes"] == summed["day_minutes"])
    of = {"day_minutes": summed["day_minutes"]}
    return Node("overtime_sum", show_money(summed["amount"]), YUAN, "S10.8", of, children=parts)


def _approval(used: Used, row: Row) -> Node:
    of = {"date": day_text(row["day"]), "rate": row["rate_of_day"], "rated_by": row["rated_by"]}
    ruled = used.parameter("overtime_multiples", row["rate_of_day"])
    children = (*overtime_asked_for(used, row["position"]), *wage(used, row, row["day"]), *_rated_by(used, row))
    return Node("paid_overtime", row["minutes"], MINUTES, "S10.8", of, ruled, (row["position"],), children)


def _rated_by(used: Used, row: Row) -> tuple[Node, ...]:
    """S10.8: what makes the rate of a date, where the approval does not say it."""
    date = {"date": day_text(row["day"])}
    if row["rated_by"] == BY_HOLIDAY:
        return (_holiday(used, row["day"]),)
    if row["rated_by"] == BY_SHIFT:
        shifts = used.rows("assigned", row["employee"], day=row["day"])
        return tuple(Node("shift", each["shift"], clause="S3.2", of=date, facts=(each["entry"],)) for each in shifts)
    if row["rated_by"] == BY_WEEK:
        return (no("no_shift_on_date", "S10.8", date),)
    if row["rated_by"] == BY_CALENDAR:
        facts = positions(*used.month.calendar.facts([row["day"]]))
        works = used.month.calendar.works(row["day"])
        return (Node("working_day", works, clause="S2.5", of=date, facts=facts, nothing=not facts),)
    return ()


@explains("surplus_pay")
def _surplus_pay(used: Used, employee: str, _kind: str) -> Node:
    """S10.8a."""
    return _settled(used, employee, "surplus_pay", "surplus_minutes", used.parameter("surplus_multiple"))


@explains("lieu_lapse")
def _lieu_lapse(used: Used, employee: str, _kind: str) -> Node:
    """S3.10b."""
    multiple = used.parameter("lieu_settlement_multiple")
    return _settled(used, employee, "lieu_lapse", "lieu_lapse_minutes", multiple)


@explains("lieu_settlement")
def _lieu_settlement(used: Used, employee: str, _kind: str) -> Node:
    """S3.10a."""
    multiple = used.parameter("lieu_settlement_multiple")
    return _settled(used, employee, "lieu_settlement", "lieu_settlement_minutes", multiple)


@explains("deficit_settlement")
def _deficit_settlement(used: Used, employee: str, _kind: str) -> Node:
    """S3.10c."""
    return _settled(used, employee, "deficit_settlement", "deficit_settlement_minutes", {})


@explains("leave_settlement")
def _leave_settlement(used: Used, employee: str, kind: str) -> Node:
    """S3.10d."""
    item = f"leave_settlement:{kind}"
    row = used.row("line leave_settlement", employee, type=kind)
    multiple = used.parameter("leave_settlement", kind)
    return _of_last_day(used, item, employee, row, None if row is None else leave_left(used, row), multiple)


def _settled(used: Used, employee: str, name: str, minutes: str, multiple: dict[str, Any]) -> Node:
    row = used.row(f"line {name}", employee)
    of_minutes = settled(used, employee).get(minutes) if row is not None else None
    return _of_last_day(used, name, employee, row, of_minutes, multiple)


def _of_last_day(
    used: Used, item: str, employee: str, row: Row | None, minutes: Node | None, multiple: dict[str, Any]
) -> Node:
    """S3.10, S10.8a: minutes at what a minute of the last day employed in the period is worth."""
    clause = PAY_LINES[item.partition(":")[0]].clause
    amount = amount_of(used, employee, item)
    if row is None or minutes is None:
        nothing = no("nothing_settled", clause, {"period": used.period})
        return Node(item, amount, YUAN, clause, {}, multiple, (), (nothing,))
    ruled = multiple | used.parameter("pay_days") | _based(used)
    parts = (minutes, employed(used, employee), *wage(used, row, row["day"]))
    return Node(item, amount, YUAN, clause, {"date": day_text(row["day"])}, ruled, (), _within_base(used, row, parts))


def _within_base(used: Used, row: Row, parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """S3.10c: where the base line is less, what was due before, and that line."""
    if "due" not in row or row["due"] == -row["amount"]:
        return parts
    due = Node("deduction_due", show_money(-row["due"]), YUAN, "S3.10c", children=parts)
    return (due, line(used, row["employee"], "base"))


def _based(used: Used) -> dict[str, Any]:
    """S10.8: what raises the base amount, where the rule set says so."""
    return used.parameter("overtime_base") if used.rules.overtime_base != MANUAL.overtime_base else {}
