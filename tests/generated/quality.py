"""Scores, exams, complaints, praises, errors, disputes, allowances and corrections (S6, S8, S10)."""

from datetime import date, timedelta
from typing import Any

from .setting import Line, Person, Setting

# Few values, so that totals and behaviours tie; some at the borders of the tables.
SCORES: list[Any] = [80, 80, "80.00", 90, "90.0", 75, 70, "69.99", "85.00", "60", 60, "79.99", 88, "92.50", 40]


def scores(on: Setting) -> list[Line]:
    """Monitorings and reviews of everybody in every period, with some missing, revised and withdrawn."""
    found: list[Line] = []
    for period in on.periods:
        shared = [on.pick(SCORES) for _component in range(3)]
        for person in on.people:
            like_others = on.chance(45)
            values = shared if like_others else [on.pick(SCORES) for _component in range(3)]
            if (person.role == "csr" and on.chance(94)) or on.chance(10):
                for _times in range(on.pick([1, 1, 2, 3])):
                    score = values[0] if like_others or on.chance(40) else on.pick(SCORES)
                    found += _monitoring(on, person, on.pick(on.dates(period)), score)
            found += _reviews(on, person, period, values[1:])
    return found


def _reviews(on: Setting, person: Person, period: str, values: list[Any]) -> list[Line]:
    found: list[Line] = []
    for kind, score in zip(("work_review", "behaviour_review"), values, strict=True):
        if on.chance(93):
            line: Line = {
                "kind": kind,
                "employee": person.number,
                "period": period,
                "score": score,
                "evaluator": "M",
                "at": on.at(on.dates(period)[-1], 10),
            }
            if on.chance(8):
                found.append(on.with_ref(line | {"score": on.pick(SCORES)}, 30))
            found.append(on.with_ref(line, 8))
    return found


def _monitoring(on: Setting, person: Person, day: date, score: Any) -> list[Line]:
    number = on.number("m")
    line: Line = {
        "kind": "monitoring",
        "monitoring": number,
        "employee": person.number,
        "evaluator": "Q",
        "date": day.isoformat(),
        "channel": on.pick(["phone", "email", "fax", "sms"]),
        "score": score,
    }
    if on.chance(15):
        line["criteria"] = [
            {"name": "greeting", "weight": 40, "score": 80},
            {"name": "solution", "weight": 60, "score": "79.5"},
        ]
    if on.chance(10):
        line["comment"] = "polite"
    found = [on.with_ref(line)]
    if on.chance(15):
        for days in range(1, on.pick([2, 3, 4])):
            revision = {
                "kind": "monitoring_revision",
                "monitoring": number,
                "at": on.at(day + timedelta(days=on.pick([days, 5 - days]))),
                "by": "M",
                "reason": "dispute",
            }
            last_word = {"withdrawn": True} if on.chance(35) else {"score": on.pick(SCORES)}
            found.append(revision | last_word)
    return found


def events(on: Setting) -> list[Line]:
    """Exams, praises, errors and complaints, some of them void or settled."""
    found: list[Line] = []
    for person in on.people:
        for period in on.periods:
            for make, percent in ((_exam, 22), (_praise, 30), (_error, 15), (_complaint, 25)):
                if on.chance(percent):
                    found += make(on, person.number, on.pick(on.dates(period)))
    return found


def _voidable(on: Setting, line: Line, number: str) -> list[Line]:
    line = on.with_ref(line)
    if not on.chance(18):
        return [line]
    called = line.get("ref", number)
    return [line, {"kind": "void", "of_kind": line["kind"], "of": called, "by": "M", "reason": "somebody else's"}]


def _exam(on: Setting, employee: str, day: date) -> list[Line]:
    number = on.number("x")
    line = {"kind": "exam", "exam": number, "employee": employee, "date": day.isoformat(), "score": on.pick(SCORES)}
    return _voidable(on, line, number)


def _praise(on: Setting, employee: str, day: date) -> list[Line]:
    number = on.number("p")
    line: Line = {"kind": "praise", "praise": number, "employee": employee, "date": day.isoformat()}
    line |= {"written": on.chance(80), "about": on.pick(["attitude", "attitude", "attitude", "other"])}
    return _voidable(on, line, number)


def _error(on: Setting, employee: str, day: date) -> list[Line]:
    number = on.number("e")
    line: Line = {"kind": "work_error", "error": number, "employee": employee, "date": day.isoformat()}
    return _voidable(on, line | {"type": on.pick(["work_order", "refund"])}, number)


def _complaint(on: Setting, employee: str, day: date) -> list[Line]:
    number = on.number("c")
    line: Line = {"kind": "complaint", "complaint": number, "employee": employee, "date": day.isoformat()}
    if on.chance(40):
        line |= {"channel": "phone", "summary": "long wait"}
    course = on.pick(
        [
            ["escalated", "upheld"],
            ["upheld"],
            ["upheld", "followed_up"],
            ["upheld", "dismissed"],
            ["dismissed", "upheld"],
            ["withdrawn"],
            [],
        ]
    )
    updates: list[Line] = [
        {
            "kind": "complaint_update",
            "complaint": number,
            "at": on.at(day + timedelta(days=on.pick([1, 2, 9])), 9, minute),
            "status": status,
            "by": "M",
        }
        for minute, status in enumerate(course)
    ]
    return [on.with_ref(line), *updates]


def disputes(on: Setting) -> list[Line]:
    """Disputes of a figure, some decided; without effect on figures (S12.2)."""
    found: list[Line] = []
    for _times in range(on.pick([0, 1, 2])):
        number, period = on.number("d"), on.pick(on.periods)
        day = on.dates(period)[-1]
        line = {"kind": "dispute", "dispute": number, "employee": on.pick(on.people).number, "at": on.at(day)}
        found.append(on.with_ref(line | {"text": "not so", "period": period, "item": "monthly_bonus"}))
        if on.chance(60):
            decision = on.pick(["upheld", "dismissed", "withdrawn"])
            line = {"kind": "dispute_decision", "dispute": number, "at": on.at(day, 15), "decision": decision}
            found.append(line | {"by": "M", "reason": "looked at it again"})
    return found


def payments(on: Setting) -> list[Line]:
    """Allowances and corrections, also for people who are not in the period (S10, S10.3, S10.6)."""
    found: list[Line] = []
    for person in on.people:
        for period in on.periods:
            for _times in range(2):
                if on.chance(12):
                    number = on.number("a")
                    line: Line = {"kind": "allowance", "allowance": number, "employee": person.number, "period": period}
                    line |= {
                        "type": on.pick(["meal", "late_shift", "overtime", "other"]),
                        "amount": on.pick(["12.50", "5"]),
                    }
                    found += _voidable(on, line, number)
                if on.chance(8):
                    number = on.number("k")
                    line = {"kind": "correction", "correction": number, "employee": person.number, "period": period}
                    line |= {"amount": on.pick(["-9000.00", "-0.01", "0.00", "33.3"]), "note": "agreed"}
                    found += _voidable(on, line, number)
    return found
