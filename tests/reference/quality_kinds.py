"""Interchange: the kinds of fact that scores are made of, and what is said about them (S6)."""

from typing import Any

from .fields import (
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
    record_of,
    score,
    text,
)
from .kind import BY_AT, CONTACT, ROLE, Kind, facts
from .parameters import named

REVIEW: dict[str, Check] = {"employee": name, "period": period, "score": score, "evaluator": name, "at": instant}
CRITERIA = many(record_of({"name": name, "weight": integer(0, 10**6), "score": nullable(score)}))
FORM_CRITERIA = many(record_of({"name": name, "weight": integer(0, 100), "critical": boolean}))
VERSION = integer(1, 10**6)
COMPONENT = only("work", "behaviour")


def step(value: Any) -> dict[str, Any]:
    """A step of a scale: points from a value on, or up to one."""
    found: dict[str, Any] = record_of({"points": score}, {"at_least": money(), "at_most": money()})(value)
    if (found["at_least"] is None) == (found["at_most"] is None):
        raise RefusedLineError("a step should have either at_least or at_most")
    return found


def appraisal_item(value: Any) -> dict[str, Any]:
    """An item of an appraisal form, judged or by a metric (S6.2a)."""
    found: dict[str, Any] = record_of(
        {"item": name, "max": score, "source": only("judged", "metric")},
        {"metric": name, "scale": many(step)},
    )(value)
    if found["source"] == "judged" and (found["metric"] is not None or found["scale"] is not None):
        raise RefusedLineError("a judged item should have neither metric nor scale")
    if found["source"] == "metric" and (found["metric"] is None or not found["scale"]):
        raise RefusedLineError("a metric item should have a metric and a scale")
    return found


QUALITY: dict[str, Kind] = {
    "monitoring": facts(
        "monitoring",
        {
            "monitoring": name,
            "employee": name,
            "evaluator": name,
            "date": day,
            "channel": CONTACT,
            "score": score,
        },
        optional={"criteria": CRITERIA, "comment": text, "form": name, "version": VERSION, "contact": name},
        opens_workflow=True,
    ),
    "monitoring_form": facts(
        "form version",
        {"form": name, "version": VERSION, "criteria": FORM_CRITERIA},
        optional={"channel": CONTACT},
    ),
    "monitoring_revision": facts(
        "monitoring at",
        {"monitoring": name, "reason": text, **BY_AT},
        optional={"score": score, "withdrawn": only(True), "criteria": CRITERIA},
    ),
    "appraisal_form": facts(
        "form version",
        {
            "form": name,
            "version": VERSION,
            "component": COMPONENT,
            "roles": many(ROLE),
            "items": many(appraisal_item),
        },
    ),
    "metric": facts(
        "employee period metric",
        {"employee": name, "period": period, "metric": name, "value": nullable(money())},
        superseding=True,
    ),
    "appraisal": facts(
        "employee period component stage",
        {
            "employee": name,
            "period": period,
            "component": COMPONENT,
            "stage": only("preliminary", "final"),
            "form": name,
            "version": VERSION,
            "points": nullable(named(score)),
            "evaluator": name,
            "at": instant,
        },
        optional={"notes": text},
        superseding=True,
    ),
    "work_review": facts("employee period", REVIEW, superseding=True),
    "behaviour_review": facts("employee period", REVIEW, superseding=True),
    "exam": facts("exam", {"exam": name, "employee": name, "date": day, "score": score}),
    "complaint": facts(
        "complaint",
        {"complaint": name, "date": day},
        optional={
            "employee": name,
            "channel": text,
            "summary": text,
            "at": instant,
            "severity": integer(1, 3),
            "contact": text,
            "due_at": instant,
        },
        opens_workflow=True,
    ),
    "complaint_update": facts(
        "complaint at status",
        {
            "complaint": name,
            "status": only("escalated", "followed_up", "upheld", "dismissed", "withdrawn"),
            **BY_AT,
        },
        optional={"note": text, "employee": name},
    ),
    "dispute": facts(
        "dispute",
        {"dispute": name, "employee": name, "at": instant, "text": text},
        optional={"about": name, "period": period, "item": name},
        opens_workflow=True,
    ),
    "dispute_decision": facts(
        "dispute at",
        {"dispute": name, "decision": only("upheld", "dismissed", "withdrawn"), "reason": text, **BY_AT},
        optional={"facts": many(name)},
    ),
}
