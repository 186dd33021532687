"""S9 星级工资 Star pay: a quarter's totals decide what each period of the following quarter adds."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.calendar import Period, Quarter
from projections.expressions import Frame, exists, last_recorded, marked, round_half_up, rows, total, whole
from projections.people import Staff, on_probation, tenure
from projections.ranking import precedence, ranked
from projections.stretches import employed
from projections.tables import Tables
from projections.tiers import amount_of, tier_of

TOTALS = ("employee", "period", "total", "behaviour")


def brought_totals(tables: Tables, staff: Staff, quarter: Quarter) -> Frame:
    """S2.1a: the totals as `csr` of a quarter that employees bring along, of periods before their first one here.

    Columns: employee, period (month number), total, behaviour (hundredths).
    """
    cycle = tables.journal.site.cycle
    days = [(number, cycle.period(number).last_day) for number in range(quarter.first, quarter.last + 1)]
    periods = tables.made_of({"period": pl.Int64, "ends": pl.Int64}, days)
    latest = last_recorded(tables.of("openings"), "employee").select("employee", "position")
    listed = tables.of("opening_totals").join(latest, on=["employee", "position"]).join(periods, on="period")
    before = listed.join(staff.employment.select("employee", "hired_on"), on="employee").filter(
        (nw.col("period") < cycle.first_period) | (nw.col("hired_on") > nw.col("ends"))
    )
    return tables.settle(before.select(*TOTALS))


def quarter_stars(
    tables: Tables, staff: Staff, totals: Frame, quarter: Quarter, last_day: int, rules: RuleSet
) -> Frame:
    """S9.1, S9.2: employee, score, rank, of, amount (fen) of everyone with a quarter score.

    Who came after the quarter is ranked with the pool, one more than it, and moves nobody in it. Beside them
    behaviour (the tie-break), tenure (days employed by the quarter's end), barred (on probation then, or a new
    employee), and tier, the row of the table that pays, from 1.
    `totals` are the quarter's totals earned as `csr`, `last_day` its last day, `rules` those of its last period.
    """
    of_quarter = totals.filter((nw.col("period") >= quarter.first) & (nw.col("period") <= quarter.last))
    scored = tables.settle(quarter_scores(of_quarter.with_columns(pool=nw.lit("csr")), rules))
    placed = _placed(staff, scored, last_day)
    trial = exists(on_probation(staff, last_day), "trial", "employee")
    judged = placed.join(trial, on="employee", how="left").join(tenure(staff, last_day), on="employee", how="left")
    joined = judged.with_columns(barred=marked("trial") | (nw.col("tenure") < rules.new_employee_days))
    read = joined.with_columns(tier=nw.when(~nw.col("barred")).then(tier_of(rules.star_tiers, rules)))
    return tables.settle(
        read.select(
            "employee",
            "rank",
            "of",
            "behaviour",
            "tenure",
            "barred",
            "tier",
            score="total",
            amount=amount_of("tier", [tier.amount for tier in rules.star_tiers]),
        )
    )


def quarter_scores(totals: Frame, rules: RuleSet) -> Frame:
    """S9.1: employee, pool, total, behaviour: the rounded means of who has enough totals of a quarter in a pool.

    `totals` are those of the quarter: employee, pool, total, behaviour (hundredths).
    """
    sums = totals.group_by("employee", "pool").agg(sum=total("total"), count=rows(), behaviours=total("behaviour"))
    count = nw.col("count")
    return sums.filter(count >= rules.star_min_periods).select(
        "employee",
        "pool",
        total=round_half_up(nw.col("sum"), count),
        behaviour=round_half_up(nw.col("behaviours"), count),
    )


def _placed(staff: Staff, scored: Frame, last_day: int) -> Frame:
    """S9.2: rank and of in the pool of those employed here by the quarter's last day, and beside it."""
    here = exists(staff.employment.filter(nw.col("hired_on") <= last_day), "here", "employee")
    divided = scored.join(here, on="employee", how="left").with_columns(here=marked("here"))
    pool = ranked(divided.filter(nw.col("here")).drop("here"), "pool")
    later = divided.filter(~nw.col("here")).drop("here").with_columns(place=precedence())
    before = later.select("employee", "place").join(pool.select(precedence=precedence()), how="cross")
    ahead = before.group_by("employee").agg(
        ahead=(nw.col("precedence") > nw.col("place")).cast(nw.Int64).sum().cast(nw.Int64), size=rows()
    )
    beside = later.join(ahead, on="employee", how="left").drop("place")
    columns = ("employee", "total", "behaviour", "pool", "rank", "of")
    counted = beside.with_columns(
        rank=nw.col("ahead").fill_null(0) + whole(1), of=nw.col("size").fill_null(0) + whole(1)
    )
    return nw.concat([pool.select(*columns), counted.select(*columns)])


def stars(staff: Staff, members: Frame, of_quarter: Frame, period: Period, rules: RuleSet) -> Frame:
    """S9.3, S9.3a: the stars of the quarter before that this period pays.

    Those of who is `csr` on the last day employed; with `star_keeps` of everyone employed. Read by days, the amount is
    for the days employed as `csr` (with `star_keeps`: the days employed) out of those of the period.

    Columns: those of `quarter_stars`, with amount what the period pays, whole_amount that of the quarter, and days.
    """
    entitled = _entitled_days(staff, members, rules)
    found = entitled.join(of_quarter, on="employee").with_columns(whole_amount=nw.col("amount"))
    if rules.role_reading == "last_day":
        return found
    return found.with_columns(amount=round_half_up(nw.col("amount") * nw.col("days"), period.days))


def _entitled_days(staff: Staff, members: Frame, rules: RuleSet) -> Frame:
    """S9.3a: who is paid star pay in the period: employee, days (employed, or employed as `csr`)."""
    if rules.star_keeps:
        return members.select("employee", "days")
    if rules.role_reading == "last_day":
        return members.filter(nw.col("role") == "csr").select("employee", "days")
    held = employed(members, staff.postings).filter(nw.col("role") == "csr")
    return held.group_by("employee").agg(days=total("days"))
