"""S11.1: the rule set of a period is the last recorded of those effective by then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ruleset import MANUAL, RecordedRules, rule_set_of
from projections.calendar import period_text

effective_periods = st.lists(st.integers(2025 * 12, 2028 * 12), max_size=12)


def recorded(effective: list[int]) -> list[RecordedRules]:
    return [
        RecordedRules(f"V{position}", period_text(period), position, MANUAL)
        for position, period in enumerate(effective, start=1)
    ]


@pytest.mark.slow
@given(effective_periods, st.integers(2025 * 12, 2028 * 12))
def test_the_last_recorded_set_effective_by_then_holds(effective: list[int], asked: int) -> None:
    expected = None
    for position, period in enumerate(effective, start=1):
        if period <= asked:
            expected = position
    chosen = rule_set_of(period_text(asked), recorded(effective))
    assert (chosen.position if chosen else None) == expected


@pytest.mark.slow
@given(effective_periods, st.integers(2025 * 12, 2028 * 12), st.randoms())
def test_the_order_in_which_sets_are_read_does_not_matter(effective: list[int], asked: int, random: object) -> None:
    sets = recorded(effective)
    shuffled = list(sets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rule_set_of(period_text(asked), shuffled) == rule_set_of(period_text(asked), sets)


def test_without_a_recorded_set_the_manual_holds() -> None:
    assert rule_set_of("2026-10", recorded([2026 * 12 + 10])) is None
