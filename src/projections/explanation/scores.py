"""S6 考核成绩 The total, its weights, and the monitorings, reviews and complaints behind each component."""

from collections.abc import Iterator
from typing import Any

from projections.calendar import day_text
from projections.explanation.appraisal_items import appraisal_nodes
from projections.explanation.explained_rows import Row, Used
from projections.explanation.metrics import total_nodes
from projections.explanation.node import PERCENT, POINTS, Node, decimal_text, no, positions
from projections.explanation.people import posted
from projections.pools import COMPONENTS


def scores(used: Used, employee: str) -> tuple[Node, ...]:
    """S6.3: a node a row of the report, with a node a column."""
    return tuple(
        Node("scores_row", clause="S6.3", children=tuple(figures(used, employee)[name] for name in list(shown)[1:]))
        for _, shown in used.reported("scores", employee)
    )


def figures(used: Used, employee: str) -> dict[str, Node]:
    """Every figure of the employee's row, by name; none where there is no row."""
    made: dict[str, Node] = used.once("scores", employee, lambda: _made(used, employee))
    return made


def _made(used: Used, employee: str) -> dict[str, Node]:
    found = used.reported("scores", employee)
    if not found:
        return {}
    ((row, shown),) = found
    made = {
        "role": posted(used, employee, "role"),
        "call": Node("call", shown["call"], POINTS, "S6.1", children=tuple(_monitorings(used, employee))),
        "work": _work(used, row, shown),
        "behaviour": _behaviour(used, employee, shown),
    }
    weights, _ = _weighing(used, row)
    total = Node("total", shown["total"], POINTS, "S6.3", parameters=weights, children=tuple(_parts(used, row, made)))
    return made | {"total": total}


def _parts(used: Used, row: Row, made: dict[str, Node]) -> Iterator[Node]:
    """S6.3: the components that weigh in the role's total; S6.4: a role without weights has no total."""
    weights = _weighing(used, row)[1]
    if weights is None:
        yield no("no_weights", "S6.3", {"role": row["role"]})
        yield made["role"]
        return
    for component in COMPONENTS:
        if weights[component]:
            of = {"component": component}
            yield Node("weight", weights[component], PERCENT, "S6.3", of, children=(made[component],))


def _weighing(used: Used, row: Row) -> tuple[dict[str, Any], dict[str, int] | None]:
    """S7.1a, S6.3: the parameter with the weights, and the weights: the pool's own, else the role's."""
    own = next((pool.weights for pool in used.rules.pool_list if pool.pool == row["pool"]), None)
    if own is not None:
        return used.in_force.pools(row["pool"]), own.model_dump()
    return used.parameter("weights", row["role"]), used.in_force.parameters["weights"].get(row["role"])


def _monitorings(used: Used, employee: str) -> Iterator[Node]:
    """S6.1: the monitorings that count; of a revised one the score first recorded, and every revision."""
    counted = sorted(used.rows("monitored", employee), key=lambda row: int(row["position"]))
    for row in counted:
        revisions = used.facts("monitoring_revisions", monitoring=row["monitoring"])
        dated = used.facts("monitorings", position=row["position"])
        of = {"monitoring": row["monitoring"], "date": day_text(dated[0]["day"])}
        first = Node("recorded_score", decimal_text(row["recorded"]), POINTS, "S6.1", facts=(row["position"],))
        children = (first, *(_revision(each) for each in revisions)) if revisions else ()
        yield Node("monitoring", decimal_text(row["score"]), POINTS, "S6.1", of, {}, (row["position"],), children)
    if not counted:
        yield no("no_monitoring", "S6.1", {"period": used.period})


def _revision(row: Row) -> Node:
    return Node("revision", decimal_text(row["score"]), POINTS, "S6.1", facts=(row["position"],))


def _work(used: Used, row: Row, shown: Row) -> Node:
    """S6.2, S6.2a; S6.3: a leader's, where the rule set has it so, is the mean of the team's totals."""
    of_team = row["role"] == "team_leader" and used.rules.leader_work_from_team
    if not of_team:
        items = appraisal_nodes(used, row["employee"], "work", figures)
        children = items or _reviews(used, row["employee"], "work")
        return Node("work", shown["work"], POINTS, "S6.2a" if items else "S6.2", children=children)
    team = [each for each in used.table("scores").to_dicts() if each["team"] == row["team"] and each["role"] == "csr"]
    shown_by = (posted(used, row["employee"], "team"), *total_nodes(used, team, "S6.3", figures))
    ruled = used.parameter("leader_work_from_team")
    return Node("work", shown["work"], POINTS, "S6.3", parameters=ruled, children=shown_by)


def _behaviour(used: Used, employee: str, shown: Row) -> Node:
    """S6.2, S6.2a: the appraisal or the review, and the complaints of the period that were upheld."""
    complaints = tuple(_complaint(used, row) for row in used.rows("upheld", employee))
    ruled = used.parameter("complaint_deduction") if complaints else {}
    items = appraisal_nodes(used, employee, "behaviour", figures)
    children = (*(items or _reviews(used, employee, "behaviour")), *complaints)
    clause = "S6.2a" if items else "S6.2"
    return Node("behaviour", shown["behaviour"], POINTS, clause, parameters=ruled, children=children)


def _complaint(used: Used, row: Row) -> Node:
    updates = used.facts("complaint_updates", complaint=row["complaint"])
    facts = positions(row["position"], *(each["position"] for each in updates))
    return Node("complaint_upheld", row["complaint"], clause="S6.2", facts=facts)


def _reviews(used: Used, employee: str, component: str) -> tuple[Node, ...]:
    """S6.2: the review recorded last for the employee and period."""
    rows = used.rows(f"{component}_reviews", employee)
    found = tuple(
        Node(f"{component}_review", decimal_text(row["score"]), POINTS, "S6.2", facts=(row["position"],))
        for row in rows
    )
    return found or (no(f"no_{component}_review", "S6.2", {"period": used.period}),)
