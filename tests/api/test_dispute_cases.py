"""The case of a dispute is bounded work, whatever fact it is about and whatever date that fact names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.disputes.case import case_of
from ledger.refusal import MissingError
from projections.books import ReportRequest, make_report
from projections.cancellation import CancelledError, cancelled_by
from tests.projections.late_cases import centre, november
from tests.projections.office import Office, office

FAR = "2999-12-31"
ABOUT: list[dict[str, Any]] = [
    {"kind": "assignment", "employee": "E2", "from": "2026-10-20", "role": "csr", "team": "T2"},
    {"kind": "assignment", "employee": "E3", "from": FAR, "role": "csr", "team": "T2"},
    {"kind": "base_salary", "employee": "E1", "from": FAR, "monthly": "3000.00"},
    {"kind": "notice", "employee": "E2", "from": "2026-10-20"},
    {"kind": "leaving", "employee": "L1", "last_day": "2026-11-20", "reason": "resigned"},
    {"kind": "probation", "employee": "E3", "until": FAR},
    {"kind": "rules", "version": "V1", "effective_period": "2999-12", "parameters": {"night_allowance": "9.00"},
     "reason": "a year that was mistyped"},
    {"kind": "leave", "leave": "L1", "employee": "E1", "type": "personal", "first_date": "1900-01-01",
     "last_date": FAR, "requested_on": "2026-10-01"},
    {"kind": "shift", "employee": "E1", "date": FAR, "shift": "C"},
    {"kind": "holiday", "date": FAR, "name": "X"},
]  # fmt: skip
MOST_STEPS = 5_000
"""What no case of four people comes near to, in the periods up to two years after the last recording."""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = office(tmp_path_factory.mktemp("cases"))
    found.given(*centre(), *november(), *ABOUT, at=datetime(2026, 12, 2, tzinfo=UTC))
    facts = found.ledger.facts.page(0, 1_000)
    for fact in facts:
        dispute = {"kind": "dispute", "dispute": f"D{fact.position}", "employee": "E1", "about": fact.id}
        found.record(dispute | {"at": "2026-12-01T09:00:00+08:00", "text": "it is wrong"})
    with found.ledger:
        yield found


def counted(most: int) -> Any:
    """Work that may take so many steps."""
    steps = iter(range(most))

    def check() -> None:
        if next(steps, None) is None:
            raise CancelledError(f"it takes more than {most} steps")

    return cancelled_by(check)


def disputed(at: Office) -> dict[str, list[str]]:
    """The disputes by the kind of fact that they are about."""
    found: dict[str, list[str]] = {}
    facts = {fact.id: fact.fact.kind for fact in at.ledger.facts.page(0, 1_000)}
    for told in at.ledger.facts.page(0, 1_000):
        if told.fact.kind == "dispute":
            found.setdefault(facts[told.fact.about], []).append(told.fact.dispute)  # type: ignore[attr-defined]
    return found


@pytest.mark.slow
def test_the_case_of_every_kind_of_fact_ends(at: Office) -> None:
    cases = disputed(at)
    assert {"employee", *(line["kind"] for line in ABOUT)} <= set(cases)
    for kind, numbers in cases.items():
        for number in numbers[-1:]:
            with counted(MOST_STEPS):
                case = case_of(at.ledger, at.reader, at.engine, number)
            periods = {each.explanation.request.period for each in case.explained_now}
            days = {each.explanation.request.date for each in case.explained_now}
            assert all("2026-10" <= period <= "2027-01" for period in periods), (kind, periods)
            assert len(days) <= 31 * len(periods) + 1, kind


@pytest.mark.slow
def test_what_is_disputed_within_a_period_is_still_explained_day_by_day(at: Office) -> None:
    of_employee = disputed(at)["employee"][0]
    case = case_of(at.ledger, at.reader, at.engine, of_employee)
    assert [each.explanation.request.date for each in case.explained_now] == ["2026-10-12"]


@pytest.mark.slow
def test_a_roster_of_a_far_year_leaves_reports_as_near_as_they_were(at: Office) -> None:
    books = at.books()
    assert books.journal.last_period() == 2028 * 12 + 11
    with counted(MOST_STEPS), pytest.raises(MissingError, match="too far ahead"):
        make_report(books, "hours", ReportRequest("2999-12"))


@pytest.mark.slow
def test_work_is_cancelled_between_its_steps(at: Office) -> None:
    with counted(50), pytest.raises(CancelledError):
        make_report(office_books(at), "payroll", ReportRequest("2028-12"))


def office_books(at: Office) -> Any:
    """Books in which nothing is computed yet."""
    from projections.books import Books

    return Books(at.reader.at(), at.engine)
