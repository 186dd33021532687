"""The figures of a month beside another, and rule parameters as a form: what is shown of them, without a page."""

from decimal import Decimal

import pytest

from api.console.hr.parameter_fields import WrongFieldError, differing, fields_of, manual, read_fields, written
from api.console.hr.parameter_words import NAMES, lines_of
from api.console.hr.pay_figures import (
    adjustments_of,
    by_item,
    by_team,
    items_beside,
    largest,
    people_beside,
    rank_moves,
    tiers,
    total_of,
)
from api.words.language import Language


def row(employee: str, total: str, **lines: str) -> dict[str, object]:
    told = [{"item": item.replace("__", ":"), "amount": amount, "clause": "S10"} for item, amount in lines.items()]
    return {"employee": employee, "lines": told, "total": total, "negative": False}


BEFORE = [row("E1", "100.00", base="100.00"), row("E2", "50.00", base="50.00")]
AFTER = [
    row("E1", "130.10", base="100.00", allowance__meal="20.10", allowance__other="10.00"),
    row("E3", "60.00", base="70.00", **{"adjustment__2026-07": "-10.00"}),
]


def test_a_payroll_is_summed_by_item_and_by_team() -> None:
    assert total_of(AFTER) == Decimal("190.10")
    assert by_item(AFTER) == {"base": Decimal(170), "allowance": Decimal("30.10"), "adjustment": Decimal(-10)}
    people = {"E1": {"team": "B"}, "E3": {"team": None}}
    assert by_team(AFTER, people) == [("B", 1, Decimal("130.10")), ("", 1, Decimal(60))]


def test_two_payrolls_stand_beside_each_other_also_where_one_has_nothing() -> None:
    items = {each.name: each.difference for each in items_beside(BEFORE, AFTER)}
    assert items == {"base": Decimal(20), "allowance": Decimal("30.10"), "adjustment": Decimal(-10)}
    people = people_beside(BEFORE, AFTER)
    assert [(each.name, each.before is None, each.after is None) for each in people] == [
        ("E1", False, False),
        ("E3", True, False),
        ("E2", False, True),
    ]
    assert [each.name for each in largest(people, 2)] == ["E3", "E2"]
    assert adjustments_of(AFTER) == [{"employee": "E3", "period": "2026-07", "amount": "-10.00"}]


def test_bonus_tiers_are_counted_and_ranks_compared_within_a_pool() -> None:
    ranked = [("E1", "csr", 3, "100.00"), ("E2", "csr", 1, "500.00"), ("E3", "lead_qa", 1, "300.00")]
    now = [dict(zip(("employee", "pool", "rank", "amount"), each, strict=True)) for each in ranked]
    then = [each | {"rank": 1 if each["employee"] == "E1" else 2} for each in now]
    assert tiers(now, "csr") == {Decimal(500): 1, Decimal(300): 0, Decimal(100): 1}
    assert rank_moves([each for each in then if each["employee"] != "E3"], now) == [("E1", 1, 3), ("E2", 2, 1)]


@pytest.mark.parametrize("language", Language)
def test_the_manual_goes_through_the_form_unchanged_and_every_parameter_is_told_in_words(language: Language) -> None:
    typed = {name: written(name, manual()[name]) for name in NAMES}
    assert differing(read_fields(typed, language)) == {}
    fields = [field for chapter in fields_of(typed, language).values() for field in chapter]
    assert sorted(field.name for field in fields) == sorted(NAMES)
    assert not any(field.changed for field in fields)
    assert all(lines_of(name, manual()[name], language) for name in NAMES)


def test_what_is_null_by_default_goes_through_the_form_and_is_told_in_words() -> None:
    own = {
        "entitlement_by_service": {"annual": [{"years_below": 1, "days": 0}, {"years_below": None, "days": 5}]},
        "sick_pay_tiers": [{"years_below": 2, "percent": 60}, {"years_below": None, "percent": 100}],
        "sick_pay_floor": "2192.00",
        "leave_settlement": {"annual": "2.00"},
        "compliance": {"overtime_month": 2160, "cycle_minutes": True, "minimum_wage": "2740.00"},
    }
    typed = {name: written(name, (manual() | own)[name]) for name in NAMES}
    assert differing(read_fields(typed, Language.ENGLISH)) == own
    assert {name: lines_of(name, value, Language.ENGLISH) for name, value in own.items()} == {
        "entitlement_by_service": ["annual leave: years of service below 1: 0 days", "annual leave: all above: 5 days"],
        "sick_pay_tiers": ["years of service below 2: 60 %", "all above: 100 %"],
        "sick_pay_floor": ["2192.00"],
        "leave_settlement": ["annual leave: 2.00"],
        "compliance": ["overtime of a month: 36:00", "working time of a cycle: yes", "minimum wage: 2740.00"],
    }
    assert [lines_of(name, manual()[name], Language.ENGLISH) for name in own] == [["none"]] * len(own)


def test_what_differs_from_the_manual_is_what_a_rule_set_names() -> None:
    typed = {name: written(name, manual()[name]) for name in NAMES} | {"night_allowance": "15", "rank_pool": "eligible"}
    values = read_fields(typed, Language.ENGLISH)
    assert differing(values) == {"night_allowance": "15.00", "rank_pool": "eligible"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("window_minutes", "721"),
        ("window_minutes", "-1"),
        ("window_minutes", ""),
        ("night_allowance", "1.234"),
        ("night_allowance", "1e3"),
        ("night_allowance", "٣"),
        ("bonus_tiers", "["),
        ("weights", "[" * 100_000),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(name: str, text: str) -> None:
    typed = {each: written(each, manual()[each]) for each in NAMES} | {name: text}
    with pytest.raises(WrongFieldError) as wrong:
        read_fields(typed, Language.ENGLISH)
    assert wrong.value.name == name
    assert len(str(wrong.value)) < 200


def test_a_pool_with_conditions_and_a_theme_of_the_ledger_are_told_in_words() -> None:
    pool = {
        "pool": "text",
        "roles": ["csr"],
        "teams": ["T1"],
        "weights": {"call": 20, "work": 50, "behaviour": 30},
        "places": {"total_above": "60.00", "amounts": ["200.00"]},
    }
    assert lines_of("pools", [pool], Language.ENGLISH) == [
        "text: CSR; T1",
        "text: call 20 %, work 50 %, behaviour 30 %",
        "text: above 60.00 points",
        "text: rank 1: 200.00 yuan",
    ]
    theme = {"theme": "helper", "amount": None, "winners": None}
    assert lines_of("award_themes", [theme], Language.CHINESE) == ["helper：按主题所述"]


def test_a_number_that_may_be_without_a_limit_is_left_empty() -> None:
    typed = {name: written(name, manual()[name]) for name in NAMES}
    assert typed["late_grace_times"] == ""
    assert lines_of("late_grace_times", None, Language.CHINESE) == ["不限"]
    assert read_fields(typed, Language.ENGLISH)["late_grace_times"] is None
    typed["late_grace_times"] = "3"
    assert differing(read_fields(typed, Language.ENGLISH)) == {"late_grace_times": 3}
    typed["late_grace_times"] = "1001"
    with pytest.raises(WrongFieldError):
        read_fields(typed, Language.ENGLISH)
