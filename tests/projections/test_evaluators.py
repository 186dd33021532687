"""How evaluators mark beside each other (S6.1), worked out by hand."""

from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ledger import Ledger
from projections.books import Books
from projections.engine import PolarsEngine
from projections.evaluators import EvaluatorMarks, Mark, evaluators, marking, spread
from projections.journal import read_journal

SCORES = st.lists(st.integers(0, 10_000), min_size=1, max_size=30)


def test_two_who_marked_the_same_contact_differ_by_as_much_in_opposite_directions() -> None:
    low, high = marking([Mark("A", 8_000, "call-1"), Mark("B", 8_501, "call-1"), Mark("B", 9_000)])
    assert (low.compared, low.difference) == (1, -501)
    assert (high.compared, high.difference) == (1, 501)


def test_marking_a_contact_twice_is_no_difference_from_another() -> None:
    (alone,) = marking([Mark("A", 8_000, "call-1"), Mark("A", 9_000, "call-1")])
    assert (alone.compared, alone.difference) == (0, None)


def test_contacts_without_a_number_are_not_the_same() -> None:
    assert [each.compared for each in marking([Mark("A", 8_000), Mark("B", 9_000)])] == [0, 0]


def test_of_three_one_dispute_upheld_is_a_third() -> None:
    marks = [Mark("A", 8_000, disputed=True, overturned=True), Mark("A", 9_000, disputed=True), Mark("A", 9_500)]
    (found,) = marking(marks)
    assert (found.disputed, found.overturned, found.overturned_share) == (2, 1, 3_333)


@pytest.mark.slow
@given(SCORES)
def test_the_spread_is_the_standard_deviation_to_a_hundredth(scores: list[int]) -> None:
    assert abs(spread(scores) - pstdev(scores)) <= 0.5 + 1e-6


@pytest.mark.slow
@given(SCORES)
def test_the_differences_of_all_pairs_cancel_out(scores: list[int]) -> None:
    found = marking(Mark(f"E{number}", score, "call") for number, score in enumerate(scores))
    others = len(scores) - 1
    total = sum(scores)
    for number, each in enumerate(sorted(found, key=lambda one: int(one.evaluator[1:]))):
        assert each.compared == others
        if others:
            assert each.difference is not None
            assert abs(each.difference * others - (scores[number] * others - (total - scores[number]))) <= others


FACTS = [
    {"kind": "site", "name": "上海", "time_zone": "Asia/Shanghai", "first_period": "2026-09", "period_start_day": 1},
    {"kind": "employee", "employee": "E1", "name": "李娜", "hired_on": "2026-01-01", "role": "csr", "team": "T1"},
]


def monitoring(number: str, evaluator: str, score: str, day: str, **more: object) -> dict[str, object]:
    told = {"kind": "monitoring", "monitoring": number, "employee": "E1", "evaluator": evaluator, "score": score}
    return {**told, "date": day, "channel": "phone", **more}


@pytest.mark.any_engine
def test_a_revised_evaluation_counts_as_it_was_first_recorded_and_an_upheld_dispute_overturns_it(
    ledger: Ledger,
) -> None:
    ledger.record(FACTS)
    recorded = ledger.record(
        [
            monitoring("M1", "Q1", "80.00", "2026-10-05", contact="call-1"),
            monitoring("M2", "Q2", "90.00", "2026-10-06", contact="call-1"),
            monitoring("M3", "Q1", "70.00", "2026-11-05"),
        ]
    )
    at = "2026-10-08T09:00:00+08:00"
    dispute = {"kind": "dispute", "dispute": "D1", "employee": "E1", "at": at, "about": recorded[0].id, "text": "申诉"}
    decided = {"kind": "dispute_decision", "dispute": "D1", "at": at, "by": "M", "decision": "upheld", "reason": "复听"}
    revision = {"kind": "monitoring_revision", "monitoring": "M1", "at": at, "by": "M", "reason": "复听", "score": "88"}
    outcomes = ledger.record([dispute, revision, decided])
    assert [each.refusal for each in (*recorded, *outcomes)] == [None] * 6
    books = Books(read_journal(ledger), PolarsEngine())
    found = evaluators(books, ledger, books.reported("2026-10").period)
    assert found == [
        EvaluatorMarks("Q1", 1, 8_000, 0, 1, 1, 10_000, 1, -1_000),
        EvaluatorMarks("Q2", 1, 9_000, 0, 0, 0, 0, 1, 1_000),
    ]
