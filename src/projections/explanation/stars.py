"""S9 星级工资 Star pay: the quarter's score, the three totals behind it, and the row of the table that pays."""

from collections.abc import Iterator

from projections.calendar import Quarter, period_text
from projections.explanation.explained_rows import InForce, Row, Used
from projections.explanation.node import DAYS, POINTS, YUAN, Node, decimal_text, no
from projections.explanation.people import arrival, employed, hired, posted, probation
from projections.explanation.scores import figures as scores_of
from projections.explanation.tiers import Reading, tiers


def stars(used: Used, employee: str) -> tuple[Node, ...]:
    """S9.3: a node a row of the report, with a node a column."""
    return tuple(
        Node(
            "stars_row",
            clause="S9.3",
            of={"quarter": shown["quarter"]},
            children=tuple(figures(used, employee)[name] for name in list(shown)[1:]),
        )
        for _, shown in used.reported("stars", employee)
    )


def figures(used: Used, employee: str) -> dict[str, Node]:
    """Every figure of the employee's row, by name; none where there is no row."""
    made: dict[str, Node] = used.once("stars", employee, lambda: _made(used, employee))
    return made


def _made(used: Used, employee: str) -> dict[str, Node]:
    found = used.reported("stars", employee)
    if not found:
        return {}
    ((row, shown),) = found
    least = _of_quarter(used).parameter("star_min_periods")
    totals = tuple(_totals(used, employee))
    quarter = Node("quarter", shown["quarter"], clause="S9.1", children=(posted(used, employee, "role"),))
    score = Node("score", shown["score"], POINTS, "S9.1", parameters=least, children=totals)
    behaviour = decimal_text(row["behaviour"])
    pool = _of_quarter(used).parameter("star_min_periods")
    of = Node("of", shown["of"], clause="S9.2", of={"quarter": shown["quarter"]}, parameters=pool)
    rank = Node("rank", shown["rank"], clause="S9.2", of={"behaviour": behaviour}, children=(score, of))
    amount = _amount(used, row, shown["amount"], _read(used, row, (rank, score, of)))
    return {"quarter": quarter, "score": score, "rank": rank, "of": of, "amount": amount}


def _amount(used: Used, row: Row, shown: str, read: tuple[Node, ...]) -> Node:
    """S9.3a: what the period pays of the quarter's amount: all of it, or by the days employed as `csr`."""
    kept = used.parameter("star_keeps") if used.rules.star_keeps else {}
    if used.rules.role_reading == "last_day":
        return Node("amount", shown, YUAN, "S9.2", parameters=kept, children=read)
    employee = row["employee"]
    of, ruled = {"period_days": used.month.period.days}, used.parameter("role_reading") | kept
    roles = () if kept else (posted(used, employee, "role"),)
    days = Node("star_days", row["days"], DAYS, "S9.3a", of, ruled, (), (employed(used, employee), *roles))
    whole = Node("star_of_quarter", decimal_text(row["whole_amount"]), YUAN, "S9.2", children=read)
    return Node("amount", shown, YUAN, "S9.3a", children=(whole, days))


def _of_quarter(used: Used) -> InForce:
    """S9.2: the parameters of the quarter's last period."""
    return used.rules_of(Quarter.before(used.month.period.number).last)


def _read(used: Used, row: Row, held: tuple[Node, ...]) -> tuple[Node, ...]:
    """S9.2: what the table makes of score and rank, unless on probation or a new employee at the quarter's end."""
    ruled = _of_quarter(used)
    if row["barred"]:
        new, days = row["tenure"] < ruled.rules.new_employee_days, ruled.parameter("new_employee_days")
        employed = Node("tenure", row["tenure"], DAYS, "S9.2", {}, days, (), (hired(used, row["employee"]),))
        behind = employed if new else probation(used, row["employee"])
        return (Node("excluded", "S9.2", clause="S9.2", children=(behind,)), *held)
    return tiers(ruled, Reading("star_tiers", "S9.2", row["tier"], held), ruled.rules.star_tiers)


def _totals(used: Used, employee: str) -> Iterator[Node]:
    """S9.1: the totals of the quarter earned as `csr`, those brought along included (S2.1a)."""
    quarter = Quarter.before(used.month.period.number)
    for number in range(quarter.first, quarter.last + 1):
        past = used.past(number)
        scored = past.row("scores", employee) if past is not None else None
        if past is not None and scored is not None and scored["role"] == "csr" and scored["total"] is not None:
            figures_then = scores_of(past, employee)
            yield Node(
                "period", past.period, clause="S9.1", children=(figures_then["total"], figures_then["behaviour"])
            )
        if number < arrival(used, employee):
            yield from brought(used, employee, number)


def brought(used: Used, employee: str, number: int) -> Iterator[Node]:
    """S2.1a: the total of a period that somebody brings along."""
    for opening in used.rows("openings", employee):
        for row in used.facts("opening_totals", employee=employee, period=number, position=opening["position"]):
            of = {"period": period_text(number), "behaviour": decimal_text(row["behaviour"])}
            yield Node("brought_total", decimal_text(row["total"]), POINTS, "S2.1a", of, facts=(row["position"],))


def star(used: Used, employee: str) -> Node:
    """S9.3: the amount, also where it is 0."""
    found = figures(used, employee)
    if found:
        children = (found["amount"], found["quarter"])
        return Node("star", found["amount"].value, YUAN, "S9.3", children=children)
    quarter = Quarter.before(used.month.period.number)
    least = _of_quarter(used).parameter("star_min_periods")
    why = no("no_quarter_score", "S9.1", {"quarter": str(quarter)}, **least)
    behind = (why, *_totals(used, employee), posted(used, employee, "role"))
    return Node("star", "0.00", YUAN, "S9.3", children=behind)
