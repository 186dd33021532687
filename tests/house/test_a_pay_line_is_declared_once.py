"""What is to be known of a line of pay stands in `projections.pay.pay_lines`, and its explanation says which it is."""

import ast
from collections.abc import Iterator

import pytest

from api.words.explanation_labels import term_label
from api.words.labels import value_label
from api.words.language import Language
from projections.explanation.pay import LINES
from projections.pay.pay_lines import PAY_LINES
from projections.reports import REPORTS
from tests.house.source import Module, modules

DECLARED = {"src/projections/pay/pay_lines.py"}
LABELS = {"src/api/words/labels.py"}
ENUMERATION = 3


def listed_in(module: Module) -> Iterator[str]:
    """The places of a module that list lines of pay."""
    for node in ast.walk(module.tree):
        elements = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else []
        keys = node.keys if isinstance(node, ast.Dict) else []
        named = [each.value for each in (*elements, *keys) if isinstance(each, ast.Constant)]
        if len(PAY_LINES.keys() & set(map(str, named))) >= ENUMERATION:
            yield module.where(node)


@pytest.mark.slow
def test_nothing_beside_the_table_lists_lines_of_pay() -> None:
    found = {module.name: list(listed_in(module)) for module in modules() if "/demo/" not in module.name}
    assert {name for name, places in found.items() if places} <= DECLARED | LABELS


def test_every_line_of_pay_is_explained_labelled_and_shown_in_reports() -> None:
    assert LINES.keys() == PAY_LINES.keys()
    for name, line in PAY_LINES.items():
        assert len({value_label(name, language) for language in Language}) == len(Language), name
        assert all(term_label(name, language) for language in Language)
        assert {*line.seen_in, line.report or "payroll"} <= set(REPORTS)
