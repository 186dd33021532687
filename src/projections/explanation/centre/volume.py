"""S13.2 话务量 Traffic: a row of a date, channel and queue, by the facts that were summed."""

from projections.centre.volume import KEY, counted
from projections.explanation.centre.columns import column
from projections.explanation.explained_rows import Row, Used, matching
from projections.explanation.node import PERCENT, SECONDS, Node

_CLAUSE = "S13.2"


def volume(used: Used, rows: list[tuple[Row, Row]]) -> tuple[Node, ...]:
    """S13.2: a node a row of the report, with a node a column."""
    held = used.hold("volumes", counted(used.month.tables, used.month.period))
    return tuple(
        _row(shown, sorted(matching(held, **{name: row[name] for name in KEY}), key=_place)) for row, shown in rows
    )


def _place(fact: Row) -> tuple[str, int]:
    return (fact["interval"] or "", fact["position"])


def _row(shown: Row, facts: list[Row]) -> Node:
    def parts(name: str, stating: str | None = None) -> tuple[Node, ...]:
        """The facts, each with what it counts; or those alone that state something."""
        stated = [fact for fact in facts if stating is None or fact[stating] is not None]
        return tuple(_fact(fact, name) for fact in stated)

    offered = column("offered", shown["offered"], _CLAUSE, parts("offered"))
    answered = column("answered", shown["answered"], _CLAUSE, parts("answered"))
    within = (*parts("within_target", "within_target"), *parts("offered", "within_target"))
    handled = (*parts("handled_seconds", "handled_seconds"), *parts("answered", "handled_seconds"))
    children = (
        offered,
        answered,
        column("answered_percent", shown["answered_percent"], _CLAUSE, (answered, offered), PERCENT),
        column("within_target_percent", shown["within_target_percent"], _CLAUSE, within, PERCENT),
        column("mean_handle_seconds", shown["mean_handle_seconds"], _CLAUSE, handled, SECONDS),
    )
    of = {name: shown[name] for name in ("date", "channel", "queue")}
    return Node("volume_row", clause=_CLAUSE, of=of, children=children)


def _fact(fact: Row, name: str) -> Node:
    unit = SECONDS if name == "handled_seconds" else None
    return Node(name, fact[name], unit, _CLAUSE, {"interval": fact["interval"]}, facts=(fact["position"],))
