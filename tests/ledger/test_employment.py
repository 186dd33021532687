"""S1.3a: employment ends after it began, and a rehire is a new employee number."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.decisions.employment import decide_employee, decide_leaving
from ledger.decisions.state import ACCEPTED
from ledger.facts.interchange_line import read_object
from ledger.facts.people import Employee, Leaving
from ledger.ledger import Ledger
from ledger.refusal import Refusal
from tests.ledger.material import EMPLOYEE, SITE, given, refusal, when
from tests.ledger.stores import Stores
from tests.ledger.test_deciders import Told

HIRED = EMPLOYEE["hired_on"]
LEAVING: dict[str, Any] = {"kind": "leaving", "employee": "A", "reason": "resigned"}
REFUSED = [("2026-09-30", "2026-10-01"), ("2006-10-31", "2026-10-01"), ("1900-01-01", "2999-12-31")]
RIGHT = [("2026-10-01", "2026-10-01"), ("2026-10-02", "2026-10-01"), (None, "2026-10-01")]


def leaving(last_day: str | None) -> Leaving:
    fact = read_object(LEAVING | {"last_day": last_day})
    assert isinstance(fact, Leaving)
    return fact


def hired(on: str) -> Employee:
    fact = read_object(EMPLOYEE | {"hired_on": on})
    assert isinstance(fact, Employee)
    return fact


@pytest.mark.parametrize(("last_day", "hired_on"), [*REFUSED, *RIGHT])
def test_given_one_of_both_dates_the_other_is_refused_only_where_employment_would_end_before_it_began(
    last_day: str | None, hired_on: str
) -> None:
    left, employed = leaving(last_day), hired(hired_on)
    decided = decide_leaving(left, Told(None, [employed]), None)
    again = decide_employee(employed, Told(None, [hired("1900-01-01"), left]), None)
    assert isinstance(decided, Refusal) == isinstance(again, Refusal) == ((last_day, hired_on) in REFUSED)
    assert {decided, again} == {ACCEPTED} or {decided.code, again.code} == {"not_allowed"}  # type: ignore[union-attr]


def test_a_last_day_before_the_first_is_refused_with_both_dates(ledger: Ledger) -> None:
    given(ledger)
    assert refusal(when(ledger, **LEAVING, last_day="2006-10-31")).startswith(
        "not_allowed: leaving: last_day 2006-10-31 of 'A' is before hired_on 2026-10-01; give a last day from then on"
    )
    assert when(ledger, **LEAVING, last_day=HIRED).status == "accepted"


def test_a_rehire_under_the_same_number_is_refused_and_the_first_line_again_is_a_duplicate(ledger: Ledger) -> None:
    given(ledger)
    assert when(ledger, **LEAVING, last_day="2026-10-31").status == "accepted"
    assert "give a rehire a new employee number" in refusal(when(ledger, **EMPLOYEE | {"hired_on": "2026-11-01"}))
    assert when(ledger, **EMPLOYEE | {"hired_on": "2026-11-01", "ref": "r9"}).status == "rejected"
    assert when(ledger, **EMPLOYEE).status == "duplicate"
    assert when(ledger, **EMPLOYEE | {"team": "T2"}).status == "accepted"


def test_a_withdrawn_leaving_stands_against_nothing(ledger: Ledger) -> None:
    given(ledger)
    assert when(ledger, **LEAVING, last_day="2026-10-31").status == "accepted"
    assert when(ledger, **LEAVING, last_day=None).status == "accepted"
    assert when(ledger, **EMPLOYEE | {"hired_on": "2026-11-01"}).status == "accepted"
    assert when(ledger, **LEAVING, last_day="2026-10-31").status == "rejected"


def test_lines_of_one_batch_are_judged_by_those_before_them(ledger: Ledger) -> None:
    lines = [SITE, EMPLOYEE, LEAVING | {"last_day": "2026-10-31"}, EMPLOYEE | {"hired_on": "2026-11-01"}]
    assert [outcome.status for outcome in ledger.record(lines)] == ["accepted", "accepted", "accepted", "rejected"]


def test_an_older_ledger_with_such_lines_is_restored_as_it_was(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    given(ledger)
    assert when(ledger, **LEAVING, last_day="2026-10-31").status == "accepted"
    stream = io.BytesIO()
    ledger.exports.write(stream)
    # What 0.1.0 recorded: a last day before the first, and somebody hired again under the same number.
    older = stream.getvalue().replace(b'"last_day":"2026-10-31"', b'"last_day":"2006-10-31"')
    (tmp_path / "older.ndjson").write_bytes(older)
    with stores.open("restored") as restored:
        assert restored.imports.import_file(tmp_path / "older.ndjson").accepted == ledger.facts.last_position()
        out = io.BytesIO()
        restored.exports.write(out)
        assert out.getvalue() == older
        assert json.loads(older.splitlines()[-1])["last_day"] == date(2006, 10, 31).isoformat()
        assert restored.record([LEAVING | {"last_day": "2006-10-31"}])[0].status == "duplicate"
