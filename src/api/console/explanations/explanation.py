"""The page that explains a figure: the clauses, the parameters in force, the rows used, and the facts behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.colleagues import WITHHELD
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.explanations import explanation
from api.operations.quantities import quantities_of
from api.words.explanation_labels import term_label
from api.words.explanation_sentences import sentences
from api.words.fact_words import fields_told, kind_label
from api.words.labels import report_label
from api.words.quantities import quantity_texts
from api.words.wording import Wording
from projections.explanation import ExplainRequest, Node
from projections.reports import REPORTS

room = Room()
_GIVEN = ("item", "date", "row", "as_of", "rules")
_OPEN_LEVELS = 3


@dataclass(frozen=True)
class Step:
    """One step as it is shown: in words, with its facts, and the steps that it was made from."""

    told: str
    value: str
    clause: str
    parameters: list[str]
    above: str
    facts: list[Mapping[str, Any]]
    children: list["Step"]
    is_open: bool


@room.get("/why/{period}/{report}/{employee}")
def why(visit: Visit) -> Response:
    """Why the figures of somebody's row, or one of them, are what they are."""
    return _explained(visit, visit.path["employee"])


@room.get("/why/{period}/{report}")
def why_row(visit: Visit) -> Response:
    """Why the figures of a row that need be nobody's are what they are."""
    return _explained(visit, "")


def _explained(visit: Visit, employee: str) -> Response:
    period, report = visit.path["period"], visit.path["report"]
    given = {name: visit.query.get(name) for name in _GIVEN}
    asked = ExplainRequest(report, period, employee, given["item"], given["date"], given["rules"], given["row"])
    answer = dict(explanation(visit.context, asked, given["as_of"]))
    people = visit.people()
    item = given["item"]
    return visit.page(
        "explanations/why.html",
        answer=answer,
        report=report,
        report_title=report_label(report, visit.language) if report in REPORTS else report,
        item=None if item is None else _item_title(item, visit),
        person=people.get(employee, {"name": ""}),
        employee=employee or given["row"] or "",
        steps=[_step(each, visit, 0) for each in answer["explained"].get("children", [])],
        sentences=[
            each.replace(WITHHELD, visit.says("(a colleague's; withheld)"))
            for each in sentences(answer["explained"], visit.language, _quantity(visit, asked))
        ],
        disputes=answer.get("disputes", []),
    )


def _quantity(visit: Visit, asked: ExplainRequest) -> list[str]:
    """What a line of pay is a multiple of, such as ``8 nights × 15.00``; nothing of any other figure."""
    if asked.name != "payroll" or asked.item is None or asked.rules is not None:
        return []
    rows = visit.report("payroll", asked.period, employee=asked.employee)["rows"]
    lines = [line for row in rows for line in row["lines"] if line["item"] == asked.item]
    parts = quantities_of(visit.context, asked.period, asked.employee) if lines else []
    return [text for line in quantity_texts(lines, parts, visit.language) for text in line]


def _item_title(item: str, visit: Visit) -> str:
    return ": ".join(term_label(part, visit.language) for part in item.split(":"))


def _step(told: Mapping[str, Any], visit: Visit, level: int) -> Step:
    value = told["value"]
    node = Node(
        told["term"],
        tuple(value) if isinstance(value, list) else value,
        told.get("unit"),
        told.get("clause"),
        of=told.get("of", {}),
        nothing=told.get("nothing", False),
    )
    wording = Wording(visit.language)
    withheld = visit.says("(a colleague's; withheld)")
    return Step(
        told=wording.told(node).replace(WITHHELD, withheld),
        value=wording.value(node).replace(WITHHELD, withheld),
        clause=node.clause or "",
        parameters=wording.parameters(told.get("parameters", {})),
        above=wording.above if told.get("above") else "",
        facts=[_fact(each, visit, withheld) for each in told.get("facts", [])],
        children=[_step(each, visit, level + 1) for each in told.get("children", [])],
        is_open=level < _OPEN_LEVELS,
    )


def _fact(fact: Mapping[str, Any], visit: Visit, withheld: str) -> Mapping[str, Any]:
    content = fact["content"]
    return {
        "position": fact["position"],
        "id": fact["id"],
        "kind": kind_label(fact["kind"], visit.language),
        "recorded_at": fact["recorded_at"],
        "recorded_by": fact["recorded_by"],
        "source": fact["source"],
        "late": fact.get("late", False),
        "withheld": withheld if content == WITHHELD else None,
        "fields": [] if content == WITHHELD else fields_told(content, visit.language, fact["kind"]),
    }
