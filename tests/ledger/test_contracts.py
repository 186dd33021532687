"""S3.7a, S4.6c, S14.2: contracts, seniority, entitlements and approvals of hours, and what of them is refused."""

from typing import Any

import pytest

from ledger.decisions.contracts import decide_contract
from ledger.decisions.state import ACCEPTED
from ledger.facts.contracts import Contract
from ledger.facts.interchange_line import read_object
from ledger.facts.people import Employee, Site
from ledger.ledger import Ledger
from ledger.refusal import Refusal
from tests.ledger.material import EMPLOYEE, SITE, given, refusal, when
from tests.ledger.test_deciders import Told

CONTRACT: dict[str, Any] = {"kind": "contract", "employee": "A", "from": "2026-11-01", "day_minutes": 240}
MONTHLY = {**CONTRACT, "pay": "monthly"}
HOURLY = {**CONTRACT, "pay": "hourly", "rate": "26.50"}
UNPAID = {**CONTRACT, "pay": "none"}
SENIORITY = {"kind": "seniority", "employee": "A", "from": "2020-07-01"}
GRANT = {"kind": "entitlement", "employee": "A", "type": "annual", "year": "2026", "minutes": 480}
APPROVAL = {"kind": "hours_approval", "approval": "P", "from": "2026-10", "months": 3, "roles": ["csr"]}
OVERTIME = {"kind": "overtime_approved", "employee": "A", "date": "2026-10-12", "minutes": 60, "by": "M"}
VOID: dict[str, Any] = {"kind": "void", "of_kind": "contract", "by": "HR", "reason": "错录"}


def contract(line: dict[str, Any], **fields: Any) -> Contract:
    fact = read_object({**line, **fields})
    assert isinstance(fact, Contract)
    return fact


def decided(start_day: int, standing: list[Contract], fact: Contract) -> object:
    site = read_object({**SITE, "period_start_day": start_day})
    hired = read_object(EMPLOYEE | {"hired_on": "2026-10-07"})
    assert isinstance(site, Site)
    assert isinstance(hired, Employee)
    decision = decide_contract(fact, Told(site, [hired, *standing]), None)
    return "accepted" if decision is ACCEPTED else decision.message if isinstance(decision, Refusal) else decision


@pytest.mark.parametrize(
    ("start_day", "day", "next_day"),
    [
        (1, "2026-10-01", None),
        (1, "2026-10-07", None),
        (1, "2026-10-08", "2026-11-01"),
        (1, "2026-11-01", None),
        (1, "2026-12-31", "2027-01-01"),
        (26, "2026-10-26", None),
        (26, "2026-11-01", "2026-11-26"),
        (26, "2026-12-25", "2026-12-26"),
    ],
)
def test_pay_changes_at_a_periods_start_or_by_hiring_and_else_the_next_first_day_is_named(
    start_day: int, day: str, next_day: str | None
) -> None:
    answer = str(decided(start_day, [], contract(HOURLY, **{"from": day})))
    assert answer == "accepted" if next_day is None else f"give from {next_day}, or monthly as pay until then" in answer


def test_minutes_a_day_and_the_rate_change_on_any_date() -> None:
    assert decided(1, [], contract(MONTHLY, **{"from": "2026-11-12"})) == "accepted"
    hourly = contract(HOURLY)
    assert (
        decided(1, [hourly], contract(HOURLY, **{"from": "2026-11-12", "rate": "30", "day_minutes": 720})) == "accepted"
    )


def test_a_contract_restated_so_that_a_later_one_would_change_pay_within_a_period_is_refused() -> None:
    standing = [contract(HOURLY), contract(HOURLY, **{"from": "2026-11-12", "rate": "30"})]
    answer = str(decided(1, standing, contract(MONTHLY)))
    assert (
        "with monthly as pay from 2026-11-01 on, the contract of 'A' from 2026-11-12 would change it to hourly"
        in answer
    )
    assert "record that contract from 2026-12-01 first (S3.7a)" in answer


