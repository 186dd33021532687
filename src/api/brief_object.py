"""A brief as an object: what the API answers, pages and paper show, and `workledger brief` prints (S13)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.brief import WAITING, Absent, Brief, DuePromise, Matter, OpenComplaint, Unacknowledged
from projections.calendar import minute_text

MOST_COMPLAINTS = 10
"""The complaints that are listed: those open longest."""


def brief_object(found: Brief) -> dict[str, Any]:
    """A brief, of what is left of it for whoever sees it, as the API answers it."""
    standing = found.standing
    return {
        "date": found.date,
        "period": found.period,
        "position": found.position,
        "rules": found.rules,
        "now": minute_text(found.now),
        "coverage": list(found.coverage),
        "traffic": list(found.traffic),
        "shifts": dict(Counter(row["status"] for row in found.shifts)),
        "standing": None if standing is None else dict(Counter(each.state for each in standing)),
        "missing": [_absent(each) for each in found.missing],
        "waiting": list(_waiting(found.waiting)),
        "promises": [_promise(each) for each in found.promises],
        "complaints_open": len(found.complaints),
        "complaints_late": sum(each.late for each in found.complaints),
        "complaints": [_complaint(each) for each in found.complaints[:MOST_COMPLAINTS]],
        "instructions": list(_instructions(found.instructions)),
    }


def _absent(each: Absent) -> dict[str, Any]:
    return {"employee": each.employee, "date": each.date, "shift": each.shift, "state": each.state}


def _promise(each: DuePromise) -> dict[str, Any]:
    due = minute_text(each.due_minute)
    return {"promise": each.promise, "employee": each.employee, "due_at": due, "overdue": each.overdue}


def _complaint(each: OpenComplaint) -> dict[str, Any]:
    return {
        "complaint": each.complaint,
        "employee": each.employee,
        "date": each.date,
        "days": each.days,
        "severity": each.severity,
        "status": each.status,
        "late": each.late,
    }


def _waiting(found: Sequence[Matter]) -> Iterator[Mapping[str, Any]]:
    for kind in WAITING:
        dates = [each.date for each in found if each.kind == kind]
        if dates:
            yield {"kind": kind, "count": len(dates), "earliest": min(dates)}


def _instructions(found: Sequence[Unacknowledged]) -> Iterator[Mapping[str, Any]]:
    for number in dict.fromkeys(each.instruction for each in found):
        of = [each for each in found if each.instruction == number]
        told = {"instruction": number, "date": of[0].date, "due": of[0].due}
        yield {**told, "unacknowledged": len(of), "late": any(each.late for each in of)}
