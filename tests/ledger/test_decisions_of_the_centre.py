"""S13: what is refused of traffic, refunds, promises, complaints, guidance and tasks, and what is not."""

from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import given, refusal, when

pytestmark = pytest.mark.any_engine

DAY = "2026-10-05"
AT = f"{DAY}T09:00:00+08:00"
BY = {"by": "M", "at": AT}
VOLUME = {"kind": "volume", "date": DAY, "channel": "phone", "offered": 3, "answered": 2}
NINE = {**VOLUME, "interval": "09:00"}
NULL = {"offered": None, "answered": None}
REFUND = {"kind": "refund", "refund": "r1", "employee": "A", "date": DAY, "amount": "1.00"}
ERROR = {"kind": "work_error", "error": "w1", "employee": "A", "date": DAY, "type": "refund", "refund": "r1"}
PROMISE = {"kind": "promise", "promise": "p1", "employee": "A", "made_at": AT, "due_at": f"{DAY}T18:00:00+08:00"}
UPDATE = {"kind": "promise_update", "promise": "p1", "by": "A"}
COMPLAINT = {"kind": "complaint", "complaint": "c1", "date": DAY}
WHOSE = {"kind": "complaint_update", "complaint": "c1", "status": "followed_up", **BY}
TASK = {"kind": "task", "task": "t1", "title": "x", "to": ["A"], **BY}
STEP = {"kind": "task_step", "task": "t1", "status": "done", **BY}
PLAN = {
    "kind": "improvement_plan",
    "plan": "i1",
    "employee": "A",
    "finding": "x",
    "actions": "x",
    "due_date": DAY,
    **BY,
}
INSTRUCTION = {"kind": "instruction", "instruction": "n1", "title": "x", "text": "x", **BY}
REMINDER = {"kind": "reminder", "reminder": "m1", "employee": "A", "note": "x", **BY}
REVIEW = {"kind": "work_review", "employee": "A", "period": "2026-10", "score": 80, "evaluator": "M", "at": AT}
QUARTER = {"kind": "quarter_review", "employee": "A", "quarter": "2026-Q4", "decision": "keep", **BY}
NOBODYS_ID = f"{'0' * 32}.1"


def at(time: str, **fields: Any) -> dict[str, Any]:
    return {"at": f"{DAY}T{time}+08:00", **fields}


def moved(time: str, due: str) -> dict[str, Any]:
    return {**UPDATE, **at(time), "status": "moved", "due_at": f"{DAY}T{due}+08:00"}


def void(kind: str, of: str) -> dict[str, Any]:
    return {"kind": "void", "of_kind": kind, "of": of, "by": "M", "reason": "entered by mistake"}


def signed(kind: str, of: str, employee: str = "A") -> dict[str, Any]:
    return {"kind": "acknowledgement", "of_kind": kind, "of": of, "employee": employee, "at": AT}


def form_and_appraisal(**fields: Any) -> list[dict[str, Any]]:
    form: dict[str, Any] = {"kind": "appraisal_form", "form": "f", "version": 1, "component": "work", "roles": ["csr"]}
    item = {"item": "i", "max": "100.00", "source": "judged"}
    appraisal: dict[str, Any] = {
        "kind": "appraisal",
        "employee": "A",
        "period": "2026-10",
        "component": "work",
        "stage": "final",
    }
    appraisal |= {"form": "f", "version": 1, "points": {"i": "80.00"}, "evaluator": "M", "at": AT, **fields}
    return [{**form, "items": [item]}, appraisal]


