"""The figures of QA's pages: weighted scores, means and faults; all exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.console.quality.figures import Agent, agents, distribution, faults
from api.console.quality.form_versions import Change, FormCriterion, changes, form_of
from api.console.quality.score import points, score_of
from api.operations.evaluations import put_together
from projections.evaluations import FULL, Criterion, weighted_score

MARKS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, FULL)), min_size=1, max_size=8)


def criterion(weight: int, score: int, *, critical: bool = False) -> Criterion:
    return Criterion("c", weight, score, critical)


@pytest.mark.parametrize(
    ("criteria", "score"),
    [
        ([criterion(50, 9_000), criterion(50, 8_001)], 8_501),
        ([criterion(50, 9_000), criterion(50, 8_000)], 8_500),
        ([criterion(33, 1), criterion(67, 0)], 0),
        ([criterion(50, 1), criterion(50, 0)], 1),
        ([criterion(100, FULL), criterion(0, FULL, critical=True)], FULL),
        ([criterion(100, FULL), criterion(0, 0, critical=True)], 0),
        ([criterion(100, 0)], 0),
        ([Criterion("c", 50, None), criterion(50, 8_000)], 8_000),
        ([Criterion("c", 100, None), criterion(0, FULL)], None),
        ([], None),
    ],
    ids=[
        "half-up",
        "even",
        "below the half",
        "a tie",
        "critical and passed",
        "critical and failed",
        "nothing",
        "one of them",
        "no weight",
        "none",
    ],
)
def test_a_score_is_the_weighted_mean_rounded_half_up_and_0_where_a_critical_criterion_is_failed(
    criteria: list[Criterion], score: int | None
) -> None:
    assert weighted_score(criteria) == score


@pytest.mark.slow
@given(MARKS)
def test_a_score_lies_between_the_lowest_and_the_highest_of_what_has_a_weight(marks: list[tuple[int, int]]) -> None:
    weighted = [score for weight, score in marks if weight]
    score = weighted_score([criterion(*mark) for mark in marks])
    assert score is None if not weighted else score is not None and min(weighted) <= score <= max(weighted)


@pytest.mark.parametrize(
    ("text", "score"),
    [("85", 8_500), ("85.5", 8_550), (" 85.05 ", 8_505), ("100", FULL), ("100.01", None), ("85.555", None)]
    + [(wrong, None) for wrong in ("", "-1", "8,5", "1e2", "٨٥", "101")],
)
def test_a_score_is_read_as_it_is_typed_and_shown_with_two_decimals(text: str, score: int | None) -> None:
    assert score_of(text) == score
    assert score is None or score_of(points(score)) == score


def monitoring(number: str, employee: str, score: str, *marks: tuple[str, int, str]) -> dict[str, object]:
    criteria = [{"name": name, "weight": weight, "score": given} for name, weight, given in marks]
    fact = {"kind": "monitoring", "monitoring": number, "employee": employee, "score": score, "date": "2026-10-01"}
    return fact | {"criteria": criteria}


def test_the_last_word_on_an_evaluation_counts() -> None:
    revised = {"kind": "monitoring_revision", "monitoring": "m1", "score": "90.00"}
    facts = [monitoring("m1", "A", "80.00"), revised, monitoring("m2", "A", "70.00"), {**revised, "monitoring": "m2"}]
    first, second = put_together([*facts, {"kind": "monitoring_revision", "monitoring": "m2", "withdrawn": True}])
    assert (first.standing, first.score, first.recorded_score, first.version) == ("revised", 9_000, 8_000, 2)
    assert (second.standing, second.score, second.version) == ("withdrawn", None, 3)


def test_an_evaluation_names_its_form_in_fields_of_its_own_and_an_older_one_in_ext() -> None:
    criteria = [{"name": "a", "weight": 50, "score": None}, {"name": "b", "weight": 50, "score": "80.00"}]
    by_form = monitoring("m1", "A", "80.00") | {"form": "call", "version": 2, "criteria": criteria}
    revised = {"kind": "monitoring_revision", "monitoring": "m1", "score": "70.00", "criteria": [
        {"name": "a", "weight": 50, "score": "60.00"}, {"name": "b", "weight": 50, "score": "80.00"}]}  # fmt: skip
    older = monitoring("m2", "A", "80.00", ("a", 100, "80.00")) | {"ext": {"form": "call", "version": 1}}
    newer, old = put_together([by_form, older])
    assert (newer.form, newer.is_by_form, [each.score for each in newer.criteria()]) == (
        ("call", 2),
        True,
        [None, 8_000],
    )
    assert (old.form, old.is_by_form, [each.score for each in old.criteria()]) == (("call", 1), False, [8_000])
    (again,) = put_together([by_form, revised])
    assert [each.score for each in again.criteria()] == [6_000, 8_000]


def test_agents_are_listed_from_the_lowest_score_with_the_trend_of_each() -> None:
    found = put_together(
        [monitoring("m1", "A", "80.00"), monitoring("m2", "A", "70.00"), monitoring("m3", "B", "60.00")]
    )
    lines = agents(found, {"A": 7_500, "B": 6_000}, {"A": 8_000})
    assert lines == [Agent("B", 1, 6_000, None), Agent("A", 2, 7_500, 8_000)]
    assert [each.change for each in lines] == [None, -500]


def test_faults_are_listed_by_the_points_they_took_off_the_whole() -> None:
    found = put_together(
        [
            monitoring(
                "m1", "A", "85.00", ("greeting", 50, "90.00"), ("knowledge", 50, "80.00"), ("identity", 0, "100")
            ),
            monitoring("m2", "A", "0.00", ("greeting", 50, "100"), ("knowledge", 50, "100"), ("identity", 0, "0")),
        ]
    )
    listed = faults(found, {"m2": frozenset({"identity"})})
    told = [(fault.criterion, fault.evaluations, fault.lost, fault.failed) for fault in listed]
    assert told == [("knowledge", 1, 1_000, 0), ("greeting", 1, 500, 0), ("identity", 1, 0, 1)]


def test_every_score_is_in_one_step_of_the_distribution() -> None:
    steps = distribution([0, 5_999, 6_000, 6_499, 6_500, 9_999, FULL])
    assert [(step.low, step.count) for step in steps if step.count] == [(0, 2), (6_000, 2), (6_500, 1), (9_500, 2)]


def test_a_version_tells_what_it_changed_of_the_one_before() -> None:
    def form(version: int, *criteria: tuple[str, int, bool]) -> dict[str, object]:
        listed = [{"name": name, "weight": weight, "critical": critical} for name, weight, critical in criteria]
        return {"form": "f", "version": version, "criteria": listed}

    before = form_of(form(1, ("a", 60, False), ("b", 40, False), ("c", 0, True)))
    after = form_of(form(2, ("a", 50, False), ("c", 0, True), ("d", 50, False)))
    assert changes(before, after) == [
        Change("a", FormCriterion("a", 60, critical=False), FormCriterion("a", 50, critical=False)),
        Change("d", None, FormCriterion("d", 50, critical=False)),
        Change("b", FormCriterion("b", 40, critical=False), None),
    ]