def test_a_contract_between_two_is_judged_by_the_one_after_it() -> None:
    standing = [contract(HOURLY), contract(HOURLY, **{"from": "2026-12-12"})]
    assert "from 2026-12-12 would change it to hourly" in str(
        decided(1, standing, contract(UNPAID, **{"from": "2026-12-01"}))
    )
    assert decided(1, standing, contract(UNPAID, **{"from": "2027-01-01"})) == "accepted"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({**HOURLY, "rate": None}, "pay is hourly, and there is no rate; give the rate"),
        ({**MONTHLY, "rate": "26.50"}, "pay is monthly, and there is a rate; leave rate out"),
        ({**UNPAID, "rate": "26.50"}, "pay is none, and there is a rate; leave rate out"),
        ({**MONTHLY, "day_minutes": 0}, "day_minutes is 0; give a whole number of minutes from 1 to 720"),
        ({**MONTHLY, "day_minutes": 721}, "day_minutes is 721; give a whole number of minutes from 1 to 720"),
        ({**MONTHLY, "day_minutes": True}, "day_minutes is true; give a whole number of minutes from 1 to 720"),
        ({**HOURLY, "rate": 26.5}, "rate is 26.5; give yuan from"),
        ({**MONTHLY, "pay": "weekly"}, 'pay is "weekly"; give'),
        (
            {**SENIORITY, "continuous_from": "2020-06-30"},
            "continuous_from 2020-06-30 is before from 2020-07-01, the start of all service",
        ),
        (
            {**GRANT, "expires": "2025-12-31"},
            "expires 2025-12-31 is before the year 2026; give a date from 2026-01-01 on",
        ),
        (
            {**GRANT, "type": "anual"},
            "no rule set on the ledger has a leave type 'anual'; give one of annual, bereavement",
        ),
        ({**GRANT, "minutes": -1}, "minutes is -1; give"),
        ({**GRANT, "year": 2026}, "year is 2026; give a year"),
        ({"kind": "calendar_day", "date": "2026-10-10", "type": "holiday"}, 'type is "holiday"; give'),
        (
            {**APPROVAL, "months": 2},
            "months is 2; give one of 1, 3, 6, 12",
        ),
        ({**APPROVAL, "months": True}, "months is true"),
        ({**APPROVAL, "roles": []}, "roles is []; give"),
        (
            {**APPROVAL, "roles": ["csr", "qa", "csr"]},
            "roles has csr twice; name each role once",
        ),
        (
            {**APPROVAL, "until": "2026-09"},
            "until 2026-09 is before from 2026-10",
        ),
        (
            {**OVERTIME, "rate": "night"},
            'rate is "night"; give',
        ),
    ],
)
def test_bad_input_is_refused_with_its_sentence(ledger: Ledger, line: dict[str, Any], sentence: str) -> None:
    given(ledger)
    told = refusal(when(ledger, **{name: value for name, value in line.items() if value is not None}))
    assert sentence in told
    assert told.partition(":")[0] in ("bad_value", "unknown_leave_type")


def test_what_is_void_of_a_contract_is_refused_where_a_later_one_would_change_pay_within_a_period(
    ledger: Ledger,
) -> None:
    given(
        ledger,
        {**HOURLY, "ref": "k1"},
        {**HOURLY, "from": "2026-11-12", "rate": "30", "ref": "k2"},
    )
    told = refusal(when(ledger, **VOID, of="k1"))
    assert "cannot be voided: without it contract: with monthly as pay from 2026-11-01 on" in told
    assert "record that contract from 2026-12-01 first" in told
    assert when(ledger, **VOID, of="k2").status == "accepted"
    assert when(ledger, **VOID, of="k1").status == "accepted"


def test_a_void_is_refused_where_the_contract_that_would_stand_again_would_change_pay_otherwise(ledger: Ledger) -> None:
    given(
        ledger,
        {**MONTHLY, "ref": "k1"},
        {**HOURLY, "ref": "k2"},
        {**HOURLY, "from": "2026-11-12", "rate": "30", "ref": "k3"},
    )
    assert "without it contract: with monthly" in refusal(when(ledger, **VOID, of="k2"))
    assert when(ledger, **VOID, of="k1").status == "accepted"


def test_contracts_of_one_batch_are_judged_by_those_before_them(ledger: Ledger) -> None:
    lines = [SITE, EMPLOYEE, HOURLY, {**HOURLY, "from": "2026-11-12", "rate": "30"}, {**UNPAID, "from": "2026-11-20"}]
    assert [outcome.status for outcome in ledger.record(lines)] == ["accepted"] * 4 + ["rejected"]
    assert when(ledger, **{**UNPAID, "from": "2026-11-20"}).status == "rejected"
    assert when(ledger, **{**UNPAID, "from": "2026-12-01"}).status == "accepted"
    assert when(ledger, **HOURLY).status == "duplicate"


def test_of_somebody_else_a_contract_says_nothing(ledger: Ledger) -> None:
    given(ledger, HOURLY)
    assert when(ledger, **{**HOURLY, "employee": "B", "from": "2026-11-12"}).status == "rejected"
    assert "give from 2026-11-01" in refusal(when(ledger, **{**HOURLY, "employee": "B", "from": "2026-10-12"}))


def test_a_later_contract_that_changes_pay_otherwise_already_is_no_reason_to_refuse_another(ledger: Ledger) -> None:
    by_hiring = {**HOURLY, "from": "2026-10-15"}
    given(ledger, {**EMPLOYEE, "hired_on": "2026-10-15"}, by_hiring, {**EMPLOYEE, "hired_on": "2026-10-12"})
    assert when(ledger, **{**MONTHLY, "from": "2026-10-13"}).status == "accepted"
    assert when(ledger, **{**UNPAID, "from": "2026-10-12"}).status == "rejected"
    assert when(ledger, **{**by_hiring, "rate": "30"}).status == "rejected"
