"""S11: what moves pay by contract, overtime, service and entitlement is the cause, and adjusted when it is late."""

from pathlib import Path
from typing import Any

import pytest

from projections.comparison import Coordinates
from tests.projections.pay.pay_office import Line, centre, contract, leave, overtime, paid_time, pay, person, worked
from tests.projections.sides import compared

OCTOBER, NOVEMBER = "2026-10", "2026-11"
TIERS = [{"years_below": 2, "percent": 60}, {"years_below": None, "percent": 100}]
SENIORITY = {"kind": "seniority", "employee": "A", "from": "2020-01-01", "continuous_from": "2020-01-01"}
ENTITLEMENT = {"kind": "entitlement", "employee": "A", "type": "annual", "year": "2026", "minutes": 480}
CALENDAR_DAY = {"kind": "calendar_day", "date": "2026-10-24", "type": "workday"}
LEFT = {"kind": "leaving", "employee": "A", "last_day": "2026-10-31", "reason": "resigned"}


def stand() -> list[Line]:
    """A sick day, a personal one, and paid overtime on a Saturday without a roster."""
    return [
        *person("A"),
        *worked("A 2026-10-12 C\nA 2026-10-13 C"),
        *leave("L1", "A", "sick", "2026-10-12", "2026-10-12"),
        *leave("L2", "A", "personal", "2026-10-13", "2026-10-13"),
        overtime("A", "2026-10-24", 48, compensation="pay"),
        LEFT,
    ]


CAUSES: dict[str, tuple[Line, dict[str, int]]] = {
    "contract": (
        contract("A", 240),
        {"leave_deduction:personal": -20_000, "leave_deduction:sick": -8_000, "overtime_pay": 4_000},
    ),
    "seniority": (SENIORITY, {"leave_deduction:sick": 8_000}),
    "entitlement": (ENTITLEMENT, {"leave_settlement:annual": 40_000}),
    "calendar_day": (CALENDAR_DAY, {"overtime_pay": -1_000}),
    "overtime_approved": (overtime("A", "2026-10-24", 48), {"overtime_pay": -4_000}),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", CAUSES)
def test_the_cause_is_the_fact(kind: str, tmp_path: Path) -> None:
    line, moved = CAUSES[kind]
    at = centre(tmp_path, *stand(), days=0, sick_pay_tiers=TIERS, leave_settlement={"annual": "2"})
    before = at.ledger.facts.last_position()
    at.given(line)
    found = compared(at, OCTOBER, Coordinates("replay", before), Coordinates("replay", at.ledger.facts.last_position()))
    assert [cause.name for cause in found.causes] == [kind]
    assert {each.item: each.amount for each in found.differences if each.item != "lieu_bank"} == moved


@pytest.mark.slow
def test_a_late_contract_is_adjusted_when_the_next_period_closes(tmp_path: Path) -> None:
    at = centre(
        tmp_path, *person("A"), *worked("A 2026-10-13 C"), *leave("L", "A", "personal", "2026-10-13", "2026-10-13")
    )
    at.given({"kind": "period", "period": NOVEMBER, "standard_days": 0, "award_themes": []})
    at.close(OCTOBER)
    at.given(contract("A", 240))
    assert pay(at, "A")["leave_deduction:personal"] == "-200.00", "closed"
    assert pay(at, "A", NOVEMBER)[f"adjustment:{OCTOBER}"] == "-200.00"


@pytest.mark.slow
def test_paid_time_is_frozen_with_its_period(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A"), overtime("A", "2026-10-12", 60, compensation="pay"))
    at.given({"kind": "period", "period": NOVEMBER, "standard_days": 0, "award_themes": []})
    at.close(OCTOBER)
    at.given(overtime("A", "2026-10-12", 120, compensation="pay"))
    assert paid_time(at, "A") == {"overtime_pay": (60, "37.50")}
    assert pay(at, "A", NOVEMBER)[f"adjustment:{OCTOBER}"] == "37.50"


@pytest.mark.slow
def test_another_multiple_is_tried_out(tmp_path: Path) -> None:
    at = centre(tmp_path, *person("A"), overtime("A", "2026-10-12", 60, compensation="pay"))
    tried: dict[str, Any] = {"workday": "3", "rest_day": "3", "holiday": "3"}
    rules = {"kind": "rules", "version": "w", "effective_period": "2027-06", "reason": "to try out"}
    at.given(rules | {"parameters": {"award_themes": [], "overtime_multiples": tried}})
    found = compared(
        at,
        OCTOBER,
        Coordinates("books", at.ledger.facts.last_position()),
        Coordinates("books", at.ledger.facts.last_position(), "w"),
    )
    assert [(cause.kind, cause.name) for cause in found.causes] == [("rules", "overtime_multiples")]
    assert {each.item: each.amount for each in found.differences} == {"overtime_pay": 3_750}
