"""What an employee is asked to do and to know: tasks, instructions, plans and reminders (S13.9, S13.10, S13.14)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, send
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import own_number
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.problems import Problem

room = Room()
Row = Mapping[str, Any]
_PERIODS = 3
"""How many periods the page goes back."""
_STEPS = ("started", "done")
_OVER = ("done", "checked", "cancelled")
_ANSWERS = {"yes": True, "no": False}
SIGNED = {"reminder": "reminder", "improvement_plan": "plan", "instruction": "instruction"}
"""The kinds that are signed off here, and the field of their number."""


@room.get("/my/tasks")
def tasks(visit: Visit) -> Response:
    """One's own tasks, instructions, plans and reminders of the last periods."""
    return _page(visit)


@room.post("/my/tasks/task/{task}/{status}")
def take_step(visit: Visit) -> Response:
    """Say that a task is begun, or done."""
    fields = {"task": visit.path["task"], "employee": own_number(visit)}
    return _stepped(visit, "task_step", fields)


@room.post("/my/tasks/improvement_plan/{plan}/{status}")
def improve(visit: Visit) -> Response:
    """Say that a plan is begun, or done."""
    return _stepped(visit, "improvement_step", {"plan": visit.path["plan"]})


@room.post("/my/tasks/{kind}/{number}/acknowledgement")
def acknowledge(visit: Visit) -> Response:
    """Say that one has read and understood it, and whether one agrees."""
    kind, number = visit.path["kind"], visit.path["number"]
    if kind not in SIGNED:
        raise Problem("not-found", visit.says("This cannot be acknowledged here; go back to the list."))
    form = visit.sent
    note = str(form.get("note", "")).strip().replace("\r\n", "\n")
    fields = {
        "of_kind": kind,
        "of": number,
        "employee": own_number(visit),
        "at": site_now(visit).isoformat(timespec="seconds"),
        "agrees": _ANSWERS.get(str(form.get("agrees", ""))),
        "note": note,
    }
    try:
        send(visit, "acknowledgement", fields, str(form.get("key", "")))
    except Problem as problem:
        return _page(visit, problem)
    return visit.go("/my/tasks", done=visit.says("Your acknowledgement of %(number)s is recorded.", number=number))


def _stepped(visit: Visit, kind: str, fields: Mapping[str, str]) -> Response:
    status = visit.path["status"]
    if status not in _STEPS:
        raise Problem("not-found", visit.says("A task is begun or done here; go back to the list."))
    at = site_now(visit).isoformat(timespec="microseconds")
    number = next(iter(fields.values()))
    try:
        send(
            visit, kind, {**fields, "at": at, "status": status, "by": own_number(visit)}, str(visit.sent.get("key", ""))
        )
    except Problem as problem:
        return _page(visit, problem)
    done = {
        "started": visit.says("%(number)s is begun.", number=number),
        "done": visit.says("%(number)s is done.", number=number),
    }
    return visit.go("/my/tasks", done=done[status])


def _page(visit: Visit, problem: Problem | None = None) -> Response:
    employee = own_number(visit)
    periods = every_period(visit)[-_PERIODS:]
    first = date.fromisoformat(periods[0]["first_day"])
    facts = visit.counted("task", "instruction", "reminder", "improvement_plan", "acknowledgement", first=first)
    by_number = {
        (each["kind"], each[SIGNED.get(each["kind"], each["kind"])]): each
        for each in facts
        if each["kind"] != "acknowledgement"
    }
    rows = {name: _rows(visit, name, periods, employee) for name in ("tasks", "acknowledgements", "plans")}
    signed = {(each["of_kind"], each["of"]): each for each in reversed(facts) if _is_own(each, employee)}
    told: dict[str, Any] = {
        "zone": visit.zone,
        "people": visit.people(),
        "tasks": [_told(row, by_number.get(("task", row["task"]))) for row in rows["tasks"]],
        "instructions": [
            _told(
                row, by_number.get(("instruction", row["instruction"])), signed.get(("instruction", row["instruction"]))
            )
            for row in rows["acknowledgements"]
        ],
        "plans": [
            _told(row, by_number.get(("improvement_plan", row["plan"])), signed.get(("improvement_plan", row["plan"])))
            for row in rows["plans"]
        ],
        "reminders": [
            _told({}, each, signed.get(("reminder", each["reminder"])))
            for each in reversed(facts)
            if each["kind"] == "reminder" and each["employee"] == employee
        ],
        "over": _OVER,
        "key": new_key,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("self_service/tasks.html", status=200 if problem is None else problem.kind.status, **told)


def _is_own(fact: Row, employee: str) -> bool:
    return (fact["kind"], fact.get("employee")) == ("acknowledgement", employee)


def _rows(visit: Visit, name: str, periods: Sequence[Row], employee: str) -> list[Row]:
    """One's own rows of a report of some periods, the newest period first; none where one is not within reach."""
    rows: list[Row] = []
    for each in reversed(periods):
        # The reports of agents alone have nothing of a leader or of QA.
        with suppress(Problem):
            rows += visit.report(name, each["period"], employee=employee)["rows"]
    return rows


def _told(row: Row, fact: Row | None, signed: Row | None = None) -> dict[str, Any]:
    return {"row": row, "fact": fact or {}, "signed": signed}
