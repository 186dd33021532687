"""S6.2a 指标 A metric's value: the fact that recorded it, or the facts of the ledger that it was counted from."""

from collections.abc import Callable, Iterable

from ledger.ledger_metrics import OF_LEADERS, TEAM_TOTAL_MEAN
from projections.calendar import day_text
from projections.explanation.absence import absence
from projections.explanation.attendance import worked_shift
from projections.explanation.explained_rows import Row, Used, place_of
from projections.explanation.node import POINTS, Node, Value, decimal_text, no, positions
from projections.explanation.people import posted
from projections.metrics import EVIDENCE

Figures = Callable[[Used, str], dict[str, Node]]
"""The nodes of somebody's scores, by name."""
_SHIFTS = ("ledger.late_times", "ledger.unpunctual_shifts")
_ABSENCES = "ledger.absence_days"


def metric_nodes(used: Used, employee: str, metric: str, figures: Figures) -> tuple[Node, ...]:
    """What a metric's value rests on; that there is nothing, where it has none."""
    if metric in OF_LEADERS:
        return _of_totals(used, employee, metric, figures)
    if metric in EVIDENCE:
        return _counted(used, employee, metric)
    rows = used.rows("metrics", employee, metric=metric)
    recorded = tuple(
        Node("metric", decimal_text(row["value"]), None, "S6.2a", {"metric": metric}, facts=(row["position"],))
        for row in rows
    )
    return recorded or (no("no_metric", "S6.2a", {"metric": metric, "period": used.period}),)


def _counted(used: Used, employee: str, metric: str) -> tuple[Node, ...]:
    """The shifts, absences or facts that a metric of the ledger counts, by date."""
    used.hold(f"metric {metric}", EVIDENCE[metric](used.month))
    rows = sorted(used.rows(f"metric {metric}", employee), key=place_of)
    made = tuple(_evidence(used, metric, row) for row in rows)
    return made or (no("nothing_recorded", "S6.2a", {"period": used.period}),)


def _evidence(used: Used, metric: str, row: Row) -> Node:
    if metric in _SHIFTS:
        of: dict[str, Value] = {"late": row["late"], "early": row["early"]}
        return Node("unpunctual_shift", day_text(row["day"]), None, "S4.4", of, children=(worked_shift(used, row),))
    if metric == _ABSENCES:
        return absence(used, row)
    dated: dict[str, Value] = {"date": day_text(row["day"])} if row.get("day") is not None else {}
    score = decimal_text(row["score"]) if "score" in row else None
    unit = None if score is None else POINTS
    return Node("counted_fact", score, unit, "S6.2a", dated, facts=positions(row["position"]))


def _of_totals(used: Used, employee: str, metric: str, figures: Figures) -> tuple[Node, ...]:
    """The totals of the CSRs of the team, or of all."""
    row = used.row("members", employee)
    assert row is not None
    of_team = metric == TEAM_TOTAL_MEAN
    agents = [each for each in used.table("scores").to_dicts() if each["role"] == "csr"]
    counted = [each for each in agents if not of_team or each["team"] == row["team"]]
    team = (posted(used, employee, "team"),) if of_team else ()
    return (*team, *total_nodes(used, counted, "S6.2a", figures))


def total_nodes(used: Used, rows: Iterable[Row], clause: str, figures: Figures) -> tuple[Node, ...]:
    """The totals of some rows of scores, the unscored left out; that there is none, where all are."""
    scored = [each for each in rows if each["total"] is not None]
    totals = tuple(
        Node(
            "team_total",
            decimal_text(each["total"]),
            POINTS,
            clause,
            {"employee": each["employee"]},
            children=(figures(used, each["employee"])["total"],),
        )
        for each in sorted(scored, key=lambda each: str(each["employee"]))
    )
    return totals or (no("no_team_total", clause),)
