"""One typed table a kind of fact: which fields of the stored state it takes, and as what.

Fields that no figure is computed from stay in the ledger.
"""

import polars as pl

from projections.journal.centre_schema import CENTRE_TABLES
from projections.journal.columns import (
    AT,
    DAY,
    PERIOD,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    YEAR,
    Source,
    Table,
    day_of,
    instant_of,
    local_day_of,
    minute_of,
    number_of_period,
    other_than_employee,
    period_of,
    stated,
)

_LINES = {
    "reports_to": TEXT,
    "project": TEXT,
    "states_reports_to": stated("reports_to"),
    "states_project": stated("project"),
}
"""S13.13: to whom somebody reports, and their project; null where there is none, which is stated, or not."""
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
            **_LINES,
        },
    ),
    "assignments": Table(
        "assignment",
        {"employee": TEXT, "from_day": day_of("from"), "role": TEXT, "team": TEXT, "channel": TEXT, **_LINES},
    ),
    "probations": Table("probation", {"employee": TEXT, "until": DAY}),
    "notices": Table("notice", {"employee": TEXT, "from_day": day_of("from")}),
    "leavings": Table(
        "leaving", {"employee": TEXT, "last_day": DAY, "leaving_reason": Source(pl.String, field="reason")}
    ),
    "base_salaries": Table("base_salary", {"employee": TEXT, "from_day": day_of("from"), "monthly": WHOLE}),
    "periods": Table("period", {"period": PERIOD, "standard_days": WHOLE, "award_themes": Source(_THEME)}),
    "holidays": Table("holiday", {"day": day_of("date"), "name": TEXT}),
    "calendar_days": Table("calendar_day", {"day": day_of("date"), "type": TEXT}),
    "contracts": Table(
        "contract",
        {"employee": TEXT, "from_day": day_of("from"), "day_minutes": WHOLE, "pay": TEXT, "rate": WHOLE},
    ),
    "seniorities": Table("seniority", {"employee": TEXT, "from_day": day_of("from"), "continuous_from": DAY}),
    "entitlements": Table(
        "entitlement",
        {
            "employee": TEXT,
            "type": TEXT,
            "year": YEAR,
            "minutes": WHOLE,
            "expires": DAY,
        },
    ),
    "hours_approvals": Table(
        "hours_approval",
        {
            "approval": TEXT,
            "since": period_of("from"),
            "months": WHOLE,
            "roles": TEXTS,
            "until": PERIOD,
        },
    ),
    "roster": Table("shift", {"employee": TEXT, "day": day_of("date"), "shift": TEXT}),
    "swaps": Table(
        "swap",
        {
            "swap": TEXT,
            "requester": TEXT,
            "requester_day": day_of("requester_date"),
            "counterparty": TEXT,
            "counterparty_day": day_of("counterparty_date"),
            "asked_day": local_day_of("at"),
        },
    ),
    "swap_decisions": Table("swap_decision", {"swap": TEXT, "decision": TEXT}),
    "clocks": Table(
        "clock",
        {
            "employee": TEXT,
            "instant": instant_of("at"),
            "minute": minute_of("at"),
            "direction": TEXT,
            "other": other_than_employee("recorded_by"),
        },
    ),
    "overtime": Table(
        "overtime_approved",
        {"employee": TEXT, "day": day_of("date"), "minutes": WHOLE, "compensation": TEXT, "rate": TEXT},
    ),
    "leaves": Table(
        "leave",
        {
            "leave": TEXT,
            "employee": TEXT,
            "type": TEXT,
            "first_day": day_of("first_date"),
            "last_day": day_of("last_date"),
            "minutes": WHOLE,
            "asked_day": day_of("requested_on"),
        },
    ),
    "leave_decisions": Table("leave_decision", {"leave": TEXT, "decision": TEXT}),
    "monitorings": Table(
        "monitoring", {"monitoring": TEXT, "employee": TEXT, "day": day_of("date"), "score": WHOLE, "evaluator": TEXT}
    ),
    "monitoring_revisions": Table("monitoring_revision", {"monitoring": TEXT, "score": WHOLE, "withdrawn": TRUTH}),
    "work_reviews": Table("work_review", _SCORE),
    "behaviour_reviews": Table("behaviour_review", _SCORE),
    "appraisal_forms": Table(
        "appraisal_form",
        {
            "form": TEXT,
            "version": WHOLE,
            "component": TEXT,
            "roles": TEXTS,
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
    "exams": Table("exam", {"employee": TEXT, "day": day_of("date"), "score": WHOLE}),
    "complaints": Table(
        "complaint",
        {
            "complaint": TEXT,
            "employee": TEXT,
            "day": day_of("date"),
            "severity": WHOLE,
            "received_minute": minute_of("at"),
            "due_instant": instant_of("due_at"),
        },
    ),
    "complaint_updates": Table("complaint_update", {"complaint": TEXT, "status": TEXT, **AT, "employee": TEXT}),
    "disputes": Table(
        "dispute",
        {
            "dispute": TEXT,
            "employee": TEXT,
            "minute": minute_of("at"),
            "about": TEXT,
            "period": PERIOD,
            "item": TEXT,
        },
    ),
    "dispute_decisions": Table("dispute_decision", {"dispute": TEXT, "decision": TEXT}),
    "praises": Table("praise", {"employee": TEXT, "day": day_of("date"), "written": TRUTH, "about": TEXT}),
    "themes": Table(
        "theme",
        {
            "theme": TEXT,
            "since": period_of("from"),
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
    "work_errors": Table("work_error", {"error": TEXT, "employee": TEXT, "day": day_of("date"), "refund": TEXT}),
    "violations": Table("violation", {"employee": TEXT, "day": day_of("date"), "points": WHOLE}),
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
    **CENTRE_TABLES,
}
"""Every table of the journal. A void is not one: what it names is left out of its table."""


def opening_tables(openings: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """S2.1a: the lots and the totals that `opening` facts list, a row each."""
    period = number_of_period("period").alias("period")
    lots = openings.select("position", "employee", "lots").explode("lots").drop_nulls("lots").unnest("lots")
    totals = openings.select("position", "employee", "totals").explode("totals").drop_nulls("totals").unnest("totals")
    return {
        "opening_lots": lots.with_columns(period).rename({"period": "earned"}),
        "opening_totals": totals.with_columns(period),
    }
