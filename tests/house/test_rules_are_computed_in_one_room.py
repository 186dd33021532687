"""Nothing in `api` computes what `projections` do: it rounds nothing, and puts no punches or postings together."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, modules

DRAWS = "src/api/documents/printouts/bar_charts.py"
"""The library that draws charts hands whole amounts back as floats."""
ROUNDS = {"round", "quantize", "mean", "fmean"}
OF_PUNCHES = {"repeat_minutes"}
"""What a rule set is asked for by who says which punch is In and which is Out (S3.5)."""
OF_PEOPLE = {"Assignment", "Leaving"}
"""Kinds whose facts are looked at one by one by who says who is in which team when (S1.2)."""


def computed_in(module: Module) -> Iterator[str]:
    """The places of a module that compute a rule."""
    for node in ast.walk(module.tree):
        told = _computes(node)
        if told is not None:
            yield f"{module.where(node)}: {told}"


def _computes(node: ast.AST) -> str | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        sums = isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Add)
        return "a sum is divided: figures are rounded by projections.expressions.rounded" if sums else None
    if isinstance(node, ast.Call):
        return _called(node)
    if isinstance(node, ast.Constant) and node.value in OF_PUNCHES:
        return f"{node.value} is for projections/punches.py"
    return None


def _called(call: ast.Call) -> str | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    is_own = name == "mean" and isinstance(call.func, ast.Name)
    if name in ROUNDS and not is_own:
        return f"{name}(): figures are rounded by projections.expressions.rounded"
    if name == "isinstance" and len(call.args) > 1:
        kinds = {each.id for each in ast.walk(call.args[1]) if isinstance(each, ast.Name)}
        read = sorted(kinds & OF_PEOPLE)
        return f"facts of {read[0]} are put together in projections" if read else None
    return None


@pytest.mark.slow
def test_the_service_computes_no_rule() -> None:
    looked_at = [module for module in modules("api") if module.name != DRAWS]
    assert [found for module in looked_at for found in computed_in(module)] == []


@pytest.mark.slow
def test_a_mean_is_defined_once() -> None:
    defined = [
        f"{module.name}:{function.name}"
        for module in modules()
        for function in module.functions()
        if function.name in ("mean", "rounded", "round_half_up")
    ]
    assert defined == [
        "src/projections/expressions.py:round_half_up",
        "src/projections/expressions.py:rounded",
        "src/projections/scores.py:mean",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "(2 * numerator + denominator) // (2 * denominator)",
        "round(total, 2)",
        "amount.quantize(fen)",
        "statistics.mean(scores)",
        "rules['repeat_minutes']",
        "isinstance(fact, Assignment)",
        "isinstance(fact, Employee | Leaving)",
    ],
)
def test_the_check_itself_finds_what_it_looks_for(source: str) -> None:
    example = modules("api")[0]
    assert list(computed_in(Module(example.path, source, ast.parse(source))))
