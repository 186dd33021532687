"""Files are read in one sitting, functions fit on a screen, names say what is inside."""

import ast

import pytest

from tests.house.source import modules

LINES_A_FILE = 300
LINES_OF_THE_VERIFIER = {"src/ledger/proof/verify_evidence.py": 400}
"""What an auditor reads before trusting it is one file by design, and read in an hour."""
LINES_A_FUNCTION = 60
SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "shared", "stuff", "base_utils", "tools"}


@pytest.mark.slow
def test_files_are_short() -> None:
    long = {module.name: len(module.text.splitlines()) for module in modules()}
    assert {name: lines for name, lines in long.items() if lines >= LINES_OF_THE_VERIFIER.get(name, LINES_A_FILE)} == {}


@pytest.mark.slow
def test_functions_are_short() -> None:
    long = {
        f"{module.where(function)} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in modules()
        for function in module.functions()
    }
    assert {name: lines for name, lines in long.items() if lines >= LINES_A_FUNCTION} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.name for module in modules() if SAY_NOTHING & {module.path.stem, module.path.parent.name}] == []


def test_what_is_public_has_a_docstring() -> None:
    undocumented = [
        f"{module.where(node)} {getattr(node, 'name', '')}"
        for module in modules()
        for node in (module.tree, *module.tree.body)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if not getattr(node, "name", "").startswith("_") and ast.get_docstring(node) is None
    ]
    assert undocumented == []
