"""What the approval of a request would do is what it does, and nothing of it is recorded before (S3.3b)."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.facts.requests import OvertimeRequest, PunchRequest
from projections.books.open_items import open_matters
from projections.effects import request_effects
from projections.explanation import ExplainRequest, explain
from projections.explanation.node import Node
from tests.projections.office import Office, office

AT = "2026-10-20T09:00:00+08:00"
SITE = {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-10", "period_start_day": 1}
PEOPLE = [
    {"kind": "employee", "employee": each, "name": each, "role": "csr", "team": "T1", "hired_on": "2026-10-01"}
    for each in "AB"
]
SHIFTS = [{"kind": "shift", "employee": each, "date": "2026-10-05", "shift": "C"} for each in "AB"]
IN = {"kind": "clock", "employee": "A", "at": "2026-10-05T09:40:00+08:00", "direction": "in", "device": "g1"}
STANDS = {"kind": "overtime_approved", "employee": "A", "date": "2026-10-05", "minutes": 60, "by": "M"}


def punch(number: str, time: str, direction: str = "out", day: str = "2026-10-05") -> dict[str, Any]:
    line = {"kind": "punch_request", "request": number, "employee": "A", "at": f"{day}T{time}:00+08:00"}
    return {**line, "direction": direction, "reason": "x", "requested_at": "2026-10-19T09:00:00+08:00"}


def overtime(number: str, minutes: int, **fields: Any) -> dict[str, Any]:
    line = {"kind": "overtime_request", "request": number, "employee": "A", "date": "2026-10-05", "minutes": minutes}
    return {**line, "reason": "x", "requested_at": "2026-10-05T18:30:00+08:00", **fields}


def waiting(folder: Path, *requests: dict[str, Any]) -> Office:
    at = office(folder)
    at.given(SITE, *PEOPLE, *SHIFTS, IN, STANDS, *requests, at=datetime.fromisoformat(AT))
    return at


def asked(at: Office) -> list[PunchRequest | OvertimeRequest]:
    kinds = [PunchRequest.kind, OvertimeRequest.kind]
    found = at.ledger.facts.select(0, 1_000, kinds, None, at.ledger.facts.last_position())
    return [each.fact for each in found if isinstance(each.fact, PunchRequest | OvertimeRequest)]


def row(at: Office, name: str) -> dict[str, Any]:
    return next(each for each in at.rows("2026-10", name) if each["employee"] == "A")


@pytest.mark.slow
def test_a_punch_completes_its_shift_and_its_minutes_are_worked(tmp_path: Path) -> None:
    at = waiting(tmp_path, punch("p1", "18:00"), punch("p2", "03:00", day="2026-10-15"))
    with at.ledger:
        completing, stray = request_effects(at.books(), asked(at), "M")
        assert [each.get("status") for each in completing.days[0] if each] == ["missing_out", "attended"]
        assert (completing.worked, stray.days, stray.worked) == ({"2026-10": (60, 530)}, [], {})
        assert completing.overtime is None
        before, length = row(at, "attendance"), at.ledger.facts.last_position()
        at.given({"kind": "punch_request_decision", "request": "p1", "decision": "approved", "by": "M", "at": AT})
        assert at.ledger.facts.last_position() == length + 2
        assert completing.days == [(before, row(at, "attendance"))]
        assert row(at, "hours")["worked"] == 530


@pytest.mark.slow
def test_overtime_takes_the_place_of_what_stands_and_what_is_paid_is_not_worked(tmp_path: Path) -> None:
    at = waiting(tmp_path, overtime("o1", 30), overtime("o2", 90, compensation="pay"), overtime("o3", 60))
    with at.ledger:
        less, paid, same = request_effects(at.books(), asked(at), "M")
        assert [each.overtime for each in (less, paid, same)] == [(60, 30), (60, 90), (60, 60)]
        assert [each.worked for each in (less, paid, same)] == [{"2026-10": (60, 30)}, {"2026-10": (60, 0)}, {}]
        at.given({"kind": "overtime_request_decision", "request": "o1", "decision": "approved", "by": "M", "at": AT})
        assert row(at, "hours")["worked"] == 30


@pytest.mark.slow
def test_a_shift_that_is_not_over_counts_as_if_it_were(tmp_path: Path) -> None:
    at = office(tmp_path)
    on_the_day = "2026-10-05T10:00:00+08:00"
    late = {**punch("p1", "09:30", "in"), "requested_at": on_the_day}
    at.given(SITE, *PEOPLE, *SHIFTS, late, at=datetime.fromisoformat(on_the_day))
    with at.ledger:
        (effect,) = request_effects(at.books(), asked(at), "M")
        assert [each["status"] for each in effect.days[0] if each] == ["absent", "missing_out"]


@pytest.mark.slow
def test_a_closed_period_tells_of_attendance_alone(tmp_path: Path) -> None:
    at = waiting(tmp_path, punch("p1", "18:00"))
    with at.ledger:
        at.close("2026-10", at=datetime.fromisoformat("2026-11-05T09:00:00+08:00"))
        (effect,) = request_effects(at.books(), asked(at), "M")
        assert [each["status"] for each in effect.days[0] if each] == ["missing_out", "attended"]
        assert effect.worked == {}


@pytest.mark.slow
def test_what_a_request_recorded_is_explained_by_the_request_and_its_decision(tmp_path: Path) -> None:
    at = waiting(tmp_path, punch("p1", "18:00"), overtime("o1", 30))
    approved = {"decision": "approved", "by": "M", "at": AT}
    with at.ledger:
        start = at.ledger.facts.last_position()
        at.given({"kind": "punch_request_decision", "request": "p1", **approved})
        at.given({"kind": "overtime_request_decision", "request": "o1", **approved})
        assert evidence(at, "attendance", "punch_request", "2026-10-05") == {("p1", start - 1, start + 1)}
        assert evidence(at, "hours", "overtime_request") == {("o1", start, start + 3)}
        # The punch of a device is nobody's request.
        assert len(nodes(at, "attendance", "punch", "2026-10-05")) > len(
            nodes(at, "attendance", "punch_request", "2026-10-05")
        )


@pytest.mark.slow
def test_what_nobody_decided_is_open_when_the_period_is_closed(tmp_path: Path) -> None:
    at = waiting(tmp_path, punch("p1", "18:00"), punch("p2", "18:00"), overtime("o1", 30))
    with at.ledger:
        at.given({"kind": "punch_request_decision", "request": "p1", "decision": "rejected", "by": "M", "at": AT})
        found = {(each.matter, each.employee, each.which) for each in open_matters(at.books(), "2026-10")}
        requests = {each for each in found if each[0].endswith("_request")}
        assert requests == {("undecided_punch_request", "A", "p2"), ("undecided_overtime_request", "A", "o1")}


def nodes(at: Office, report: str, term: str, date: str | None = None) -> list[Node]:
    made = explain(at.books(), ExplainRequest(report, "2026-10", "A", date=date))
    return [node for node in made.node.walk() if node.term == term]


def evidence(at: Office, report: str, term: str, date: str | None = None) -> set[tuple[Any, ...]]:
    return {(node.value, *node.facts) for node in nodes(at, report, term, date)}
