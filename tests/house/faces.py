"""What a face of the service, pages or commands, uses of the house, and where it goes past the operations."""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.house.source import Module

PARTS = ("api", "ledger", "projections")


@dataclass(frozen=True)
class Face:
    """What the modules of a face may use."""

    is_free: Callable[[str], bool]
    """Whether a module may be used whole."""
    names: Mapping[str, Collection[str]]
    """The names that may be used of other modules."""
    is_behind: Callable[[ast.Attribute], bool]
    """Whether a member is one that only operations have a business with."""

    def strayed(self, module: Module) -> Iterator[str]:
        """The places where a module goes past the operations."""
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                yield from (f"{module.where(node)}: import {each.name}" for each in node.names if _is_own(each.name))
            elif isinstance(node, ast.ImportFrom) and node.module is not None and _is_own(node.module):
                names = {each.name for each in node.names} - set(self.names.get(node.module, ()))
                if names and not self.is_free(node.module):
                    yield f"{module.where(node)}: {', '.join(sorted(names))} of {node.module}"
            elif isinstance(node, ast.Attribute) and self.is_behind(node):
                yield f"{module.where(node)}: .{node.attr}"

    def unused(self, modules: Iterable[Module]) -> list[tuple[str, str]]:
        """The names that may be used, and are not."""
        used = imported(modules)
        return [(module, name) for module, names in self.names.items() for name in names if (module, name) not in used]


def imported(modules: Iterable[Module]) -> set[tuple[str, str]]:
    """The names that modules import, each with the module that it is of."""
    return {
        (node.module, each.name)
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for each in node.names
    }


def is_within(name: str, rooms: Iterable[str]) -> bool:
    """Whether a module is one of these, or in one of them."""
    return any(name == each or name.startswith(f"{each}.") for each in rooms)


def _is_own(name: str) -> bool:
    return name.partition(".")[0] in PARTS
