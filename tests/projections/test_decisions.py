"""What waits for a decision, and what has lapsed without one."""

from datetime import date

import pytest

from projections.decisions import LAPSING, UNDECIDED, lapsed

FIRST, LAST = date(2026, 10, 20), date(2026, 10, 22)
AHEAD, AFTERWARDS = date(2026, 10, 19), date(2026, 10, 20)


@pytest.mark.parametrize("kind", LAPSING)
@pytest.mark.parametrize(
    ("asked_on", "today", "expected"),
    [(AHEAD, FIRST, False), (AHEAD, date(2026, 10, 21), True), (AFTERWARDS, LAST, False)],
    ids=["on its first day", "the day after", "asked for on its first day"],
)
def test_what_was_asked_for_ahead_lapses_when_its_first_day_is_over(
    kind: str, asked_on: date, today: date, *, expected: bool
) -> None:
    assert lapsed(kind, "requested", (LAST, FIRST), asked_on, today) is expected


@pytest.mark.parametrize("standing", ["approved", "rejected", "cancelled"])
def test_what_is_decided_never_lapses(standing: str) -> None:
    assert not lapsed("leave", standing, (FIRST,), AHEAD, LAST)


def test_what_is_about_the_past_never_lapses() -> None:
    assert LAPSING == ("leave", "swap")
    assert not any(lapsed(kind, "requested", (FIRST,), AHEAD, LAST) for kind in UNDECIDED if kind not in LAPSING)
