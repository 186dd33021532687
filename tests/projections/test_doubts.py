"""Standing doubts are a function of period, position and rule set; and no doubt changes a fact or a figure."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from ledger.appends.doubt_judge import DoubtJudge, Judged
from ledger.closing import Frozen
from ledger.doubts.doubt import STANDING
from ledger.facts.interchange_line import read_object
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger
from projections.books import Books
from projections.doubts import PeriodDoubt, approval_doubts, period_doubts
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.ledger.doubt_cases import APPROVED, CASES, EMPLOYEE, LEAVE, PUNCH, SHIFT, Case, fact
from tests.ledger.material import MASTER_KEY, SITE, Counted, Hands
from tests.projections.office import shown

CLOCK = Hands(datetime(2026, 12, 2, 8, tzinfo=UTC))
NOVEMBER = "2026-11"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with a site and one employee."""
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.db", clock=CLOCK, master_key=MASTER_KEY) as found:
        found.record([SITE, EMPLOYEE])
        yield found


def books_of(ledger: Ledger, position: int | None = None) -> Books:
    return Books(JournalReader(ledger).at(position), PolarsEngine())


def doubts(ledger: Ledger, period: str = NOVEMBER, position: int | None = None) -> list[PeriodDoubt]:
    return period_doubts(ledger, books_of(ledger, position), period)


def told(ledger: Ledger, period: str = NOVEMBER, position: int | None = None) -> list[str]:
    return [each.doubt.code for each in doubts(ledger, period, position)]


def lasting(case: Case) -> bool:
    """Whether a case has a standing code alone, told of the line itself, with nothing else that is told of a leave."""
    kinds = {line["kind"] for line in (*case.before, case.line)}
    return bool(case.codes) and set(case.codes) <= STANDING and not kinds & {"leave", "leave_decision", "rules"}


@pytest.mark.parametrize("case", [case for case in CASES if lasting(case)], ids=lambda case: case.name)
def test_what_stands_is_told_at_the_position_and_not_before(ledger: Ledger, case: Case) -> None:
    outcomes = ledger.record([*case.before, case.line])
    assert [outcome.refusal for outcome in outcomes] == [None] * len(outcomes)
    last = ledger.facts.last_position()
    dated = ledger.facts.at([last])[0].business_date[:7]
    found = [(each.position, each.doubt.code) for each in doubts(ledger, dated)]
    assert [code for position, code in found if position == last] == case.codes
    assert last not in [each.position for each in doubts(ledger, dated, last - 1)]


@pytest.mark.slow
def test_what_was_voided_is_not_doubted(ledger: Ledger) -> None:
    again = {**PUNCH, "device": "g2", "ref": "again"}
    ledger.record([PUNCH, again])
    assert told(ledger, "2026-10") == ["repeats"]
    ledger.record([fact("void", of_kind="clock", of="again", by="HR", reason="重复")])
    assert told(ledger, "2026-10") == []
    assert told(ledger, "2026-10", 4) == ["repeats"]


@pytest.mark.slow
def test_a_shift_on_leave_is_told_of_once(ledger: Ledger) -> None:
    ledger.record([LEAVE, SHIFT, {**SHIFT, "date": "2026-11-26"}, APPROVED])
    assert told(ledger) == ["shift_on_leave", "shift_on_leave"]


@pytest.mark.slow
def test_leave_on_dates_that_nothing_makes_count_has_no_effect(ledger: Ledger) -> None:
    ledger.record([SHIFT, LEAVE, APPROVED])
    (found,) = doubts(ledger)
    assert (found.doubt.code, found.doubt.parameters["dates"]) == ("leave_without_effect", "2026-11-26")
    ledger.record([{**SHIFT, "date": "2026-11-26"}])
    assert "leave_without_effect" not in told(ledger)


@pytest.mark.slow
def test_a_rest_day_within_leave_is_not_odd(ledger: Ledger) -> None:
    ends = [{**SHIFT, "date": date} for date in ("2026-11-24", "2026-11-26")]
    ledger.record([*ends, {**LEAVE, "first_date": "2026-11-24"}, APPROVED])
    assert told(ledger) == []


@pytest.mark.slow
def test_lieu_leave_that_the_bank_does_not_cover_is_overdrawn(ledger: Ledger) -> None:
    lieu = {**LEAVE, "type": "lieu", "last_date": "2026-11-25", "requested_on": "2026-11-01"}
    ledger.record([SHIFT, lieu, APPROVED])
    (found,) = doubts(ledger)
    assert (found.doubt.code, found.doubt.parameters["employee"]) == ("overdrawn", "A")


PLANNED = {**SHIFT, "date": "2026-12-09"}
TO_COME = {**LEAVE, "leave": "L9", "first_date": "2026-12-09", "last_date": "2026-12-09", "requested_on": "2026-12-01"}


def joined(hired_on: str) -> list[dict[str, Any]]:
    """B, who is hired on a day with 720 minutes in the bank."""
    lots = [{"period": "2026-09", "minutes": 720}]
    brought = fact("opening", employee="B", lots=lots, deficit=0, error_free_periods=0)
    return [{**EMPLOYEE, "employee": "B", "hired_on": hired_on}, brought]


