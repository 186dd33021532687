"""One typed table a kind of fact: which fields of the stored state it takes, and as what.

Days, periods, instants and local minutes become whole numbers here, once (see ``projections.calendar``); no rule reads
a date or a time zone. Fields that no figure is computed from stay in the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

Column = Callable[[str, str], pl.Expr]
"""From the name of a state field and the site's time zone to a column."""


def _as_is(name: str, _zone: str) -> pl.Expr:
    return pl.col(name)


def _day(name: str, _zone: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d").to_physical().cast(pl.Int64)


def _period(name: str, _zone: str) -> pl.Expr:
    year, month = pl.col(name).str.slice(0, 4), pl.col(name).str.slice(5, 2)
    return year.cast(pl.Int64) * 12 + month.cast(pl.Int64) - 1


def _year(name: str, _zone: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def local_minute(instant: pl.Expr, zone: str) -> pl.Expr:
    """The site's wall-clock minute, cut down, of an instant in UTC (S3.3)."""
    wall_clock = instant.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return wall_clock.dt.epoch("s").floordiv(60)


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC")


def _minute(name: str, zone: str) -> pl.Expr:
    return local_minute(_moment(name), zone)


def _instant(name: str, _zone: str) -> pl.Expr:
    """The minute of an instant by UTC, cut down (S3.3)."""
    return _moment(name).dt.epoch("s").floordiv(60)


@dataclass(frozen=True)
class Source:
    """A table's column: the state field it is made from, that field's type, and how."""

    type: pl.DataType | type[pl.DataType]
    make: Column = _as_is
    field: str | None = None


TEXT, WHOLE, TRUTH = Source(pl.String), Source(pl.Int64), Source(pl.Boolean)
DAY, PERIOD = Source(pl.String, _day), Source(pl.String, _period)


def _day_of(name: str) -> Source:
    return Source(pl.String, _day, name)


@dataclass(frozen=True)
class Table:
    """A table of the journal: the kind it holds and its columns, beside `position`."""

    kind: str
    columns: dict[str, Source] = field(default_factory=dict)


_SCORE = {"employee": TEXT, "period": PERIOD, "score": WHOLE}
_LOT = pl.List(pl.Struct({"period": pl.String, "minutes": pl.Int64}))
_TOTAL = pl.List(pl.Struct({"period": pl.String, "total": pl.Int64, "behaviour": pl.Int64}))
_ITEM = pl.Struct(
    {
        "item": pl.String,
        "max": pl.Int64,
        "source": pl.String,
        "metric": pl.String,
        "scale": pl.List(pl.Struct({"at_least": pl.Int64, "at_most": pl.Int64, "points": pl.Int64})),
    }
)
_POINTS = pl.List(pl.Struct({"item": pl.String, "points": pl.Int64}))
_THEME = pl.List(pl.Struct({"theme": pl.String, "amount": pl.Int64, "winners": pl.Int64}))

TABLES: dict[str, Table] = {
    "employees": Table(
        "employee",
        {
            "employee": TEXT,
            "role": TEXT,
            "team": TEXT,
            "channel": TEXT,
            "hired_on": DAY,
            "probation_until": DAY,
        },
    ),
    "assignments": Table(
        "assignment", {"employee": TEXT, "from_day": _day_of("from"), "role": TEXT, "team": TEXT, "channel": TEXT}
    ),
    "probations": Table("probation", {"employee": TEXT, "until": DAY}),
    "notices": Table("notice", {"employee": TEXT, "from_day": _day_of("from")}),
    "leavings": Table(
        "leaving", {"employee": TEXT, "last_day": DAY, "leaving_reason": Source(pl.String, field="reason")}
    ),
    "base_salaries": Table("base_salary", {"employee": TEXT, "from_day": _day_of("from"), "monthly": WHOLE}),
    "periods": Table("period", {"period": PERIOD, "standard_days": WHOLE, "award_themes": Source(_THEME)}),
    "holidays": Table("holiday", {"day": _day_of("date"), "name": TEXT}),
    "calendar_days": Table("calendar_day", {"day": _day_of("date"), "type": TEXT}),
    "contracts": Table(
        "contract",
        {"employee": TEXT, "from_day": _day_of("from"), "day_minutes": WHOLE, "pay": TEXT, "rate": WHOLE},
    ),
    "seniorities": Table("seniority", {"employee": TEXT, "from_day": _day_of("from"), "continuous_from": DAY}),
    "entitlements": Table(
        "entitlement",
        {
            "employee": TEXT,
            "type": TEXT,
            "year": Source(pl.String, _year),
            "minutes": WHOLE,
            "expires": DAY,
        },
    ),
    "hours_approvals": Table(
        "hours_approval",
        {
            "approval": TEXT,
            "since": Source(pl.String, _period, "from"),
            "months": WHOLE,
            "roles": Source(pl.List(pl.String)),
            "until": PERIOD,
        },
    ),
    "roster": Table("shift", {"employee": TEXT, "day": _day_of("date"), "shift": TEXT}),
    "swaps": Table(
        "swap",
        {
            "swap": TEXT,
            "requester": TEXT,
            "requester_day": _day_of("requester_date"),
            "counterparty": TEXT,
            "counterparty_day": _day_of("counterparty_date"),
        },
    ),
    "swap_decisions": Table("swap_decision", {"swap": TEXT, "decision": TEXT}),
    "clocks": Table(
        "clock",
        {
            "employee": TEXT,
            "instant": Source(pl.String, _instant, "at"),
            "minute": Source(pl.String, _minute, "at"),
            "direction": TEXT,
        },
    ),
    "overtime": Table(
        "overtime_approved",
        {"employee": TEXT, "day": _day_of("date"), "minutes": WHOLE, "compensation": TEXT, "rate": TEXT},
    ),
    "leaves": Table(
        "leave",
        {
            "leave": TEXT,
            "employee": TEXT,
            "type": TEXT,
            "first_day": _day_of("first_date"),
            "last_day": _day_of("last_date"),
            "minutes": WHOLE,
        },
    ),
    "leave_decisions": Table("leave_decision", {"leave": TEXT, "decision": TEXT}),
    "monitorings": Table("monitoring", {"monitoring": TEXT, "employee": TEXT, "day": _day_of("date"), "score": WHOLE}),
    "monitoring_revisions": Table("monitoring_revision", {"monitoring": TEXT, "score": WHOLE, "withdrawn": TRUTH}),
    "work_reviews": Table("work_review", _SCORE),
    "behaviour_reviews": Table("behaviour_review", _SCORE),
    "appraisal_forms": Table(
        "appraisal_form",
        {
            "form": TEXT,
            "version": WHOLE,
            "component": TEXT,
            "roles": Source(pl.List(pl.String)),
            "items": Source(pl.List(_ITEM)),
        },
    ),
    "metrics": Table("metric", {"employee": TEXT, "period": PERIOD, "metric": TEXT, "value": WHOLE}),
    "appraisals": Table(
        "appraisal",
        {
            "employee": TEXT,
            "period": PERIOD,
            "component": TEXT,
            "stage": TEXT,
            "form": TEXT,
            "version": WHOLE,
            "points": Source(_POINTS),
            "evaluator": TEXT,
        },
    ),
    "exams": Table("exam", {"employee": TEXT, "day": _day_of("date"), "score": WHOLE}),
    "complaints": Table("complaint", {"complaint": TEXT, "employee": TEXT, "day": _day_of("date")}),
    "complaint_updates": Table("complaint_update", {"complaint": TEXT, "status": TEXT}),
    "disputes": Table(
        "dispute",
        {
            "dispute": TEXT,
            "employee": TEXT,
            "minute": Source(pl.String, _minute, "at"),
            "about": TEXT,
            "period": PERIOD,
            "item": TEXT,
        },
    ),
    "dispute_decisions": Table("dispute_decision", {"dispute": TEXT, "decision": TEXT}),
    "praises": Table("praise", {"employee": TEXT, "day": _day_of("date"), "written": TRUTH, "about": TEXT}),
    "themes": Table(
        "theme",
        {
            "theme": TEXT,
            "since": Source(pl.String, _period, "from"),
            "name": TEXT,
            "amount": WHOLE,
            "by": TEXT,
            "winners": WHOLE,
            "metric": TEXT,
            "best": TEXT,
            "at_least": WHOLE,
            "at_most": WHOLE,
        },
    ),
    "award_grants": Table("award_grant", {"theme": TEXT, "employee": TEXT, "period": PERIOD}),
    "work_errors": Table("work_error", {"employee": TEXT, "day": _day_of("date")}),
    "violations": Table("violation", {"employee": TEXT, "day": _day_of("date")}),
    "allowances": Table("allowance", {"employee": TEXT, "period": PERIOD, "type": TEXT, "amount": WHOLE}),
    "corrections": Table("correction", {"correction": TEXT, "employee": TEXT, "period": PERIOD, "amount": WHOLE}),
    "openings": Table(
        "opening",
        {
            "employee": TEXT,
            "deficit": WHOLE,
            "error_free_periods": WHOLE,
            "last_rank": WHOLE,
            "lots": Source(_LOT),
            "totals": Source(_TOTAL),
        },
    ),
}
"""Every table of the journal. A void is not one: what it names is left out of its table."""


def opening_tables(openings: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """S2.1a: the lots and the totals that `opening` facts list, a row each."""
    period = _period("period", "").alias("period")
    lots = openings.select("position", "employee", "lots").explode("lots").drop_nulls("lots").unnest("lots")
    totals = openings.select("position", "employee", "totals").explode("totals").drop_nulls("totals").unnest("totals")
    return {
        "opening_lots": lots.with_columns(period).rename({"period": "earned"}),
        "opening_totals": totals.with_columns(period),
    }
