"""A clock that is far from what was recorded last dates nothing, unless it was accepted, which is recorded."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.closing import Frozen
from ledger.ledger import Ledger, LedgerError
from ledger.refusal import ClockError
from tests.ledger.material import EMPLOYEE, PUNCH, SITE, START, Hands, given, when, written
from tests.ledger.stores import Stores

WRONG = datetime(2099, 1, 15, 8, tzinfo=UTC)


def punch(number: int) -> dict[str, Any]:
    return {**PUNCH, "device": f"g{number}"}


def close(ledger: Ledger, period: str) -> int:
    frozen = Frozen("manual", "0.1.0", "2026a", {"payroll": b"x"}, b"y")
    return ledger.closings.close(period, "HR", lambda _position, _at: frozen)


@pytest.mark.parametrize(
    ("by", "holds"),
    [
        (timedelta(days=370), True),
        (timedelta(days=370, seconds=1), False),
        (timedelta(hours=-1), True),
        (timedelta(hours=-1, seconds=-1), False),
    ],
)
def test_a_clock_may_be_so_far_from_the_last_fact(ledger: Ledger, clock: Hands, by: timedelta, holds: bool) -> None:
    given(ledger)
    clock.now += by
    if holds:
        assert when(ledger, **punch(1)).status == "accepted"
        assert ledger.upkeep.clock_holds()
        return
    with pytest.raises(ClockError, match="--accept-clock"):
        when(ledger, **punch(1))
    with pytest.raises(ClockError, match="--accept-clock"):
        ledger.upkeep.clock_holds()
    clock.now -= by
    assert when(ledger, **punch(1)).status == "accepted"


def test_everything_that_records_is_refused_and_nothing_is_left(ledger: Ledger, clock: Hands, tmp_path: Any) -> None:
    given(ledger, {"kind": "leaving", "employee": "B", "last_day": "2026-10-31", "reason": "resigned"})
    close(ledger, "2026-10")
    before = ledger.facts.last_position()
    clock.now = WRONG
    file = written(tmp_path, [punch(1)])
    for attempt in (
        lambda: ledger.imports.import_file(file),
        lambda: ledger.imports.import_file(file, dry_run=True),
        lambda: close(ledger, "2026-11"),
        lambda: ledger.erasures.erase("B", "HR", "asked"),
        lambda: ledger.record([SITE, EMPLOYEE, punch(2)]),
    ):
        with pytest.raises(ClockError):
            attempt()
    assert ledger.facts.last_position() == before
    assert "--accept-clock" in str(ledger.closings.refusal("2026-11"))
    # What is recorded already is answered, and what is read is read.
    assert ledger.record([EMPLOYEE])[0].status == "duplicate"
    clock.now = START
    assert ledger.imports.import_file(file).accepted == 1


def test_a_clock_is_accepted_once_and_that_is_recorded(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    assert ledger.upkeep.accept_clock("HR") is None
    clock.now = WRONG
    position = ledger.upkeep.accept_clock("HR")
    assert when(ledger, **punch(1)).status == "accepted"
    assert ledger.upkeep.accept_clock("HR") is None
    (accepted,) = ledger.facts.select(0, 100, ["clock_acceptance"], None, 100)
    assert (accepted.position, accepted.fact.by, accepted.fact.at, accepted.fact.after) == (
        position,
        "HR",
        WRONG,
        START,
    )
    assert [each.period for each in ledger.upkeep.accepted_clocks()] == [""]


def test_a_clock_of_2099_is_not_for_ever(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    clock.now = WRONG
    ledger.upkeep.accept_clock("HR")
    clock.now = START
    with pytest.raises(ClockError, match="days before"):
        when(ledger, **punch(1))
    ledger.upkeep.accept_clock("HR")
    clock.move(hours=1)
    assert when(ledger, **punch(1)).status == "accepted"
    # The wrong clock is as wrong as before, although facts are dated by it.
    clock.now = WRONG
    with pytest.raises(ClockError, match="days after"):
        when(ledger, **punch(2))
    clock.now = START + timedelta(days=300)
    assert when(ledger, **punch(2)).status == "accepted"
    assert close(ledger, "2026-10")
    # Facts are dated 2099, and the month of today has not ended all the same.
    clock.now = START + timedelta(days=8)
    assert close(ledger, "2026-11")
    with pytest.raises(LedgerError, match="today is 2026-12-01"):
        close(ledger, "2026-12")


def test_a_month_that_ended_by_an_accepted_clock_only_is_closed_knowingly(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    clock.now = START + timedelta(days=800)
    ledger.upkeep.accept_clock("HR")
    for number in range(13):
        close(ledger, f"{2026 + (9 + number) // 12}-{(9 + number) % 12 + 1:02d}")
    with pytest.raises(LedgerError, match="close 2027-11 --accept-clock"):
        close(ledger, "2027-11")
    assert "2027-11" in str(ledger.closings.refusal("2027-11"))
    assert ledger.upkeep.accept_clock("HR", "2027-11")
    assert close(ledger, "2027-11")
    with pytest.raises(LedgerError, match="close 2027-12 --accept-clock"):
        close(ledger, "2027-12")
    assert [each.period for each in ledger.upkeep.accepted_clocks()] == ["", "2027-11"]


def test_a_line_accepts_no_clock(ledger: Ledger) -> None:
    given(ledger)
    outcome = when(ledger, kind="clock_acceptance", at=WRONG.isoformat(), after=START.isoformat(), by="X")
    assert outcome.refusal is not None
    assert outcome.refusal.code == "not_allowed"


def test_what_is_restored_keeps_its_instants_and_its_clocks(stores: Stores, clock: Hands) -> None:
    with stores.open(clock=clock) as ledger:
        given(ledger)
        clock.move(days=400)
        ledger.upkeep.accept_clock("HR")
        exported = io.BytesIO()
        ledger.exports.write(exported)
        clocks = ledger.upkeep.accepted_clocks()
    later = Hands(START + timedelta(days=4_000))
    with stores.open("other", clock=later) as other:
        other.imports.import_file(io.BytesIO(exported.getvalue()))
        assert other.upkeep.accepted_clocks() == clocks
        with pytest.raises(ClockError):
            when(other, **punch(1))
        other.upkeep.accept_clock("HR")
        assert when(other, **punch(1)).status == "accepted"


def test_two_programs_hear_of_what_the_other_accepted(stores: Stores, clock: Hands) -> None:
    with stores.open(clock=clock) as one, stores.open(clock=clock) as two:
        given(one)
        assert when(two, **punch(1)).status == "accepted"
        clock.now = WRONG
        with pytest.raises(ClockError):
            when(two, **punch(2))
        one.upkeep.accept_clock("HR")
        assert when(two, **punch(2)).status == "accepted"
        clock.now = START
        one.upkeep.accept_clock("HR")
        assert when(two, **punch(3)).status == "accepted"