def lieu(number: str, day: str) -> list[dict[str, Any]]:
    """A shift of B, and a lieu leave of it."""
    asked = {**TO_COME, "leave": number, "employee": "B", "type": "lieu", "first_date": day, "last_date": day}
    return [{**SHIFT, "employee": "B", "date": day}, {**asked, "requested_on": "2026-11-01"}]


def approved(number: str = "L9") -> dict[str, Any]:
    return {**APPROVED, "leave": number, "at": "2026-12-02T09:00:00+08:00"}


def before_approval(ledger: Ledger, number: str = "L9") -> list[str]:
    """What is told of a leave that is requested, as it would be approved now."""
    request = ledger.facts.streams([key_stream("leave", (number,))], ledger.facts.last_position())
    ((asked,),) = request.values()
    leave, decision = asked.fact, read_object(approved(number))
    assert isinstance(leave, Leave)
    assert isinstance(decision, LeaveDecision)
    return [doubt.code for doubt in approval_doubts(books_of(ledger), leave, asked.position, decision)]


@pytest.mark.slow
def test_leave_on_a_shift_that_is_still_planned_has_an_effect(ledger: Ledger) -> None:
    ledger.record([PLANNED, TO_COME])
    assert before_approval(ledger) == []
    ledger.record([approved()])
    assert told(ledger, "2026-12") == []


@pytest.mark.slow
def test_an_approval_is_doubted_before_it_is_recorded_as_afterwards(ledger: Ledger) -> None:
    saturday = {**TO_COME, "first_date": "2026-12-12", "last_date": "2026-12-12"}
    ledger.record([PLANNED, saturday])
    assert before_approval(ledger) == ["leave_without_effect"]
    assert told(ledger, "2026-12") == []
    ledger.record([approved()])
    assert told(ledger, "2026-12") == ["leave_without_effect"]


@pytest.mark.slow
def test_the_bank_of_a_period_to_come_is_what_it_has_now(ledger: Ledger) -> None:
    ledger.record([*joined("2026-12-01"), *lieu("L9", "2026-12-09"), *lieu("L8", "2027-01-12")])
    # What is not worked of December yet lacks nothing: the bank of January is that of today.
    assert before_approval(ledger, "L8") == []
    assert before_approval(ledger, "L9") == []
    ledger.record([approved("L9")])
    assert before_approval(ledger, "L8") == ["overdrawn"]
    ledger.record([approved("L8")])
    assert told(ledger, "2026-12") == []
    assert told(ledger, "2027-01") == ["overdrawn"]


@pytest.mark.slow
def test_what_the_bank_lacks_is_told_of_the_leave_that_is_approved_now(ledger: Ledger) -> None:
    ledger.record([*joined("2026-11-01"), *lieu("L1", "2026-11-25"), *lieu("L2", "2026-11-26"), approved("L2")])
    assert told(ledger) == []
    assert before_approval(ledger, "L1") == ["overdrawn"]


def test_a_late_fact_is_told_of_in_the_next_period_too(ledger: Ledger) -> None:
    nothing = Frozen(rules="manual", code="0", tzdata="0", reports={}, closing=b"{}")
    ledger.record([PUNCH])
    ledger.closings.close("2026-10", "HR", lambda _position, _instant: nothing)
    (outcome,) = ledger.record([{**PUNCH, "direction": "out", "at": "2026-10-12T18:00:00+08:00"}])
    assert [doubt.code for doubt in outcome.doubts] == ["in_closed_period"]
    last = ledger.facts.last_position()
    standing = ledger.doubts.standing("2026-10-01", "2026-10-31", last)
    late = ledger.doubts.standing("2026-11-01", "2026-11-30", last, late_after=last - 1)
    assert [(each.statement.position, each.doubt.code) for each in standing] == [(last, "in_closed_period")]
    assert [(each.statement.position, each.doubt.code) for each in late] == [(last, "in_closed_period")]


LINES = st.lists(st.sampled_from([line for case in CASES for line in (*case.before, case.line)]), max_size=25)


def recorded(url: str, lines: list[dict[str, Any]]) -> tuple[bytes, dict[str, bytes]]:
    """The export of a ledger in which these lines were recorded, and its reports."""
    with Ledger.open(url, clock=Hands(CLOCK.now), entropy=Counted(), master_key=MASTER_KEY) as ledger:
        ledger.record([SITE, EMPLOYEE])
        for line in lines:
            ledger.record([line])
        stream = io.BytesIO()
        ledger.exports.write(stream)
        books = books_of(ledger)
        return stream.getvalue(), shown(books, NOVEMBER)


@pytest.mark.slow
@settings(max_examples=8)
@drawn(lines=LINES)
def test_with_or_without_doubts_the_facts_and_figures_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("doubts")
    told_of = recorded(f"sqlite:///{folder}/told.db", lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DoubtJudge, "judge", lambda *_given: Judged((), None))
        silent = recorded(f"sqlite:///{folder}/silent.db", lines)
    assert told_of == silent
