"""S10 What the lines of a period's pay are made of: what other chapters hand over, and what each day is paid by."""

from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.contracts import UNPAID
from projections.expressions import Frame, total, whole
from projections.facts import Facts
from projections.pay import pay_terms
from projections.pay.salaries import in_force
from projections.pay.sick_shares import sick_shares
from projections.stretches import employed
from projections.tables import Tables
from projections.working_days import PublicCalendar


@dataclass(frozen=True)
class Earned:
    """What other chapters add to the pay of the period."""

    attendance: Attendance
    bonus: Frame
    awards: Frame
    stars: Frame
    adjustments: Frame
    """S11.4: employee, period (month number), amount."""
    hours: Frame
    """S3.9: as of `hours.Hours`; of it drawn_by_leave is read."""
    overtime: Frame
    """S3.6, S10.8: the approvals of the period's dates, as of `hours.overtime`."""
    training: Frame
    """S3.8a: as of `training_minutes.worked_training`."""
    holiday_minutes: Frame
    """S10.4a: as of `holiday_minutes.holiday_minutes`."""
    settled: Frame
    """S3.9a, S3.10 a … c: as of `settlement.gone`."""
    leave_left: Frame
    """S3.10d: employee, type, minutes: what is left of entitlements on leaving."""


@dataclass(frozen=True)
class PaidDays:
    """What each day of the period is paid by, and what was earned on it."""

    tables: Tables
    calendar: PublicCalendar
    members: Frame
    """Those in the period who are paid here (S10.1b)."""
    earned: Earned
    """Of them."""
    pay_terms: Frame
    """As of `pay_terms.in_force`."""
    sick_shares: Frame
    """As of `sick_shares.sick_shares`."""
    period: Period
    rules: RuleSet


@dataclass(frozen=True)
class PaySources(PaidDays):
    """What the lines of a period are made of."""

    base: Frame
    """The base line: employee, amount (S10.1)."""


def paid_days(facts: Facts, members: Frame, earned: Earned, period: Period, rules: RuleSet) -> PaidDays:
    """S10.1, S10.1b: the days of the period by what pays them; who is under `none` on all of them is left out."""
    tables = facts.tables
    terms = pay_terms.in_force(tables, facts.contracts, in_force(tables))
    unpaid = tables.settle(_unpaid(members, terms))

    def paid(rows: Frame) -> Frame:
        return rows.join(unpaid, on="employee", how="anti")

    shifts = paid(earned.attendance.shifts)
    of_paid = replace(
        earned,
        attendance=replace(earned.attendance, shifts=shifts),
        bonus=paid(earned.bonus),
        awards=paid(earned.awards),
        stars=paid(earned.stars),
        holiday_minutes=paid(earned.holiday_minutes),
    )
    shares = tables.settle(sick_shares(tables, facts.staff, earned.attendance.absences, rules))
    return PaidDays(tables, facts.calendar, paid(members), of_paid, terms, shares, period, rules)


def _unpaid(members: Frame, terms: Frame) -> Frame:
    """S10.1b: who is under `none` on every employed day: employee."""
    paid = nw.when(nw.col("pay") != UNPAID).then(nw.col("days")).otherwise(whole(0))
    days = employed(members, terms).with_columns(paid=paid).group_by("employee").agg(paid=total("paid"))
    return days.filter(nw.col("paid") == 0).select("employee")
