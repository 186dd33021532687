"""What a real import also holds: the same lines again, changed ones, and lines that are refused."""

from typing import Any

from .setting import Line, Setting

# The kinds marked ↻: without a ref, other content supersedes and is not a conflict.
STATES_WHAT_HOLDS = [
    "employee",
    "assignment",
    "probation",
    "notice",
    "leaving",
    "base_salary",
    "period",
    "holiday",
    "shift",
    "overtime_approved",
    "work_review",
    "behaviour_review",
    "metric",
    "appraisal",
    "theme",
    "opening",
    "legal_hold",
    "calendar_day",
    "contract",
    "seniority",
    "entitlement",
    "hours_approval",
    "volume",
    "staff_need",
    "monitoring_quota",
    "quarter_review",
    "payment",
]
CHANGES: dict[str, Any] = {
    "score": "12.34",
    "date": "2020-02-29",
    "amount": "99.99",
    "note": "changed",
    "by": "somebody else",
    "team": "T9",
    "device": "g9",
    "type": "sick",
    "name": "changed",
}


def repeated(on: Setting, line: Line) -> Line:
    """Say the same again in other words: another offset, another way to write a number (interchange)."""
    again = dict(line)
    if isinstance(again.get("score"), int):
        again["score"] = f"{again['score']}.00"
    if on.chance(20):
        again["source"] = "sent again"
    return again


def changed(on: Setting, line: Line) -> Line | None:
    """Give the same identity with other content; None if there is nothing to change."""
    if line["kind"] in STATES_WHAT_HOLDS and "ref" not in line:
        return None
    fields = [key for key in CHANGES if key in line]
    if line["kind"] == "clock" and "ref" not in line:
        return None
    return line | {key: CHANGES[key] for key in fields[:1]} if fields else None


def refused(on: Setting) -> Line:
    """Give a line that cannot become a fact."""
    person, day = on.pick(on.people).number, on.pick(on.all_dates).isoformat()
    exam = {"kind": "exam", "exam": on.number("bad"), "employee": person, "date": day, "score": 80}
    leave = {"kind": "leave", "leave": on.number("bad"), "employee": person, "type": "lieu", "first_date": day}
    leave |= {"last_date": day, "requested_on": day}
    swap = {
        "kind": "swap",
        "swap": on.number("bad"),
        "requester": person,
        "requester_date": day,
        "at": on.at(on.all_dates[0]),
    }
    at = on.at(on.all_dates[0])
    return on.pick(
        [
            {"kind": "tea_break", "employee": person},
            {"kind": "close", "period": on.first_period, "by": "M"},
            {"kind": "erasure", "employee": person, "by": "M", "reason": "asked for"},
            exam | {"score": 101},
            exam | {"score": "80.001"},
            exam | {"score": 80.5},
            exam | {"score": True},
            exam | {"employee": "nobody"},
            exam | {"date": "2026-02-30"},
            exam | {"colour": "red"},
            exam | {"exam": ""},
            exam | {"ref": "zero\0"},
            {"kind": "clock", "employee": person, "at": f"{day}T08:30:00", "direction": "in"},
            {"kind": "clock", "employee": person, "at": at, "direction": "up"},
            {"kind": "shift", "employee": person, "date": day, "shift": "Q"},
            leave | {"type": "sabbatical"},
            leave | {"first_date": "2020-01-02", "last_date": "2020-01-01", "type": "annual"},
            leave | {"last_date": "2099-01-01", "type": "annual", "minutes": 60},
            {"kind": "leave_decision", "leave": "none", "decision": "approved", "by": "M", "at": at},
            swap | {"counterparty": person, "counterparty_date": day},
            swap | {"counterparty": "nobody", "counterparty_date": day},
            {"kind": "swap_decision", "swap": "none", "decision": "accepted", "by": "M", "at": at},
            {"kind": "void", "of_kind": "exam", "of": "none", "by": "M", "reason": "no such"},
            {"kind": "void", "of_kind": "shift", "of": "none", "by": "M", "reason": "no such"},
            {"kind": "void", "of_kind": "leave", "of": "none", "by": "M", "reason": "no such kind"},
            {
                "kind": "monitoring_revision",
                "monitoring": "none",
                "at": at,
                "by": "M",
                "reason": "x",
                "withdrawn": True,
            },
            {"kind": "complaint_update", "complaint": "none", "at": at, "status": "upheld", "by": "M"},
            {"kind": "dispute_decision", "dispute": "none", "at": at, "decision": "upheld", "by": "M", "reason": "x"},
            {"kind": "base_salary", "employee": person, "from": day, "monthly": "100000000.01"},
            {"kind": "base_salary", "employee": person, "from": day, "monthly": 3000},
            {"kind": "leaving", "employee": person, "last_day": day, "reason": "poached"},
            {"kind": "leaving", "employee": person, "last_day": "1999-12-31", "reason": "other"},
            {
                "kind": "rules",
                "version": "bad",
                "effective_period": on.first_period,
                "reason": "x",
                "parameters": {"luck": 7},
            },
            {
                "kind": "rules",
                "version": "three reaches",
                "effective_period": on.first_period,
                "reason": "x",
                "parameters": {"window_minutes": 721},
            },
            {
                "kind": "site",
                "name": "other",
                "time_zone": on.time_zone,
                "first_period": on.first_period,
                "period_start_day": 3,
            },
        ]
    )


def with_noise(on: Setting, lines: list[Line]) -> list[Line]:
    """Put lines again, changed lines and refused lines in between."""
    found: list[Line] = []
    for line in lines:
        found.append(line)
        if on.chance(3):
            found.append(repeated(on, on.pick(found[-12:])))
        if on.chance(3):
            other = changed(on, on.pick(found[-12:]))
            found += [other] if other else []
        if on.chance(2):
            found.append(refused(on))
    return found
