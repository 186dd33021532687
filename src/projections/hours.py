"""S3.7 … S3.10 工时与换休 Hours due and worked, and what the difference does to the bank of time off in lieu (换休)."""

from dataclasses import dataclass
from typing import NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.bank import Bank, closing_bank, lapsing, opened_bank, overdue
from projections.calendar import Period
from projections.contracts import HOURLY, contracted, of_last_day
from projections.expressions import (
    Expression,
    Frame,
    dated_in,
    last_recorded,
    no_less_than_zero,
    round_half_up,
    smaller,
    total,
    whole,
)
from projections.leave import ABSENTEEISM
from projections.settlement import PAID, gone, settled, working_with
from projections.tables import Tables

_WORK = (
    "contracted",
    "attended",
    "holiday_minutes",
    "overtime",
    "trained",
    "credited",
    "lieu_leave",
    "excused",
    "lieu_adjusted",
)
_CARRIED = ("lieu_opening", "lieu_lapsed", "deficit")


@dataclass(frozen=True)
class Asked:
    """What a period asks of everyone's hours, and what they are adjusted by."""

    standard_days: int
    """Days due of someone employed throughout, before leave (S3.7)."""
    period: Period
    rules: RuleSet
    contracts: Frame
    """S3.7a: as of `contracts.in_force`."""
    overtime: Frame
    """S3.6: as of `overtime`."""
    training: Frame
    """S3.8a: as of `training_minutes.worked_training`."""
    holiday_minutes: Frame | None
    """S10.4a: employee, holiday_minutes, of the period's shifts; None where they stay in worked (S3.8)."""
    adjusted: Frame
    """S11.4: employee, minutes."""


class Hours(NamedTuple):
    """The chapter of a period."""

    rows: Frame
    """A row each for everyone in a role that has hours. Columns of the report, in minutes: employee, due, worked,
    difference, lieu_opening, lieu_lapsed, lieu_drawn, lieu_earned, lieu_adjusted, lieu_closing, deficit_closing,
    deficit_overdue. And what they were made from: days, contracted (minutes a day of all employed days together),
    attended, holiday_minutes (what is taken off for S10.4a), overtime, trained (S3.8a), credited, excused, lieu_leave,
    drawn_by_leave, offset, repaid, deficit (as the period opened), hourly (S3.9a); of lieu_adjusted what repays
    (adjusted_repaid), adds to the lot (gained), is drawn from the bank (adjusted_drawn) and is owed (lost); and the
    columns of `settled`."""
    bank: Bank
    """What the period closes with."""
    settled: Frame
    """S3.9a, S3.10: as of `settlement.settled`, also of those whose bank rests."""


def hours(tables: Tables, members: Frame, found: Attendance, asked: Asked, before: Bank) -> Hours:
    """S3.7 … S3.10 for everyone in a role that has hours, and for those whose resting bank is settled."""
    period, rules = asked.period, asked.rules
    people = tables.settle(working_with(members, rules))
    opened = opened_bank(tables, people, before)
    here = lapsing(opened.lots, people, period.number - rules.lieu_months, rules)
    balance = tables.settle(
        settled(_balance(_gathered(tables, members, people, found, asked, opened, here), asked), rules)
    )
    bank = closing_bank(tables, opened, here, balance, period.number)
    late = overdue(bank, people, period.number, rules.deficit_periods)
    shown = balance.join(late, on="employee", how="left").with_columns(nw.col("deficit_overdue").fill_null(0))
    return Hours(tables.settle(shown.filter(~nw.col("rests"))), bank, tables.settle(gone(balance)))


def overtime(tables: Tables, period: Period) -> Frame:
    """S3.6: approved overtime of the period's dates, the last approval of a date counting.

    Columns: employee, day, minutes, position, compensation and rate (missing where the approval says none).
    """
    return last_recorded(tables.of("overtime").filter(dated_in(period)), "employee", "day")


def added(approved: Frame) -> Frame:
    """S3.6: of approved overtime (as of `overtime`) what is added to worked, which is all that is not paid (S10.8)."""
    return approved.filter(nw.col("compensation").is_null() | (nw.col("compensation") != PAID))


