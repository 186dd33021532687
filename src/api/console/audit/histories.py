"""Everything recorded of an employee or a workflow, in order, and what became of it (S11.1)."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.audit.fact_outcomes import Page, shown_entry
from api.console.audit.moments import as_instant, as_local
from api.console.audit.voids import may_void
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.histories import HistoryQuery, history
from api.operations.workflows import workflow_history
from api.parameter_values import read_day, read_kind
from api.problems import Problem
from api.words.fact_words import kind_label
from ledger.facts import KINDS

room = Room()
WORKFLOWS = ("swap", "leave", "monitoring", "complaint", "dispute")
"""The kinds that open a workflow."""
_ROWS = 150
_MOST_DIGITS = 7
_MOST_FOUND = 50
_NARROWED = ("from", "until", "kind")


@room.get("/audit/history")
def search(visit: Visit) -> Response:
    """Whose history, or that of which workflow."""
    query = visit.query
    people = visit.people()
    typed = query.get("who", "").strip()
    if query.get("number"):
        return visit.go(
            f"/audit/workflows/{quote(query.get('kind', ''), safe='')}/{quote(query['number'].strip(), safe='')}"
        )
    found = [number for number, each in people.items() if typed.lower() in f"{number} {each['name']}".lower()]
    if typed and (len(found) == 1 or typed in people):
        return visit.go(f"/audit/history/{quote(typed if typed in people else found[0], safe='')}")
    return visit.page(
        "audit/history_search.html",
        typed=typed,
        people=people,
        found=found[:_MOST_FOUND] if typed else None,
        kinds=[(kind, kind_label(kind, visit.language)) for kind in WORKFLOWS],
    )


@room.get("/audit/history/{employee}")
def of_employee(visit: Visit) -> Response:
    """The history of an employee."""
    employee = visit.path["employee"]
    person = visit.people().get(employee)
    name = "" if person is None else person["name"]
    return _page(
        visit,
        f"{employee} {name}".strip(),
        employee,
        lambda as_of: history(visit.context, employee, _query(visit, as_of)),
    )


@room.get("/audit/workflows/{kind}/{number}")
def of_workflow(visit: Visit) -> Response:
    """The history of a workflow."""
    kind, number = visit.path["kind"], visit.path["number"]
    if kind not in WORKFLOWS:
        raise Problem("not-found", visit.says("Unknown kind of case; choose one from the list."))
    number = visit.number(kind, number)
    title = f"{kind_label(kind, visit.language)} {number}"
    return _page(visit, title, None, lambda as_of: workflow_history(visit.context, kind, number, as_of))


def _query(visit: Visit, as_of: str | None) -> HistoryQuery:
    """What a history of an employee is narrowed to. Raises Problem for an invalid date or an unknown kind."""
    first, last, kind = (visit.query.get(name) for name in _NARROWED)
    return HistoryQuery(
        as_of,
        None if first is None else read_day(first, "from"),
        None if last is None else read_day(last, "until"),
        () if kind is None else [read_kind(kind)],
    )


def _page(visit: Visit, title: str, employee: str | None, read: Callable[[str | None], Mapping[str, Any]]) -> Response:
    zone = visit.zone
    query = visit.query
    as_of = as_instant(query.get("as_of", "").strip(), zone)
    told: dict[str, Any] = {
        "whose": title,
        "employee": employee,
        "zone": zone,
        "as_of": as_local(as_of, zone) or as_of,
        "given": {name: query.get(name, "") for name in _NARROWED},
        "kinds": [(kind, kind_label(kind, visit.language)) for kind in KINDS],
        "refusal": None,
        "rows": [],
        "whole": 0,
        "position": None,
    }
    try:
        answer = read(as_of or None)
    except Problem as problem:
        refusal = refusal_of(problem, visit.language)
        return visit.page("audit/history.html", status=problem.kind.status, **told | {"refusal": refusal})
    return visit.page("audit/history.html", **told | _shown(visit, answer, employee, zone))


def _shown(visit: Visit, answer: Mapping[str, Any], employee: str | None, zone: str) -> dict[str, Any]:
    people, entries = visit.people(), answer["rows"]
    text = visit.query.get("start", "0")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 0
    here = {each["position"] for each in entries[start : start + _ROWS]}
    voidable = {kind for kind in KINDS if may_void(visit, kind)}
    page = Page(people, here, employee, zone, visit.language, voidable)
    return {
        "rows": [shown_entry(each, page) for each in entries[start : start + _ROWS]],
        "whole": len(entries),
        "late": sum(each["late_after"] is not None for each in entries),
        "position": answer["position"],
        "earlier": max(start - _ROWS, 0) if start else None,
        "later": start + _ROWS if len(entries) > start + _ROWS else None,
    }
