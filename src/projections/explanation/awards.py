"""S8 表现优异奖金 Each theme: whether it is active and for what amount, who may win it, and each of its conditions."""

from collections.abc import Iterator
from dataclasses import replace

from projections.awards import Award, Condition, award_of
from projections.awards.selection import BARRING_ABSENCES
from projections.awards.theme import METRIC_WITHIN
from projections.calendar import day_text, period_text
from projections.exclusions import ALSO_BAR_AWARDS
from projections.explanation.absence import absences
from projections.explanation.attendance import worked_shift
from projections.explanation.exclusions import excluded
from projections.explanation.explained_rows import Row, Used, place_of
from projections.explanation.metrics import metric_nodes
from projections.explanation.node import POINTS, YUAN, Node, Value, decimal_text, no, positions
from projections.explanation.people import posted
from projections.explanation.scores import figures as scores_of
from projections.period_terms import ActiveTheme


def awards(used: Used, employee: str, theme: str | None = None) -> tuple[Node, ...]:
    """S8: a node an active theme, won or not; of those won, the theme and the amount of the report's row."""
    won = {shown["theme"]: shown for _, shown in used.reported("awards", employee)}
    return tuple(
        _award(used, employee, active, won.get(active.theme))
        for active in used.month.terms.themes
        if theme in (None, active.theme)
    )


def _award(used: Used, employee: str, active: ActiveTheme, shown: Row | None) -> Node:
    conditions = tuple(_conditions(used, employee, active, won=shown is not None))
    clause = _award_of(active).clause
    if shown is None:
        return Node("award", "0.00", YUAN, clause, {"theme": active.theme}, children=conditions)
    amount = Node("amount", shown["amount"], YUAN, "S8.1", children=(_active(used, active),))
    theme = Node("theme", shown["theme"], clause=clause, children=(_active(used, active),))
    return Node("award", shown["amount"], YUAN, clause, {"theme": active.theme}, children=(theme, amount, *conditions))


def _award_of(active: ActiveTheme) -> Award:
    award = award_of(active)
    assert award is not None, "the report of the awards was made"
    return award


def award_line(used: Used, employee: str, theme: str) -> Node:
    """S8: the award as a line of pay."""
    (found,) = awards(used, employee, theme)
    return Node(f"award:{theme}", found.value, YUAN, found.clause, children=found.children)


def _active(used: Used, active: ActiveTheme) -> Node:
    """S8.1: that the theme is active, by the period's own list or by the rule set's."""
    made: Node = used.once(f"theme {active.theme}", "", lambda: _listed(used, active))
    return made


def _listed(used: Used, active: ActiveTheme) -> Node:
    terms = used.month.terms
    of: dict[str, Value] = {"theme": active.theme, "winners": active.winners}
    ruled = [theme for theme in used.in_force.parameters["award_themes"] if theme["theme"] == active.theme]
    stated = active.stated
    facts = positions(terms.set_by if terms.sets_themes else None, None if stated is None else stated.position)
    if stated is not None:
        of |= {"name": stated.name, "by": stated.by, "from": period_text(stated.since)}
        bounds = {"at_least": decimal_text(stated.at_least), "at_most": decimal_text(stated.at_most)}
        told = {"metric": stated.metric, "best": stated.best, **bounds}
        of |= {name: value for name, value in told.items() if value is not None}
    return Node("active_theme", decimal_text(active.amount), YUAN, "S8.1", of, {"award_themes": ruled}, facts)


def _conditions(used: Used, employee: str, active: ActiveTheme, *, won: bool) -> Iterator[Node]:
    """S8.2, then the theme's own conditions, then S8.7."""
    if used.row("candidates", employee) is None:
        yield Node("candidate", value=False, clause="S8.2", children=_barred(used, employee))
        return
    yield Node("candidate", value=True, clause="S8.2", children=(posted(used, employee, "role"), no("no_bar", "S8.2")))
    award = _award_of(active)
    listed = award.conditions(used.month.contest) if award.conditions else ()
    met = True
    for condition in listed:
        node = _condition(used, employee, award.clause, condition)
        if condition.term == METRIC_WITHIN and active.stated is not None:
            node = _with_metric(used, employee, active.stated.metric or "", node)
        met = met and node.value is True
        yield node
    if not won and met:
        yield Node("among_the_best", value=False, clause="S8.7", children=(_active(used, active),))


def _barred(used: Used, employee: str) -> tuple[Node, ...]:
    """S8.2: the role, the clauses, the absences and the unpunctual shifts that bar from every award."""
    clauses = sorted({row["clause"] for row in used.rows("exclusions", employee)} & set(ALSO_BAR_AWARDS))
    unpunctual = [row for row in used.rows("shifts", employee) if row["unpunctual"]]
    late = (
        Node(
            "unpunctual_shift",
            day_text(row["day"]),
            clause="S8.2",
            of={"late": row["late"], "early": row["early"]},
            children=(worked_shift(used, row),),
        )
        for row in sorted(unpunctual, key=lambda row: int(row["day"]))
    )
    return (
        posted(used, employee, "role"),
        *(excluded(used, employee, clause) for clause in clauses),
        *absences(used, employee, BARRING_ABSENCES),
        *late,
    )


def _condition(used: Used, employee: str, clause: str, condition: Condition) -> Node:
    met = used.hold(f"{condition.term} met", condition.met.select("employee").unique())
    children = []
    for term, frame in condition.evidence:
        used.hold(f"{condition.term} {term}", frame)
        rows = used.rows(f"{condition.term} {term}", employee)
        children += [_evidence(term, clause, row) for row in sorted(rows, key=place_of)]
    parameters = {name: value for each in condition.parameters for name, value in used.parameter(each).items()}
    found = children or [no("nothing_recorded", clause, {"period": used.period})]
    return Node(condition.term, employee in met["employee"], None, clause, {}, parameters, (), tuple(found))


def _with_metric(used: Used, employee: str, metric: str, node: Node) -> Node:
    """S8.8: the value of the metric, with what it was recorded by or counted from; that there is none."""
    behind = metric_nodes(used, employee, metric, scores_of)
    if node.children[0].nothing and node.children[0].term == "nothing_recorded":
        return replace(node, children=behind)
    value = replace(node.children[0], of={"metric": metric}, children=behind, nothing=False)
    return replace(node, children=(value,))


def _evidence(term: str, clause: str, row: Row) -> Node:
    """A row that a condition was judged by: a score, a number, or a fact with its date."""
    of: dict[str, Value] = {"date": day_text(row["day"])} if row.get("day") is not None else {}
    facts = positions(row.get("position"))
    value: Value = row.get("value")
    unit = None
    if "score" in row:
        value, unit = decimal_text(row["score"]), POINTS
    elif "measure" in row:
        value = decimal_text(row["measure"])
    return Node(term, value, unit, clause, of, facts=facts, nothing=not facts)