def _gathered(
    tables: Tables, members: Frame, people: Frame, found: Attendance, asked: Asked, opened: Bank, here: Frame
) -> Frame:
    """A row each for `people`, with the sums of the period; those of hours are 0 where the bank rests."""
    hourly = of_last_day(members, asked.contracts).select("employee", hourly=nw.col("pay") == HOURLY)
    sums = [
        hourly,
        contracted(members, asked.contracts),
        found.shifts.group_by("employee").agg(attended=total("counted")),
        _no_minutes(tables) if asked.holiday_minutes is None else asked.holiday_minutes,
        added(asked.overtime).group_by("employee").agg(overtime=total("minutes")),
        asked.training.group_by("employee").agg(trained=total("minutes")),
        leave_minutes(tables, found.absences, asked.rules),
        here.group_by("employee").agg(lieu_opening=total("minutes"), lieu_lapsed=total("lapsed")),
        opened.deficits.group_by("employee").agg(deficit=total("deficit")),
        asked.adjusted.select("employee", lieu_adjusted="minutes"),
    ]
    gathered = people
    for part in sums:
        gathered = gathered.join(part, on="employee", how="left")
    worked = {name: nw.when(nw.col("rests")).then(whole(0)).otherwise(nw.col(name).fill_null(0)) for name in _WORK}
    return gathered.with_columns(**worked, **{name: nw.col(name).fill_null(0) for name in _CARRIED})


def _no_minutes(tables: Tables) -> Frame:
    return tables.made_of({"employee": pl.String, "holiday_minutes": pl.Int64}, [])


def full_due(standard_days: int, period: Period) -> Expression:
    """S3.7: the minutes due of the days employed, before leave; of `contracted`."""
    return round_half_up(nw.col("contracted") * standard_days, period.days)


def leave_minutes(tables: Tables, absences: Frame, rules: RuleSet) -> Frame:
    """S4.4: credited adds to worked, excused comes off due (absenteeism too), lieu leave draws on the bank.

    `absences` has employee, type and minutes. Columns: employee, credited, excused, lieu_leave.
    """
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


def _balance(gathered: Frame, asked: Asked) -> Frame:
    """S3.7, S3.8, and the order of S3.9: leave draws first, then a surplus repays, or a lack draws and is carried.

    Under hourly pay a surplus or a lack moves nothing (S3.9a).
    S11.4 comes after: above 0 it repays the deficit that is left, the oldest first, and the rest goes into the lot of
    the period; below 0 it is drawn from what is left in the bank, and the rest is a deficit of the period.
    """
    rules = asked.rules
    pro_rata = full_due(asked.standard_days, asked.period)
    present = nw.col("attended") - nw.col("holiday_minutes") + nw.col("overtime") + nw.col("trained")
    surplus, lack = _moving(nw.col("difference")), _moving(0 - nw.col("difference"))
    offset = (
        smaller(nw.col("lack"), nw.col("available") - nw.col("drawn_by_leave"))
        if rules.offset_deficit_with_lieu
        else whole(0)
    )
    beyond = nw.col("surplus") - nw.col("repaid")
    earned, paid = (whole(0), beyond) if rules.surplus == PAID else (beyond, whole(0))
    balance = (
        gathered.with_columns(
            available=nw.col("lieu_opening") - nw.col("lieu_lapsed"),
            due=no_less_than_zero(pro_rata - nw.col("excused")),
        )
        .with_columns(drawn_by_leave=smaller(nw.col("lieu_leave"), nw.col("available")))
        .with_columns(worked=present + nw.col("credited") + nw.col("drawn_by_leave"))
        .with_columns(difference=nw.col("worked") - nw.col("due"))
        .with_columns(surplus=surplus, lack=lack)
        .with_columns(offset=offset, repaid=smaller(nw.col("surplus"), nw.col("deficit")))
        .with_columns(
            lieu_drawn=nw.col("drawn_by_leave") + nw.col("offset"),
            own_deficit=nw.col("lack") - nw.col("offset"),
            lieu_earned=earned,
            surplus_minutes=paid,
        )
    )
    return _adjusted(balance)


def _moving(difference: Expression) -> Expression:
    """S3.9a: what of a difference moves bank and deficit, not below 0; nothing under hourly pay."""
    return nw.when(nw.col("hourly")).then(whole(0)).otherwise(no_less_than_zero(difference))


def _adjusted(balance: Frame) -> Frame:
    """S11.4: `lieu_adjusted` in its parts, and what is `left` in the bank and still `owed` after it."""
    more, less = no_less_than_zero(nw.col("lieu_adjusted")), no_less_than_zero(0 - nw.col("lieu_adjusted"))
    return (
        balance.with_columns(
            left=nw.col("available") - nw.col("lieu_drawn") + nw.col("lieu_earned"),
            owed=nw.col("deficit") - nw.col("repaid") + nw.col("own_deficit"),
        )
        .with_columns(adjusted_repaid=smaller(more, nw.col("owed")), adjusted_drawn=smaller(less, nw.col("left")))
        .with_columns(gained=more - nw.col("adjusted_repaid"), lost=less - nw.col("adjusted_drawn"))
        .with_columns(
            left=nw.col("left") - nw.col("adjusted_drawn") + nw.col("gained"),
            owed=nw.col("owed") - nw.col("adjusted_repaid") + nw.col("lost"),
        )
    )
