"""S3.10, S10.8a 结算工时 Minutes that leave the bank, or never come to it, and are paid or taken off instead."""

from typing import NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from projections.expressions import Expression, Frame, round_half_up, smaller, whole
from projections.pay.pay_terms import HUNDREDTHS, with_wage
from projections.pay.sources import PaySources
from projections.stretches import on_day

ONCE = HUNDREDTHS
"""A multiple of 1."""


class Settled(NamedTuple):
    """Which minutes of `settlement.settled` a line pays, and how many times."""

    column: str
    multiple: int
    star_counts: bool = True
    """Whether star pay raises the amount where `overtime_base` holds it (S3.10: not in c)."""


def of_last_day(sources: PaySources, *, star_counts: bool = True) -> Frame:
    """What a minute of the last day employed in the period is worth: the columns of `pay_terms.with_wage`, and day."""
    dated = sources.members.select("employee", day="last_day")
    waged = on_day(dated, sources.pay_terms)
    return with_wage(waged, sources.earned.stars, sources.rules, star_counts=star_counts)


def settled_time(sources: PaySources, which: Settled) -> Frame:
    """S3.10, S10.8a: minutes at the wage of the last day employed, rounded once.

    Columns: employee, minutes, multiple (hundredths), amount (fen), those of `pay_terms.with_wage`, and day.
    """
    minutes = sources.earned.settled.select("employee", minutes=which.column).filter(nw.col("minutes") > 0)
    waged = minutes.join(of_last_day(sources, star_counts=which.star_counts), on="employee")
    return waged.with_columns(multiple=whole(which.multiple)).with_columns(amount=_amount())


def surplus(sources: PaySources) -> Frame:
    """S10.8a 超时工资: what is beyond the minutes due, where `surplus` pays it."""
    return settled_time(sources, Settled("surplus_minutes", sources.rules.surplus_multiple))


def lapsed_lots(sources: PaySources) -> Frame:
    """S3.10b: the lots that lapsed as the period opened."""
    return settled_time(sources, Settled("lieu_lapse_minutes", sources.rules.lieu_settlement_multiple))


def lots_left(sources: PaySources) -> Frame:
    """S3.10a 换休结算: the lots that are left on leaving."""
    return settled_time(sources, Settled("lieu_settlement_minutes", sources.rules.lieu_settlement_multiple))


def deficit_left(sources: PaySources) -> Frame:
    """S3.10c 欠时扣款: the deficit that is left on leaving, at most the base line; beside it due, before that limit."""
    owed = settled_time(sources, Settled("deficit_settlement_minutes", ONCE, star_counts=False))
    based = owed.join(sources.base.select("employee", base="amount"), on="employee").with_columns(due=nw.col("amount"))
    return based.with_columns(amount=whole(0) - smaller(nw.col("due"), nw.col("base")))


def leave_left(sources: PaySources) -> Frame:
    """S3.10d 休假结算: what is left of an entitlement on leaving, by type, at that type's multiple."""
    multiples = sources.tables.made_of(
        {"type": pl.String, "multiple": pl.Int64}, list(sources.rules.leave_settlement.items())
    )
    left = sources.earned.leave_left.join(multiples, on="type").filter(nw.col("minutes") > 0)
    return left.join(of_last_day(sources), on="employee").with_columns(amount=_amount())


def _amount() -> Expression:
    """The wage of a minute times minutes and multiple, rounded.

    Whole wages first, and the rest apart: a bank of many minutes at a high wage would be more than 64 bits hold.
    """
    wage, times, unit = nw.col("wage"), nw.col("minutes") * nw.col("multiple"), nw.col("wage_unit")
    return wage * (times // unit) + round_half_up(wage * (times % unit), unit)
