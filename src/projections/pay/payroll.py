"""S10 当月薪资 The payroll: every line of everyone's pay, in the order of the chapter."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.awards import in_theme_order
from projections.calendar import Period
from projections.expressions import Frame, whole
from projections.facts import Facts
from projections.pay.base import base
from projections.pay.pay_line import KnownTypes, PayLine
from projections.pay.pay_lines import AWARD, PAY_LINES
from projections.pay.quantities import PART
from projections.pay.sources import Earned, PaySources, paid_days

_LINE = ("employee", "line", "type", "amount", "minutes", "clause", "position")


def pay_sources(facts: Facts, members: Frame, earned: Earned, period: Period, rules: RuleSet) -> PaySources:
    """S10: what the lines of a period are made of, the base line included."""
    days = paid_days(facts, members, earned, period, rules)
    return PaySources(**vars(days), base=facts.tables.settle(base(days)))


def payroll(sources: PaySources) -> tuple[Frame, Frame]:
    """S10: who has a row, and all lines, those of 0 included.

    The first table: employee. The second: employee, line, type (missing where a line has none), amount (fen),
    minutes (that it pays for, S10.8b; missing of others), clause, position (of a correction; of an adjustment its
    period).
    """
    tables = sources.tables
    lines = nw.concat([_lines(line, sources) for line in PAY_LINES.values()])
    of_period = [tables.of(name).filter(nw.col("period") == sources.period.number) for name in _GIVEN]
    with_rows = [sources.members, *of_period, sources.earned.adjustments]
    everyone = nw.concat([table.select("employee") for table in with_rows]).unique()
    return tables.settle(everyone), tables.settle(lines)


_GIVEN = ("allowances", "corrections")
"""What gives somebody a row who is not paid in the period otherwise."""


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
            minutes=nw.col("minutes") if line.is_timed else whole(None),
            clause=nw.col("clause") if line.own_clauses else nw.lit(line.clause),
            position=whole(None) if line.is_number is None else nw.col("position"),
        )
        .select(*_LINE)
    )


def line_quantities(sources: PaySources) -> Frame:
    """S10: what the lines are multiples of, a row a part.

    Columns: employee, line, type (missing where a line has none), those of `quantities.PART`, and product: what all
    parts of the line come to, in fen. A line whose amount is another has no quantity: something else is in it, or a
    limit holds.
    """
    made = ((line, line.quantities) for line in PAY_LINES.values())
    parts = [found(sources).with_columns(line=nw.lit(line.name)) for line, found in made if found is not None]
    return nw.concat([each.select("employee", "line", "type", *PART, "product") for each in parts])


def paid_lines(lines: Frame) -> Frame:
    """S10: the lines that pay has: one of 0 is left out, `base` aside."""
    kept = [name for name, line in PAY_LINES.items() if line.kept_at_nothing]
    return lines.filter((nw.col("amount") != 0) | nw.col("line").is_in(kept))


def timed_lines(lines: Frame) -> Frame:
    """S10.8b: the lines that pay for minutes, whatever their amount."""
    return lines.filter(nw.col("minutes") != 0)


def with_items(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `item`, what a line is called in the interchange format: its line, and its type where it has one."""
    typed = pl.concat_str("line", pl.lit(":"), pl.col("type").fill_null(""))
    return lines.with_columns(item=pl.when(pl.col("type").is_null()).then("line").otherwise(typed))


def parts_in_order(parts: pl.DataFrame) -> pl.DataFrame:
    """The parts of quantities, with `item`, as a line tells them: lesser multiples and greater shares first."""
    rising = ("employee", "item", "unit", "times", "each", "at_floor", "over")
    order = [*map(pl.col, rising), -pl.col("share"), -pl.col("count")]
    return with_items(parts).sort(order, nulls_last=True)


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
