"""Worked cases of S11.4: one small October that was closed, a fact that comes late, and what November posts for it."""

from dataclasses import dataclass, field
from typing import Any

from tests.ledger.material import SITE
from tests.manual.shorthand import people, scores, shifts

Line = dict[str, Any]
ZONE = str(SITE["time_zone"])
PERIODS = ("2026-10", "2026-11", "2026-12", "2027-01")


def centre() -> list[Line]:
    """Four people with 2175.00 a month (100.00 a day), one standard day a period, and no awards.

    E1's October misses an out: 0 of 480 worked, a deficit of 480. E2 worked one shift and was absent from another: due
    480 - 480 = 0, so that 480 become a lot, and 100.00 are deducted. L1 has no behaviour score yet, so no bonus.
    """
    lines: list[Line] = [SITE, *people("E1 csr\nE2 csr\nE3 csr hired 2026-11-01\nL1 team_leader")]
    lines += [
        {"kind": "base_salary", "employee": number, "from": "2025-01-01", "monthly": "2175.00"}
        for number in ("E1", "E2", "E3", "L1")
    ]
    lines += [{"kind": "period", "period": period, "standard_days": 1, "award_themes": []} for period in PERIODS]
    lines += shifts("E1 2026-10-12 C in 09:30\nE2 2026-10-12 C in 09:30 out 18:00\nE2 2026-10-13 C", ZONE)
    lines += scores("L1 2026-10 work 85.00")
    allowance = {"kind": "allowance", "allowance": "A1", "employee": "E2", "period": "2026-10", "type": "other"}
    return [*lines, allowance | {"amount": "50.00"}, monitoring("M1", "60.00")]


def november() -> list[Line]:
    """What is recorded of November in time: everyone's one shift."""
    worked = "".join(f"{number} 2026-11-12 C in 09:30 out 18:00\n" for number in ("E1", "E2", "E3"))
    return list(shifts(worked, ZONE))


def monitoring(number: str, score: str) -> Line:
    """A call of L1, which no total of a leader is made of."""
    line = {"kind": "monitoring", "monitoring": number, "employee": "L1", "evaluator": "Q", "date": "2026-10-05"}
    return line | {"channel": "phone", "score": score}


@dataclass(frozen=True)
class Late:
    """What comes late, and what it makes: adjustments by employee, and minutes of the lieu bank."""

    why: str
    lines: list[Line]
    pay: dict[str, str] = field(default_factory=dict)
    lieu: dict[str, int] = field(default_factory=dict)


def _leave(kind: str, day: str) -> list[Line]:
    leave = {"kind": "leave", "leave": "V1", "employee": "E2", "type": kind, "first_date": day, "last_date": day}
    decision = {"kind": "leave_decision", "leave": "V1", "decision": "approved", "by": "M"}
    return [leave | {"requested_on": "2026-10-01"}, decision | {"at": "2026-10-02T09:00:00+08:00"}]


def _rules(**parameters: Any) -> Line:
    return {
        "kind": "rules",
        "version": "V1",
        "effective_period": "2026-10",
        "parameters": parameters,
        "reason": "adopted late",
    }


def _opening(employee: str, lots: dict[str, int], deficit: int) -> Line:
    brought = [{"period": period, "minutes": minutes} for period, minutes in lots.items()]
    line = {"kind": "opening", "employee": employee, "lots": brought, "deficit": deficit}
    return line | {"error_free_periods": 0}


