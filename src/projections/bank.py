"""S3.9 换休与欠时 The bank of time off in lieu, and the deficits: what a period opens with and hands on."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.expressions import Frame, last_recorded, no_less_than_zero, taken_in_turn, total, whole
from projections.settlement import pays_lots
from projections.tables import Tables

_LOT = ("employee", "earned", "minutes")
_OWED = ("employee", "owed_in", "deficit")
OF_NONE = 0
"""S2.1a: what stands for the period of an opening's deficit, which is older than any period."""


@dataclass(frozen=True)
class Bank:
    """What a period hands to the next (S3.9)."""

    lots: Frame
    """employee, earned (the period's month number), minutes: what is left of each lot."""
    deficits: Frame
    """employee, owed_in (the period's month number, or `OF_NONE`), deficit: minutes still to be made up."""
    opened: Frame
    """employee: whose bank has been opened, with what the employee brought along (S2.1a)."""
    moved: Frame | None = None
    """employee, earned, minutes, lapsed, drawn, settled: what became of each lot in the period, minutes as it opened,
    those of the period's own lot none; missing where the bank is not that of a period that was computed."""
    made_up: Frame | None = None
    """employee, owed_in, deficit, repaid, settled: what became of each deficit, minutes as the period had them; missing
    likewise."""


def empty_bank(tables: Tables) -> Bank:
    """The bank before the ledger's first period."""
    lots = {"employee": pl.String, "earned": pl.Int64, "minutes": pl.Int64}
    deficits = {"employee": pl.String, "owed_in": pl.Int64, "deficit": pl.Int64}
    return Bank(tables.made_of(lots, []), tables.made_of(deficits, []), tables.made_of({"employee": pl.String}, []))


def opened_bank(tables: Tables, people: Frame, before: Bank) -> Bank:
    """S2.1a: the first time that the bank of an employee is asked for it opens with the `opening`'s lots and deficit.

    `people` is employee: whose bank the period works with.
    """
    first_time = people.join(before.opened, on="employee", how="anti").select("employee")
    brought = last_recorded(tables.of("openings"), "employee").join(first_time, on="employee")
    lots = tables.of("opening_lots").join(brought.select("employee", "position"), on=["employee", "position"])
    every_lot = nw.concat([before.lots, lots.select(*_LOT)])
    owed = brought.select("employee", "deficit", owed_in=whole(OF_NONE)).filter(nw.col("deficit") > 0)
    return Bank(
        lots=tables.settle(every_lot.group_by("employee", "earned").agg(minutes=total("minutes"))),
        deficits=tables.settle(nw.concat([before.deficits.select(*_OWED), owed.select(*_OWED)])),
        opened=tables.settle(nw.concat([before.opened, first_time])),
    )


def lapsing(lots: Frame, people: Frame, expires: int, rules: RuleSet) -> Frame:
    """S3.9: the lots of `people`, and of each the minutes that lapse: all of one earned before that month number.

    `people` as of `settlement.working_with`. Where a bank rests its lots lapse only if lots are paid (S3.10).
    Columns: employee, earned, minutes, lapsed.
    """
    lapses = nw.col("earned") < expires
    if not pays_lots(rules):
        lapses &= ~nw.col("rests")
    lapsed = nw.when(lapses).then(nw.col("minutes")).otherwise(whole(0))
    return lots.join(people.select("employee", "rests"), on="employee").with_columns(lapsed=lapsed).drop("rests")


def closing_bank(tables: Tables, opened: Bank, here: Frame, balance: Frame, period: int) -> Bank:
    """S3.9, S3.10: what is left of lots and deficits; those of someone whose bank the period leaves alone rest (S3.7).

    `here` as of `lapsing`; `balance` says what is drawn, earned, repaid, owed and settled (see `projections.hours`);
    `period` is the month number.
    """
    moved = tables.settle(_moved(here, balance))
    gone = nw.col("lapsed") + nw.col("drawn") + nw.col("settled")
    left = moved.with_columns(minutes=nw.col("minutes") - gone)
    # What the older lots cannot give is drawn from the period's own.
    beyond = no_less_than_zero(nw.col("lieu_drawn") + nw.col("adjusted_drawn") - nw.col("available"))
    lot = nw.col("lieu_earned") + nw.col("gained") - beyond
    kept = nw.when(nw.col("pays_lots")).then(whole(0)).otherwise(lot)
    earned = balance.select("employee", earned=whole(period), minutes=kept)
    made_up = tables.settle(_made_up(opened.deficits, balance, period))
    still = made_up.with_columns(deficit=nw.col("deficit") - nw.col("repaid") - nw.col("settled"))
    resting = balance.select("employee")
    lots = [left, earned, opened.lots.join(resting, on="employee", how="anti")]
    deficits = [still, opened.deficits.join(resting, on="employee", how="anti")]
    return Bank(
        lots=tables.settle(nw.concat([each.select(*_LOT) for each in lots]).filter(nw.col("minutes") > 0)),
        deficits=tables.settle(nw.concat([each.select(*_OWED) for each in deficits]).filter(nw.col("deficit") > 0)),
        opened=opened.opened,
        moved=moved,
        made_up=made_up,
    )


def _moved(here: Frame, balance: Frame) -> Frame:
    """S3.9, S11.4: of the lots that did not lapse the oldest are drawn first; S3.10a: what is left may be settled."""
    drawn = balance.select("employee", "pays_lots", drawn=nw.col("lieu_drawn") + nw.col("adjusted_drawn"))
    lots = here.join(drawn, on="employee").with_columns(valid=nw.col("minutes") - nw.col("lapsed"))
    taken = taken_in_turn(lots, "drawn", "valid", "drawn", ["employee"], ["earned"])
    rest = nw.col("valid") - nw.col("drawn")
    settled = nw.when(nw.col("pays_lots")).then(rest).otherwise(whole(0))
    return taken.select(*_LOT, "lapsed", "drawn", settled=settled)


def _made_up(deficits: Frame, balance: Frame, period: int) -> Frame:
    """S3.9, S11.4: the oldest deficit is repaid first, the period's own last; S3.10c: what is left may be settled.

    What an adjustment adds (`lost`) comes after what is repaid, and is of the period.
    """
    own = balance.select("employee", owed_in=whole(period), deficit=nw.col("own_deficit") + nw.col("lost"))
    paid = balance.select("employee", "deducts_deficit", paid=nw.col("repaid") + nw.col("adjusted_repaid"))
    owed = nw.concat([deficits.select(*_OWED), own.select(*_OWED)]).join(paid, on="employee")
    repaid = taken_in_turn(owed, "repaid", "deficit", "paid", ["employee"], ["owed_in"])
    rest = nw.col("deficit") - nw.col("repaid")
    settled = nw.when(nw.col("deducts_deficit")).then(rest).otherwise(whole(0))
    return repaid.select(*_OWED, "repaid", settled=settled)


def overdue(bank: Bank, people: Frame, period: int, deficit_periods: int) -> Frame:
    """S3.9 隔月补满: employee, deficit_overdue: what is that many periods old or more, and an opening's always."""
    due = (nw.col("owed_in") == OF_NONE) | (nw.col("owed_in") <= period - deficit_periods)
    return (
        bank.deficits.filter(due)
        .join(people.select("employee"), on="employee")
        .group_by("employee")
        .agg(deficit_overdue=total("deficit"))
    )
