"""S7.1, S7.2 排名 A rank: in which pool, of how many, by which total, and who shares it."""

from projections.explanation.exclusions import excluded
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, decimal_text, no
from projections.explanation.people import posted
from projections.explanation.scores import figures as scores_of


def ranking(used: Used, employee: str) -> tuple[Node, ...]:
    """S7.2: a node a row of the report, with a node a column."""
    return tuple(
        Node("ranking_row", clause="S7.2", children=tuple(figures(used, employee)[name] for name in list(shown)[1:]))
        for _, shown in used.reported("ranking", employee)
    )


def figures(used: Used, employee: str) -> dict[str, Node]:
    """Every figure of the employee's row, by name; none where there is no row."""
    made: dict[str, Node] = used.once("ranking", employee, lambda: _made(used, employee))
    return made


def _made(used: Used, employee: str) -> dict[str, Node]:
    found = used.reported("ranking", employee)
    if not found:
        return {}
    ((row, shown),) = found
    scores = scores_of(used, employee)
    pools = used.in_force.pools(row["pool"]) | used.parameter("rank_pool")
    made = {
        "pool": Node("pool", shown["pool"], clause="S7.1", parameters=pools, children=belonging(used, employee)),
        "of": Node("of", shown["of"], clause="S7.2", of={"pool": row["pool"]}, parameters=pools),
        "total": scores["total"],
        "behaviour": scores["behaviour"],
    }
    return made | {"rank": Node("rank", shown["rank"], clause="S7.2", children=_placed(used, row, made))}


def belonging(used: Used, employee: str) -> tuple[Node, ...]:
    """S7.1a: what the pool goes by: the role, and team and channel where any pool has a condition on them."""
    pools = used.rules.pool_list
    columns = ["role"]
    if any(pool.teams is not None for pool in pools):
        columns.append("team")
    if any(pool.channels is not None for pool in pools):
        columns.append("channel")
    return tuple(posted(used, employee, column) for column in columns)


def _placed(used: Used, row: Row, made: dict[str, Node]) -> tuple[Node, ...]:
    """S7.2: what the rank comes from; S6.4, S7.1: why there is none."""
    employee = row["employee"]
    if row["rank"] is None:
        clauses = sorted({each["clause"] for each in used.rows("excluded_by", employee)})
        return tuple(excluded(used, employee, clause) for clause in clauses)
    sharing = [
        each
        for each in used.table("ranking").to_dicts()
        if (each["pool"], each["rank"]) == (row["pool"], row["rank"]) and each["employee"] != employee
    ]
    shared = tuple(_sharer(each) for each in sorted(sharing, key=lambda each: str(each["employee"])))
    return (made["total"], made["behaviour"], made["of"], *(shared or (no("shared_with_nobody", "S7.2"),)))


def _sharer(row: Row) -> Node:
    """Somebody with the same total and behaviour."""
    of = {"total": decimal_text(row["total"]), "behaviour": decimal_text(row["behaviour"])}
    return Node("shared_with", row["employee"], clause="S7.2", of=of, nothing=False, parameters={"rank": row["rank"]})
