"""Cases of doubts: what stands, what comes in, and which codes are told of it; some doubtful and some not.

They are judged on 2026-11-23 at 16:00 in Shanghai; the first period is 2026-10. A, hired on 2026-10-01, is there.
"""

from typing import Any, NamedTuple

from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH

Line = dict[str, Any]


class Case(NamedTuple):
    """What stands, the line that is judged, and the codes of its doubts in order."""

    name: str
    before: list[Line]
    line: Line
    codes: list[str]


def fact(kind: str, **fields: Any) -> Line:
    """A line of a kind."""
    return {"kind": kind, **fields}


SHIFTS = {"W": {"start": "08:30", "end": "20:30", "counted": 660}}
SHIFT = fact("shift", employee="A", date="2026-11-25", shift="W")
LEFT = fact("leaving", employee="A", last_day="2026-11-10", reason="resigned")
LEAVE = fact(
    "leave",
    leave="L1",
    employee="A",
    type="annual",
    first_date="2026-11-25",
    last_date="2026-11-26",
    requested_on="2026-11-20",
)
APPROVED = fact("leave_decision", leave="L1", decision="approved", by="HR", at="2026-11-21T09:00:00+08:00")
SWAP = fact(
    "swap",
    swap="S1",
    requester="A",
    requester_date="2026-11-25",
    counterparty="B",
    counterparty_date="2026-11-26",
    at="2026-11-20T09:00:00+08:00",
)
SIDES = [COLLEAGUE, SHIFT, fact("shift", employee="B", date="2026-11-26", shift="R")]
MONITORING = fact(
    "monitoring", monitoring="M1", employee="A", evaluator="Q", date="2026-11-12", channel="phone", score="80"
)
ALLOWANCE = fact("allowance", allowance="G1", employee="A", period="2026-11", type="meal", amount="100.00")
CORRECTION = fact("correction", correction="C1", employee="A", period="2026-11", amount="50.00", note="更正")
PRAISE = fact("praise", praise="P1", employee="A", date="2026-11-12", written=True, about="attitude")
ERROR = fact("work_error", error="E1", employee="A", date="2026-11-12", type="refund")
SALARY = fact("base_salary", employee="A", **{"from": "2026-11-01"}, monthly="4800.00")
CRITERIA = [{"name": "a", "weight": 50, "score": "80"}, {"name": "b", "weight": 50, "score": "90"}]
SALARIES = [
    line
    for number in range(20)
    for line in (
        {**EMPLOYEE, "employee": f"P{number + 10}", "name": f"甲{number}"},
        fact("base_salary", employee=f"P{number + 10}", **{"from": "2026-11-01"}, monthly="4800.00"),
    )
]
METRIC = fact("metric", employee="A", period="2026-11", metric="seconds", value="300.00")
METRICS = [
    line
    for number in range(20)
    for line in (
        {**EMPLOYEE, "employee": f"P{number + 10}", "name": f"甲{number}"},
        {**METRIC, "employee": f"P{number + 10}"},
    )
]
DISPUTE = fact("dispute", dispute="D1", employee="A", at="2026-11-20T09:00:00+08:00", text="有误")
VERDICT = fact("dispute_decision", dispute="D1", at="2026-11-21T09:00:00+08:00", decision="upheld", reason="属实")


def void(of_kind: str, of: str) -> Line:
    """What takes a fact back."""
    return fact("void", of_kind=of_kind, of=of, by="HR", reason="录错")


