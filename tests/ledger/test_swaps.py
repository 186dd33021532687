"""S5: swaps are requested, accepted, approved; approval exchanges the shifts as the roster stands then."""

from typing import Any

import pytest

from ledger.facts.roster import ShiftFact
from ledger.ledger import Ledger
from tests.ledger.material import given, kinds_of, refusal, when

AT = "2026-10-10T09:00:00+08:00"
SWAP = {
    "kind": "swap",
    "swap": "s1",
    "requester": "A",
    "requester_date": "2026-10-12",
    "counterparty": "B",
    "counterparty_date": "2026-10-13",
    "at": AT,
}
SAME_DATE = {**SWAP, "counterparty_date": "2026-10-12"}


def shift(employee: str, day: int, name: str | None) -> dict[str, Any]:
    return {"kind": "shift", "employee": employee, "date": f"2026-10-{day}", "shift": name}


def decided(decision: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "swap_decision", "swap": "s1", "decision": decision, "by": "M", "at": AT, **fields}


def roster(ledger: Ledger) -> dict[tuple[str, int], str | None]:
    """What holds for each employee and day of October."""
    facts = (recorded.fact for recorded in ledger.facts.page(0, 1_000))
    return {(fact.employee, fact.date.day): fact.shift for fact in facts if isinstance(fact, ShiftFact)}


def test_an_approved_swap_exchanges_the_shifts_of_two_dates(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), shift("B", 13, "W"), SWAP, decided("accepted", by="B"))
    position = ledger.facts.last_position()
    assert when(ledger, **decided("approved")).position == position + 1
    assert roster(ledger) == {("A", 12): None, ("A", 13): "W", ("B", 12): "R", ("B", 13): None}
    assert kinds_of(ledger)[position:] == ["swap_decision", "shift", "shift", "shift", "shift"]


def test_on_one_date_both_get_the_others_shift(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), shift("B", 12, "C"), SAME_DATE, decided("accepted"), decided("approved"))
    assert roster(ledger) == {("A", 12): "C", ("B", 12): "R"}


def test_the_same_shift_on_one_date_changes_nothing(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), shift("B", 12, "R"), SAME_DATE, decided("accepted"))
    assert when(ledger, **decided("approved")).status == "accepted"
    assert kinds_of(ledger)[-1] == "swap_decision"


def test_a_side_without_a_shift_gives_nothing(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), SWAP, decided("accepted"), decided("approved"))
    assert roster(ledger) == {("A", 12): None, ("B", 12): "R"}


def test_a_cleared_shift_is_none(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), shift("A", 12, None), SWAP, decided("accepted"))
    assert "neither side has a shift" in refusal(when(ledger, **decided("approved")))


def test_nobody_gets_two_shifts_on_a_date(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), shift("B", 12, "C"), shift("B", 13, "W"), SWAP, decided("accepted"))
    assert "'B' would have two shifts on 2026-10-12" in refusal(when(ledger, **decided("approved")))
    assert roster(ledger) == {("A", 12): "R", ("B", 12): "C", ("B", 13): "W"}
    assert when(ledger, **shift("B", 12, None)).status == "accepted"
    assert when(ledger, **decided("approved")).status == "accepted"


def test_approval_reads_the_roster_of_earlier_lines_in_the_batch(ledger: Ledger) -> None:
    given(ledger, SWAP, decided("accepted"))
    outcomes = ledger.record([shift("A", 12, "R"), shift("A", 12, "C"), decided("approved"), shift("B", 12, "C")])
    assert [outcome.status for outcome in outcomes] == ["accepted", "accepted", "accepted", "duplicate"]
    assert roster(ledger) == {("A", 12): None, ("B", 12): "C"}


@pytest.mark.parametrize(
    ("before", "decision", "allowed"),
    [
        ((), "accepted", True),
        ((), "approved", False),
        ((), "rejected", True),
        ((), "cancelled", True),
        (("accepted",), "approved", True),
        (("accepted",), "rejected", True),
        (("accepted",), "cancelled", True),
        (("accepted", "approved"), "rejected", False),
        (("accepted", "approved"), "cancelled", False),
        (("rejected",), "accepted", False),
        (("rejected",), "cancelled", False),
        (("cancelled",), "accepted", False),
        (("accepted", "cancelled"), "approved", False),
    ],
)
def test_a_step_of_a_swap(ledger: Ledger, before: tuple[str, ...], decision: str, allowed: bool) -> None:
    given(ledger, shift("A", 12, "R"), SWAP, *map(decided, before))
    outcome = when(ledger, **decided(decision))
    if allowed:
        assert outcome.status == "accepted"
    else:
        assert f"so it cannot be {decision}" in refusal(outcome)


def test_a_step_sent_again_is_a_duplicate_although_nothing_may_follow(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), SWAP, decided("accepted"), decided("approved"))
    for decision in ("accepted", "approved"):
        assert when(ledger, **decided(decision)).status == "duplicate"
        assert when(ledger, **decided(decision, by="nobody")).status == "conflict"
    assert len([kind for kind in kinds_of(ledger) if kind == "shift"]) == 3


def test_nobody_swaps_with_oneself(ledger: Ledger) -> None:
    given(ledger)
    assert "oneself" in refusal(when(ledger, **{**SWAP, "counterparty": "A"}))


def test_the_steps_of_a_swap_are_dated_as_the_swap(ledger: Ledger) -> None:
    given(ledger, shift("A", 12, "R"), SWAP, decided("accepted"))
    last = ledger.facts.page(ledger.facts.last_position() - 1)[0]
    assert (last.employee, last.business_date) == ("", "2026-10-12")
