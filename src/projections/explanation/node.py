"""What an explanation is made of: a figure as the report shows it, and below it what it was made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from ledger.facts.figures import show_hundredths

Value: TypeAlias = str | int | bool | tuple[str, ...] | None

MINUTES, YUAN, POINTS, PERCENT, DAYS, MILLI_DAYS = "minutes", "yuan", "points", "percent", "days", "milli_days"
SECONDS = "seconds"
"""The units of a node's value."""


@dataclass(frozen=True, eq=False)
class Node:
    """One step of an explanation. Nothing in it was computed for it: it shows the rows that a chapter used."""

    term: str
    """What it is, such as `monthly_bonus`, `rank`, `monitoring`; a column's name for a figure of a report."""
    value: Value = None
    """As the report shows it: minutes as whole numbers, points and yuan with two decimals, dates and local minutes."""
    unit: str | None = None
    clause: str | None = None
    """The clause of the manual that makes it, such as `S7.3`."""
    of: Mapping[str, Value] = field(default_factory=dict)
    """What tells it from others of its term: its date, employee, type …"""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The rule parameters in force that it turns on, in the interchange form."""
    facts: tuple[int, ...] = ()
    """The ledger positions of the facts that it rests on."""
    children: tuple["Node", ...] = ()
    nothing: bool = False
    """Whether its evidence is that there is no fact: nobody praised, no punch, no salary."""
    above: bool = False
    """Whether what it was made from is shown above, where the same figure stood first."""

    def walk(self) -> Iterator["Node"]:
        """The node and all below it, in the order in which they are shown."""
        yield self
        for child in self.children:
            yield from child.walk()


def each_once(node: Node, shown: set[int] | None = None) -> Node:
    """The same tree, in which a figure that several others rest on is explained where it stands first."""
    seen: set[int] = set() if shown is None else shown
    if id(node) in seen and (node.children or node.facts):
        return replace(node, children=(), facts=(), parameters={}, above=True)
    seen.add(id(node))
    return replace(node, children=tuple(each_once(child, seen) for child in node.children)) if node.children else node


def no(term: str, clause: str, of: Mapping[str, Value] | None = None, **parameters: Any) -> Node:
    """A node whose evidence is that there is no such fact, such as `no_praise`."""
    return Node(term, clause=clause, of=of or {}, parameters=parameters, nothing=True)


def made_of(
    term: str, value: Value, clause: str, children: tuple[Node, ...], unit: str | None = MINUTES, **parameters: Any
) -> Node:
    """A sum and its parts; without parts there is nothing that it could be made of."""
    return Node(term, value, unit, clause, parameters=parameters, children=children, nothing=not children)


def positions(*found: int | None) -> tuple[int, ...]:
    """Those positions that there are, each once, in ledger order."""
    return tuple(sorted({position for position in found if position is not None}))


def decimal_text(hundredths: int | None) -> str | None:
    """Points or yuan, as reports show them, of hundredths of a point or fen; missing stays missing."""
    return None if hundredths is None else show_hundredths(hundredths)