CASES = [
    Case("a punch of an ordinary day", [], PUNCH, []),
    Case("a punch of the same minute by another device", [PUNCH], {**PUNCH, "device": "g2"}, ["repeats"]),
    Case(
        "a punch of the same minute in another zone",
        [PUNCH],
        {**PUNCH, "at": "2026-10-12T01:30:20+00:00", "direction": "auto"},
        ["repeats"],
    ),
    Case("a punch of the next minute", [PUNCH], {**PUNCH, "at": "2026-10-12T09:31:00+08:00"}, []),
    Case(
        "a punch like one that was voided",
        [{**PUNCH, "ref": "r1"}, void("clock", "r1")],
        {**PUNCH, "device": "g2"},
        [],
    ),
    Case("a leave that was requested already", [LEAVE], {**LEAVE, "leave": "L2"}, ["repeats"]),
    Case("a leave of another type", [LEAVE], {**LEAVE, "leave": "L2", "type": "sick"}, []),
    Case(
        "a leave like one that was rejected",
        [LEAVE, {**APPROVED, "decision": "rejected"}],
        {**LEAVE, "leave": "L2"},
        [],
    ),
    Case("a swap that was requested already", [*SIDES, SWAP], {**SWAP, "swap": "S2"}, ["repeats"]),
    Case("a monitoring like another", [MONITORING], {**MONITORING, "monitoring": "M2"}, ["repeats"]),
    Case("a monitoring of another score", [MONITORING], {**MONITORING, "monitoring": "M2", "score": "81"}, []),
    Case("an allowance like another", [ALLOWANCE], {**ALLOWANCE, "allowance": "G2"}, ["repeats"]),
    Case("an allowance of another type", [ALLOWANCE], {**ALLOWANCE, "allowance": "G2", "type": "other"}, []),
    Case("a correction like another", [CORRECTION], {**CORRECTION, "correction": "C2", "note": "又"}, ["repeats"]),
    Case("a correction of another amount", [CORRECTION], {**CORRECTION, "correction": "C2", "amount": "51.00"}, []),
    Case("a praise like another", [PRAISE], {**PRAISE, "praise": "P2"}, ["repeats"]),
    Case("a praise of another day", [PRAISE], {**PRAISE, "praise": "P2", "date": "2026-11-13"}, []),
    Case("an error like another", [ERROR], {**ERROR, "error": "E2"}, ["repeats"]),
    Case("an error of another type", [ERROR], {**ERROR, "error": "E2", "type": "work_order"}, []),
    Case(
        "a punch before the hiring",
        [{**EMPLOYEE, "employee": "C", "name": "王五", "hired_on": "2026-11-01"}],
        {**PUNCH, "employee": "C"},
        ["not_employed"],
    ),
    Case("a punch after the last day", [LEFT], {**PUNCH, "at": "2026-11-12T09:30:00+08:00"}, ["not_employed"]),
    Case("a punch at the end of the last night", [LEFT], {**PUNCH, "at": "2026-11-11T08:30:00+08:00"}, []),
    Case("a punch of the last day", [LEFT], {**PUNCH, "at": "2026-11-10T09:30:00+08:00"}, []),
    Case("an allowance of the last month", [LEFT], ALLOWANCE, []),
    Case("an allowance of a month after", [LEFT], {**ALLOWANCE, "period": "2026-12"}, ["not_employed"]),
    Case("a leave beyond the last day", [LEFT], {**LEAVE, "first_date": "2026-11-09"}, ["not_employed"]),
    Case(
        "a punch after a leaving that was withdrawn",
        [LEFT, {**LEFT, "last_day": None}],
        {**PUNCH, "at": "2026-11-12T09:30:00+08:00"},
        [],
    ),
    Case("a swap with who has left", [*SIDES, {**LEFT, "employee": "B"}], SWAP, ["not_employed"]),
    Case("a punch of tomorrow", [], {**PUNCH, "at": "2026-11-24T09:30:00+08:00"}, ["in_future"]),
    Case("a punch within the hour", [], {**PUNCH, "at": "2026-11-23T16:59:00+08:00"}, []),
    Case("a punch beyond the hour", [], {**PUNCH, "at": "2026-11-23T17:01:00+08:00"}, ["in_future"]),
    Case("an evaluation of tomorrow", [], {**MONITORING, "date": "2026-11-24"}, ["in_future"]),
    Case("an evaluation of today", [], {**MONITORING, "date": "2026-11-23"}, []),
    Case(
        "a punch of before the first period",
        [],
        {**PUNCH, "at": "2026-09-30T09:30:00+08:00"},
        ["not_employed", "long_ago"],
    ),
    Case(
        "a praise of two years ago",
        [{**EMPLOYEE, "employee": "C", "name": "王五", "hired_on": "2024-01-01"}],
        {**PRAISE, "employee": "C", "date": "2024-10-12"},
        ["long_ago"],
    ),
    Case(
        "a number that becomes another person",
        [],
        {**EMPLOYEE, "name": "王五", "hired_on": "2026-11-01"},
        ["replaces_person"],
    ),
    Case("a person of another role and name", [], {**EMPLOYEE, "name": "王五", "role": "qa"}, ["replaces_person"]),
    Case("a name that is written otherwise", [], {**EMPLOYEE, "name": "张三 "}, []),
    Case("a number with another zero", [], {**EMPLOYEE, "employee": "a", "name": "王五"}, ["looks_like"]),
    Case("a team that differs by a letter that looks alike", [], {**COLLEAGUE, "team": "Tl"}, ["looks_like"]),
    Case("a number that follows another", [{**EMPLOYEE, "employee": "E0001"}], {**EMPLOYEE, "employee": "E0002"}, []),
    Case(
        "an evaluator with another letter",
        [{**MONITORING, "evaluator": "Wang Li"}],
        {**MONITORING, "monitoring": "M2", "evaluator": "Wang Ll"},
        ["looks_like"],
    ),
    Case(
        "a type of shift in another case",
        [],
        fact(
            "rules",
            version="v2",
            effective_period="2027-01",
            reason="新",
            parameters={"shifts": {**SHIFTS, "w": SHIFTS["W"]}},
        ),
        ["looks_like"],
    ),
    Case(
        "types of shifts that are there",
        [],
        fact("rules", version="v2", effective_period="2027-01", reason="新", parameters={"shifts": SHIFTS}),
        [],
    ),
    Case("a shift of yesterday", [], {**SHIFT, "date": "2026-11-22"}, ["past_roster"]),
    Case("a shift of today", [], {**SHIFT, "date": "2026-11-23"}, []),
    Case(
        "a shift of today, after the punch",
        [{**PUNCH, "at": "2026-11-23T09:30:00+08:00"}],
        {**SHIFT, "date": "2026-11-23"},
        ["past_roster"],
    ),
    Case("a shift on leave", [LEAVE, APPROVED], SHIFT, ["shift_on_leave"]),
    Case("a shift on leave that was cancelled", [LEAVE, APPROVED, {**APPROVED, "decision": "cancelled"}], SHIFT, []),
    Case(
        "a shift on leave of some minutes",
        [{**LEAVE, "last_date": "2026-11-25", "minutes": 60}, APPROVED],
        SHIFT,
        [],
    ),
    Case("leave over a shift that came after the request", [LEAVE, SHIFT], APPROVED, ["shift_on_leave"]),
    Case("leave over a shift that was there", [SHIFT, LEAVE], APPROVED, []),
    Case(
        "a cancellation of leave that has begun",
        [LEAVE, APPROVED],
        {**APPROVED, "decision": "cancelled", "at": "2026-11-25T09:00:00+08:00"},
        ["in_future", "cancels_begun_leave"],
    ),
    Case("a cancellation of leave to come", [LEAVE, APPROVED], {**APPROVED, "decision": "cancelled"}, []),
    Case("a swap of two shifts", SIDES, SWAP, []),
    Case("a swap of a day without a shift", [COLLEAGUE, SHIFT], SWAP, ["swap_of_past"]),
    Case("a swap of the past", SIDES, {**SWAP, "requester_date": "2026-11-20"}, ["swap_of_past"]),
    Case("a leave that is approved by whose it is", [LEAVE], {**APPROVED, "by": "A"}, ["own_decision"]),
    Case("a leave that is cancelled by whose it is", [LEAVE], {**APPROVED, "by": "A", "decision": "cancelled"}, []),
    Case("a dispute that is upheld by who raised it", [DISPUTE], {**VERDICT, "by": "A"}, ["own_decision"]),
    Case("a dispute that is upheld by another", [DISPUTE], {**VERDICT, "by": "HR"}, []),
    Case(
        "overtime that one approves for oneself",
        [],
        fact("overtime_approved", employee="A", date="2026-11-12", minutes=60, by="A"),
        ["own_decision"],
    ),
    Case("a score that the criteria do not make", [], {**MONITORING, "criteria": CRITERIA}, ["contradicts_criteria"]),
    Case("a score that the criteria make", [], {**MONITORING, "criteria": CRITERIA, "score": "85"}, []),
    Case("a salary without a decimal point", SALARIES, {**SALARY, "monthly": "480050.00"}, ["unusual_amount"]),
    Case("a salary with one too many", SALARIES, {**SALARY, "monthly": "480.05"}, ["unusual_amount"]),
    Case("a salary four times the others", SALARIES, {**SALARY, "monthly": "19200.00"}, []),
    Case("a metric without a decimal point", METRICS, {**METRIC, "value": "30000"}, ["unusual_amount"]),
    Case("a metric with one too many", METRICS, {**METRIC, "value": "3.00"}, ["unusual_amount"]),
    Case("a metric of another name", METRICS, {**METRIC, "metric": "errors", "value": "3"}, []),
    Case("a metric that is withdrawn", METRICS, {**METRIC, "value": None}, []),
    Case("a salary among few", SALARIES[:38], {**SALARY, "monthly": "480050.00"}, []),
]
"""The cases that a line and what stands are enough for."""
