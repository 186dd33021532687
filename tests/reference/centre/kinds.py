"""Interchange: the kinds of fact of S13, of requests (S3.3b) and of payments (S10.9)."""

import re
from datetime import datetime
from typing import Any

from tests.reference.fields import (
    Check,
    RefusedLineError,
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
    text,
)
from tests.reference.kind import BY_AT, CHANNEL, ROLE, Kind, facts
from tests.reference.parameters import clock_time
from tests.reference.pay_kinds import COMPENSATION

COUNT = integer(0, 10**12)
STEP = only("started", "done", "checked", "cancelled")
DECIDED: dict[str, Check] = {
    "request": name,
    "decision": only("approved", "rejected", "cancelled"),
    **BY_AT,
}


def distinct(value: Any) -> list[str]:
    """A list of texts that holds none twice."""
    found = many(name)(value)
    if len(found) != len(set(found)):
        raise RefusedLineError("a list should hold none twice")
    return found


def some(value: Any) -> list[str]:
    """A list of texts that holds none twice, and is not empty."""
    found = distinct(value)
    if not found:
        raise RefusedLineError("a list should not be empty")
    return found


def quarter(value: Any) -> str:
    """A quarter `YYYY-Qn` (S9.1)."""
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-Q[1-4]", text(value)):
        raise RefusedLineError(f"{value!r} should be a quarter YYYY-Qn")
    return str(value)


REQUESTS: dict[str, Kind] = {
    "punch_request": facts(
        "request",
        {
            "request": name,
            "employee": name,
            "at": instant,
            "direction": only("in", "out"),
            "reason": text,
            "requested_at": instant,
        },
        optional={"override_by": name, "override_reason": name},
        opens_workflow=True,
    ),
    "punch_request_decision": facts("request decision", DECIDED),
    "overtime_request": facts(
        "request",
        {
            "request": name,
            "employee": name,
            "date": day,
            "minutes": integer(1, 1440),
            "reason": text,
            "requested_at": instant,
        },
        optional=COMPENSATION,
        opens_workflow=True,
    ),
    "overtime_request_decision": facts("request decision", DECIDED),
}
SERVICE: dict[str, Kind] = {
    "volume": facts(
        "date channel queue interval",
        {
            "date": day,
            "channel": only("phone", "email", "fax", "sms", "chat"),
            "offered": nullable(COUNT),
            "answered": nullable(COUNT),
        },
        optional={"queue": name, "interval": clock_time, "within_target": COUNT, "handled_seconds": COUNT},
        superseding=True,
    ),
    "staff_need": facts(
        "team date from",
        {"team": name, "date": day, "from": clock_time, "until": clock_time, "seats": COUNT},
        superseding=True,
    ),
    "refund": facts(
        "refund",
        {"refund": name, "employee": name, "date": day, "amount": money(1)},
        optional={"reason": text, "contact": text},
        opens_workflow=True,
    ),
    "refund_update": facts(
        "refund at status",
        {"refund": name, "status": only("approved", "paid", "rejected", "corrected"), **BY_AT},
        optional={"amount": money(1), "note": text},
    ),
    "promise": facts(
        "promise",
        {"promise": name, "employee": name, "made_at": instant, "due_at": instant},
        optional={"contact": text, "note": text},
        opens_workflow=True,
    ),
    "promise_update": facts(
        "promise at status",
        {"promise": name, "status": only("kept", "broken", "moved"), **BY_AT},
        optional={"due_at": instant},
    ),
    "payment": facts(
        "employee period item",
        {"employee": name, "period": period, "item": name, "amount": money(), "paid_on": day},
        optional={"batch": text},
        superseding=True,
    ),
}
GUIDANCE: dict[str, Kind] = {
    "monitoring_quota": facts(
        "role channel from",
        {"role": ROLE, "from": period, "per_week": COUNT},
        optional={"channel": CHANNEL},
        superseding=True,
    ),
    "reminder": facts(
        "reminder",
        {"reminder": name, "employee": name, "note": text, **BY_AT},
        optional={"about": name},
    ),
    "improvement_plan": facts(
        "plan",
        {"plan": name, "employee": name, "finding": text, "actions": text, "due_date": day, **BY_AT},
        optional={"about": distinct},
        opens_workflow=True,
    ),
    "improvement_step": facts("plan at status", {"plan": name, "status": STEP, **BY_AT}, optional={"note": text}),
    "task": facts(
        "task",
        {"task": name, "title": text, "to": some, **BY_AT},
        optional={"due_date": day, "note": text},
        opens_workflow=True,
    ),
    "task_step": facts(
        "task at employee status",
        {"task": name, "employee": name, "status": STEP, **BY_AT},
        optional={"note": text},
    ),
    "instruction": facts(
        "instruction",
        {"instruction": name, "title": text, "text": text, **BY_AT},
        optional={"teams": some, "due_date": day},
    ),
    "acknowledgement": facts(
        "of_kind of employee",
        {
            "of_kind": only(
                *("instruction", "monitoring", "reminder", "improvement_plan"),
                *("work_review", "behaviour_review", "appraisal", "quarter_review"),
            ),
            "of": name,
            "employee": name,
            "at": instant,
        },
        optional={"agrees": boolean, "note": text},
    ),
    "training": facts(
        "training",
        {
            "training": name,
            "topic": text,
            "date": day,
            "minutes": integer(1, 1440),
            "attendees": some,
            "counts": boolean,
        },
        optional={"trainer": text},
    ),
    "test_call": facts(
        "test",
        {"test": name, "line": text, "result": only("ok", "fault"), **BY_AT},
        optional={"note": text},
    ),
    "reply_review": facts(
        "review",
        {
            "review": name,
            "employee": name,
            "date": day,
            "channel": only("email", "fax"),
            "by": name,
            "passed": boolean,
        },
        optional={"note": text},
    ),
    "quarter_review": facts(
        "employee quarter",
        {"employee": name, "quarter": quarter, "decision": text, **BY_AT},
        optional={"note": text},
        superseding=True,
    ),
}
CENTRE: dict[str, Kind] = REQUESTS | SERVICE | GUIDANCE
# The fields by which a void may name them; the ↻ ones, and acknowledgements, are named by their ref alone.
NUMBERS = {
    "refund": "refund",
    "promise": "promise",
    "reminder": "reminder",
    "task": "task",
    "instruction": "instruction",
    "training": "training",
    "test_call": "test",
    "reply_review": "review",
}
BY_REF = ("acknowledgement", "volume", "staff_need", "monitoring_quota", "quarter_review", "payment")


