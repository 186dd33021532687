"""Lines of S13 that cannot become facts."""

from tests.generated.setting import Line, Setting

from .moments import some_day, someone


def lines(on: Setting) -> list[Line]:
    """A few of them, each with one thing wrong."""
    return on.some(_all(on))[:14]


def _all(on: Setting) -> list[Line]:
    employee, day = someone(on), some_day(on)
    at = on.at(day)
    number = on.number("bad")
    by: Line = {"by": "M", "at": at}
    return [*_of_service(on, employee, day.isoformat(), at), *_of_guidance(on, number, employee, day.isoformat(), by)]


def _of_service(on: Setting, employee: str, day: str, at: str) -> list[Line]:
    number, by = on.number("bad"), {"by": "M", "at": at}
    volume: Line = {"kind": "volume", "date": day, "channel": "fax", "offered": 3, "answered": 2}
    need: Line = {"kind": "staff_need", "team": "T1", "date": day, "from": "08:30", "until": "18:00", "seats": 1}
    refund: Line = {"kind": "refund", "refund": number, "employee": employee, "date": day, "amount": "1.00"}
    updated: Line = {"kind": "refund_update", "refund": "none", "status": "paid", **by}
    promise: Line = {"kind": "promise", "promise": number, "employee": employee, "made_at": at, "due_at": at}
    overtime: Line = {"kind": "overtime_request", "request": number, "employee": employee, "date": day, "minutes": 30}
    overtime |= {"reason": "busy", "requested_at": at}
    punch: Line = {"kind": "punch_request", "request": number, "employee": employee, "at": at, "direction": "in"}
    punch |= {"reason": "forgotten", "requested_at": at}
    complaint: Line = {"kind": "complaint", "complaint": number, "date": day}
    return [
        volume | {"offered": -1},
        volume | {"offered": None},
        volume | {"within_target": 3},
        volume | {"interval": "8:30"},
        volume | {"channel": "post"},
        need | {"seats": -1},
        need | {"until": "24:00"},
        refund | {"amount": "0.00"},
        refund | {"employee": "nobody"},
        updated,
        updated | {"amount": "1.00"},
        updated | {"status": "corrected"},
        promise | {"due_at": "1999-01-01T00:00:00Z"},
        {"kind": "promise_update", "promise": "none", "status": "kept", **by},
        overtime | {"minutes": 0},
        overtime | {"employee": "nobody"},
        punch | {"direction": "auto"},
        punch | {"requested_at": "1999-01-01T00:00:00Z"},
        complaint | {"severity": 4},
        complaint | {"employee": "nobody"},
        {"kind": "work_error", "error": number, "employee": employee, "date": day, "type": "refund", "refund": "none"},
        {"kind": "complaint_update", "complaint": "none", "status": "upheld", **by},
    ]


def _of_guidance(on: Setting, number: str, employee: str, day: str, by: Line) -> list[Line]:
    task: Line = {"kind": "task", "task": number, "title": "…", "to": [employee], **by}
    training: Line = {"kind": "training", "training": number, "topic": "…", "date": day, "minutes": 30}
    training |= {"attendees": [employee], "counts": True}
    plan: Line = {"kind": "improvement_plan", "plan": number, "employee": employee, "finding": "…", "actions": "…"}
    plan |= {"due_date": day, **by}
    moved: Line = {"kind": "assignment", "employee": employee, "from": day}
    signed: Line = {"kind": "acknowledgement", "of_kind": "instruction", "of": "none", "employee": employee}
    signed |= {"at": by["at"]}
    review: Line = {"kind": "quarter_review", "employee": employee, "quarter": "2026-Q4", "decision": "keep", **by}
    instruction: Line = {"kind": "instruction", "instruction": number, "title": "…", "text": "…", **by}
    quota: Line = {"kind": "monitoring_quota", "role": "csr", "from": "2026-10", "per_week": 1}
    return [
        task | {"to": []},
        task | {"to": [employee, employee]},
        task | {"to": [employee, "nobody"]},
        {"kind": "task_step", "task": "none", "employee": employee, "status": "done", **by},
        training | {"minutes": 0},
        training | {"attendees": []},
        training | {"attendees": ["nobody"]},
        plan | {"about": ["one", "one"]},
        {"kind": "improvement_step", "plan": "none", "status": "done", **by},
        moved | {"reports_to": employee},
        moved | {"reports_to": "nobody"},
        signed,
        signed | {"of_kind": "work_review", "of": "1999-01"},
        signed | {"of_kind": "appraisal", "of": "2026-10"},
        review | {"quarter": "2026-Q5"},
        instruction | {"teams": []},
        instruction | {"teams": ["T1", "T1"]},
        quota | {"per_week": -1},
        quota | {"role": "agent"},
        {"kind": "void", "of_kind": "improvement_plan", "of": "none", "by": "M", "reason": "no such kind"},
        {"kind": "void", "of_kind": "punch_request", "of": "none", "by": "M", "reason": "no such kind"},
        {"kind": "payment", "employee": employee, "period": "2026-10", "item": "", "amount": "1", "paid_on": day},
    ]
