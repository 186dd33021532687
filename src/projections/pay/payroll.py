"""S10 当月薪资 The payroll: every line of everyone's pay, in the order of the chapter."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.bonus import CLAUSES
from projections.calendar import Period
from projections.expressions import Expression, Frame, period_label, whole
from projections.pay.allowances import granted, holiday_pay, night_allowance
from projections.pay.base import base, in_force
from projections.pay.deductions import deductions
from projections.tables import Tables

LINE_ORDER = (
    "base",
    "star",
    "monthly_bonus",
    "award",
    "night_allowance",
    "allowance",
    "holiday_pay",
    "leave_deduction",
    "adjustment",
    "correction",
)
"""The order of lines; within one, by type: allowances and deductions as listed here, the last two by position."""
_TYPES = {
    "allowance": ("meal", "late_shift", "overtime", "other"),
    "leave_deduction": ("personal", "sick", "absenteeism"),
}
_LINE = ("employee", "line", "type", "amount", "clause", "position")


@dataclass(frozen=True)
class Earned:
    """What other chapters add to the pay of the period."""

    attendance: Attendance
    bonus: Frame
    awards: Frame
    stars: Frame
    adjustments: Frame
    """S11.4: employee, period (month number), amount."""


def payroll(tables: Tables, members: Frame, earned: Earned, period: Period, rules: RuleSet) -> tuple[Frame, Frame]:
    """S10: who has a row, and all lines. A line of 0 is left out, `base` aside.

    The first table: employee. The second: employee, line, type (missing where a line has none), amount (fen),
    clause, position (of a correction; of an adjustment its period).
    """
    salaries = in_force(tables)
    shifts, absences = earned.attendance.shifts, earned.attendance.absences
    corrections = tables.of("corrections").filter(nw.col("period") == period.number)
    by_clause = nw.col("clause")
    bonus_clause = nw.when(nw.col("role") == "csr").then(nw.lit(CLAUSES["csr"])).otherwise(nw.lit(CLAUSES["qa"]))
    parts = [
        _line(base(members, salaries, period), "base", nw.lit("S10.1")),
        _line(earned.stars, "star", nw.lit("S9.3")),
        _line(earned.bonus, "monthly_bonus", bonus_clause),
        _line(earned.awards, "award", by_clause, nw.col("theme")),
        _line(night_allowance(shifts, rules), "night_allowance", nw.lit("S10.2")),
        _line(granted(tables, shifts, period, rules), "allowance", nw.lit("S10.3"), nw.col("type")),
        _line(holiday_pay(shifts, salaries, rules), "holiday_pay", nw.lit("S10.4")),
        _line(deductions(tables, absences, salaries, rules), "leave_deduction", nw.lit("S10.5"), nw.col("type")),
        _line(earned.adjustments, "adjustment", nw.lit("S10.6"), period_label(nw.col("period")), nw.col("period")),
        _line(corrections, "correction", nw.lit("S10.6"), nw.col("correction"), nw.col("position")),
    ]
    lines = nw.concat(parts).filter((nw.col("amount") != 0) | (nw.col("line") == "base"))
    allowances = tables.of("allowances").filter(nw.col("period") == period.number)
    everyone = nw.concat(
        [table.select("employee") for table in (members, allowances, corrections, earned.adjustments)]
    ).unique()
    return tables.settle(everyone), tables.settle(lines)


def _line(
    amounts: Frame, line: str, clause: Expression, kind: Expression | None = None, position: Expression | None = None
) -> Frame:
    """Amounts as lines of pay, all with the same columns."""
    return amounts.select(
        "employee",
        "amount",
        line=nw.lit(line),
        type=nw.lit(None, dtype=nw.String) if kind is None else kind,
        clause=clause,
        position=whole(None) if position is None else position,
    ).select(*_LINE)


def with_items(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `item`, what a line is called in the interchange format: its line, and its type where it has one."""
    typed = pl.concat_str("line", pl.lit(":"), pl.col("type").fill_null(""))
    return lines.with_columns(item=pl.when(pl.col("type").is_null()).then("line").otherwise(typed))


def in_order(lines: pl.DataFrame, themes: tuple[str, ...]) -> pl.DataFrame:
    """Lines sorted as a payslip shows them: by employee, line, type, and position for corrections."""
    types = _TYPES | {"award": themes}
    listed = [(line, kind, place) for line, kinds in types.items() for place, kind in enumerate(kinds)]
    places = pl.DataFrame(listed, schema={"line": pl.String, "type": pl.String, "place": pl.Int64}, orient="row")
    order = pl.DataFrame({"line": LINE_ORDER, "order": range(len(LINE_ORDER))})
    return (
        lines.join(order, on="line")
        .join(places, on=["line", "type"], how="left")
        .sort("employee", "order", "place", "position", "type", nulls_last=True)
    )