def minute(at: datetime) -> datetime:
    """Cut an instant down to the minute (S13.1)."""
    return at.replace(second=0, microsecond=0)


def agree_on_duties(kind: str, content: dict[str, Any]) -> None:
    """Refuse fields of these kinds that contradict each other within one line (interchange)."""
    if kind == "punch_request" and minute(content["at"]) > minute(content["requested_at"]):
        raise RefusedLineError("a punch is never requested in advance (S3.3b)")
    if kind == "volume":
        _agree_on_counts(content)
    if kind == "refund_update" and (content["amount"] is not None) != (content["status"] == "corrected"):
        raise RefusedLineError("an amount goes with corrected, and only there (S13.6)")
    if kind == "promise" and minute(content["due_at"]) < minute(content["made_at"]):
        raise RefusedLineError("a promise should not be due before it is made (S13.7)")
    if kind == "promise_update":
        if (content["due_at"] is not None) != (content["status"] == "moved"):
            raise RefusedLineError("due_at goes with moved, and only there (S13.7)")
        if content["due_at"] is not None and minute(content["due_at"]) < minute(content["at"]):
            raise RefusedLineError("due_at should not be before at (S13.7)")
    if kind in ("employee", "assignment") and content["reports_to"] == content["employee"]:
        raise RefusedLineError("nobody reports to themselves (S13.13)")
    if kind == "work_error" and content["refund"] is not None and content["type"] != "refund":
        raise RefusedLineError("only an erroneous refund names one (S13.6)")


def _agree_on_counts(volume: dict[str, Any]) -> None:
    """S13.2: both counts or neither, and no more within the target than were answered."""
    if (volume["offered"] is None) != (volume["answered"] is None):
        raise RefusedLineError("offered and answered are both null or neither (S13.2)")
    if volume["within_target"] is not None and volume["within_target"] > (volume["answered"] or 0):
        raise RefusedLineError("no more can be within the target than were answered (S13.2)")
