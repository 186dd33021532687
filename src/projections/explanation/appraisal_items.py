"""S6.2a 评核 A component made of items: the form version, and of each item who judged it, or what was measured."""

from projections.explanation.explained_rows import Row, Used
from projections.explanation.metrics import Figures, metric_nodes
from projections.explanation.node import POINTS, Node, Value, decimal_text


def appraisal_nodes(used: Used, employee: str, component: str, figures: Figures) -> tuple[Node, ...]:
    """The appraisal that makes a component of somebody's, with its items; none where a review does."""
    rows = used.rows("appraisal_items", employee, component=component, counted=True)
    if not rows:
        return ()
    first = rows[0]
    of: dict[str, Value] = {name: first[name] for name in ("form", "version", "evaluator")}
    form = Node(
        "appraisal_form", first["form"], None, "S6.2a", {"version": first["version"]}, facts=(first["form_position"],)
    )
    items = (item_node(used, row, figures) for row in sorted(rows, key=lambda row: int(row["place"])))
    return (Node("appraisal", None, None, "S6.2a", of, facts=(first["position"],), children=(form, *items)),)


def item_node(used: Used, row: Row, figures: Figures) -> Node:
    """An item with its points: given by whoever judged it, or read off the scale for a metric's value."""
    of: dict[str, Value] = {"item": row["item"], "max": decimal_text(row["max"])}
    points = decimal_text(row["points"])
    if row["source"] == "judged":
        judged = of | {"evaluator": row["evaluator"]}
        return Node("judged_item", points, POINTS, "S6.2a", judged, facts=(row["position"],))
    children = (value_node(used, row, figures),)
    return Node(
        "metric_item", points, POINTS, "S6.2a", of | _step(used, row), facts=(row["form_position"],), children=children
    )


def value_node(used: Used, row: Row, figures: Figures) -> Node:
    """What the metric of an item comes to, and what that rests on."""
    children = metric_nodes(used, row["employee"], row["metric"], figures)
    return Node("metric_value", decimal_text(row["value"]), None, "S6.2a", {"metric": row["metric"]}, children=children)


def _step(used: Used, row: Row) -> dict[str, Value]:
    """The step of the scale that holds; none where no step does."""
    if row["step"] is None:
        return {}
    place = {name: row[name] for name in ("form", "version", "place", "step")}
    (step,) = used.facts("appraisal_steps", **place)
    return {name: decimal_text(step[name]) for name in ("at_least", "at_most") if step[name] is not None}
