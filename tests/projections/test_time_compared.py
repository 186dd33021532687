"""S11: what moves hours and the bank by contract, calendar and settlement is told as the cause of a difference."""

from pathlib import Path
from typing import Any

import pytest

from projections.comparison import Comparison, Coordinates, what_if
from projections.comparison.amounts import LIEU_BANK
from tests.ledger.material import SITE
from tests.manual.shorthand import shifts
from tests.projections.office import Office, office
from tests.projections.settlement_cases import leaving, opening, person, rules
from tests.projections.sides import compared

JULY, AUGUST = "2026-07", "2026-08"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Two people with a standard day in July, and a night from its last day into August."""
    found = office(tmp_path)
    found.clock.move(days=200)
    found.given({**SITE, "first_period": JULY}, {"kind": "period", "period": JULY, "standard_days": 1})
    found.given(rules(holiday_in_worked=False, holiday_span="date"), *person("A"), *person("B"))
    found.given(*shifts("A 2026-07-31 W in 20:30 out 08:30+1", str(SITE["time_zone"])), opening("B", p_2026_05=700))
    return found


def causes(found: Comparison) -> dict[str, dict[str, int]]:
    """By cause, what it makes of everyone's bank."""
    names = [cause.name or cause.kind for cause in found.causes]
    told: dict[str, dict[str, int]] = {}
    for each in found.differences:
        for part in each.shares:
            if each.item == LIEU_BANK and part.amount:
                told.setdefault(names[part.cause], {})[each.employee] = part.amount
    return told


def since(at: Office, *lines: dict[str, Any]) -> dict[str, dict[str, int]]:
    """What lines make of July's banks, by cause."""
    before = at.ledger.facts.last_position()
    at.given(*lines)
    after = at.ledger.facts.last_position()
    return causes(compared(at, JULY, Coordinates("replay", before), Coordinates("replay", after)))


@pytest.mark.slow
def test_a_holiday_on_the_next_periods_first_day_is_the_cause_of_a_nights_minutes(at: Office) -> None:
    # W: 720 minutes, 510 of 720 present after midnight: worked 720 - 510, due 480.
    assert since(at, {"kind": "holiday", "date": "2026-08-01", "name": "H"}) == {"holiday": {"A": -510}}


@pytest.mark.slow
def test_a_training_is_the_cause_of_what_it_adds_to_worked(at: Office) -> None:
    # A has a night on the 31st, B has no shift.
    training = {"kind": "training", "training": "T", "topic": "product", "minutes": 60, "counts": True}
    told = since(at, training | {"date": "2026-07-31", "attendees": ["A", "B"]})
    assert told == {"training": {"B": 60}}


@pytest.mark.slow
def test_a_contract_is_the_cause_of_what_is_due(at: Office) -> None:
    contract = {"kind": "contract", "employee": "B", "from": "2026-07-01", "day_minutes": 240, "pay": "monthly"}
    assert since(at, contract) == {"contract": {"B": 240}}


@pytest.mark.slow
def test_a_leaving_takes_the_lots_that_are_paid_out_of_the_bank(at: Office) -> None:
    at.given(rules(version="pays", lieu_settlement="pay"))
    # Of 700 minutes 480 are drawn, and 220 are paid.
    assert since(at, leaving("B", "2026-07-31")) == {"leaving": {"B": -220}}


@pytest.mark.slow
def test_what_if_tells_what_settlement_would_take_out_of_the_bank(at: Office) -> None:
    at.given(leaving("B", "2026-07-31"))
    version = at.books().rules_of(at.books().first_period)[1].model_copy(update={"lieu_settlement": "pay"})
    moved = {
        (each.employee, each.figure): (each.before, each.after) for each in what_if(at.books(), JULY, version).moved
    }
    assert moved["B", "lieu_closing"] == (220, 0)
