"""S3.3b: a forgotten punch and overtime are requested, then decided once; an approval records what it approves."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from ledger.facts.attendance import Clock, OvertimeApproved
from ledger.ledger import Ledger
from tests.ledger.material import SITE, given, kinds_of, refusal, when
from tests.ledger.stores import Stores

pytestmark = pytest.mark.any_engine

AT = "2026-10-20T09:00:00+08:00"
PUNCH = {
    "kind": "punch_request",
    "request": "p1",
    "employee": "A",
    "at": "2026-10-05T18:00:00+08:00",
    "direction": "out",
    "reason": "forgotten",
    "requested_at": "2026-10-06T10:00:00+08:00",
}
OVERTIME = {
    "kind": "overtime_request",
    "request": "o1",
    "employee": "A",
    "date": "2026-10-05",
    "minutes": 60,
    "reason": "handover",
    "requested_at": "2026-10-05T18:30:00+08:00",
}
LIMITS = {"kind": "rules", "version": "v1", "effective_period": "2026-10", "reason": "x"}


def decided(request: dict[str, Any], decision: str, **fields: Any) -> dict[str, Any]:
    line = {"kind": f"{request['kind']}_decision", "request": request["request"], "decision": decision}
    return line | {"by": "M", "at": AT, **fields}


def limited(**parameters: int) -> dict[str, Any]:
    return {**LIMITS, "parameters": parameters}


def last(ledger: Ledger) -> Any:
    """The last fact on the ledger."""
    (recorded,) = ledger.facts.page(ledger.facts.last_position() - 1, 1)
    return recorded.fact


def test_an_approval_records_the_punch_in_the_same_step_as_the_act_of_whose_it_is(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    outcome = when(ledger, **decided(PUNCH, "approved", recorded_by="M", source="key 7"))
    punch = last(ledger)
    assert kinds_of(ledger)[-2:] == ["punch_request_decision", "clock"]
    assert outcome.position == ledger.facts.last_position() - 1
    assert isinstance(punch, Clock)
    assert (punch.employee, punch.direction, punch.device, punch.ref) == ("A", "out", None, "p1")
    assert punch.at.isoformat() == PUNCH["at"]
    assert (punch.recorded_by, punch.source) == ("A", "punch_request p1; key 7")


@pytest.mark.parametrize("request_", [PUNCH, OVERTIME], ids=lambda each: each["kind"])
@pytest.mark.parametrize("first", ["approved", "rejected", "cancelled"])
def test_a_request_is_decided_once(ledger: Ledger, request_: dict[str, Any], first: str) -> None:
    given(ledger, request_)
    assert when(ledger, **decided(request_, first)).status == "accepted"
    length = ledger.facts.last_position()
    assert when(ledger, **decided(request_, first)).status == "duplicate"
    for other in {"approved", "rejected", "cancelled"} - {first}:
        assert refusal(when(ledger, **decided(request_, other))).startswith("decided: ")
    assert refusal(when(ledger, **decided(request_, first, ref="again"))).startswith("decided: ")
    assert ledger.facts.last_position() == length


def test_a_decision_on_nothing_is_refused(ledger: Ledger) -> None:
    given(ledger, PUNCH, OVERTIME)
    assert refusal(when(ledger, **decided({**PUNCH, "request": "x"}, "approved"))).startswith("unknown_punch_request: ")
    crossed = decided({**OVERTIME, "request": "p1"}, "approved")
    assert refusal(when(ledger, **crossed)).startswith("unknown_overtime_request: ")


def test_a_punch_is_not_requested_in_advance_whoever_overrides(ledger: Ledger) -> None:
    given(ledger)
    early = {**PUNCH, "requested_at": "2026-10-05T17:59:59+08:00", "override_by": "M", "override_reason": "x"}
    assert "at is after requested_at" in refusal(when(ledger, **early))
    same_minute = {"at": "2026-10-05T18:00:59+08:00", "requested_at": "2026-10-05T10:00:00Z"}
    assert when(ledger, **PUNCH | same_minute).status == "accepted"


def test_the_days_are_counted_by_the_dates_of_the_site(ledger: Ledger) -> None:
    given(ledger, limited(punch_request_days=3))
    last_minute, too_late = "2026-10-08T15:59:59Z", "2026-10-08T16:00:00Z"
    assert refusal(when(ledger, **{**PUNCH, "requested_at": too_late})).startswith("late_request: ")
    assert when(ledger, **{**PUNCH, "requested_at": last_minute}).status == "accepted"


@pytest.mark.slow
def test_half_an_override_is_none_and_a_whole_one_lets_both_limits_pass(ledger: Ledger) -> None:
    given(ledger, limited(punch_request_days=0, punch_requests_per_period=0))
    for half in ({"override_by": "M"}, {"override_reason": "ill"}, {"override_by": "M", "override_reason": ""}):
        assert refusal(when(ledger, **{**PUNCH, **half})).startswith("late_request: ")
    same_day = {**PUNCH, "requested_at": "2026-10-05T20:00:00+08:00"}
    assert refusal(when(ledger, **same_day)).startswith("no_requests_left: ")
    assert when(ledger, **{**PUNCH, "override_by": "M", "override_reason": "ill"}).status == "accepted"


def test_the_limit_counts_what_is_approved_or_undecided_in_the_period_of_the_punch(ledger: Ledger) -> None:
    site = {**SITE, "period_start_day": 26, "first_period": "2026-10"}
    other = {**PUNCH, "request": "p2", "at": "2026-10-25T18:00:00+08:00", "requested_at": "2026-10-26T10:00:00+08:00"}
    later = {**PUNCH, "request": "p3", "at": "2026-10-26T00:00:00+08:00", "requested_at": "2026-10-26T10:00:00+08:00"}
    assert not [each.refusal for each in ledger.record([site]) if each.refusal]
    people = [{"kind": "employee", "employee": each, "name": each, "role": "csr", "team": "T1"} for each in "AB"]
    ledger.record([{**each, "hired_on": "2026-09-26"} for each in people])
    ledger.record([limited(punch_requests_per_period=1)])
    assert when(ledger, **PUNCH).status == "accepted"
    assert refusal(when(ledger, **other)).startswith("no_requests_left: ")
    assert when(ledger, **later).status == "accepted"
    assert when(ledger, **{**other, "employee": "B", "request": "b1"}).status == "accepted"
    ledger.record([decided(PUNCH, "rejected")])
    assert when(ledger, **other).status == "accepted"
    ledger.record(
        [decided(other, "approved"), {"kind": "void", "of_kind": "clock", "of": "p2", "by": "M", "reason": "x"}]
    )
    third = {**PUNCH, "request": "p4", "requested_at": "2026-10-27T10:00:00+08:00"}
    assert refusal(when(ledger, **third)).startswith("no_requests_left: ")


@pytest.mark.parametrize("voided", [False, True], ids=["a clock that counts", "a clock that is voided"])
def test_a_request_whose_number_is_a_clocks_ref_is_rejected_not_approved(ledger: Ledger, *, voided: bool) -> None:
    given(ledger, {"kind": "clock", "employee": "B", "at": AT, "direction": "in", "ref": "p1"}, PUNCH)
    if voided:
        ledger.record([{"kind": "void", "of_kind": "clock", "of": "p1", "by": "M", "reason": "x"}])
    assert refusal(when(ledger, **decided(PUNCH, "approved"))).startswith("ref_taken: ")
    assert when(ledger, **decided(PUNCH, "rejected")).status == "accepted"


def test_overtime_is_recorded_in_place_of_what_stood_and_not_again_where_it_says_the_same(ledger: Ledger) -> None:
    more = {**OVERTIME, "request": "o2", "minutes": 90, "compensation": "pay", "rate": "rest_day"}
    same = {**more, "request": "o3"}
    given(ledger, OVERTIME, more, same)
    ledger.record([decided(OVERTIME, "approved"), decided(more, "approved", recorded_by="L")])
    stands = last(ledger)
    assert isinstance(stands, OvertimeApproved)
    assert (stands.minutes, stands.by, stands.compensation, stands.rate) == (90, "M", "pay", "rest_day")
    assert (stands.recorded_by, stands.source, stands.ref) == ("L", "overtime_request o2", None)
    ledger.record([decided(same, "approved")])
    assert kinds_of(ledger)[-1] == "overtime_request_decision"
    # By another it is another approval.
    again = {**same, "request": "o4"}
    ledger.record([again, decided(again, "approved", by="L")])
    assert kinds_of(ledger)[-2:] == ["overtime_request_decision", "overtime_approved"]


def test_what_an_approval_recorded_comes_in_again_as_a_duplicate(ledger: Ledger) -> None:
    given(ledger, PUNCH, OVERTIME, decided(PUNCH, "approved"), decided(OVERTIME, "approved"))
    punch = {"kind": "clock", "ref": "p1", "employee": "A", "at": "2026-10-05T10:00:00Z", "direction": "out"}
    assert when(ledger, **punch).status == "duplicate"
    overtime = {"kind": "overtime_approved", "employee": "A", "date": "2026-10-05", "minutes": 60, "by": "M"}
    assert when(ledger, **overtime).status == "duplicate"


@pytest.mark.both_engines
def test_a_hundred_approvals_at_once_record_one_punch(ledger: Ledger, stores: Stores) -> None:
    given(ledger, PUNCH, OVERTIME)
    with ExitStack() as opened, ThreadPoolExecutor(8) as workers:
        ledgers = [opened.enter_context(stores.open()) for _ in range(4)]

        def approve(number: int) -> list[str]:
            by = {"by": f"M{number % 3}", "at": f"2026-10-20T09:00:{number % 60:02d}+08:00"}
            lines = [decided(each, "approved", **by, ref=f"r{number}") for each in (PUNCH, OVERTIME)]
            return [outcome.status for outcome in ledgers[number % 4].record(lines)]

        found = [status for each in workers.map(approve, range(100)) for status in each]
    assert sorted(found) == ["accepted"] * 2 + ["rejected"] * 198
    assert kinds_of(ledger).count("clock") == kinds_of(ledger).count("overtime_approved") == 1
