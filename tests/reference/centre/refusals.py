"""S13: what is refused because of what is on the ledger, and what an approval records beside itself (S3.3b)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.fields import RefusedLineError
from tests.reference.ledger import Ledger
from tests.reference.periods import period_of

from .kinds import minute

Fact = dict[str, Any]
# What may be acknowledged by its number, and the field that holds it.
BY_NUMBER = {
    "instruction": "instruction",
    "monitoring": "monitoring",
    "reminder": "reminder",
    "improvement_plan": "plan",
}


def _local_date(ledger: Ledger, at: datetime) -> date:
    return at.astimezone(ZoneInfo(ledger.facts[0]["time_zone"])).date()


def _following(ledger: Ledger, kind: str, field: str, number: str) -> list[Fact]:
    """What followed a workflow so far, in order."""
    return [fact for fact in ledger.facts if fact["kind"] == kind and fact[field] == number]


def refuse_by_duties(ledger: Ledger, kind: str, content: Fact) -> None:
    """Refuse a line of these kinds that the ledger so far forbids."""
    refusals = {
        "punch_request": _refuse_beyond_limits,
        "punch_request_decision": _refuse_second_punch,
        "overtime_request_decision": _refuse_second_decision,
        "volume": refuse_volume,
        "work_error": _refuse_another_refund,
        "promise_update": _refuse_late_move,
        "complaint": _refuse_another_date,
        "complaint_update": _refuse_another_owner,
        "task_step": _refuse_another_hand,
        "acknowledgement": _refuse_unknown,
    }
    if kind in refusals:
        refusals[kind](ledger, content)


def _refuse_another_refund(ledger: Ledger, error: Fact) -> None:
    """S13.6: a work error names a refund of the same employee that is not voided."""
    if error["refund"] is not None:
        refund = ledger.stands(("refund", error["refund"]))
        if refund is None or refund["employee"] != error["employee"]:
            raise RefusedLineError("no such refund of that employee (S13.6)")


def _refuse_another_date(ledger: Ledger, complaint: Fact) -> None:
    if complaint["at"] is not None and _local_date(ledger, complaint["at"]) != complaint["date"]:
        raise RefusedLineError("at should be on the date of the complaint")


def _refuse_another_hand(ledger: Ledger, step: Fact) -> None:
    if step["employee"] not in ledger.by_natural_key["task", step["task"]]["to"]:
        raise RefusedLineError("the task is not for that employee (S13.14)")


def _refuse_beyond_limits(ledger: Ledger, request: Fact) -> None:
    """S3.3b: not too many days after, and not too many a period, unless overridden."""
    if request["override_by"] is not None and request["override_reason"] is not None:
        return
    day = _local_date(ledger, request["at"])
    rules = ledger.rules_for(day)
    days, most = rules["punch_request_days"], rules["punch_requests_per_period"]
    if days is not None and (_local_date(ledger, request["requested_at"]) - day).days > days:
        raise RefusedLineError("the punch is requested too late (S3.3b)")
    if most is not None and _requests_that_count(ledger, request["employee"], day) >= most:
        raise RefusedLineError("the employee has all the requests of that period (S3.3b)")


def _requests_that_count(ledger: Ledger, employee: str, day: date) -> int:
    """The requests of an employee for the period of a date that are approved or undecided."""
    start_day = ledger.facts[0]["period_start_day"]
    count = 0
    for fact in ledger.facts:
        if fact["kind"] == "punch_request" and fact["employee"] == employee:
            decided = _following(ledger, "punch_request_decision", "request", fact["request"])
            same = period_of(_local_date(ledger, fact["at"]), start_day) == period_of(day, start_day)
            count += same and (not decided or decided[0]["decision"] == "approved")
    return count


def _refuse_second_decision(ledger: Ledger, decision: Fact, kind: str = "overtime_request_decision") -> None:
    """S3.3b: a request is decided once."""
    if _following(ledger, kind, "request", decision["request"]):
        raise RefusedLineError("the request is decided (S3.3b)")


def _refuse_second_punch(ledger: Ledger, decision: Fact) -> None:
    """S3.3b: and no punch is approved whose number a punch on the ledger bears as its ref."""
    _refuse_second_decision(ledger, decision, "punch_request_decision")
    if decision["decision"] == "approved" and ("clock", decision["request"]) in ledger.by_ref:
        raise RefusedLineError("a punch of that ref is on the ledger (S3.3b)")


def refuse_volume(ledger: Ledger, row: Fact) -> None:
    """S13.2: no row of the day beside standing intervals, and no interval beside a standing row of the day."""
    if row["offered"] is None:
        return
    for key in ledger.stated:
        if key[:4] == ("volume", row["date"], row["channel"], row["queue"]):
            fact = ledger.stands(key)
            if fact and fact["offered"] is not None and (fact["interval"] is None) != (row["interval"] is None):
                raise RefusedLineError("a day is counted as a whole or by interval (S13.2)")


def _refuse_late_move(ledger: Ledger, update: Fact) -> None:
    """S13.7: a promise is moved before it is due, as last moved."""
    if update["status"] != "moved":
        return
    due = ledger.by_natural_key["promise", update["promise"]]["due_at"]
    for fact in _following(ledger, "promise_update", "promise", update["promise"]):
        due = fact["due_at"] or due
    if minute(update["at"]) > minute(due):
        raise RefusedLineError("the promise was due before (S13.7)")


def _refuse_another_owner(ledger: Ledger, update: Fact) -> None:
    """S13.7: whose a complaint is, is told once, of one that is nobody's."""
    if update["employee"] is None:
        return
    known = [ledger.by_natural_key["complaint", update["complaint"]]]
    known += _following(ledger, "complaint_update", "complaint", update["complaint"])
    if any(fact["employee"] is not None for fact in known):
        raise RefusedLineError("it is known whose complaint it is (S13.7)")


