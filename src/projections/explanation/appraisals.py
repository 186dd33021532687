"""S6.2a 评核 The report of appraisals: each item of it, figure by figure."""

from dataclasses import replace

from projections.explanation.appraisal_items import item_node, value_node
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, no
from projections.explanation.people import posted
from projections.explanation.scores import figures


def appraisals(used: Used, employee: str) -> tuple[Node, ...]:
    """S6.2a: a node a row of the report, with a node a column."""
    return tuple(
        Node(
            "appraisals_row",
            clause="S6.2a",
            of={"component": shown["component"], "item": shown["item"]},
            children=_figures(used, row, shown),
        )
        for row, shown in used.reported("appraisals", employee)
    )


def _figures(used: Used, row: Row, shown: Row) -> tuple[Node, ...]:
    told = (row["position"],)
    form = (row["form_position"],)
    made = {name: Node(name, shown[name], clause="S6.2a", facts=told) for name in ("component", "stage", "form")}
    made |= {name: Node(name, shown[name], clause="S6.2a", facts=told) for name in ("version", "evaluator")}
    made |= {name: Node(name, shown[name], clause="S6.2a", facts=form) for name in ("item", "source", "max")}
    if row["source"] == "judged":
        made["value"] = no("value", "S6.2a")
    else:
        made["value"] = replace(value_node(used, row, figures), term="value")
    made["points"] = replace(item_node(used, row, figures), term="points")
    ruled = used.parameter("leader_work_from_team")
    role = (posted(used, row["employee"], "role"),)
    made["counted"] = Node("counted", shown["counted"], None, "S6.2a", {}, ruled, (*told, *form), role)
    return tuple(made[name] for name in shown if name != "employee")
