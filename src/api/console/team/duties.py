"""What members of a team are asked to do and to know, and how far they are (S13.9, S13.10, S13.14)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from starlette.responses import Response

from api.console.form_submission import acting, new_key, send
from api.console.periods import every_period, named
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.problems import Problem

room = Room()
Row = Mapping[str, Any]
_STEPS = ("checked", "cancelled")
_TITLES = {"task": "title", "instruction": "title", "improvement_plan": "finding"}


@room.get("/team/duties")
def duties(visit: Visit) -> Response:
    """The tasks, plans and instructions of a period, by person."""
    return _page(visit)


@room.post("/team/duties/task/{task}/{employee}/{status}")
def settle_task(visit: Visit) -> Response:
    """Say that what somebody has done was checked, or that it need not be done any more."""
    return _stepped(visit, "task_step", {"task": visit.path["task"], "employee": visit.path["employee"]})


@room.post("/team/duties/improvement_plan/{plan}/{status}")
def settle_plan(visit: Visit) -> Response:
    """The same of an improvement plan."""
    return _stepped(visit, "improvement_step", {"plan": visit.path["plan"]})


def _stepped(visit: Visit, kind: str, fields: Mapping[str, str]) -> Response:
    status, number = visit.path["status"], next(iter(fields.values()))
    if status not in _STEPS:
        raise Problem("not-found", visit.says("A task is checked or cancelled here; go back to the list."))
    at = site_now(visit).isoformat(timespec="microseconds")
    content = {**fields, "at": at, "status": status, "by": acting(visit)}
    try:
        send(visit, kind, content, str(visit.sent.get("key", "")))
    except Problem as problem:
        return _page(visit, problem)
    done = {
        "checked": visit.says("%(number)s is checked.", number=number),
        "cancelled": visit.says("%(number)s is cancelled.", number=number),
    }
    return visit.go("/team/duties", done=done[status])


def _page(visit: Visit, problem: Problem | None = None) -> Response:
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    seen = {"first": date.fromisoformat(period["first_day"]), "last": date.fromisoformat(period["last_day"])}
    facts = visit.counted(*_TITLES, **seen)
    titles = {(each["kind"], each[_number_of(each["kind"])]): each[_TITLES[each["kind"]]] for each in facts}
    rows = {name: _rows(visit, name, period["period"]) for name in ("tasks", "plans", "acknowledgements")}
    return visit.page(
        "team/duties.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        periods=periods,
        period=period["period"],
        people=visit.people(),
        tasks=[row | {"title": titles.get(("task", row["task"]), "")} for row in rows["tasks"]],
        plans=[row | {"title": titles.get(("improvement_plan", row["plan"]), "")} for row in rows["plans"]],
        instructions=_by_instruction(rows["acknowledgements"], titles),
        settled_tasks=[row["task"] for row in rows["tasks"] if _is_settled_by(visit, "task_step", row)],
        settled_plans=[row["plan"] for row in rows["plans"] if _is_settled_by(visit, "improvement_step", row)],
        may={kind: visit.may(f"record {kind}") is not None for kind in (*_TITLES, "reminder")},
        key=new_key,
    )


def _is_settled_by(visit: Visit, kind: str, row: Row) -> bool:
    """Whether the visitor may settle it: who set it, or whoever reaches everyone."""
    extent = visit.may(f"record {kind}")
    return extent is not None and (extent.everyone or row["by"] == acting(visit))


def _number_of(kind: str) -> str:
    return "plan" if kind == "improvement_plan" else kind


def _rows(visit: Visit, name: str, period: str) -> list[dict[str, Any]]:
    return [] if visit.may(f"report {name}") is None else [dict(row) for row in visit.report(name, period)["rows"]]


def _by_instruction(rows: Sequence[Row], titles: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Each instruction: how many are addressed, and who has not acknowledged it."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        number = row["instruction"]
        blank = {"instruction": number, "title": titles.get(("instruction", number), ""), "due": row["due"]}
        each = found.setdefault(number, blank | {"addressed": 0, "missing": []})
        each["addressed"] += 1
        if row["acknowledged_at"] is None:
            each["missing"].append(row)
    return list(found.values())
