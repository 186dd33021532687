"""S10: what was paid and what is computed, compared by person and item."""

import pytest

from projections.reconciliation import Comparison, Outcome, compare, held_by

COLUMNS = ("base", "allowance", "total")


@pytest.mark.parametrize(
    ("paid", "computed", "outcomes"),
    [
        ({"base": 100}, {"base": 100}, {}),
        ({"base": 0}, {}, {}),
        ({}, {"base": 0}, {}),
        ({"base": 90}, {"base": 100}, {"base": "differs", "total": "differs"}),
        ({"base": 90, "allowance": 10}, {"base": 100}, {"base": "differs", "allowance": "item_not_computed"}),
        ({"base": 100, "total": 90}, {"base": 100}, {"total": "differs"}),
        ({"total": 100}, {"base": 100}, {"base": "item_not_paid"}),
        ({"base": 1, "allowance": 5}, {"base": 1, "allowance:meal": 3, "allowance:other": 2}, {}),
        (None, {"base": 100}, {"total": "person_not_paid"}),
        ({"base": 100}, None, {"total": "person_not_computed"}),
        (None, {"base": 0}, {}),
        ({"base": 0}, None, {}),
    ],
)
def test_an_item_is_equal_or_says_how_it_differs(
    paid: dict[str, int] | None, computed: dict[str, int] | None, outcomes: dict[str, str]
) -> None:
    found = compare({} if paid is None else {"E1": paid}, {} if computed is None else {"E1": computed}, COLUMNS)
    assert {each.item: each.outcome.value for each in found if each.outcome is not Outcome.EQUAL} == outcomes


def test_where_only_the_total_is_told_only_the_total_is_compared() -> None:
    assert compare({"E1": {"total": 90}}, {"E1": {"base": 100}}, ("total",)) == [
        Comparison("E1", "total", 90, 100, Outcome.DIFFERS)
    ]


def test_lines_that_cancel_out_are_not_equal_to_nothing() -> None:
    (found,) = compare({}, {"E1": {"base": 100, "correction:C-1": -100}}, COLUMNS)
    assert found.outcome is Outcome.PERSON_NOT_PAID


def test_a_type_with_a_column_of_its_own_is_not_in_the_column_of_its_line() -> None:
    columns = ("allowance", "allowance:meal")
    assert held_by("allowance:meal", columns) == "allowance:meal"
    assert held_by("allowance:other", columns) == "allowance"
    assert held_by("star", columns) == "star"


def test_everyone_is_compared_in_the_order_of_their_numbers() -> None:
    found = compare({"E2": {"base": 1}}, {"E1": {"base": 1}, "E2": {"base": 1}}, COLUMNS)
    assert [each.employee for each in found] == ["E1", "E2", "E2"]
