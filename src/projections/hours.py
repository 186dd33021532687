"""S3.7 … S3.9 工时与换休 Hours due and worked, and the bank of time off in lieu (换休) that carries the difference."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import (
    Frame,
    dated_in,
    last_recorded,
    no_less_than_zero,
    round_half_up,
    running_total,
    smaller,
    total,
    whole,
)
from projections.leave import ABSENTEEISM
from projections.tables import Tables

_LOT = ("employee", "earned", "minutes")
_SUMS = (
    "attended",
    "overtime",
    "credited",
    "lieu_leave",
    "excused",
    "lieu_opening",
    "lieu_lapsed",
    "deficit",
    "lieu_adjusted",
)


@dataclass(frozen=True)
class Bank:
    """What a period hands to the next (S3.9)."""

    lots: Frame
    """employee, earned (the period's month number), minutes: what is left of each lot."""
    deficits: Frame
    """employee, deficit: minutes still to be made up."""
    opened: Frame
    """employee: whose bank has been opened, with what the employee brought along (S2.1a)."""
    moved: Frame | None = None
    """employee, earned, minutes, lapsed, drawn: what became of each lot in the period, minutes as it opened; none where
    the bank is not that of a period that was computed."""


def empty_bank(tables: Tables) -> Bank:
    """The bank before the ledger's first period."""
    lots = {"employee": pl.String, "earned": pl.Int64, "minutes": pl.Int64}
    deficits = {"employee": pl.String, "deficit": pl.Int64}
    return Bank(tables.made_of(lots, []), tables.made_of(deficits, []), tables.made_of({"employee": pl.String}, []))


@dataclass(frozen=True)
class Asked:
    """What a period asks of everyone's hours, and what they are adjusted by."""

    due: int
    """Minutes due of someone employed throughout, before leave (S3.7)."""
    period: Period
    rules: RuleSet
    adjusted: Frame
    """S11.4: employee, minutes."""


def hours(tables: Tables, members: Frame, found: Attendance, asked: Asked, before: Bank) -> tuple[Frame, Bank]:
    """S3.7 … S3.9 for everyone in a role that has hours, and the bank that the period closes with.

    Columns, in minutes: employee, due, worked, difference, lieu_opening, lieu_lapsed, lieu_drawn, lieu_earned,
    lieu_adjusted, lieu_closing, deficit_closing, deficit_overdue. And what they were made from: days, attended,
    overtime, credited, excused, lieu_leave, drawn_by_leave, offset, repaid, deficit (as the period opened); of
    lieu_adjusted what repays (adjusted_repaid), adds to the lot (gained), is drawn from the bank (adjusted_drawn) and
    is owed (lost).
    """
    period, rules = asked.period, asked.rules
    counted = members.filter(nw.col("role").is_in(list(rules.hours_roles))).select("employee", "days")
    opened = _opened(tables, counted, before)
    expires = period.number - rules.lieu_months
    here = opened.lots.join(counted.select("employee"), on="employee").with_columns(
        lapsed=nw.when(nw.col("earned") < expires).then(nw.col("minutes")).otherwise(whole(0))
    )
    sums = [
        found.shifts.group_by("employee").agg(attended=total("counted")),
        overtime(tables, period).group_by("employee").agg(overtime=total("minutes")),
        _leave_minutes(tables, found.absences, rules),
        here.group_by("employee").agg(lieu_opening=total("minutes"), lieu_lapsed=total("lapsed")),
        opened.deficits,
        asked.adjusted.select("employee", lieu_adjusted="minutes"),
    ]
    gathered = counted
    for part in sums:
        gathered = gathered.join(part, on="employee", how="left")
    filled = gathered.with_columns(*(nw.col(name).fill_null(0) for name in _SUMS))
    result = tables.settle(_balance(filled, asked.due, period, rules))
    return result, _closing(tables, opened, here, result, period)


def _opened(tables: Tables, counted: Frame, before: Bank) -> Bank:
    """S2.1a: in the employee's first hours period the bank opens with the `opening` fact's lots and deficit."""
    first_time = counted.join(before.opened, on="employee", how="anti").select("employee")
    brought = last_recorded(tables.of("openings"), "employee").join(first_time, on="employee")
    lots = tables.of("opening_lots").join(brought.select("employee", "position"), on=["employee", "position"])
    every_lot = nw.concat([before.lots, lots.select(*_LOT)])
    every_deficit = nw.concat([before.deficits, brought.select("employee", "deficit")])
    return Bank(
        lots=tables.settle(every_lot.group_by("employee", "earned").agg(minutes=total("minutes"))),
        deficits=tables.settle(every_deficit.group_by("employee").agg(deficit=total("deficit"))),
        opened=tables.settle(nw.concat([before.opened, first_time])),
    )


def overtime(tables: Tables, period: Period) -> Frame:
    """S3.6: approved overtime of the period's dates, the last approval of a date counting.

    Columns: employee, day, minutes, position.
    """
    return last_recorded(tables.of("overtime").filter(dated_in(period)), "employee", "day")


def _leave_minutes(tables: Tables, absences: Frame, rules: RuleSet) -> Frame:
    """S4.4: credited adds to worked, excused comes off due (absenteeism too), lieu leave draws on the bank."""
    effects = [(name, leave_type.hours) for name, leave_type in rules.leave_types.items()]
    types = tables.made_of({"type": pl.String, "hours": pl.String}, [*effects, (ABSENTEEISM, "excuse")])
    minutes, effect = nw.col("minutes"), nw.col("hours")
    return (
        absences.join(types, on="type")
        .with_columns(
            credited=nw.when(effect == "credit").then(minutes).otherwise(whole(0)),
            excused=nw.when(effect == "excuse").then(minutes).otherwise(whole(0)),
            lieu_leave=nw.when(effect == "bank").then(minutes).otherwise(whole(0)),
        )
        .group_by("employee")
        .agg(credited=total("credited"), excused=total("excused"), lieu_leave=total("lieu_leave"))
    )


def _balance(gathered: Frame, due: int, period: Period, rules: RuleSet) -> Frame:
    """S3.7, S3.8, and the order of S3.9: leave draws first, then a surplus repays, or a lack draws and is carried.

    S11.4 comes after: above 0 it repays the deficit that is left, the oldest first, and the rest goes into the lot of
    the period; below 0 it is drawn from what is left in the bank, and the rest is a deficit of the period.
    """
    pro_rata = round_half_up(nw.col("days") * due, period.days)
    worked = nw.col("attended") + nw.col("overtime") + nw.col("credited") + nw.col("drawn_by_leave")
    surplus, lack = no_less_than_zero(nw.col("difference")), no_less_than_zero(0 - nw.col("difference"))
    offset = (
        smaller(lack, nw.col("available") - nw.col("drawn_by_leave")) if rules.offset_deficit_with_lieu else whole(0)
    )
    more, less = no_less_than_zero(nw.col("lieu_adjusted")), no_less_than_zero(0 - nw.col("lieu_adjusted"))
    return (
        gathered.with_columns(
            available=nw.col("lieu_opening") - nw.col("lieu_lapsed"),
            due=no_less_than_zero(pro_rata - nw.col("excused")),
        )
        .with_columns(drawn_by_leave=smaller(nw.col("lieu_leave"), nw.col("available")))
        .with_columns(worked=worked)
        .with_columns(difference=nw.col("worked") - nw.col("due"))
        .with_columns(offset=offset, repaid=smaller(surplus, nw.col("deficit")))
        .with_columns(
            lieu_drawn=nw.col("drawn_by_leave") + nw.col("offset"),
            lieu_earned=surplus - nw.col("repaid"),
        )
        .with_columns(
            older=nw.col("deficit") - nw.col("repaid"),
            left=nw.col("available") - nw.col("lieu_drawn") + nw.col("lieu_earned"),
        )
        .with_columns(owed=nw.col("older") + lack - nw.col("offset"))
        .with_columns(adjusted_repaid=smaller(more, nw.col("owed")), adjusted_drawn=smaller(less, nw.col("left")))
        .with_columns(gained=more - nw.col("adjusted_repaid"), lost=less - nw.col("adjusted_drawn"))
        .with_columns(
            deficit_overdue=no_less_than_zero(nw.col("older") - nw.col("adjusted_repaid")),
            lieu_closing=nw.col("left") - nw.col("adjusted_drawn") + nw.col("gained"),
            deficit_closing=nw.col("owed") - nw.col("adjusted_repaid") + nw.col("lost"),
        )
    )


def _moved(here: Frame, balance: Frame) -> Frame:
    """S3.9, S11.4: of the lots that did not lapse the oldest are drawn first."""
    valid = nw.col("minutes") - nw.col("lapsed")
    drawn = balance.select("employee", drawn=nw.col("lieu_drawn") + nw.col("adjusted_drawn"))
    lots = here.join(drawn, on="employee").with_columns(valid=valid)
    before = running_total("valid", ["employee"], ["earned"]) - nw.col("valid")
    undrawn = no_less_than_zero(nw.col("drawn") - nw.col("before"))
    return lots.with_columns(before=before).select(*_LOT, "lapsed", drawn=smaller(undrawn, nw.col("valid")))


def _closing(tables: Tables, opened: Bank, here: Frame, balance: Frame, period: Period) -> Bank:
    """S3.9: what is left of the lots; those of someone who has no hours in this period rest (S3.7)."""
    moved = tables.settle(_moved(here, balance))
    left = moved.with_columns(minutes=nw.col("minutes") - nw.col("lapsed") - nw.col("drawn"))
    # What the older lots cannot give is drawn from the period's own.
    beyond = no_less_than_zero(nw.col("lieu_drawn") + nw.col("adjusted_drawn") - nw.col("available"))
    lot = nw.col("lieu_earned") + nw.col("gained") - beyond
    earned = balance.select("employee", earned=whole(period.number), minutes=lot)
    resting = balance.select("employee")
    kept = nw.concat(
        [left.select(*_LOT), earned.select(*_LOT), opened.lots.join(resting, on="employee", how="anti").select(*_LOT)]
    )
    deficits = nw.concat(
        [
            balance.select("employee", deficit="deficit_closing"),
            opened.deficits.join(resting, on="employee", how="anti").select("employee", "deficit"),
        ]
    )
    return Bank(
        lots=tables.settle(kept.filter(nw.col("minutes") > 0)),
        deficits=tables.settle(deficits.filter(nw.col("deficit") > 0)),
        opened=opened.opened,
        moved=moved,
    )
