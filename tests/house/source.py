"""The source files of the project, parsed: what the house checks look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A source file and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as it is named in messages and in documentation."""
        return self.path.relative_to(CHECKOUT).as_posix()

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def where(self, node: ast.AST) -> str:
        """The place of a node."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def modules(package: str = "") -> tuple[Module, ...]:
    """The modules of a package under src, or of all of them, by path."""
    paths = sorted((SOURCE / package).rglob("*.py"))
    assert paths, f"there is no source in {package}"
    return tuple(Module(path, text, ast.parse(text)) for path in paths for text in [path.read_text(encoding="utf-8")])
