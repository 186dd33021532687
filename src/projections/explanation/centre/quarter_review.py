"""S13.12 季度考核 A quarter's review: the totals, the rank, and the facts of the three periods that it counts."""

from collections.abc import Iterator

from projections.calendar import Quarter, day_text
from projections.centre.plans import plans_until
from projections.centre.quarter_review import CSR, group_of
from projections.centre.steps import OVER
from projections.explanation.absence import absences
from projections.explanation.explained_rows import Row, Used
from projections.explanation.metrics import metric_nodes
from projections.explanation.node import MILLI_DAYS, POINTS, Node, made_of, positions
from projections.explanation.people import arrival, posted
from projections.explanation.scores import figures as scores_of
from projections.explanation.stars import brought

_CLAUSE = "S13.12"
_COUNTED = {"complaints_upheld": "ledger.complaints_upheld", "violations": "ledger.violations"}


def quarter_review(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.12: a node for the row of the report, with a node a column."""
    return tuple(_row(used, row, shown) for row, shown in used.reported("quarter_review", employee))


def _row(used: Used, row: Row, shown: Row) -> Node:
    employee, least = row["employee"], used.parameter("star_min_periods")
    totals = tuple(_totals(used, employee, row["group"]))
    role = posted(used, employee, "role")
    mean = Node("mean", shown["mean"], POINTS, "S9.1", parameters=least, children=totals)
    of = Node("of", shown["of"], clause="S9.2", of={"group": row["group"]}, parameters=least)
    decided = positions(row["decided"])
    made = {
        "quarter": Node("quarter", shown["quarter"], clause="S9.1", children=(role,)),
        "totals": Node("totals", tuple(shown["totals"]), clause=_CLAUSE, children=(*totals, role)),
        "mean": mean,
        "rank": Node("rank", shown["rank"], clause="S9.2", children=(mean, of)),
        "of": of,
        "absence": Node("absence", shown["absence"], MILLI_DAYS, "S4.5", children=_absence(used, employee)),
        "plans_open": _plans_open(used, row, shown),
        "decision": Node("decision", shown["decision"], clause=_CLAUSE, facts=decided, nothing=not decided),
    }
    for name, metric in _COUNTED.items():
        made[name] = Node(name, shown[name], clause=_CLAUSE, children=_counted(used, employee, metric))
    children = tuple(made[name] for name in shown if name != "employee")
    return Node("quarter_review_row", clause=_CLAUSE, of={"quarter": shown["quarter"]}, children=children)


def _totals(used: Used, employee: str, group: str) -> Iterator[Node]:
    """S13.12: the totals of the quarter earned in the group, as the books have them; those brought along as `csr`."""
    quarter, first = Quarter.of(used.month.period.number), used.month.past.first_period
    for number in range(quarter.first, quarter.last + 1):
        past = used.booked(number) if number >= first else None
        if past is not None:
            yield from _earned(past, employee, group)
        if group == CSR and number < arrival(used, employee):
            yield from brought(used, employee, number)


def _earned(past: Used, employee: str, group: str) -> Iterator[Node]:
    """The total of a period, if it was earned in the group."""
    scored = past.row("scores", employee)
    if scored is not None and scored["total"] is not None and group_of(scored["role"]) == group:
        then = scores_of(past, employee)
        yield Node("period", past.period, clause="S9.1", children=(then["total"], then["behaviour"]))


def _quarter(used: Used) -> list[Used]:
    """The quarter's periods by the facts in view, none before the ledger's first."""
    quarter = Quarter.of(used.month.period.number)
    numbers = range(max(quarter.first, used.month.past.first_period), quarter.last + 1)
    return [used.current(number) for number in numbers]


def _absence(used: Used, employee: str) -> tuple[Node, ...]:
    """S4.5: the absence of each period, by its own rule set."""
    found = [(past, past.row("absent", employee)) for past in _quarter(used)]
    return tuple(
        Node(
            "absence_total",
            0 if row is None else row["absent"],
            MILLI_DAYS,
            "S4.5",
            {"period": past.period},
            past.parameter("absence_kinds") | past.parameter("absence_unit"),
            (),
            absences(past, employee, past.rules.absence_kinds),
        )
        for past, row in found
    )


def _counted(used: Used, employee: str, metric: str) -> tuple[Node, ...]:
    """The facts of each period that are counted."""
    return tuple(
        Node("period", past.period, clause=_CLAUSE, children=metric_nodes(past, employee, metric, scores_of))
        for past in _quarter(used)
    )


def _plans_open(used: Used, row: Row, shown: Row) -> Node:
    """The plans up to the quarter's end that are neither checked nor cancelled now."""
    until = used.month.period.last_day
    used.hold("plans until", plans_until(used.month, until))
    found = [each for each in used.rows("plans until", row["employee"]) if each["status"] not in OVER]
    plans = tuple(
        Node(
            "open_plan",
            each["status"],
            clause="S13.9",
            of={"plan": each["plan"], "date": day_text(each["day"])},
            facts=positions(each["position"], *(step["position"] for step in _steps(used, each))),
        )
        for each in sorted(found, key=lambda each: str(each["plan"]))
    )
    return made_of("plans_open", shown["plans_open"], _CLAUSE, plans, unit=None)


def _steps(used: Used, plan: Row) -> list[Row]:
    return used.facts("improvement_steps", plan=plan["plan"])
