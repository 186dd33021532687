"""A strict closing looks at what is open as of the very position that it closes, whatever comes in meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.operations.closings import ClosingDesk, PeriodClosing, close_period
from ledger.closing import COMPUTED_BEFOREHAND
from ledger.facts.complaints import Complaint, ComplaintUpdate
from ledger.refusal import OpenMattersError
from projections.books import open_matters
from projections.effects import complaint_effect
from projections.journal import JournalReader
from tests.ledger.material import SITE
from tests.manual.shorthand import people, shifts
from tests.projections.office import Office, office

OCTOBER = "2026-10"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """A site that nobody works in yet, after October has ended."""
    found = office(tmp_path, "ledger")
    period = {"kind": "period", "period": OCTOBER, "standard_days": 1, "award_themes": []}
    found.given(SITE, period, at=datetime(2026, 11, 2, tzinfo=UTC))
    assert not open_matters(found.books(), OCTOBER)
    return found


def closing_beside(at: Office, meanwhile: list[list[dict[str, object]]]) -> ClosingDesk:
    """A desk at which, each time when figures have been computed, the next lines come in before they are recorded."""

    @contextmanager
    def turn() -> Iterator[None]:
        yield
        if meanwhile:
            at.given(*meanwhile.pop(0))

    return ClosingDesk(at.ledger, lambda: JournalReader(at.ledger), at.engine, turn)


@pytest.mark.slow
@pytest.mark.parametrize("before", range(COMPUTED_BEFOREHAND))
def test_what_is_open_only_since_the_figures_were_computed_is_not_closed(at: Office, before: int) -> None:
    """The last time it is computed under the append lock."""
    harmless = [people(f"L{number} team_leader hired 2026-11-01") for number in range(before)]
    absent = [*people("E1 csr"), *shifts("E1 2026-10-12 C", "Asia/Shanghai")]
    desk = closing_beside(at, [*harmless, absent])
    with pytest.raises(OpenMattersError, match="2026-10 has 2 open matters"):
        close_period(desk, PeriodClosing(OCTOBER, "HR", strict=True))
    assert not at.books().closed
    close_period(desk, PeriodClosing(OCTOBER, "HR"))
    assert at.books().closed


@pytest.mark.slow
def test_where_nothing_is_open_a_strict_closing_closes(at: Office) -> None:
    close_period(closing_beside(at, []), PeriodClosing(OCTOBER, "HR", strict=True))
    assert at.books().closed


@pytest.mark.slow
def test_a_complaint_that_is_nobodys_is_open_until_there_is_a_verdict(at: Office) -> None:
    of_nobody = {"kind": "complaint", "complaint": "C1", "date": "2026-10-05"}
    at.given(*people("E1 csr"), of_nobody, {**of_nobody, "complaint": "C2"}, {**of_nobody, "complaint": "C3"})
    step = {"kind": "complaint_update", "at": "2026-10-06T09:00:00+08:00", "by": "M"}
    named = {"complaint": "C2", "status": "followed_up", "employee": "E1"}
    at.given(step | named, step | {"complaint": "C3", "status": "dismissed"})
    found = [each for each in open_matters(at.books(), OCTOBER) if each.matter == "complaint"]
    assert [(each.employee, each.which) for each in found] == [("", "C1"), ("E1", "C2")]


@pytest.mark.slow
def test_the_verdict_on_a_complaint_would_touch_whom_an_update_named_and_nobody_before(at: Office) -> None:
    opened = Complaint(complaint="C1", date=date(2026, 10, 5))
    verdict = ComplaintUpdate(complaint="C1", at=datetime(2026, 10, 6, tzinfo=UTC), status="upheld", by="M")
    at.given(*people("E1 csr"), {"kind": "complaint", "complaint": "C1", "date": "2026-10-05"})
    assert complaint_effect(at.books(), opened, verdict) is None
    named = {"complaint": "C1", "status": "followed_up", "employee": "E1", "by": "M", "at": "2026-10-06T09:00:00+08:00"}
    at.given({"kind": "complaint_update"} | named)
    effect = complaint_effect(at.books(), opened, verdict)
    assert effect is not None
    assert effect.employee == "E1"
