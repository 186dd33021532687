"""S4.6 假期账户 The grants of leave that people have in a year, what was taken and asked for, and what it draws."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.entitlements import Drawing, drawn, new_year, service_grants, stated_grants, year_of
from projections.expressions import Frame
from projections.facts import Facts
from projections.leave_dates import Stretch, leave_dates
from projections.roster import RulesOf

_KEY = ("employee", "type")


@dataclass(frozen=True)
class Asked:
    """Whose leave is accounted for, in which year, and up to which date."""

    people: Frame
    """employee"""
    year: int
    until: int
    """The last date on which leave is taken; later dates of the year are booked."""


@dataclass(frozen=True)
class LeaveAccounts:
    """The accounts of a year."""

    year: int
    drawing: Drawing
    """The grants of the year and of those before it, and what was drawn from them by the date asked about."""
    taken: Frame
    """Of the year, up to the date asked about: as of `LeaveDates.taken`."""
    asked: Frame
    """Of the whole year: as of `LeaveDates.asked`."""


def leave_accounts(facts: Facts, rules: RuleSet, rules_of: RulesOf, asked: Asked) -> LeaveAccounts:
    """S4.6: the accounts of some people. `rules` is the rule set that service grants by (c).

    What was taken is read from leaves and roster, whatever was closed; dates before the ledger's first period are not
    known. Raises RulesError for a shift type that the rule set of its period does not know.
    """
    tables, begins = facts.tables, new_year(asked.year)
    first = facts.journal.period(facts.journal.site.cycle.first_period).first_day
    stated = stated_grants(facts, asked.year).join(asked.people.select("employee").unique(), on="employee", how="semi")
    stated = tables.settle(stated)
    types = {*rules.entitled_types, *(rules.entitlement_by_service or ()), *rules.leave_settlement}
    types |= set(tables.engine.rows(stated.select("type").unique())["type"])
    ends = new_year(asked.year + 1) - 1
    this_year = leave_dates(facts, rules_of, Stretch(max(first, begins), ends, asked.until, types, asked.people))
    taken = this_year.taken.filter(nw.col("day") <= asked.until)
    grants = nw.concat([stated, _by_service(facts, rules, asked.year, asked.people, stated)])
    uses = taken
    carries = tables.settle(_carries(stated, asked.year))
    earlier_types = tables.engine.rows(carries.select("type").unique())["type"].to_list()
    if earlier_types and first < begins:
        before = leave_dates(facts, rules_of, Stretch(first, begins - 1, begins - 1, earlier_types, carries))
        uses = nw.concat([uses, before.taken.join(carries, on=list(_KEY), how="semi")])
        years = range(year_of(first), asked.year)
        of_years = [_by_service(facts, rules, year, carries, stated) for year in years]
        grants = nw.concat([grants, *(each.join(carries, on=list(_KEY), how="semi") for each in of_years)])
    return LeaveAccounts(
        asked.year, drawn(tables.engine, grants, uses, asked.year), tables.settle(taken), tables.settle(this_year.asked)
    )


def _by_service(facts: Facts, rules: RuleSet, year: int, people: Frame, stated: Frame) -> Frame:
    """S4.6c: service grants where no fact of that employee, type and year does."""
    granted = service_grants(facts, rules, year, people)
    return granted.join(stated.filter(nw.col("year") == year), on=list(_KEY), how="anti")


def _carries(stated: Frame, year: int) -> Frame:
    """Who has a grant of an earlier year that does not expire before this one: employee, type."""
    carried = stated.filter((nw.col("year") < year) & (nw.col("expires") >= new_year(year)))
    return carried.select(*_KEY).unique()
