"""What is to be known of a report stands in its definition: columns, who may read it, what explains it."""

import ast
from collections.abc import Iterator

import pytest

from api.auth.permissions import PAY, PERMISSIONS
from projections.explanation.explainer import explainer_of
from projections.reports import REPORTS
from tests.house.source import Module, modules

DECLARED = {"src/projections/reports/registry.py"}

MAY_LIST = {
    "src/projections/explanation/explained_rows.py": "tables of chapters, some of which are called as a report",
    "src/projections/journal/centre_schema.py": "tables of kinds of facts, some of which are called as a report",
    "src/ledger/formats/sheets/templates.py": "templates of sheets, some of which are called as a report",
    "src/api/console/centre/brief.py": "the page of the brief: its parts, some of which are called as a report",
    "src/api/console/centre/reports.py": "the page of the reports of the centre: under which heading each stands",
    "src/api/console/self_service/month.py": "the page of one's own month: what it shows",
}
ENUMERATION = 4
"""As many reports together are a list of them."""


def listed_in(module: Module) -> Iterator[str]:
    """The places of a module that list reports."""
    for node in ast.walk(module.tree):
        elements = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else []
        keys = node.keys if isinstance(node, ast.Dict) else []
        named = {each.value for each in (*elements, *keys) if isinstance(each, ast.Constant)}
        if len(REPORTS.keys() & named) >= ENUMERATION:
            yield module.where(node)


@pytest.mark.slow
def test_nothing_beside_the_definitions_lists_reports() -> None:
    found = {module.name: list(listed_in(module)) for module in modules() if "/demo/" not in module.name}
    lists = {name for name, places in found.items() if places and not name.startswith("src/ledger/facts/")}
    assert lists - DECLARED == set(MAY_LIST), "a new list is declared in the definition; one that went goes here too"


def test_every_report_is_explained_and_permitted_by_its_definition() -> None:
    for name, report in REPORTS.items():
        assert callable(explainer_of(name))
        assert PERMISSIONS[f"report {name}"] == report.readers
        assert (f"report {name}" in PAY) == report.tells_pay
        columns = {column.name for column in report.columns}
        assert {*report.row_key, *([report.headline] if report.headline else [])} <= columns