def _refuse_unknown(ledger: Ledger, signed: Fact) -> None:
    """S13.10: what is signed stands, and is the employee's own."""
    kind, of, employee = signed["of_kind"], signed["of"], signed["employee"]
    if kind in BY_NUMBER:
        field = BY_NUMBER[kind]
        found = [
            fact
            for fact in ledger.facts
            if fact["kind"] == kind and fact[field] == of and fact["position"] not in ledger.voided
        ]
        if not found or found[-1].get("employee", employee) != employee:
            raise RefusedLineError("no such thing to be signed by that employee (S13.10)")
        return
    key: tuple[Any, ...] = (kind, employee, of)
    if kind == "appraisal":
        period, _, component = of.partition("/")
        key = kind, employee, period, component, "final"
    standing = ledger.stands(key)
    if standing is None or (kind == "appraisal" and standing["points"] is None):
        raise RefusedLineError("no such review of that employee (S13.10)")


def approved(ledger: Ledger, kind: str, content: Fact) -> Iterator[tuple[str, Fact, dict[str, Any]]]:
    """S3.3b: what an approval records in the same step: kind, content and common fields."""
    if content.get("decision") != "approved":
        return
    if kind == "punch_request_decision":
        request = ledger.by_natural_key["punch_request", content["request"]]
        punch = {key: request[key] for key in ("employee", "at", "direction")}
        yield "clock", punch | {"device": None}, {"ref": request["request"]}
    if kind == "overtime_request_decision":
        request = ledger.by_natural_key["overtime_request", content["request"]]
        fields = ("employee", "date", "minutes", "compensation", "rate")
        approval = {key: request[key] for key in fields} | {"by": content["by"]}
        stands = ledger.stands(("overtime_approved", approval["employee"], approval["date"]))
        if stands is None or any(stands[key] != value for key, value in approval.items()):
            yield "overtime_approved", approval, {}
