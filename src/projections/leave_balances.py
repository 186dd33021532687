"""S4.6d 假期余额 What everyone was granted of leave in a year, has taken, let lapse, has left, and has asked for."""

from typing import Protocol

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.contracts import of_last_day
from projections.entitlements import new_year, year_of
from projections.expressions import Expression, Frame, total, whole
from projections.facts import Facts
from projections.leave_accounts import Asked, LeaveAccounts, leave_accounts
from projections.settlement import TRANSFERRED

_KEY = ("employee", "type")
_FIGURES = ("granted", "carried", "taken", "lapsed", "booked", "requested")
_LEFT = {"employee": pl.String, "type": pl.String, "minutes": pl.Int64}


class Accounted(Protocol):
    """The period whose leave is accounted for: a `Month`."""

    @property
    def facts(self) -> Facts:
        """The facts."""
        ...

    @property
    def period(self) -> Period:
        """The period."""
        ...

    @property
    def rules(self) -> RuleSet:
        """Its rule set."""
        ...

    @property
    def members(self) -> Frame:
        """S2.4: who is in the period."""
        ...

    @property
    def leave_accounts(self) -> LeaveAccounts:
        """S4.6: of the calendar year of its last day."""
        ...

    def rules_of(self, number: int) -> RuleSet:
        """The rule set of the period of that month number."""
        ...


def accounts_of(month: Accounted) -> LeaveAccounts:
    """S4.6: the accounts of who is in the period, of the calendar year of its last day."""
    last = month.period.last_day
    return leave_accounts(month.facts, month.rules, month.rules_of, Asked(month.members, year_of(last), last))


def leave_balances(month: Accounted) -> Frame:
    """S4.6d: a row for everyone in the period and each type that is entitled to, granted, or carried over.

    Columns: employee, type, year, granted, carried, taken, lapsed, left, booked, requested; minutes, `left` below 0
    where more was taken than granted.
    """
    accounts, rules = month.leave_accounts, month.rules
    grants, until = accounts.drawing.grants, month.period.last_day
    begins = new_year(accounts.year)
    own, asked = nw.col("year") == accounts.year, accounts.asked
    unused = nw.col("minutes") - nw.col("drawn")
    over = ~own & (nw.col("expires") >= begins)
    gone = (nw.col("expires") >= begins) & (nw.col("expires") <= until)
    is_booked = nw.col("approved") & ((nw.col("day") > until) | nw.col("planned"))
    carried = _sums(grants.filter(over), "carried", nw.col("minutes") - nw.col("drawn_before"))
    sums = [
        _sums(grants.filter(own), "granted", nw.col("minutes")),
        carried,
        _sums(accounts.taken, "taken", nw.col("minutes")),
        _sums(grants.filter(gone), "lapsed", unused),
        _sums(asked.filter(is_booked), "booked", nw.col("minutes")),
        _sums(asked.filter(~nw.col("approved")), "requested", nw.col("minutes")),
    ]
    types = sorted({*rules.entitled_types, *(rules.entitlement_by_service or ())})
    named = month.facts.tables.made_of({"type": pl.String}, [(name,) for name in types])
    everyone = month.members.select("employee").join(named, how="cross")
    stated = grants.filter(own & ~nw.col("entitlement").is_null())
    keys = [everyone, stated.select(*_KEY), carried.filter(nw.col("carried") > 0).select(*_KEY)]
    rows = nw.concat([each.select(*_KEY) for each in keys]).unique()
    for each in sums:
        rows = rows.join(each, on=list(_KEY), how="left")
    filled = rows.with_columns(*(nw.col(name).fill_null(0) for name in _FIGURES), year=whole(accounts.year))
    left = nw.col("granted") + nw.col("carried") - nw.col("taken") - nw.col("lapsed")
    return filled.with_columns(left=left).select(*_KEY, "year", *_FIGURES[:4], "left", *_FIGURES[4:])


def left_on_leaving(month: Accounted) -> Frame:
    """S3.10d: what is left of the types of `leave_settlement` at the end of the last day employed.

    Before anything lapses that day, and not below 0. Of those whose employment ends in the period, whoever is
    transferred aside. Columns: employee, type, minutes, above 0.
    """
    tables = month.facts.tables
    living = grants_on_leaving(month)
    lefts = [_sums(each, "minutes", nw.col("minutes") - nw.col("drawn")) for each in living]
    found = [tables.made_of(_LEFT, []), *(left.filter(nw.col("minutes") > 0) for left in lefts)]
    return tables.settle(nw.concat(found))


def grants_on_leaving(month: Accounted) -> list[Frame]:
    """S3.10d: the grants that live on the last day of those who leave, and what was drawn from them by then.

    A table a calendar year of the period in which somebody leaves: the columns of `Drawing.grants`, and last_day.
    """
    tables, period, rules = month.facts.tables, month.period, month.rules
    if not rules.leave_settlement:
        return []
    found = []
    leavers = month.members.filter(~nw.col("leaving_reason").is_null() & (nw.col("leaving_reason") != TRANSFERRED))
    for year in sorted({year_of(period.first_day), year_of(period.last_day)}):
        here = (nw.col("last_day") >= new_year(year)) & (nw.col("last_day") < new_year(year + 1))
        people = tables.settle(leavers.filter(here).select("employee", "last_day"))
        if tables.engine.rows(people).is_empty():
            continue
        grants = leave_accounts(month.facts, rules, month.rules_of, Asked(people, year, period.last_day)).drawing.grants
        living = grants.join(people, on="employee").filter(
            (nw.col("expires") >= nw.col("last_day")) & nw.col("type").is_in(sorted(rules.leave_settlement))
        )
        found.append(tables.settle(living))
    return found


def day_minutes(month: Accounted, employee: str | None = None) -> dict[str, int]:
    """S3.7a: how long a day is of everyone in the period, or of one of them, on the last day employed within it."""
    members = month.members if employee is None else month.members.filter(nw.col("employee") == employee)
    found = month.facts.tables.engine.rows(of_last_day(members, month.facts.contracts))
    return dict(found.select("employee", "day_minutes").iter_rows())


def _sums(rows: Frame, name: str, value: Expression) -> Frame:
    """employee, type, and the sum of a value under a name."""
    return rows.select(*_KEY, summed=value).group_by(*_KEY).agg(total("summed").alias(name))