TAKEN = [
    # S13.2: either the day or its intervals, of one date, channel and queue.
    ([NINE], {**VOLUME, "queue": "vip"}),
    ([NINE], {**VOLUME, "channel": "chat"}),
    ([NINE], {**VOLUME, "date": "2026-10-06"}),
    ([NINE], {**VOLUME, **NULL}),
    ([NINE], {**NINE, "interval": "09:30"}),
    ([VOLUME], {**VOLUME, "offered": 4}),
    ([VOLUME], {**NINE, **NULL}),
    ([VOLUME, {**VOLUME, **NULL}], NINE),
    ([NINE, {**NINE, **NULL}], VOLUME),
    ([{**NINE, "ref": "v1"}, void("volume", "v1")], VOLUME),
    # S13.6: a refund of one's own that stands; an update of one that is voided counts for nothing.
    ([REFUND], ERROR),
    ([REFUND, void("refund", "r1")], {"kind": "refund_update", "refund": "r1", "status": "paid", **BY}),
    # S13.7: instants are cut down to the minute, and the last move holds.
    ([], {**PROMISE, "due_at": f"{DAY}T08:59:59+08:00", "made_at": f"{DAY}T08:59:59.5+08:00"}),
    ([PROMISE], moved("18:00:59", "18:00:00")),
    ([PROMISE, moved("18:00:00", "20:00:00")], moved("20:00:30", "21:00:00")),
    ([PROMISE, {**UPDATE, **at("10:00:00"), "status": "kept"}], moved("10:30:00", "19:00:00")),
    ([], {**COMPLAINT, "at": f"{DAY}T16:00:00-08:00", "date": "2026-10-06"}),
    ([COMPLAINT], {**WHOSE, "employee": "A"}),
    ([COMPLAINT, {**WHOSE, "employee": "A"}], {**WHOSE, **at("10:00:00")}),
    # S13.9, S13.14.
    ([TASK, void("task", "t1")], {**STEP, "employee": "A"}),
    # S13.10: what stands at that moment.
    ([INSTRUCTION], signed("instruction", "n1", "B")),
    ([{**INSTRUCTION, "ref": "x"}], signed("instruction", "n1", "B")),
    ([REMINDER], signed("reminder", "m1")),
    ([PLAN], signed("improvement_plan", "i1")),
    ([REVIEW], signed("work_review", "2026-10")),
    ([QUARTER], signed("quarter_review", "2026-Q4")),
    (form_and_appraisal(), signed("appraisal", "2026-10/work")),
]
REFUSED = [
    ([VOLUME], NINE, "a row of the day stands"),
    ([NINE], VOLUME, "a row of the interval 09:00 stands"),
    ([{**NINE, "queue": "vip"}], {**VOLUME, "queue": "vip"}, "queue 'vip'"),
    # S11.5: what would stand then would be refused.
    ([NINE, {**NINE, **NULL, "ref": "v2"}, VOLUME], void("volume", "v2"), "would be refused"),
    ([VOLUME, {**VOLUME, **NULL, "ref": "v2"}, NINE], void("volume", "v2"), "would be refused"),
    ([], ERROR, "no refund 'r1' of 'A' stands"),
    ([{**REFUND, "employee": "B"}], ERROR, "no refund 'r1' of 'A' stands"),
    ([REFUND, void("refund", "r1")], ERROR, "no refund 'r1' of 'A' stands"),
    ([REFUND], {**ERROR, "type": "work_order"}, "refund goes with the type refund"),
    ([PROMISE], moved("18:01:00", "19:00:00"), "cannot be moved"),
    ([PROMISE, moved("09:00:00", "10:00:00")], moved("10:01:00", "19:00:00"), "cannot be moved"),
    ([PROMISE], moved("10:00:00", "09:59:59"), "due_at is before at"),
    ([], {**UPDATE, **at("10:00:00"), "status": "kept"}, "no promise 'p1'"),
    ([], {**COMPLAINT, "at": "2026-10-06T00:00:00+08:00"}, "not on date"),
    ([{**COMPLAINT, "employee": "A"}], {**WHOSE, "employee": "A"}, "is of 'A' already"),
    ([COMPLAINT, {**WHOSE, "employee": "A"}], {**WHOSE, **at("10:00:00"), "employee": "B"}, "is of 'A' already"),
    ([], {**REMINDER, "about": NOBODYS_ID}, "is not a fact on the ledger"),
    ([], {**PLAN, "about": [NOBODYS_ID]}, "is not a fact on the ledger"),
    ([TASK], {**STEP, "employee": "B"}, "and not for 'B'"),
    ([], {**STEP, "employee": "A"}, "no task 't1'"),
    ([], {**TASK, "to": ["A", "X"]}, "'X' is not on the ledger"),
    ([], {"kind": "improvement_step", "plan": "i1", "status": "done", **BY}, "no improvement_plan 'i1'"),
    ([], signed("instruction", "n1"), "not a standing instruction"),
    ([INSTRUCTION, void("instruction", "n1")], signed("instruction", "n1"), "not a standing instruction"),
    ([REMINDER], signed("reminder", "m1", "B"), "not a standing reminder about 'B'"),
    ([REVIEW], signed("work_review", "2026-10", "B"), "not a standing work_review about 'B'"),
    ([REVIEW], signed("work_review", "2026-11"), "not a standing work_review"),
    (
        [{**REVIEW, "ref": "x"}, void("work_review", "x")],
        signed("work_review", "2026-10"),
        "not a standing work_review",
    ),
    ([QUARTER], signed("quarter_review", "2026-Q3"), "not a standing quarter_review"),
    (form_and_appraisal(stage="preliminary"), signed("appraisal", "2026-10/work"), "not a standing appraisal"),
    (form_and_appraisal(points=None), signed("appraisal", "2026-10/work"), "not a standing appraisal"),
]


@pytest.mark.parametrize(("before", "line"), TAKEN)
def test_it_is_recorded(ledger: Ledger, before: list[dict[str, Any]], line: dict[str, Any]) -> None:
    given(ledger, *before)
    outcome = when(ledger, **line)
    assert outcome.status == "accepted", outcome.refusal


@pytest.mark.parametrize(("before", "line", "why"), REFUSED)
def test_it_is_refused_with_a_sentence(
    ledger: Ledger, before: list[dict[str, Any]], line: dict[str, Any], why: str
) -> None:
    given(ledger, *before)
    assert why in refusal(when(ledger, **line))
