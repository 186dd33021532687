"""Interchange: the kinds of fact, their fields and natural keys."""

from .centre.kinds import BY_REF, CENTRE, NUMBERS
from .fields import (
    boolean,
    day,
    instant,
    integer,
    many,
    money,
    name,
    nullable,
    only,
    period,
    record_of,
    score,
    text,
    time_zone,
)
from .kind import BY_AT, CHANNEL, ROLE, Kind, facts
from .parameters import distinct_themes, parameters
from .pay_kinds import COMPENSATION, PAY
from .quality_kinds import QUALITY

MINUTES = integer(0, 1440)
ANY_MINUTES = integer(0, 10**6)
# The field that holds the own number of a kind that is voided by it; the others are by their ref alone.
OWN_NUMBER = {
    "praise": "praise",
    "work_error": "error",
    "violation": "violation",
    "exam": "exam",
    "allowance": "allowance",
    "correction": "correction",
    "award_grant": "grant",
    "handover": "handover",
    "briefing": "briefing",
    **NUMBERS,
}
VOIDABLE = only(
    *("clock", "seat", "monitoring_form", "appraisal_form", "employee", "assignment", "probation", "notice"),
    *("leaving", "base_salary", "period", "holiday", "shift", "overtime_approved", "metric", "appraisal"),
    *("work_review", "behaviour_review", "theme", "opening"),
    *("calendar_day", "contract", "seniority", "entitlement", "hours_approval"),
    *BY_REF,
    *OWN_NUMBER,
)

PEOPLE: dict[str, Kind] = {
    "site": facts(
        "", {"name": text, "time_zone": time_zone, "first_period": period, "period_start_day": integer(1, 28)}
    ),
    "employee": facts(
        "employee",
        {"employee": name, "name": text, "role": ROLE, "team": name, "hired_on": day},
        optional={"channel": CHANNEL, "probation_until": day},
        speaking={"reports_to": name, "project": name},
        superseding=True,
    ),
    "assignment": facts(
        "employee from",
        {"employee": name, "from": day},
        optional={"role": ROLE, "team": name, "channel": CHANNEL},
        speaking={"reports_to": name, "project": name},
        superseding=True,
    ),
    "probation": facts("employee", {"employee": name, "until": day}, superseding=True),
    "notice": facts("employee", {"employee": name, "from": nullable(day)}, superseding=True),
    "leaving": facts(
        "employee",
        {
            "employee": name,
            "last_day": nullable(day),
            "reason": only("resigned", "poor_performance", "transferred", "other"),
        },
        superseding=True,
    ),
    "opening": facts(
        "employee",
        {
            "employee": name,
            "lots": many(record_of({"period": period, "minutes": ANY_MINUTES})),
            "deficit": ANY_MINUTES,
            "error_free_periods": integer(0, 1200),
        },
        optional={
            "last_rank": integer(1, 10**6),
            "totals": many(record_of({"period": period, "total": score, "behaviour": score})),
        },
        superseding=True,
    ),
}
TIME: dict[str, Kind] = {
    "period": facts(
        "period",
        {"period": period},
        optional={"standard_days": integer(0, 31), "award_themes": distinct_themes},
        superseding=True,
    ),
    "holiday": facts("date", {"date": day, "name": nullable(text)}, superseding=True),
    "shift": facts("employee date", {"employee": name, "date": day, "shift": nullable(name)}, superseding=True),
    "swap": facts(
        "swap",
        {
            "swap": name,
            "requester": name,
            "requester_date": day,
            "counterparty": name,
            "counterparty_date": day,
            "at": instant,
        },
        opens_workflow=True,
    ),
    "swap_decision": facts(
        "swap decision",
        {"swap": name, "decision": only("accepted", "approved", "rejected", "cancelled"), **BY_AT},
    ),
    "clock": facts(
        "employee at direction device",
        {"employee": name, "at": instant, "direction": only("in", "out", "auto")},
        optional={"device": name},
    ),
    "void": facts("of_kind of", {"of_kind": VOIDABLE, "of": name, "by": name, "reason": text}),
    "overtime_approved": facts(
        "employee date",
        {"employee": name, "date": day, "minutes": MINUTES, "by": name},
        optional=COMPENSATION,
        superseding=True,
    ),
    "seat": facts(
        "employee at action",
        {"employee": name, "at": instant, "action": only("login", "logout")},
        optional={"seat": name},
    ),
    "leave": facts(
        "leave",
        {
            "leave": name,
            "employee": name,
            "type": name,
            "first_date": day,
            "last_date": day,
            "requested_on": day,
        },
        optional={"minutes": integer(1, 1440), "override_by": name, "override_reason": name},
        opens_workflow=True,
    ),
    "leave_decision": facts(
        "leave decision",
        {"leave": name, "decision": only("approved", "rejected", "cancelled"), **BY_AT},
        optional={"override_by": name, "override_reason": name},
    ),
}
CONDUCT_AND_PAY: dict[str, Kind] = {
    "praise": facts(
        "praise",
        {"praise": name, "employee": name, "date": day, "written": boolean, "about": only("attitude", "other")},
    ),
    "theme": facts(
        "theme from",
        {"theme": name, "from": period, "name": name, "amount": money(0), "by": only("grant", "metric")},
        optional={
            "winners": integer(1, 10**6),
            "metric": name,
            "best": only("highest", "lowest"),
            "at_least": money(),
            "at_most": money(),
        },
        superseding=True,
    ),
    "award_grant": facts(
        "grant",
        {"grant": name, "theme": name, "employee": name, "period": period, "by": name},
        optional={"note": text},
    ),
    "work_error": facts(
        "error",
        {"error": name, "employee": name, "date": day, "type": only("work_order", "refund")},
        optional={"refund": name},
    ),
    "violation": facts(
        "violation",
        {"violation": name, "employee": name, "date": day},
        optional={"clause": text, "note": text, "points": integer(0, 10**6)},
    ),
    "handover": facts(
        "handover",
        {"handover": name, "team": name, "at": instant, "from_leader": name, "to_leader": name},
        optional={"note": text},
    ),
    "briefing": facts(
        "briefing",
        {"briefing": name, "team": name, "at": instant, "leader": name, "attendees": many(name)},
        optional={"note": text},
    ),
    "base_salary": facts(
        "employee from",
        {"employee": name, "from": day, "monthly": money(0, 10_000_000_000)},
        superseding=True,
    ),
    "allowance": facts(
        "allowance",
        {
            "allowance": name,
            "employee": name,
            "period": period,
            "type": only("meal", "late_shift", "overtime", "other"),
            "amount": money(),
        },
    ),
    "correction": facts(
        "correction",
        {"correction": name, "employee": name, "period": period, "amount": money(), "note": text},
    ),
    "legal_hold": facts("employee", {"employee": name, "reason": nullable(text), "by": name}, superseding=True),
    "rules": facts(
        "version",
        {"version": name, "effective_period": period, "parameters": parameters, "reason": text},
    ),
}
KINDS: dict[str, Kind] = PEOPLE | TIME | PAY | QUALITY | CONDUCT_AND_PAY | CENTRE
