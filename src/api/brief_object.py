"""A brief as an object: what the API answers, pages and paper show, and `workledger brief` prints (S13)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from projections.brief import Brief, DuePromise, Matter, Unacknowledged
from projections.calendar import minute_text
from projections.decisions import UNDECIDED

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
        "missing": [asdict(each) for each in found.missing],
        "waiting": list(_waiting(found.waiting)),
        "promises": [_promise(each) for each in found.promises],
        "complaints_open": len(found.complaints),
        "complaints_late": sum(each.late for each in found.complaints),
        "complaints": [asdict(each) for each in found.complaints[:MOST_COMPLAINTS]],
        "instructions": list(_instructions(found.instructions)),
    }


def _promise(each: DuePromise) -> dict[str, Any]:
    due = minute_text(each.due_minute)
    return {"promise": each.promise, "employee": each.employee, "due_at": due, "overdue": each.overdue}


def _waiting(found: Sequence[Matter]) -> Iterator[Mapping[str, Any]]:
    for kind in UNDECIDED:
        dates = [each.date for each in found if each.kind == kind]
        if dates:
            yield {"kind": kind, "count": len(dates), "earliest": min(dates)}


def _instructions(found: Sequence[Unacknowledged]) -> Iterator[Mapping[str, Any]]:
    # Whoever has not acknowledged an instruction stands beside the others of it.
    for number, of in groupby(found, lambda each: each.instruction):
        left = list(of)
        told = {"instruction": number, "date": left[0].date, "due": left[0].due}
        yield {**told, "unacknowledged": len(left), "late": any(each.late for each in left)}
