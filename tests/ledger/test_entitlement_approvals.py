"""S4.6b: approving a leave that would leave more minutes without a grant is refused, and who may let it pass does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import EMPLOYEE, SITE, given, refusal, when
from tests.ledger.stores import Stores

AT = "2026-11-10T09:00:00+08:00"
RULES = {"kind": "rules", "version": "v1", "effective_period": "2026-10", "reason": "x"}
ENTITLED = {**RULES, "parameters": {"entitled_types": ["annual"]}}
TIERS = [{"years_below": 1, "days": 0}, {"years_below": 10, "days": 5}, {"years_below": None, "days": 10}]
BY_SERVICE = {**RULES, "parameters": {"entitled_types": ["annual"], "entitlement_by_service": {"annual": TIERS}}}
GRANT = {"kind": "entitlement", "employee": "A", "type": "annual", "year": "2026", "minutes": 1140}
LEAVE = {"kind": "leave", "employee": "A", "type": "annual", "requested_on": "2026-11-01"}


def leave(number: str, first: str, last: str | None = None, **fields: Any) -> dict[str, Any]:
    return {**LEAVE, "leave": number, "first_date": first, "last_date": last or first, **fields}


def approved(number: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "leave_decision", "leave": number, "decision": "approved", "by": "M", "at": AT, **fields}


def shifts(*dates: str, shift: str = "R") -> Iterator[dict[str, Any]]:
    for day in dates:
        yield {"kind": "shift", "employee": "A", "date": day, "shift": shift}


def test_an_approval_that_leaves_minutes_without_a_grant_is_refused_with_the_balance(ledger: Ledger) -> None:
    given(ledger, ENTITLED, GRANT, *shifts("2026-11-16", "2026-11-17"), leave("l1", "2026-11-16", "2026-11-17"))
    assert refusal(when(ledger, **approved("l1"))) == (
        "no_grant: leave_decision: leave 'l1' asks for 1320 minutes of annual from 2026-11-16 to 2026-11-17, and the "
        "entitlement has 1140 left for it; approve no more than that, record an entitlement first, or give override_by "
        "and override_reason (S4.6b)"
    )
    assert when(ledger, **approved("l1", override_by="M")).status == "rejected"
    assert when(ledger, **approved("l1", override_reason="搬家")).status == "rejected"
    assert when(ledger, **approved("l1", override_by="M", override_reason="搬家")).status == "accepted"


def test_what_is_approved_already_has_drawn_on_the_grant(ledger: Ledger) -> None:
    given(ledger, ENTITLED, GRANT, *shifts("2026-11-16", "2026-11-18"), leave("l1", "2026-11-16"))
    given(ledger, leave("l2", "2026-11-18"), leave("l3", "2026-11-18", minutes=480))
    assert when(ledger, **approved("l1")).status == "accepted"
    assert "asks for 660 minutes of annual" in refusal(when(ledger, **approved("l2")))
    assert when(ledger, **approved("l3")).status == "accepted"
    assert when(ledger, **{**approved("l1"), "decision": "cancelled"}).status == "accepted"
    assert when(ledger, **approved("l2")).status == "accepted"


def test_other_types_need_no_grant_and_neither_does_a_rejection(ledger: Ledger) -> None:
    given(ledger, ENTITLED, *shifts("2026-11-16"), leave("s1", "2026-11-16", type="sick"), leave("l1", "2026-11-16"))
    assert when(ledger, **approved("s1")).status == "accepted"
    assert when(ledger, **{**approved("l1"), "decision": "rejected"}).status == "accepted"
    assert when(ledger, **approved("l1")).status == "rejected"


def test_without_entitled_types_everything_is_approved(ledger: Ledger) -> None:
    given(ledger, *shifts("2026-11-16"), leave("l1", "2026-11-16", "2026-11-20"))
    assert when(ledger, **approved("l1")).status == "accepted"


def test_the_rule_set_of_the_first_dates_period_decides(ledger: Ledger) -> None:
    december = {**ENTITLED, "effective_period": "2026-12"}
    given(ledger, december, leave("n", "2026-11-30", "2026-12-04"), leave("d", "2026-12-01", "2026-12-04"))
    assert when(ledger, **approved("n")).status == "accepted"
    assert when(ledger, **approved("d")).status == "rejected"


def test_a_week_without_a_roster_asks_for_the_minutes_a_day_of_the_contract(ledger: Ledger) -> None:
    half = {"kind": "contract", "employee": "A", "from": "2026-11-01", "day_minutes": 240, "pay": "monthly"}
    given(ledger, ENTITLED, half, leave("l1", "2026-11-16", "2026-11-22"), {**GRANT, "minutes": 1199})
    assert "asks for 1200 minutes" in refusal(when(ledger, **approved("l1")))
    given(ledger, {**GRANT, "minutes": 1200})
    assert when(ledger, **approved("l1")).status == "accepted"


def test_dates_without_a_shift_in_a_rostered_week_holidays_and_dates_without_employment_ask_for_nothing(
    ledger: Ledger,
) -> None:
    given(
        ledger,
        ENTITLED,
        {"kind": "holiday", "date": "2026-11-24", "name": "x"},
        {"kind": "leaving", "employee": "A", "last_day": "2026-11-25", "reason": "resigned"},
        *shifts("2026-11-19", shift="C"),
        leave("l1", "2026-11-16", "2026-11-29"),
        {**GRANT, "minutes": 1439},
    )
    # A shift of 480 minutes, then the Monday and the Wednesday of a week without a roster, whose Tuesday is a holiday.
    assert "asks for 1440 minutes" in refusal(when(ledger, **approved("l1")))


def test_the_public_calendar_says_which_dates_of_a_week_without_a_roster_are_worked(ledger: Ledger) -> None:
    calendar = {**RULES, "parameters": {"entitled_types": ["annual"], "standard_days_from": "calendar"}}
    stated = [("2026-11-21", "workday"), ("2026-11-20", "rest_day"), ("2026-11-19", "rest_day"), ("2026-11-19", None)]
    days = [{"kind": "calendar_day", "date": day, "type": kind} for day, kind in stated]
    given(ledger, calendar, *days, leave("l1", "2026-11-16", "2026-11-22"))
    assert "asks for 2400 minutes" in refusal(when(ledger, **approved("l1")))


def test_service_grants_where_no_fact_does(ledger: Ledger) -> None:
    senior = {"kind": "seniority", "employee": "A", "from": "2016-12-02"}
    given(ledger, BY_SERVICE, senior, leave("l1", "2026-12-01", "2026-12-02"), *shifts("2026-12-01", "2026-12-02"))
    # Employed for 92 days of 2026; of these 30 with ten completed years: (62 × 5 + 30 × 10) / 365 is one whole day.
    assert "asks for 1320 minutes of annual from 2026-12-01 to 2026-12-02, and the entitlement has 480 left" in refusal(
        when(ledger, **approved("l1"))
    )
    given(ledger, {**GRANT, "minutes": 1320})
    assert when(ledger, **approved("l1")).status == "accepted"


def test_a_grant_that_expires_later_is_drawn_after_the_one_that_expires_first(ledger: Ledger) -> None:
    carried = {**GRANT, "year": "2026", "minutes": 480, "expires": "2027-03-31"}
    given(
        ledger,
        ENTITLED,
        carried,
        {**GRANT, "year": "2027", "minutes": 480},
        *shifts("2027-03-30", "2027-06-01", "2027-06-02", shift="C"),
        *(leave(f"l{number}", day) for number, day in enumerate(("2027-03-30", "2027-06-01", "2027-06-02"))),
    )
    assert [when(ledger, **approved(f"l{number}")).status for number in range(3)] == [
        "accepted",
        "accepted",
        "rejected",
    ]


def test_a_void_of_the_grant_takes_it_back_for_what_is_approved_then(ledger: Ledger) -> None:
    given(ledger, ENTITLED, {**GRANT, "ref": "g1"}, *shifts("2026-11-16"), leave("l1", "2026-11-16"))
    void = {"kind": "void", "of_kind": "entitlement", "of": "g1", "by": "HR", "reason": "x"}
    assert when(ledger, **void).status == "accepted"
    assert "has 0 left" in refusal(when(ledger, **approved("l1")))


def test_lines_of_one_batch_are_judged_by_those_before_them(ledger: Ledger) -> None:
    lines = [SITE, EMPLOYEE, ENTITLED, {**GRANT, "minutes": 660}, *shifts("2026-11-16", "2026-11-17")]
    lines += [leave("l1", "2026-11-16"), leave("l2", "2026-11-17"), approved("l1"), approved("l2")]
    assert [outcome.status for outcome in ledger.record(lines)] == ["accepted"] * 9 + ["rejected"]


def test_of_two_approvals_at_once_one_passes_where_one_has_a_grant(ledger: Ledger, stores: Stores) -> None:
    given(ledger, ENTITLED, {**GRANT, "minutes": 660}, *shifts("2026-11-16", "2026-11-17"))
    given(ledger, leave("l1", "2026-11-16"), leave("l2", "2026-11-17"))
    with stores.open() as other, ThreadPoolExecutor(2) as workers:
        outcomes = list(workers.map(lambda each: when(each[0], **approved(each[1])), ((ledger, "l1"), (other, "l2"))))
    assert sorted(outcome.status for outcome in outcomes) == ["accepted", "rejected"]


@pytest.mark.parametrize("day", ["2026-09-29", "2026-09-30"])
def test_dates_before_the_first_period_ask_for_nothing(ledger: Ledger, day: str) -> None:
    given(ledger, {**ENTITLED, "effective_period": "2026-01"}, {**EMPLOYEE, "hired_on": "2026-01-01"}, *shifts(day))
    given(ledger, leave("l1", day))
    assert when(ledger, **approved("l1")).status == "accepted"
