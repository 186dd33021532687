"""S10 当月薪资 The payroll: every line of everyone's pay, in the order of the chapter."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.awards import in_theme_order
from projections.calendar import Period
from projections.expressions import Frame, whole
from projections.pay.base import base, in_force
from projections.pay.pay_line import Earned, KnownTypes, PayLine, PaySources
from projections.pay.pay_lines import AWARD, PAY_LINES
from projections.tables import Tables

_LINE = ("employee", "line", "type", "amount", "clause", "position")


def payroll(tables: Tables, members: Frame, earned: Earned, period: Period, rules: RuleSet) -> tuple[Frame, Frame]:
    """S10: who has a row, and all lines. A line of 0 is left out, `base` aside.

    The first table: employee. The second: employee, line, type (missing where a line has none), amount (fen),
    clause, position (of a correction; of an adjustment its period).
    """
    corrections = tables.of("corrections").filter(nw.col("period") == period.number)
    salaries = in_force(tables)
    of_base = tables.settle(base(members, salaries, period))
    sources = PaySources(tables, members, earned, salaries, of_base, corrections, period, rules)
    kept = [name for name, line in PAY_LINES.items() if line.kept_at_nothing]
    lines = nw.concat([_lines(line, sources) for line in PAY_LINES.values()]).filter(
        (nw.col("amount") != 0) | nw.col("line").is_in(kept)
    )
    allowances = tables.of("allowances").filter(nw.col("period") == period.number)
    everyone = nw.concat(
        [table.select("employee") for table in (members, allowances, corrections, earned.adjustments)]
    ).unique()
    return tables.settle(everyone), tables.settle(lines)


def _lines(line: PayLine, sources: PaySources) -> Frame:
    """The amounts of a line, all with the same columns."""
    typed = line.types is not None or line.is_number is not None
    return (
        line.amounts(sources)
        .select(
            "employee",
            "amount",
            line=nw.lit(line.name),
            type=nw.col("type") if typed else nw.lit(None, dtype=nw.String),
            clause=nw.col("clause") if line.own_clauses else nw.lit(line.clause),
            position=whole(None) if line.is_number is None else nw.col("position"),
        )
        .select(*_LINE)
    )


def with_items(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `item`, what a line is called in the interchange format: its line, and its type where it has one."""
    typed = pl.concat_str("line", pl.lit(":"), pl.col("type").fill_null(""))
    return lines.with_columns(item=pl.when(pl.col("type").is_null()).then("line").otherwise(typed))


def in_order(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines sorted as a payslip shows them: by employee, line, type, and position for corrections."""
    known = KnownTypes(in_theme_order(lines.filter(pl.col("line") == AWARD)["type"].drop_nulls()), ())
    types = {name: line.type_order or line.types(known) for name, line in PAY_LINES.items() if line.types is not None}
    listed = [(name, kind, place) for name, kinds in types.items() for place, kind in enumerate(kinds)]
    places = pl.DataFrame(listed, schema={"line": pl.String, "type": pl.String, "place": pl.Int64}, orient="row")
    order = pl.DataFrame({"line": list(PAY_LINES), "order": range(len(PAY_LINES))})
    return (
        lines.join(order, on="line")
        .join(places, on=["line", "type"], how="left")
        .sort("employee", "order", "place", "position", "type", nulls_last=True)
    )