LATE = {
    "a punch": Late(
        "The out makes 480 worked of 480: the deficit of 480 is none.",
        list(shifts("E1 2026-10-12 - out 18:00", ZONE)),
        lieu={"E1": 480},
    ),
    "a shift": Late(
        "Absent on 14 October: due 480 - 480 = 0, so the deficit of 480 is 0; 100.00 deducted.",
        list(shifts("E1 2026-10-14 C", ZONE)),
        pay={"E1": "-100.00"},
        lieu={"E1": 480},
    ),
    "a shift that is cleared": Late(
        "No absence: the deduction of 100.00 is 0, and 480 of 480 are worked, so there is no lot.",
        [{"kind": "shift", "employee": "E2", "date": "2026-10-13", "shift": None}],
        pay={"E2": "100.00"},
        lieu={"E2": -480},
    ),
    "annual leave": Late(
        "Paid, so the deduction of 100.00 is 0; 480 credited and 480 worked of 480: the lot stays 480.",
        _leave("annual", "2026-10-13"),
        pay={"E2": "100.00"},
    ),
    "sick leave": Late("40 % unpaid: 40.00 instead of 100.00.", _leave("sick", "2026-10-13"), pay={"E2": "60.00"}),
    "a void": Late(
        "The allowance of 50.00 counts for nothing.",
        [{"kind": "void", "of_kind": "allowance", "of": "A1", "by": "M", "reason": "somebody else's"}],
        pay={"E2": "-50.00"},
    ),
    "an allowance": Late(
        "As given.",
        [
            {"kind": "allowance", "allowance": "A2", "employee": "E1", "period": "2026-10", "type": "meal"}
            | {"amount": "7"}
        ],
        pay={"E1": "7.00"},
    ),
    "a correction": Late(
        "As given.",
        [
            {
                "kind": "correction",
                "correction": "K1",
                "employee": "E1",
                "period": "2026-10",
                "amount": "-0.01",
                "note": "x",
            }
        ],
        pay={"E1": "-0.01"},
    ),
    "a base salary": Late(
        "3000.00 - 2175.00 for the 31 days of October.",
        [{"kind": "base_salary", "employee": "E1", "from": "2026-10-01", "monthly": "3000.00"}],
        pay={"E1": "825.00"},
    ),
    "a holiday": Late(
        "E2 attended: 100.00 x (3 - 1).",
        [{"kind": "holiday", "date": "2026-10-12", "name": "a day of rest"}],
        pay={"E2": "200.00"},
    ),
    "a review": Late(
        "85.00 x 50 % + 85.00 x 50 %, first of one.", list(scores("L1 2026-10 behaviour 85")), {"L1": "500.00"}
    ),
    "overtime": Late(
        "60 more worked: the deficit is 420.",
        [{"kind": "overtime_approved", "employee": "E1", "date": "2026-10-12", "minutes": 60, "by": "M"}],
        lieu={"E1": 60},
    ),
    "a training": Late(
        "60 worked on a date without a shift; on the 12th there is one: the deficit is 420.",
        [
            {"kind": "training", "training": f"T{day}", "topic": "product", "date": f"2026-10-{day}", "minutes": 60}
            | {"attendees": ["E1"], "counts": True}
            for day in (12, 14)
        ],
        lieu={"E1": 60},
    ),
    "a leaving": Late(
        "15 of 31 days: 1052.42 instead of 2175.00. E1 is not in November, so that the bank rests.",
        [{"kind": "leaving", "employee": "E1", "last_day": "2026-10-15", "reason": "resigned"}],
        pay={"E1": "-1122.58"},
    ),
    "rules": Late(
        "Absenteeism deducts double: 200.00 instead of 100.00.",
        [_rules(absenteeism_multiple="2")],
        pay={"E2": "-100.00"},
    ),
    "rules of hours": Late("The missing out counts as planned.", [_rules(missing_punch="planned")], lieu={"E1": 480}),
    "an opening": Late(
        "A lot of 300 from August offsets 300 of the deficit of 480, to which 100 are added: 280 of deficit.",
        [_opening("E1", {"2026-08": 300}, 100)],
        lieu={"E1": 200},
    ),
    "an opening of somebody new": Late(
        "E3 comes in November, so that November opens with it, and there is nothing to adjust.",
        [_opening("E3", {"2026-08": 300}, 100)],
    ),
    "somebody": Late(
        "E4 was there all October: paid 2175.00 and short of 480. The books open with the 300 brought along, and so "
        "does the replay, which draws them: 0 less 180 of deficit; adjusted by -480 in all.",
        [
            *people("E4 csr"),
            {"kind": "base_salary", "employee": "E4", "from": "2025-01-01", "monthly": "2175.00"},
            _opening("E4", {"2026-08": 300, "2026-01": 999}, 0),
        ],
        pay={"E4": "2175.00"},
        lieu={"E4": -480},
    ),
    "what makes no figure": Late(
        "A leader's calls are in no total.",
        [
            monitoring("M2", "90.00"),
            {"kind": "monitoring_revision", "monitoring": "M1", "at": "2026-10-06T09:00:00+08:00", "by": "M"}
            | {"reason": "heard again", "score": "70.00"},
        ],
    ),
}
