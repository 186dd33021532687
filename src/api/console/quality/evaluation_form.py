"""To evaluate a contact by a form: what is marked, and what the score comes to, before it is recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from api.console.form_submission import (
    acting,
    invalid,
    new_key,
    number_of,
    send,
)
from api.console.problems import refusal_of
from api.console.quality.form_versions import Form, forms_in_force, latest, named
from api.console.quality.marks import PASSED, judged, marks_of, previewed
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now, site_today
from api.console.words import CHANNELS
from api.problems import Problem
from api.words.translation import marked

room = Room()
_FIELDS = ("form", "version", "employee", "evaluator", "date", "channel", "contact", "comment", "key")


@room.get("/quality/monitorings/new")
def evaluate(visit: Visit) -> Response:
    """The form of an evaluation; where there are several and none is named, the choice of one."""
    forms = forms_in_force(visit)
    newest = latest(forms)
    name = visit.query.get("form", "") or (next(iter(newest)) if len(newest) == 1 else "")
    if name not in newest:
        employee = visit.query.get("employee", "")
        return visit.page("quality/choose_form.html", forms=list(newest.values()), employee=employee)
    form = newest[name]
    given = dict.fromkeys(_FIELDS, "") | {
        "form": form.name,
        "version": str(form.version),
        "employee": visit.query.get("employee", ""),
        "evaluator": acting(visit),
        "date": site_today(visit).isoformat(),
        "channel": form.channel or "",
        "key": new_key(),
    }
    return _page(visit, form, given, [PASSED if each.is_passed_or_failed else "" for each in form.criteria])


@room.post("/quality/monitorings/preview")
def preview(visit: Visit) -> Response:
    """What the score comes to, as far as it is marked."""
    sent = visit.sent
    form = _form_of(visit, sent)
    return visit.page("quality/preview.html", **previewed(visit, form, marks_of(sent, form)))


@room.post("/quality/monitorings")
def record(visit: Visit) -> Response:
    """Record the evaluation, or show the form again with the score, or with what is wrong."""
    sent = visit.sent
    form = _form_of(visit, sent)
    given = {name: str(sent.get(name, "")).strip() for name in _FIELDS}
    marks = marks_of(sent, form)
    if sent.get("do") == "preview":
        return _page(visit, form, given, marks)
    try:
        body = _body(visit, form, given, marks)
        send(visit, "monitoring", body, given["key"])
    except Problem as problem:
        return _page(visit, form, given | {"key": new_key()}, marks, problem)
    number = body["monitoring"]
    done = visit.says("Evaluation %(number)s is recorded: %(score)s points.", number=number, score=body["score"])
    return visit.go(f"/quality/monitorings/{number}", done=done)


def _form_of(visit: Visit, sent: FormData) -> Form:
    """The form that an evaluation is made by. Raises Problem where there is none such."""
    version = str(sent.get("version", ""))
    number = int(version) if version.isascii() and version.isdigit() else None
    form = named(forms_in_force(visit), str(sent.get("form", "")), number)
    if form is None:
        raise invalid(visit, marked("Unknown version of the form; choose a form again."))
    return form


def _body(visit: Visit, form: Form, given: Mapping[str, str], marks: list[str]) -> dict[str, Any]:
    """The fact. Raises Problem where the input is invalid."""
    now = site_now(visit)
    if given["employee"] not in visit.people():
        raise invalid(visit, marked("No employee is chosen; choose whose contact it was."))
    day = _date(given["date"])
    if day is None or day > now.date():
        raise invalid(
            visit, marked("The date of the contact is not valid, or is in the future; give a date up to today.")
        )
    if given["channel"] not in CHANNELS:
        raise invalid(visit, marked("The channel is missing; choose how the customer was in contact."))
    body: dict[str, Any] = {
        "monitoring": number_of("MO", now, given["key"]),
        "employee": given["employee"],
        "evaluator": given["evaluator"] or acting(visit),
        "date": day.isoformat(),
        "channel": given["channel"],
        "comment": given["comment"],
        "form": form.name,
        "version": form.version,
        **judged(visit, form, marks),
    }
    return body | ({"contact": given["contact"]} if given["contact"] else {})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(
    visit: Visit, form: Form, given: Mapping[str, str], marks: list[str], problem: Problem | None = None
) -> Response:
    people = visit.people().values()
    told: dict[str, Any] = {
        "form": form,
        "given": given,
        "marked": list(zip(form.criteria, marks, strict=True)),
        "agents": [each for each in people if each["employed"] and each["role"] == "csr"],
        "others": [each for each in people if each["employed"] and each["role"] != "csr"],
        "channels": list(CHANNELS),
        "today": site_today(visit).isoformat(),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **previewed(visit, form, marks),
    }
    return visit.page("quality/evaluate.html", status=200 if problem is None else problem.kind.status, **told)
