"""Whether an explanation holds: every figure of a report is in it, with its value, and rests on something."""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.ledger import Ledger, RecordedFact
from projections.books import ReportRequest, make_reports
from projections.explanation import Explainer, ExplainRequest, Node
from projections.replay import Replay
from projections.reports import REPORTS

Row = dict[str, Any]
Reports = Mapping[str, list[Row]]
EVERYBODY = {"period", "holiday", "calendar_day", "hours_approval", "close", "appraisal_form", "theme"}
EVERYBODY |= {"monitoring_quota", "briefing", "instruction"}
"""Kinds of facts that are about nobody in particular."""
CALLED = {"is_late", "due_date", "pay_difference", "really_paid"}
"""The columns that are explained under what they are called, where another report has one of their name."""
SWAPS = {"swap", "swap_decision"}
COMPLAINTS = {"complaint", "complaint_update"}
"""What may be nobody's until an update names whom it is about."""


def reports_of(books: Replay, period: str) -> Reports:
    made = make_reports(books, REPORTS, ReportRequest(period))
    return {name: report.as_json()["rows"] for name, report in made.items()}


def explain_row(explainer: Explainer, name: str, period: str, employee: str) -> Node:
    return explainer.explain(ExplainRequest(name, period, employee)).node


def explain_by_row(explainer: Explainer, name: str, period: str, row: Row) -> Node:
    """The explanation of a row that need be nobody's."""
    return explainer.explain(ExplainRequest(name, period, row=REPORTS[name].row_name(row))).node


def without_evidence(node: Node) -> Iterator[str]:
    """The leaves that rest on nothing: no fact, no parameter, no absence of facts, nothing shown above."""
    shown: set[tuple[str, Any]] = set()
    for each in node.walk():
        if each.above:
            if (each.term, each.value) not in shown:
                yield f"{each.term} {each.value}: said to be above, and is not"
        elif not (each.children or each.facts or each.parameters or each.nothing):
            yield f"{each.term} {each.value}: no evidence"
        shown.add((each.term, each.value))


def figures_of(name: str, row: Row) -> dict[str, Any]:
    """The figures of a report's row by the terms that an explanation has for them."""
    if name == "payroll":
        lines = {line["item"]: line["amount"] for line in row["lines"]}
        return lines | {"pay_total": row["total"], "negative": row["negative"]}
    own = {column: value for column, value in row.items() if column != REPORTS[name].person}
    if name == "compliance":
        own = {column: own[column] for column in ("value", "limit")}
    if REPORTS[name].by_row:
        own = {column: value for column, value in own.items() if column not in (*REPORTS[name].row_key, "until")}
    called = {column.name: column.label for column in REPORTS[name].columns if column.label in CALLED}
    return {called.get(column, column): _told(value) for column, value in own.items()}


def _told(value: Any) -> Any:
    """A list as a node has it; of payments the items that differ, by name."""
    if not isinstance(value, list):
        return value
    return tuple(each["item"] if isinstance(each, dict) else each for each in value)


def missing_figures(name: str, rows: list[Row], node: Node) -> Iterator[str]:
    """What the rows of a report show and the explanation of them does not, or otherwise."""
    shown = [child for child in node.children if name != "awards" or child.value != "0.00"]
    if len(shown) != len(rows):
        yield f"{len(rows)} rows, {len(shown)} explained"
        return
    for row, child in zip(rows, _in_order(name, rows, shown), strict=True):
        explained = [(part.term, part.value) for part in child.children]
        for term, value in figures_of(name, row).items():
            if child.of.get(term) == value:
                continue
            if (term, value) not in explained:
                yield f"{term} {value!r} is not among {[each for each in explained if each[0] == term]}"
        if name == "payroll":
            clauses = {part.term: part.clause for part in child.children}
            for line in row["lines"]:
                if clauses.get(line["item"]) != line["clause"] and line["item"] != "star":
                    yield f"{line} is explained by {clauses.get(line['item'])}"


def _in_order(name: str, rows: list[Row], shown: list[Node]) -> list[Node]:
    if name != "awards":
        return shown
    by_theme = {child.of["theme"]: child for child in shown}
    return [by_theme[row["theme"]] for row in rows]


def other_numbers(node: Node, employee: str, reports: Mapping[str, Reports]) -> Iterator[str]:
    """The figures anywhere below that no report shows of the employee, in any period."""
    columns = ("due", "worked", "difference", "lieu_earned", "deficit_overdue", "total", "call", "work", "rank", "of")
    known: dict[str, set[Any]] = {column: set() for column in columns}
    counted: dict[Any, Any] = {}
    for of_period in reports.values():
        for name in ("hours", "scores", "ranking", "stars", "monitoring_plan", "quarter_review"):
            for row in of_period[name]:
                if row["employee"] == employee:
                    for column in known.keys() & row.keys():
                        known[column].add(row[column])
        counted |= {row["date"]: row["counted"] for row in of_period["attendance"] if row["employee"] == employee}
    for each in _own(node):
        if each.term in known and each.value not in known[each.term]:
            yield f"{each.term} {each.value} is in no report of {employee}"
        if each.term == "counted" and "date" in each.of and counted.get(each.of["date"]) != each.value:
            yield f"{each.of['date']} counts {counted.get(each.of['date'])}, shown as {each.value}"


def _own(node: Node) -> Iterator[Node]:
    """All but what is of another employee, such as a member of a leader's team, or of a replay beside the books."""
    yield node
    for child in node.children:
        if child.term not in ("team_total", "as_replayed"):
            yield from _own(child)


def foreign_facts(ledger: Ledger, node: Node, employee: str) -> Iterator[str]:
    """The facts shown that are not there, or are about somebody else."""
    found = {fact.position: fact for fact in ledger.facts.at(_positions(node))}
    for position in _positions(node):
        fact = found.get(position)
        if fact is None:
            yield f"there is no position {position}"
        elif not _about(fact, employee):
            yield f"position {position}, {fact.fact.kind} of {fact.employee or 'nobody'}, in a figure of {employee}"


def _positions(node: Node) -> list[int]:
    own = [each for each in _own(node) if each.term != "recorded_until"]
    return sorted({position for each in own for position in each.facts})


def _about(fact: RecordedFact, employee: str) -> bool:
    kind = fact.fact.kind
    if kind in EVERYBODY | SWAPS or (kind in COMPLAINTS and not fact.employee):
        return True
    return employee in (fact.employee, *fact.fact.employees_named)
