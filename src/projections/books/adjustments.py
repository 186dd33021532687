"""S11.4 调整 What the replay of closed periods pays more or less than was paid and adjusted so far."""

from collections.abc import Mapping

import narwhals.stable.v2 as nw
import polars as pl

from projections.bank import Bank
from projections.books.frozen_period import FrozenPeriod
from projections.expressions import Frame, last_recorded, total
from projections.month import Month
from projections.prior_periods import Posted
from projections.replay import Replay

_DUE = {"employee": pl.String, "period": pl.Int64, "amount": pl.Int64}


def adjustments(frozen: Mapping[int, FrozenPeriod], replay: Replay, *, held: bool) -> Posted:
    """The adjustments that the period after the closed ones posts; `held` keeps reductions of pay back.

    A line per employee and closed period. The lieu bank is one account from period to period, so its difference is
    taken once, at the end of the last closed period.
    """
    tables = replay.tables
    parts = [_pay(frozen, number, replay.month(number)) for number in sorted(frozen)]
    due = pl.concat(parts) if parts else pl.DataFrame(schema=_DUE)
    posted = due.filter(pl.col("amount") > 0) if held else due
    last = max(frozen)
    lieu = _lieu(replay.month(last), frozen[last].state.bank)
    return Posted(tables.engine.table(posted), tables.settle(lieu))


def held_back(frozen: Mapping[int, FrozenPeriod], replay: Replay) -> pl.DataFrame:
    """The reductions that are not posted yet. Columns: employee, period (month number), amount (fen, below 0)."""
    parts = [_pay(frozen, number, replay.month(number)) for number in sorted(frozen)]
    return pl.concat(parts).filter(pl.col("amount") < 0) if parts else pl.DataFrame(schema=_DUE)


def _pay(frozen: Mapping[int, FrozenPeriod], number: int, month: Month) -> pl.DataFrame:
    """Columns: employee, period, amount (fen), without those whose pay is right."""
    replayed = pay_of(month)
    paid = [frozen[number].own_pay, *(adjusted_for(later, number) for later in frozen.values())]
    taken_off = pl.concat(paid).with_columns(amount=-pl.col("amount"))
    difference = pl.concat([replayed, taken_off]).group_by("employee").agg(pl.col("amount").sum())
    due = difference.filter(pl.col("amount") != 0).sort("employee")
    return due.select("employee", "amount", period=pl.lit(number, dtype=pl.Int64)).select(*_DUE)


def pay_of(month: Month) -> pl.DataFrame:
    """Everyone's pay of a period without adjustments. Columns: employee, amount (fen)."""
    _everyone, lines = month.payroll
    own = month.tables.engine.rows(lines.filter(nw.col("line") != "adjustment"))
    return own.group_by("employee").agg(pl.col("amount").sum())


def adjusted_for(later: FrozenPeriod, number: int) -> pl.DataFrame:
    """What a closed period has posted for one closed before it. Columns: employee, amount (fen)."""
    posted = later.posted.pay.filter(nw.col("period") == number).select("employee", "amount")
    found = posted.collect("polars").to_native()
    assert isinstance(found, pl.DataFrame)
    return found


def _lieu(replayed: Month, kept: Bank) -> Frame:
    """Lots less deficits, replayed less kept. Columns: employee, minutes, without those whose bank is right.

    Who is recorded late brings along what the replay has opened already and the books have not, or the other way round
    (S2.1a). It is theirs on both sides: whoever has not opened it yet still will.
    """
    bank = replayed.bank
    signed = [(bank.lots, "minutes", 1), (bank.deficits, "deficit", -1)]
    signed += [(kept.lots, "minutes", -1), (kept.deficits, "deficit", 1)]
    brought = _brought(replayed)
    signed += [(brought.join(kept.opened, on="employee"), "minutes", 1)]
    signed += [(brought.join(bank.opened, on="employee"), "minutes", -1)]
    parts = [frame.select("employee", minutes=nw.col(column) * sign) for frame, column, sign in signed]
    return nw.concat(parts).group_by("employee").agg(minutes=total("minutes")).filter(nw.col("minutes") != 0)


def _brought(month: Month) -> Frame:
    """S2.1a: what people bring along, less the lots that have lapsed by that period. Columns: employee, minutes."""
    tables = month.tables
    latest = last_recorded(tables.of("openings"), "employee")
    lots = tables.of("opening_lots").filter(nw.col("earned") >= month.period.number - month.rules.lieu_months)
    valid = lots.join(latest.select("employee", "position"), on=["employee", "position"])
    deficits = latest.select("employee", minutes=0 - nw.col("deficit"))
    return tables.settle(
        nw.concat([valid.select("employee", "minutes"), deficits]).group_by("employee").agg(minutes=total("minutes"))
    )
