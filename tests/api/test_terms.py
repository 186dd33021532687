"""Every step of an explanation has a label in Chinese and in English."""

import ast
import re

import pytest

from api.words.explanation_labels import parameter_label, term_label
from api.words.language import Language
from ledger.ruleset import RuleSet
from projections.awards import known_awards
from projections.pay.pay_lines import PAY_LINES
from projections.reports import REPORTS
from tests.house.documents.labels import labels
from tests.house.source import modules

HAN = re.compile(r"[\u4e00-\u9fff]")
MAKERS = {"Node", "no", "made_of", "_tier", "_lead_tier", "tier", "count", "counted", "parts", "told", "column"}
COLUMNS = {
    name for definition in REPORTS.values() for column in definition.columns for name in (column.name, column.label)
}
TERMS = {key for context, key in labels("en") if context == "term"}
LOOKED_UP = {
    "above",
    "team",
    "metric_within",
    "channel",
    "late_times",
    "late_minutes",
    "early_times",
    "early_minutes",
    "forgiven_times",
    "login",
    "logout",
    "punch_request",
    "overtime_request",
    "improvement_plan",
    "reminder",
    "reply_review",
    "test_call",
}
"""Labels of what is not a maker's first word."""
REVIEWS = {f"{no}{component}_review" for no in ("", "no_") for component in ("work", "behaviour")}


def terms_in_the_source() -> set[str]:
    """Every term that is written out where nodes are made, and those of the conditions of the shipped awards."""
    found = set(REVIEWS)
    for module in [*modules("projections/explanation"), *modules("projections/awards")]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found |= {
                    text for text in texts[:1] if node.func.id in MAKERS | {"Condition"} and isinstance(text, str)
                }
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and "awards" in module.name:
                first = node.elts[0]
                found |= {first.value} if isinstance(first, ast.Constant) and isinstance(first.value, str) else set()
    return found


@pytest.mark.slow
def test_every_term_has_a_label_in_both_languages() -> None:
    known = TERMS | COLUMNS | set(PAY_LINES)
    terms = {term for term in terms_in_the_source() if re.fullmatch(r"[a-z_]+", term)}
    assert len(terms) > 80
    assert sorted(terms - known - {"swap", "employee", *RuleSet.model_fields}) == []


@pytest.mark.slow
def test_no_label_is_left_over() -> None:
    # A term that means something else under another clause has a label of its own there: `due S13.8`.
    found = terms_in_the_source() | LOOKED_UP
    assert sorted(key for key in TERMS if key not in found and key.partition(" ")[0] not in found) == []


@pytest.mark.parametrize(
    "item", ["base", "award:service", "leave_deduction:sick", "allowance:meal", "due", "lieu_earned"]
)
def test_lines_of_pay_and_columns_are_called_as_in_reports(item: str) -> None:
    assert HAN.search(term_label(item, Language.CHINESE))
    assert not HAN.search(term_label(item, Language.ENGLISH))
    assert "(" not in term_label(item, Language.CHINESE)


@pytest.mark.parametrize("name", RuleSet.model_fields)
def test_parameters_are_called_as_in_the_rule_set(name: str) -> None:
    assert HAN.search(parameter_label(name, Language.CHINESE))


def test_every_shipped_award_says_its_conditions() -> None:
    assert [theme for theme, award in known_awards().items() if award.conditions is None] == []
