"""S13.7 承诺 Promises: what somebody promised, each promise with what became of it."""

from projections.calendar import day_text, minute_text
from projections.centre.promises import OUTCOMES, made
from projections.explanation.centre.columns import column
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, positions

_CLAUSE = "S13.7"
_UNTIL_NOW = ("open", "overdue")


def promises(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.7: a node a row of the report, with a node a column."""
    used.hold("promises made", made(used.month.tables, used.month.period))
    return tuple(_row(used, employee, shown) for _, shown in used.reported("promises", employee))


def _row(used: Used, employee: str, shown: Row) -> Node:
    rows = sorted(used.rows("promises made", employee), key=lambda row: (row["day"], row["position"]))
    nodes = [(row["outcome"], _promise(used, row)) for row in rows]
    everything = column("made", shown["made"], _CLAUSE, (node for _, node in nodes))
    outcomes = (column(name, shown[name], _CLAUSE, _of(used, nodes, name)) for name in OUTCOMES)
    return Node("promises_row", clause=_CLAUSE, children=(everything, *outcomes))


def _of(used: Used, nodes: list[tuple[str, Node]], name: str) -> tuple[Node, ...]:
    """The promises of an outcome; of what is still to be kept also up to when the ledger knows."""
    found = tuple(node for outcome, node in nodes if outcome == name)
    return (*found, until_now(used)) if found and name in _UNTIL_NOW else found


def until_now(used: Used) -> Node:
    """S13.1: the latest recording instant in view."""
    journal = used.month.tables.journal
    return Node("recorded_until", minute_text(journal.recorded_minute), clause="S13.1", facts=(journal.position,))


def _promise(used: Used, row: Row) -> Node:
    """A promise with its updates."""
    updates = used.facts("promise_updates", promise=row["promise"])
    due = minute_text(used.month.tables.journal.site.clock.local(row["due_instant"]))
    of = {"date": day_text(row["day"]), "due": due}
    facts = positions(row["position"], *(each["position"] for each in updates))
    return Node("promise", row["promise"], None, _CLAUSE, of, facts=facts)
