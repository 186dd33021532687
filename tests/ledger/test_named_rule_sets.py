"""Rule sets that are shipped: every value has its reason, and a site states what is its own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.ruleset import MANUAL, ParameterError, read_parameters
from ledger.ruleset.named_sets import NamedSet, named_set, named_sets, own_parameters

WAGES = {"minimum_wage": "2690", "minimum_hourly_wage": "24.5"}


def lawful() -> NamedSet:
    found = named_set("lawful-cn-sh")
    assert found is not None
    return found


def values_of(parameters: dict[str, Any]) -> Iterator[str]:
    """Every parameter, and of compliance every limit."""
    for name, value in parameters.items():
        if name == "compliance":
            yield from (f"compliance.{limit}" for limit in value)
        else:
            yield name


@pytest.mark.parametrize("name", named_sets())
def test_every_value_of_a_shipped_set_has_one_reason_and_a_source_in_both_languages(name: str) -> None:
    found = named_set(name)
    assert found is not None
    explained = Counter(parameter for row in found.reasons for parameter in row.parameters)
    assert explained == Counter(values_of(dict(found.parameters)))
    texts = [
        *(text for row in found.reasons for text in (row.why, row.source)),
        found.title,
        found.caution,
        found.basis,
    ]
    assert [text for text in (*texts, *found.not_checked) if not (text["en"].strip() and text["zh"].strip())] == []


@pytest.mark.parametrize("name", named_sets())
def test_a_shipped_set_is_a_rule_set_as_it_is(name: str) -> None:
    found = named_set(name)
    assert found is not None
    assert read_parameters(found.parameters) == read_parameters(found.with_values({}))


def test_what_a_site_states_stands_in_place_of_what_is_shipped_and_sick_pay_follows() -> None:
    parameters = lawful().with_values(WAGES)
    assert parameters["compliance"]["minimum_wage"] == "2690.00"
    assert parameters["compliance"]["minimum_hourly_wage"] == "24.50"
    assert parameters["sick_pay_floor"] == "2152.00"
    shipped = lawful().with_values({})
    assert shipped["sick_pay_floor"] == "2192.00"
    same = [name for name in shipped if name not in ("compliance", "sick_pay_floor")]
    assert {name: parameters[name] for name in same} == {name: shipped[name] for name in same}


def test_what_follows_is_rounded_to_a_fen_and_gives_way_to_what_is_stated() -> None:
    assert lawful().with_values({"minimum_wage": "2740.03"})["sick_pay_floor"] == "2192.02"
    assert lawful().with_values(WAGES | {"sick_pay_floor": "2000"})["sick_pay_floor"] == "2000.00"


def test_what_has_parts_is_stated_as_json() -> None:
    parameters = lawful().with_values({"overtime_base": '["base"]', "shift_length": "720", "holiday_on_top": "false"})
    assert (parameters["overtime_base"], parameters["holiday_on_top"]) == (["base"], False)
    assert parameters["compliance"]["shift_length"] == 720
    assert lawful().parameters["overtime_base"] == ["base", "star"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"minimum_wag": "2690"}, "has no 'minimum_wag' to set; give minimum_wage, minimum_hourly_wage"),
        ({"night_allowance": "15"}, "has no 'night_allowance' to set"),
        ({"minimum_wage": "much"}, "compliance.minimum_wage is 'much'"),
        ({"minimum_wage": "-1"}, "compliance.minimum_wage"),
        ({"minimum_wage": "2690.005"}, "compliance.minimum_wage"),
        (
            {"overtime_base": "base"},
            'overtime_base is \'base\', which is not JSON; give a value such as ["base", "star"]',
        ),
        ({"overtime_base": '["bonus"]'}, "parameter overtime_base"),
        ({"surplus": "burn"}, "parameter surplus is 'burn'"),
    ],
)
def test_what_cannot_be_stated_is_refused_with_a_sentence(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(ParameterError) as refused:
        lawful().with_values(values)
    assert sentence in str(refused.value)


def test_what_is_to_be_stated_is_told_by_its_short_name() -> None:
    assert lawful().to_state({}) == ["minimum_wage", "minimum_hourly_wage"]
    assert lawful().to_state({"compliance.minimum_wage": "1"}) == ["minimum_hourly_wage"]
    assert lawful().to_state(WAGES) == []


def test_a_set_is_laid_over_other_rules_of_which_the_rest_stays() -> None:
    own = read_parameters({"night_allowance": "15", "absenteeism_multiple": "3"})
    laid = lawful().over(own)
    assert (laid["night_allowance"], laid["absenteeism_multiple"]) == ("15.00", "1.00")
    assert lawful().over(MANUAL) == lawful().with_values({})
    assert own_parameters(MANUAL.model_dump(mode="json")) == {}


def test_there_is_no_set_of_another_name() -> None:
    assert named_set("lawful-de") is None
    assert named_set("../parameters") is None
