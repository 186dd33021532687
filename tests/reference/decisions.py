"""Which lines are refused although they are well formed, and what an approved swap records beside itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from . import forms, refusals_of_pay
from .centre import refusals as duties
from .fields import RefusedLineError
from .kinds import KINDS
from .ledger import Ledger

Fact = dict[str, Any]
# What follows a workflow names the fact that opened it: its kind, and the field of its number.
OPENED_BY = {
    "swap_decision": ("swap", "swap"),
    "leave_decision": ("leave", "leave"),
    "monitoring_revision": ("monitoring", "monitoring"),
    "complaint_update": ("complaint", "complaint"),
    "dispute_decision": ("dispute", "dispute"),
    "punch_request_decision": ("punch_request", "request"),
    "overtime_request_decision": ("overtime_request", "request"),
    "refund_update": ("refund", "refund"),
    "promise_update": ("promise", "promise"),
    "improvement_step": ("improvement_plan", "plan"),
    "task_step": ("task", "task"),
}


# The fields that name somebody who must be on the ledger, and the kinds with a list of such people.
PERSONS = ("employee", "requester", "counterparty", "reports_to")
PEOPLE = {"task": "to", "training": "attendees"}


def refuse_unless_possible(ledger: Ledger, kind: str, content: dict[str, Any]) -> None:
    """Raise `RefusedLineError` if the ledger so far forbids this line."""
    if not ledger.facts and kind != "site":
        raise RefusedLineError("the first fact should be the site (S2.1)")
    _refuse_strangers(ledger, kind, content)
    _refuse_end_before_beginning(ledger, kind, content)
    if kind == "void":
        _refuse_void(ledger, content)
    if kind == "shift" and content["shift"] is not None and not ledger.knows("shifts", content["shift"]):
        raise RefusedLineError("no rule set on the ledger knows this shift type (S3.2)")
    if kind in OPENED_BY:
        opened, field = OPENED_BY[kind]
        if (opened, content[field]) not in ledger.by_natural_key:
            raise RefusedLineError(f"no such {opened} on the ledger")
    duties.refuse_by_duties(ledger, kind, content)
    forms.refuse_by_form(ledger, kind, content)
    forms.refuse_by_theme(ledger, kind, content)
    if kind == "leave":
        _refuse_late_lieu(ledger, content)
    if kind == "leave_decision" and content["leave"] in ledger.cancelled_leaves:
        raise RefusedLineError("a cancelled leave stays cancelled (S4.1)")
    refusals_of_pay.refuse_by_pay(ledger, kind, content)
    if kind == "swap_decision":
        _refuse_out_of_turn(ledger.swap_status[content["swap"]], content["decision"])


def _refuse_end_before_beginning(ledger: Ledger, kind: str, content: dict[str, Any]) -> None:
    """S1.3a: nobody leaves before being hired, and a rehire has a number of its own."""
    beside = {"employee": "leaving", "leaving": "employee"}.get(kind)
    other = beside and ledger.stands((beside, content["employee"]))
    if not other:
        return
    told = {**other, **content}
    if told["last_day"] is not None and told["last_day"] < told["hired_on"]:
        raise RefusedLineError("the last day is before the first (S1.3a)")


def _named(kind: str, content: dict[str, Any]) -> list[str]:
    """The people whom a fact names and who must be on the ledger; whom an `employee` fact is of is not one."""
    found = [content.get(field) for field in PERSONS if (kind, field) != ("employee", "employee")]
    return [person for person in found if person] + (content[PEOPLE[kind]] if kind in PEOPLE else [])


def _refuse_strangers(ledger: Ledger, kind: str, content: dict[str, Any]) -> None:
    for person in _named(kind, content):
        if not ledger.stands(("employee", person)):
            raise RefusedLineError(f"{person!r} is not on the ledger")


def _refuse_void(ledger: Ledger, void: dict[str, Any]) -> None:
    """S11.5: what is named is there, and what stands without it may stand."""
    named = ledger.named_by(void)
    if not named:
        raise RefusedLineError("nothing of that kind on the ledger is called so")
    kind, target = void["of_kind"], named[0]
    if target["position"] in ledger.voided or not KINDS[kind].superseding:
        return
    if kind == "contract":
        refusals_of_pay.refuse_void_of_contract(ledger, target)
    then = ledger.stands(ledger.natural_key(kind, target), without=target["position"])
    if then and kind == "volume":
        duties.refuse_volume(ledger, then)
    if then:
        _refuse_end_before_beginning(ledger, kind, then)
    elif kind == "employee" and any(_names(ledger, fact, target["employee"]) for fact in ledger.facts):
        raise RefusedLineError("what stands names the person")


def _names(ledger: Ledger, fact: Fact, person: str) -> bool:
    return fact["position"] not in ledger.voided and person in _named(fact["kind"], fact)


def _refuse_late_lieu(ledger: Ledger, content: dict[str, Any]) -> None:
    """S4.2: lieu leave is requested some days ahead, unless a manager overrides with a reason."""
    if not ledger.knows("leave_types", content["type"]):
        raise RefusedLineError("no rule set on the ledger knows this leave type")
    rules = ledger.rules_for(content["first_date"])
    kind = rules["leave_types"].get(content["type"])
    ahead = (content["first_date"] - content["requested_on"]).days
    overridden = content["override_by"] is not None and content["override_reason"] is not None
    if kind and kind["hours"] == "bank" and ahead < rules["lieu_notice_days"] and not overridden:
        raise RefusedLineError("lieu leave was requested too late (S4.2)")


def _refuse_out_of_turn(status: str, decision: str) -> None:
    """S5.1, S5.2: requested, accepted, approved; rejected or cancelled at any time before; then nothing."""
    before = {
        "accepted": ("requested",),
        "approved": ("accepted",),
        "rejected": ("requested", "accepted"),
        "cancelled": ("requested", "accepted"),
    }
    if status not in before[decision]:
        raise RefusedLineError(f"a swap that is {status} cannot be {decision}")


def consequences(
    ledger: Ledger, kind: str, content: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What a line records beside itself: kind, content and common fields of each fact (S5.2, S3.3b)."""
    yield from (("shift", entry, {}) for entry in _exchanged(ledger, kind, content))
    yield from duties.approved(ledger, kind, content)


def _exchanged(ledger: Ledger, kind: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    """List the roster entries that an approved swap records, person by person, each one's dates in order (S5.2)."""
    if kind != "swap_decision" or content["decision"] != "approved":
        return []
    swap = ledger.by_natural_key["swap", content["swap"]]
    gives = (swap["requester"], swap["requester_date"])
    takes = (swap["counterparty"], swap["counterparty_date"])
    given, taken = ledger.roster(*gives), ledger.roster(*takes)
    if given is None and taken is None:
        raise RefusedLineError("neither side gives a shift (S5.2)")
    after: dict[tuple[str, date], str | None] = {}
    if given is not None:
        after[gives] = None
    if taken is not None:
        after[takes] = None
    for person, day, shift in ((gives[0], takes[1], taken), (takes[0], gives[1], given)):
        if shift is None:
            continue
        stands = after[person, day] if (person, day) in after else ledger.roster(person, day)
        if stands is not None:
            raise RefusedLineError(f"{person} would have two shifts on {day} (S5.2)")
        after[person, day] = shift
    return [
        {"employee": person, "date": day, "shift": after[person, day]}
        for person, day in sorted(after)
        if ledger.roster(person, day) != after[person, day]
    ]
