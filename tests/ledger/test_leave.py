"""S4.1 and S4.2: requests for leave and the decisions on them."""

from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import given, refusal, when

AT = "2026-10-10T09:00:00+08:00"
LEAVE = {
    "kind": "leave",
    "leave": "l1",
    "employee": "A",
    "type": "lieu",
    "first_date": "2026-10-12",
    "last_date": "2026-10-12",
    "requested_on": "2026-10-09",
}


def decided(decision: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "leave_decision", "leave": "l1", "decision": decision, "by": "M", "at": AT, **fields}


def test_lieu_leave_is_requested_three_days_before(ledger: Ledger) -> None:
    given(ledger)
    late = {**LEAVE, "requested_on": "2026-10-10"}
    assert refusal(when(ledger, **late)).startswith("short_notice: leave: lieu from 2026-10-12 was requested on")
    assert when(ledger, **late, override_by="M").status == "rejected"
    assert when(ledger, **late, override_reason="wedding").status == "rejected"
    assert when(ledger, **late, override_by="M", override_reason="wedding").status == "accepted"
    assert when(ledger, **{**LEAVE, "leave": "l2"}).status == "accepted"


def test_other_leave_needs_no_notice(ledger: Ledger) -> None:
    given(ledger)
    for number, kind in enumerate(("annual", "sick", "personal", "maternity")):
        line = {**LEAVE, "leave": f"x{number}", "type": kind, "requested_on": "2026-10-12"}
        assert when(ledger, **line).status == "accepted"


def test_the_notice_is_that_of_the_rule_set_in_force_for_the_first_date_as_recorded_so_far(ledger: Ledger) -> None:
    rules = {"kind": "rules", "version": "v1", "effective_period": "2026-11", "reason": "x"}
    given(ledger, {**rules, "parameters": {"lieu_notice_days": 5}})
    october = {**LEAVE, "leave": "o", "requested_on": "2026-10-09"}
    november = {**LEAVE, "leave": "n", "first_date": "2026-11-12", "last_date": "2026-11-12"}
    assert when(ledger, **october).status == "accepted"
    assert "5 days before" in refusal(when(ledger, **{**november, "requested_on": "2026-11-08"}))
    assert when(ledger, **{**november, "requested_on": "2026-11-07"}).status == "accepted"
    lenient = {**rules, "version": "v2", "parameters": {"lieu_notice_days": 0}}
    outcomes = ledger.record([lenient, {**november, "leave": "m", "requested_on": "2026-11-12"}])
    assert [outcome.status for outcome in outcomes] == ["accepted", "accepted"]


def test_the_period_of_the_first_date_follows_the_sites_start_day(ledger: Ledger) -> None:
    site = {
        "kind": "site",
        "name": "S",
        "time_zone": "Asia/Shanghai",
        "first_period": "2026-10",
        "period_start_day": 26,
    }
    employee = {"kind": "employee", "employee": "A", "name": "A", "role": "csr", "team": "T", "hired_on": "2026-10-01"}
    rules = {"kind": "rules", "version": "v", "effective_period": "2026-11", "reason": "x"}
    ledger.record([site, employee, {**rules, "parameters": {"lieu_notice_days": 0}}])
    on_the_25th = {**LEAVE, "first_date": "2026-10-25", "last_date": "2026-10-25", "requested_on": "2026-10-25"}
    on_the_26th = {**LEAVE, "first_date": "2026-10-26", "last_date": "2026-10-26", "requested_on": "2026-10-26"}
    assert when(ledger, **on_the_25th).status == "rejected"
    assert when(ledger, **on_the_26th).status == "accepted"


def test_the_dates_of_a_leave_fit_together(ledger: Ledger) -> None:
    given(ledger)
    backwards = {**LEAVE, "type": "annual", "last_date": "2026-10-11"}
    assert "before first_date" in refusal(when(ledger, **backwards))
    assert "single date" in refusal(when(ledger, **{**LEAVE, "last_date": "2026-10-13"}, minutes=60))


def test_a_leave_type_is_known_to_some_rule_set(ledger: Ledger) -> None:
    given(ledger)
    study = {**LEAVE, "type": "study"}
    assert refusal(when(ledger, **study)).startswith("unknown_leave_type: leave: no rule set on the ledger")
    types = {"study": {"hours": "credit", "unpaid_percent": 0}}
    rules = {"kind": "rules", "version": "v", "effective_period": "2030-01", "reason": "x"}
    assert when(ledger, **rules, parameters={"leave_types": types}).status == "accepted"
    assert when(ledger, **study).status == "accepted"
    assert when(ledger, **{**LEAVE, "leave": "l2"}).status == "accepted"


def test_a_shift_type_is_known_to_some_rule_set(ledger: Ledger) -> None:
    given(ledger)
    early = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "E"}
    assert refusal(when(ledger, **early)).startswith("unknown_shift: shift: no rule set")
    shifts = {"E": {"start": "06:00", "end": "14:00", "counted": 450}}
    rules = {"kind": "rules", "version": "v", "effective_period": "2030-01", "reason": "x"}
    outcomes = ledger.record([{**rules, "parameters": {"shifts": shifts}}, early, {**early, "shift": "W"}])
    assert [outcome.status for outcome in outcomes] == ["accepted", "accepted", "accepted"]


@pytest.mark.parametrize("decision", ["approved", "rejected"])
def test_cancellation_is_final(ledger: Ledger, decision: str) -> None:
    given(ledger, LEAVE, decided("approved"), decided("rejected", ref="again"), decided("cancelled"))
    assert "cancelled, which is final" in refusal(when(ledger, **decided(decision, ref="later")))
    assert when(ledger, **decided("approved")).status == "duplicate"
    assert when(ledger, **decided("cancelled")).status == "duplicate"


def test_a_decision_on_leave_has_the_employee_and_the_date_of_the_leave(ledger: Ledger) -> None:
    given(ledger, LEAVE, decided("approved"))
    last = ledger.facts.page(ledger.facts.last_position() - 1)[0]
    assert (last.employee, last.business_date) == ("A", "2026-10-12")
