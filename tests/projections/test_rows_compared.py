"""S11: rows of leave balances and of compliance that appear, change or vanish are told beside pay."""

from pathlib import Path
from typing import Any

import pytest

from ledger.ruleset import read_parameters
from projections.comparison import ChangedRow, Coordinates, compare, what_if
from tests.ledger.material import SITE
from tests.manual.shorthand import people, shifts
from tests.projections.office import Office, office

OCTOBER = "2026-10"
ZONE = str(SITE["time_zone"])
SALARY = {"kind": "base_salary", "employee": "A", "from": "2026-01-01", "monthly": "4800.00"}
LIMITS = {"shift_length": 470}


@pytest.fixture
def at(tmp_path: Path) -> Office:
    found = office(tmp_path)
    found.clock.move(days=60)
    found.given({**SITE, "first_period": OCTOBER}, *people("A csr hired 2026-01-01"), SALARY)
    found.given(*shifts("A 2026-10-05 R in 08:25 out 20:31", ZONE))
    return found


def told(rows: tuple[ChangedRow, ...], column: str) -> list[tuple[Any, ...]]:
    """Report, row, and a column on both sides."""
    return [
        (each.report, each.row, *(None if side is None else side[column] for side in (each.before, each.after)))
        for each in rows
    ]


def since(at: Office, *lines: dict[str, Any]) -> tuple[ChangedRow, ...]:
    before = at.ledger.facts.last_position()
    at.given(*lines)
    sides = (Coordinates("replay", position) for position in (before, at.ledger.facts.last_position()))
    return compare(at.reader, at.engine, OCTOBER, *sides).rows


@pytest.mark.slow
def test_an_entitlement_makes_a_row_of_balances_and_a_later_one_changes_it(at: Office) -> None:
    line = {"kind": "entitlement", "employee": "A", "type": "annual", "year": "2026"}
    assert told(since(at, line | {"minutes": 2400}), "granted") == [("leave_balances", "annual", None, 2400)]
    changed = since(at, line | {"minutes": 1920})
    assert told(changed, "granted") == [("leave_balances", "annual", 2400, 1920)]
    assert told(since(at, line | {"minutes": 0}), "granted") == [("leave_balances", "annual", 1920, 0)]


@pytest.mark.slow
def test_limits_that_are_not_adopted_tell_the_rows_that_they_would_make(at: Office) -> None:
    found = what_if(at.books(), OCTOBER, read_parameters({"compliance": LIMITS}))
    assert told(found.rows, "value") == [("compliance", "shift_length 2026-10-05", None, 660)]
    assert [row.tells_pay for row in found.rows] == [False]


@pytest.mark.slow
def test_rows_that_tell_pay_are_kept_from_whoever_sees_none(at: Office) -> None:
    limits = {**LIMITS, "minimum_wage": "9000"}
    found = what_if(at.books(), OCTOBER, read_parameters({"compliance": limits}))
    assert {each.row.partition(" ")[0]: each.tells_pay for each in found.rows} == {
        "shift_length": False,
        "minimum_wage": True,
    }
    assert [each.row.partition(" ")[0] for each in found.without_pay().rows] == ["shift_length"]
