"""S10.5b 病假工资比例 The percent of a day's pay that a sick date pays, by the years of service."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.expressions import Frame, last_recorded
from projections.people import Staff
from projections.service_years import completed_years, row_of
from projections.tables import Tables

SICK = "sick"
WHOLE = 100
"""Percent."""


def sick_shares(tables: Tables, staff: Staff, absences: Frame, rules: RuleSet) -> Frame:
    """S10.5b: the percent of a day's pay that each sick date pays.

    By the years completed on the first date of the leave (of several sick leaves on a date, the first recorded).

    Columns: employee, day, percent, years (missing without `sick_pay_tiers`), served_from (the day from which they
    count), served_by (the ledger position of the fact that says so).
    """
    sick = absences.filter(nw.col("type") == SICK)
    first = sick.group_by("employee", "day").agg(request=nw.col("request").min())
    leaves = tables.of("leaves").select("employee", request="position", asked_from="first_day")
    continuous = last_recorded(tables.of("seniorities"), "employee").select(
        "employee", "continuous_from", seniority="position"
    )
    known = (
        first.join(leaves, on=["employee", "request"])
        .join(staff.employment.select("employee", "hired_on", "hired_by"), on="employee")
        .join(continuous, on="employee", how="left")
    )
    stated = ~nw.col("continuous_from").is_null()
    served = tables.settle(
        known.select(
            "employee",
            "day",
            "asked_from",
            served_from=nw.when(stated).then(nw.col("continuous_from")).otherwise(nw.col("hired_on")),
            served_by=nw.when(stated).then(nw.col("seniority")).otherwise(nw.col("hired_by")),
        )
    )
    return served.join(_read(tables, served, rules), on=["asked_from", "served_from"]).drop("asked_from")


def _read(tables: Tables, served: Frame, rules: RuleSet) -> Frame:
    """What the table of `sick_pay_tiers` reads: asked_from, served_from, percent, years."""
    by_type = rules.leave_types.get(SICK)
    stated = WHOLE - by_type.unpaid_percent if by_type is not None else WHOLE
    pairs = tables.engine.rows(served.select("asked_from", "served_from").unique())
    read: list[tuple[int, int, int, int | None]] = []
    for asked_from, served_from in pairs.iter_rows():
        years = completed_years(served_from, asked_from)
        row = row_of(rules.sick_pay_tiers or (), years)
        ruled = years if rules.sick_pay_tiers is not None else None
        read.append((asked_from, served_from, stated if row is None else row.percent, ruled))
    schema = {"asked_from": pl.Int64, "served_from": pl.Int64, "percent": pl.Int64, "years": pl.Int64}
    return tables.made_of(schema, read)
