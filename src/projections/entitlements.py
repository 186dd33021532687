"""S4.6 假期额度 What entitlements grant of a leave type, and what the dates of leave draw from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from ledger.entitlements import granted_by_service
from ledger.ruleset import RuleSet
from projections.calendar import EPOCH, day_number
from projections.contracts import of_dates
from projections.engine import Engine
from projections.expressions import (
    Expression,
    Frame,
    last_recorded,
    running_total,
    smaller,
    taken_in_turn,
    total,
    whole,
)
from projections.facts import Facts
from projections.people import FOREVER

_KEY = ("employee", "type")
_OWN = (*_KEY, "year")
_GRANT = {
    "employee": pl.String,
    "type": pl.String,
    "year": pl.Int64,
    "minutes": pl.Int64,
    "first_day": pl.Int64,
    "expires": pl.Int64,
    "entitlement": pl.Int64,
}


def new_year(year: int) -> int:
    """The day number of 1 January of a year."""
    return day_number(date(year, 1, 1))


def year_of(day: int) -> int:
    """The calendar year of a day number."""
    return date.fromordinal(day + EPOCH.toordinal()).year


def stated_grants(facts: Facts, year: int) -> Frame:
    """S4.6: what `entitlement` facts grant for a year and those before it.

    Columns: employee, type, year, minutes, first_day, expires (both days included), entitlement (the ledger position of
    the fact).
    """
    tables = facts.tables
    standing = last_recorded(tables.of("entitlements").filter(nw.col("year") <= year), *_OWN)
    rows = tables.engine.rows(standing)
    first = pl.date("year", 1, 1).to_physical().cast(pl.Int64)
    last = pl.date("year", 12, 31).to_physical().cast(pl.Int64)
    grants = rows.select(
        *_OWN, "minutes", first_day=first, expires=pl.col("expires").fill_null(last), entitlement="position"
    )
    return tables.engine.table(grants)


def service_grants(facts: Facts, rules: RuleSet, year: int, people: Frame) -> Frame:
    """S4.6c: what a year's service grants to `people` (employee), whatever facts grant; as of `stated_grants`."""
    tables = facts.tables
    first, last = new_year(year), new_year(year + 1) - 1
    employment = facts.staff.employment.select("employee", "hired_on", "last_day")
    chosen = employment.join(people.select("employee").unique(), on="employee", how="semi")
    employed = chosen.filter((nw.col("hired_on") <= last) & (nw.col("last_day") >= first))
    since = last_recorded(tables.of("seniorities"), "employee").select("employee", since="from_day")
    ended = employed.join(since, on="employee", how="left").with_columns(day=smaller(nw.col("last_day"), whole(last)))
    rows = tables.engine.rows(of_dates(ended, facts.contracts).filter(nw.col("hired_on") <= nw.col("day")))
    return tables.made_of(_GRANT, list(_by_service(rows, rules, year)))


def _by_service(rows: pl.DataFrame, rules: RuleSet, year: int) -> Iterator[tuple[object, ...]]:
    first, last = new_year(year), new_year(year + 1) - 1
    for leave_type, tiers in sorted((rules.entitlement_by_service or {}).items()):
        for row in rows.iter_rows(named=True):
            since = row["hired_on"] if row["since"] is None else row["since"]
            ends = None if row["last_day"] >= last else _date(row["last_day"])
            minutes = granted_by_service(tiers, _date(since), _date(row["hired_on"]), ends, year, row["day_minutes"])
            yield row["employee"], leave_type, year, minutes, first, last, None


def _date(day: int) -> date:
    return date.fromordinal(day + EPOCH.toordinal())


@dataclass(frozen=True)
class Drawing:
    """What uses draw from grants."""

    grants: Frame
    """The grants, with drawn_before (in years before the one that is looked at) and drawn (in all): minutes."""
    without: Frame
    """employee, type, from_day, minutes: what no grant covers, by stretches between the starts and ends of grants."""


def drawn(engine: Engine, grants: Frame, uses: Frame, year: int) -> Drawing:
    """S4.6: dates draw, in order, on the grants valid on them: on what expires first, then on the older year.

    `grants` as of `stated_grants`; `uses` is employee, type, day, minutes. Everyone's time is cut where a grant begins
    or ends, and at the year that is looked at; within a piece the order of its dates makes no difference.
    """
    begins = new_year(year)
    pieces = engine.settle(_used_pieces(grants, uses, begins))
    most = engine.rows(pieces.select("place").unique())["place"].max()
    left = engine.settle(grants.with_columns(left=nw.col("minutes"), drawn_before=whole(0)))
    lacking = [pieces.filter(nw.col("place") < 0).select(*_KEY, "from_day", minutes="wanted")]
    for place in range(1, 1 + (most if isinstance(most, int) else 0)):
        here = pieces.filter(nw.col("place") == place).drop("place")
        given = engine.settle(_given(left, here))
        covered = given.group_by(*_KEY).agg(covered=total("given"))
        left = engine.settle(_less(left, given, begins))
        uncovered = nw.col("wanted") - nw.col("covered").fill_null(0)
        of_piece = here.join(covered, on=list(_KEY), how="left").with_columns(minutes=uncovered)
        lacking.append(of_piece.filter(nw.col("minutes") > 0).select(*_KEY, "from_day", "minutes"))
    all_drawn = left.with_columns(drawn=nw.col("minutes") - nw.col("left")).drop("left")
    return Drawing(all_drawn, engine.settle(nw.concat(lacking)))


def _used_pieces(grants: Frame, uses: Frame, begins: int) -> Frame:
    """Everyone's time, cut; the pieces with leave alone. Columns: employee, type, from_day, wanted, place (from 1)."""
    starts = [grants.select(*_KEY, from_day="first_day"), grants.select(*_KEY, from_day=nw.col("expires") + 1)]
    ever = uses.select(*_KEY).unique()
    starts += [ever.with_columns(from_day=whole(begins)), ever.with_columns(from_day=whole(-FOREVER))]
    cuts = nw.concat([each.select(*_KEY, "from_day") for each in starts]).unique()
    following = nw.col("from_day").shift(-1).over(*_KEY, order_by="from_day")
    pieces = cuts.with_columns(until_day=following.fill_null(FOREVER + 1) - 1)
    within = uses.join(pieces, on=list(_KEY)).filter(
        (nw.col("day") >= nw.col("from_day")) & (nw.col("day") <= nw.col("until_day"))
    )
    used = within.group_by(*_KEY, "from_day").agg(wanted=total("minutes"))
    return used.with_columns(one=whole(1)).with_columns(place=running_total("one", _KEY, ["from_day"])).drop("one")


def _given(left: Frame, here: Frame) -> Frame:
    """What each grant gives to a piece. Columns: employee, type, year, from_day, given."""
    living = left.join(here, on=list(_KEY)).filter(
        (nw.col("first_day") <= nw.col("from_day")) & (nw.col("expires") >= nw.col("from_day"))
    )
    given = taken_in_turn(living, "given", "left", "wanted", _KEY, ["expires", "year"])
    return given.select(*_OWN, "from_day", "given")


def _less(left: Frame, given: Frame, begins: int) -> Frame:
    """What the grants have left after a piece."""
    joined = left.join(given, on=list(_OWN), how="left").with_columns(given=nw.col("given").fill_null(0))
    earlier: Expression = nw.col("from_day") < begins
    before = nw.when(earlier).then(nw.col("given")).otherwise(whole(0))
    return joined.with_columns(
        left=nw.col("left") - nw.col("given"), drawn_before=nw.col("drawn_before") + before
    ).drop("given", "from_day")
