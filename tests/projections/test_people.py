"""Who is in which role and team when is computed once (S1.2): leaders' reach, directory and reports read the same."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.auth.teams import Teams
from api.directory import Directory
from projections.books import Books
from projections.calendar import EPOCH, Period, day_number, day_text
from projections.people import Membership, members
from tests.ledger.material import EMPLOYEE, SITE
from tests.projections.office import Office, office

DAYS = range(1, 25)
TODAY = "2026-11-23"
"""Of the clock of tests."""


def november(day: int) -> str:
    return f"2026-11-{day:02d}"


def moved(day: int, role: str | None, team: str | None) -> dict[str, Any]:
    given_ = {"role": role, "team": team}
    held = {name: value for name, value in given_.items() if value is not None}
    return {"kind": "assignment", "employee": "A", "from": november(day), **held}


roles, teams = st.sampled_from([None, "csr", "qa", "team_leader"]), st.sampled_from([None, "T1", "T2", "T3"])
moves = st.tuples(st.sampled_from(DAYS), roles, teams).filter(lambda move: move[1] or move[2])
last_days = st.one_of(st.none(), st.sampled_from(DAYS))


def of_day(books: Books, day: str) -> tuple[str, str] | None:
    """The role and the team that reports have on a date; None of who is not employed."""
    number = day_number(EPOCH.fromisoformat(day))
    found = members(books.facts.staff, Period(0, number, number))
    rows = books.engine.rows(found).to_dicts()
    return (rows[0]["role"], rows[0]["team"]) if rows else None


def answered(known: Membership, day: str) -> tuple[str, str] | None:
    held = known.posting_on("A", day)
    return (held.role, held.team) if held is not None and known.employed_on("A", day) else None


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moves, max_size=5), last_days)
@example([(9, "csr", "T2"), (9, "qa", None)], None)
@example([(9, None, "T2"), (5, "qa", None)], 20)
def test_reach_directory_and_reports_have_everybody_in_the_same_team(
    tmp_path_factory: pytest.TempPathFactory, moves_: Sequence[tuple[int, str | None, str | None]], last: int | None
) -> None:
    at = office(tmp_path_factory.mktemp("people"))
    with at.ledger:
        at.given(SITE, EMPLOYEE)
        at.record(*(moved(*each) for each in moves_))
        if last is not None:
            at.record({"kind": "leaving", "employee": "A", "last_day": november(last), "reason": "resigned"})
        assert_same_everywhere(at)


def assert_same_everywhere(at: Office) -> None:
    held = Teams(at.ledger)
    known, books = held.membership(), at.books()
    for day in map(november, DAYS):
        assert answered(known, day) == of_day(books, day)
    number = day_number(EPOCH.fromisoformat(TODAY))
    assert known.today == TODAY == day_text(number)
    (person,) = Directory(at.ledger, held).people()
    assert (person.employee, person.name) == ("A", EMPLOYEE["name"])
    assert ((person.role, person.team) if person.employed else None) == of_day(books, TODAY)


def test_a_restated_assignment_takes_the_place_of_the_one_of_the_same_date(tmp_path: Any) -> None:
    at = office(tmp_path)
    with at.ledger:
        at.given(SITE, EMPLOYEE, moved(9, "csr", "T2"), moved(9, "qa", None))
        known = Teams(at.ledger).membership()
        assert answered(known, november(10)) == of_day(at.books(), november(10)) == ("qa", "T1")


def teams_of(held: Membership) -> tuple[str, str]:
    """The team of A today, and in the period that ends today."""
    today, of_period = held.posting_on("A", TODAY), held.posting_of_period("A", TODAY)
    assert today is not None
    assert of_period is not None
    return today.team, of_period.team


def test_teams_are_read_again_when_somebody_was_moved(tmp_path: Any) -> None:
    at = office(tmp_path)
    with at.ledger:
        at.given(SITE)
        held = Teams(at.ledger)
        assert held.membership().posting_on("A", TODAY) is None
        at.given(EMPLOYEE)
        first = held.membership()
        assert held.membership() is first
        assert teams_of(first) == ("T1", "T1")
        at.given(moved(9, None, "T2"), {"kind": "leaving", "employee": "A", "last_day": november(8), "reason": "other"})
        later = held.membership()
        assert teams_of(later) == ("T2", "T1")
        assert [held.team for held in later.postings_between("A", november(1), november(30))] == ["T1", "T2"]
