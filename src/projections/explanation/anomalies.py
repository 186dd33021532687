"""异常 Each anomaly, by the punch or the shift behind it."""

from projections.explanation.absence import no_punch
from projections.explanation.attendance import leaves_on, punches, shift_of
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, no
from projections.explanation.people import hired


def anomalies(used: Used, employee: str, day: int | None = None) -> tuple[Node, ...]:
    """S3.4 … S4.4: a node a row of the report, with a node a column."""
    return tuple(
        _anomaly(used, row, shown)
        for row, shown in used.reported("anomalies", employee)
        if day is None or row["day"] == day
    )


def _anomaly(used: Used, row: Row, shown: Row) -> Node:
    behind = _behind(used, row)
    date = Node("date", shown["date"], clause="S2.3", children=behind)
    kind = Node("kind", shown["kind"], clause=_CLAUSES[row["kind"]], children=behind)
    return Node(
        "anomaly", clause=_CLAUSES[row["kind"]], of={"date": shown["date"]}, children=(date, kind, _at(row, shown))
    )


_CLAUSES = {
    "stray": "S3.4",
    "outside_employment": "S3.4",
    "missing_in": "S3.5",
    "missing_out": "S3.5",
    "absent": "S4.3",
    "punches_on_leave": "S4.4",
}


def _at(row: Row, shown: Row) -> Node:
    if row["position"] is None:
        return Node("at", None, clause="S3.5", children=(no("no_punch", "S3.5", {"date": shown["date"]}),))
    return Node("at", shown["at"], clause="S3.3", facts=(row["position"],))


def _behind(used: Used, row: Row) -> tuple[Node, ...]:
    """The punch; or the shift, with its punches, its leave, or that there is none."""
    shift = used.row("shifts", row["employee"], day=row["day"])
    if row["kind"] in ("stray", "outside_employment") or shift is None:
        unreached = no("in_no_reach", "S3.4", **used.parameter("window_minutes"))
        return (_punch(row), unreached, hired(used, row["employee"]))
    if row["kind"] == "punches_on_leave":
        return (_punch(row), shift_of(used, shift), *leaves_on(used, shift))
    punched = punches(used, shift) or (no_punch(used, row["employee"], row["day"]),)
    return (shift_of(used, shift), *punched)


def _punch(row: Row) -> Node:
    return Node("punch", clause="S3.3", facts=(row["position"],))
