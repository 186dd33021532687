"""Every operation stands under a row of the table of permissions, and every route under the row of an operation."""

import ast
import re
from collections.abc import Iterable
from importlib import import_module

import pytest

from api.app import create
from api.auth.permissions import PERMISSIONS
from api.operations.context import Context
from api.operations.operation import OPERATIONS, Operation, operation
from api.service.settings import ServiceSettings
from tests.api.routes.operations import operations
from tests.house.source import modules

CONSOLE = "api/console"
THROUGH_OPERATIONS = {
    "api.operations.deferred_answers.answer_or_job": "waits for what an operation deferred",
    "api.operations.deferred_answers.seconds_to_wait": "reads how long the settings let somebody wait",
    "api.operations.facts.every_fact": "pages through the operation `facts`",
    "api.operations.facts.counted_facts": "pages through the operation `facts`",
    "api.operations.facts.voided_among": "says of facts that the operation `facts` answered which are voided",
    "api.operations.what_if_files.what_if_file": "asks the operation `names`",
    "api.operations.workflows.every_workflow": "pages through the operation `workflows`",
}
"""Functions that a page calls with a context and that are no operations themselves, and what they ask."""


def covers(row: str, permission: str) -> bool:
    """Whether a row, in which `{…}` stands for a name, is the row of a permission, which may vary in the same place."""
    pattern = re.sub(r"\\{[^}]*\\}", r"([\\w-]+|{\\w+})", re.escape(row))
    return re.fullmatch(pattern, permission) is not None


def _covered(rows: Iterable[str], permission: str) -> bool:
    return any(covers(row, permission) for row in rows)


def test_every_operation_is_under_a_row_of_the_table_of_permissions() -> None:
    create(ServiceSettings(store="sqlite:///nothing.db"))
    assert len(OPERATIONS) > 60
    names = [f"{each.function.__module__}.{each.function.__name__}" for each in OPERATIONS]
    lost = [
        f"{name}: {each.permission}"
        for name, each in zip(names, OPERATIONS, strict=True)
        if not any(covers(each.permission, row) for row in PERMISSIONS)
    ]
    assert lost == []
    assert len(set(names)) == len(names)


@pytest.mark.slow
def test_every_route_with_a_permission_has_an_operation_of_the_same_row() -> None:
    app = create(ServiceSettings(store="sqlite:///nothing.db"))
    rows = {each.permission for each in OPERATIONS}
    asked = [each for each in operations(app) if each.permission is not None]
    assert len(asked) > 90
    assert [f"{each}: {each.permission}" for each in asked if not _covered(rows, str(each.permission))] == []


@pytest.mark.slow
def test_what_a_page_calls_with_a_context_is_an_operation_or_asks_one() -> None:
    called = {
        f"{node.module}.{name.name}"
        for module in modules(CONSOLE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("api.operations")
        for name in node.names
    }
    found = {name for name in called if _takes_context(name)}
    assert found == set(THROUGH_OPERATIONS)


def _takes_context(name: str) -> bool:
    """Whether a name is a function, and no operation, whose first parameter is the context."""
    module, _, own = name.rpartition(".")
    found = getattr(import_module(module), own)
    if isinstance(found, Operation | type) or not callable(found):
        return False
    return next(iter(found.__annotations__.values()), None) is Context


def test_a_row_that_varies_covers_its_names_and_no_other_row() -> None:
    assert covers("report {name}", "report payroll")
    assert covers("report {name}", "report {report}")
    assert not covers("report {name}", "record clock")
    assert not covers("see keys", "administer keys")


def test_an_operation_of_no_row_would_be_found() -> None:
    try:

        @operation("do as one likes")
        def unheld(context: Context) -> None:
            """Nothing."""

        assert not _covered([unheld.permission], "see keys")
        assert not any(covers(unheld.permission, row) for row in PERMISSIONS)
    finally:
        OPERATIONS.pop()
