"""Interchange: the kinds of fact, their fields and natural keys."""

from dataclasses import dataclass, field
from typing import Any

from .fields import (
    Check,
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
from .parameters import ROLES, distinct_themes, parameters

MINUTES = integer(0, 1440)
ANY_MINUTES = integer(0, 10**6)


@dataclass(frozen=True)
class Kind:
    """Fields, natural key, and whether the last one states what holds from now on (the mark ↻)."""

    required: dict[str, Check]
    optional: dict[str, Check] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    superseding: bool = False
    opens_workflow: bool = False


def _facts(key: str, required: dict[str, Check], **others: Any) -> Kind:
    return Kind(required, key=tuple(key.split()), **others)


ROLE, CHANNEL = only(*ROLES), only("phone", "email_fax", "sms_chat")
BY_AT: dict[str, Check] = {"by": name, "at": instant}
REVIEW: dict[str, Check] = {"employee": name, "period": period, "score": score, "evaluator": name, "at": instant}
CRITERIA = many(record_of({"name": name, "weight": integer(0, 10**6), "score": score}))
FORM_CRITERIA = many(record_of({"name": name, "weight": integer(0, 100), "critical": boolean}))
# The field that holds the own number of a kind that is voided by it; the others are by their ref alone.
OWN_NUMBER = {
    "praise": "praise",
    "work_error": "error",
    "violation": "violation",
    "exam": "exam",
    "allowance": "allowance",
    "correction": "correction",
    "handover": "handover",
    "briefing": "briefing",
}
VOIDABLE = only(
    *("clock", "seat", "monitoring_form", "employee", "assignment", "probation", "notice", "leaving", "base_salary"),
    *("period", "holiday", "shift", "overtime_approved", "work_review", "behaviour_review", "opening"),
    *OWN_NUMBER,
)

PEOPLE: dict[str, Kind] = {
    "site": _facts(
        "", {"name": text, "time_zone": time_zone, "first_period": period, "period_start_day": integer(1, 28)}
    ),
    "employee": _facts(
        "employee",
        {"employee": name, "name": text, "role": ROLE, "team": name, "hired_on": day},
        optional={"channel": CHANNEL, "probation_until": day},
        superseding=True,
    ),
    "assignment": _facts(
        "employee from",
        {"employee": name, "from": day},
        optional={"role": ROLE, "team": name, "channel": CHANNEL},
        superseding=True,
    ),
    "probation": _facts("employee", {"employee": name, "until": day}, superseding=True),
    "notice": _facts("employee", {"employee": name, "from": nullable(day)}, superseding=True),
    "leaving": _facts(
        "employee",
        {
            "employee": name,
            "last_day": nullable(day),
            "reason": only("resigned", "poor_performance", "other"),
        },
        superseding=True,
    ),
    "opening": _facts(
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
    "period": _facts(
        "period",
        {"period": period},
        optional={"standard_days": integer(0, 31), "award_themes": distinct_themes},
        superseding=True,
    ),
    "holiday": _facts("date", {"date": day, "name": nullable(text)}, superseding=True),
    "shift": _facts("employee date", {"employee": name, "date": day, "shift": nullable(name)}, superseding=True),
    "swap": _facts(
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
    "swap_decision": _facts(
        "swap decision",
        {"swap": name, "decision": only("accepted", "approved", "rejected", "cancelled"), **BY_AT},
    ),
    "clock": _facts(
        "employee at direction device",
        {"employee": name, "at": instant, "direction": only("in", "out", "auto")},
        optional={"device": name},
    ),
    "void": _facts("of_kind of", {"of_kind": VOIDABLE, "of": name, "by": name, "reason": text}),
    "overtime_approved": _facts(
        "employee date", {"employee": name, "date": day, "minutes": MINUTES, "by": name}, superseding=True
    ),
    "seat": _facts(
        "employee at action",
        {"employee": name, "at": instant, "action": only("login", "logout")},
        optional={"seat": name},
    ),
    "leave": _facts(
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
    "leave_decision": _facts(
        "leave decision", {"leave": name, "decision": only("approved", "rejected", "cancelled"), **BY_AT}
    ),
}
QUALITY: dict[str, Kind] = {
    "monitoring": _facts(
        "monitoring",
        {
            "monitoring": name,
            "employee": name,
            "evaluator": name,
            "date": day,
            "channel": only("phone", "email", "fax", "sms"),
            "score": score,
        },
        optional={"criteria": CRITERIA, "comment": text},
        opens_workflow=True,
    ),
    "monitoring_form": _facts(
        "form version",
        {"form": name, "version": integer(1, 10**6), "criteria": FORM_CRITERIA},
        optional={"channel": only("phone", "email", "fax", "sms")},
    ),
    "monitoring_revision": _facts(
        "monitoring at",
        {"monitoring": name, "reason": text, **BY_AT},
        optional={"score": score, "withdrawn": only(True)},
    ),
    "work_review": _facts("employee period", REVIEW, superseding=True),
    "behaviour_review": _facts("employee period", REVIEW, superseding=True),
    "exam": _facts("exam", {"exam": name, "employee": name, "date": day, "score": score}),
    "complaint": _facts(
        "complaint",
        {"complaint": name, "employee": name, "date": day},
        optional={"channel": text, "summary": text},
        opens_workflow=True,
    ),
    "complaint_update": _facts(
        "complaint at status",
        {
            "complaint": name,
            "status": only("escalated", "followed_up", "upheld", "dismissed", "withdrawn"),
            **BY_AT,
        },
        optional={"note": text},
    ),
    "dispute": _facts(
        "dispute",
        {"dispute": name, "employee": name, "at": instant, "text": text},
        optional={"about": name, "period": period, "item": name},
        opens_workflow=True,
    ),
    "dispute_decision": _facts(
        "dispute at",
        {"dispute": name, "decision": only("upheld", "dismissed", "withdrawn"), "reason": text, **BY_AT},
        optional={"facts": many(name)},
    ),
}
CONDUCT_AND_PAY: dict[str, Kind] = {
    "praise": _facts(
        "praise",
        {"praise": name, "employee": name, "date": day, "written": boolean, "about": only("attitude", "other")},
    ),
    "work_error": _facts("error", {"error": name, "employee": name, "date": day, "type": only("work_order", "refund")}),
    "violation": _facts(
        "violation",
        {"violation": name, "employee": name, "date": day},
        optional={"clause": text, "note": text},
    ),
    "handover": _facts(
        "handover",
        {"handover": name, "team": name, "at": instant, "from_leader": name, "to_leader": name},
        optional={"note": text},
    ),
    "briefing": _facts(
        "briefing",
        {"briefing": name, "team": name, "at": instant, "leader": name, "attendees": many(name)},
        optional={"note": text},
    ),
    "base_salary": _facts(
        "employee from",
        {"employee": name, "from": day, "monthly": money(0, 10_000_000_000)},
        superseding=True,
    ),
    "allowance": _facts(
        "allowance",
        {
            "allowance": name,
            "employee": name,
            "period": period,
            "type": only("meal", "late_shift", "overtime", "other"),
            "amount": money(),
        },
    ),
    "correction": _facts(
        "correction",
        {"correction": name, "employee": name, "period": period, "amount": money(), "note": text},
    ),
    "legal_hold": _facts("employee", {"employee": name, "reason": nullable(text), "by": name}, superseding=True),
    "rules": _facts(
        "version",
        {"version": name, "effective_period": period, "parameters": parameters, "reason": text},
    ),
}
KINDS: dict[str, Kind] = PEOPLE | TIME | QUALITY | CONDUCT_AND_PAY
