"""No float touches a figure: not as a type, not as a literal, not by a division or a mean that makes one."""

import ast
from collections.abc import Iterator

import pytest

from ledger.facts import KINDS
from ledger.facts.types import Ext
from tests.house.source import Module, modules

MAKES_A_FLOAT = {
    "mean",
    "median",
    "std",
    "var",
    "quantile",
    "truediv",
    "__truediv__",
    "Float32",
    "Float64",
    "true_divide",
}
# A sender's own object is kept as it came, numbers of any type included; it is never computed with.
KEEPS_FOREIGN_NUMBERS = {("src/ledger/facts/types.py", "_bounded_json")}


def floats_in(module: Module, *, divisions: bool) -> Iterator[str]:
    spared = {
        id(node)
        for function in module.functions()
        if (module.name, function.name) in KEEPS_FOREIGN_NUMBERS
        for node in ast.walk(function)
    }
    for node in ast.walk(module.tree):
        if id(node) in spared:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"{module.where(node)}: the literal {node.value!r}"
        if isinstance(node, ast.Name) and node.id in {"float", "complex"}:
            yield f"{module.where(node)}: the type {node.id}"
        if isinstance(node, ast.Attribute) and node.attr in MAKES_A_FLOAT:
            yield f"{module.where(node)}: {node.attr}"
        if divisions and isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield f"{module.where(node)}: a division by /, which makes a float; scale, then use //"


@pytest.mark.slow
def test_the_rules_know_no_float_and_no_true_division() -> None:
    assert [found for module in modules("projections") for found in floats_in(module, divisions=True)] == []


@pytest.mark.slow
def test_the_ledger_knows_no_float_where_it_reads_figures() -> None:
    """The store is left out: it keeps bytes, and its only fraction is of a second that it waits."""
    reading = [module for module in modules("ledger") if "/store/" not in module.name]
    assert [found for module in reading for found in floats_in(module, divisions=False)] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_field_of_a_fact_is_a_float(kind: str) -> None:
    for name, field in KINDS[kind].model_fields.items():
        if field.annotation != Ext:
            assert "float" not in repr(field.annotation), f"{kind}.{name}"


@pytest.mark.parametrize(
    "source",
    ["rate = 0.3", "def pay(x: float): ...", "total = amount / 3", "total /= 3", "scores.mean()", "pl.Float64"],
)
def test_the_check_itself_finds_what_it_looks_for(source: str) -> None:
    example = modules("projections")[0]
    assert list(floats_in(Module(example.path, source, ast.parse(source)), divisions=True))
