"""Appraisals of a period: who has which, and a form to appraise by, with what it comes to before it is recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api.console.form_submission import acting, filled_in, invalid, new_key, send, typed
from api.console.periods import every_period, named
from api.console.problems import refusal_of
from api.console.quality.score import points, score_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.appraisals import ConsideredAppraisal, appraisal_scope, effect_of_appraisal
from api.problems import Problem
from api.words.translation import marked

room = Room()
_FIELDS = ("employee", "period", "component", "stage", "form", "version", "notes", "key")
Form = Mapping[str, Any]


@room.get("/quality/appraisals")
def appraisals(visit: Visit) -> Response:
    """Everybody whom the visitor may appraise, with the appraisals of a period."""
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in visit.report("appraisals", period["period"])["rows"]:
        found.setdefault((row["employee"], row["component"]), []).append(row)
    every = visit.people()
    scope = appraisal_scope(visit.context)
    people = [every[number] for number in scope.employees]
    return visit.page(
        "quality/appraisals.html",
        periods=periods,
        period=period["period"],
        people=[each for each in people if _forms_for(visit, each["role"])],
        states={key: _state(rows) for key, rows in found.items()},
        components=scope.components,
    )


@room.get("/quality/appraisals/new")
def appraise(visit: Visit) -> Response:
    """The form of an appraisal, with the points that were given so far."""
    given = dict.fromkeys(_FIELDS, "") | {
        name: visit.query.get(name, "") for name in ("employee", "period", "component")
    }
    form = _form_of(visit, given | {"form": visit.query.get("form", ""), "version": visit.query.get("version", "")})
    rows = visit.report("appraisals", given["period"], employee=given["employee"])["rows"]
    known = {row["item"]: row["points"] or "" for row in rows if row["component"] == given["component"]}
    given |= {"stage": appraisal_scope(visit.context).stages[0], "key": new_key()}
    return _page(visit, form, given, [known.get(item["item"], "") for item in _judged(form)])


@room.post("/quality/appraisals/preview")
def preview(visit: Visit) -> Response:
    """What the appraisal comes to as far as it is marked, and what it would do."""
    given = typed(visit, *_FIELDS)
    form = _form_of(visit, given)
    return visit.page("quality/appraisal_preview.html", **_previewed(visit, form, given, _typed_points(visit, form)))


@room.post("/quality/appraisals")
def record(visit: Visit) -> Response:
    """Record the appraisal, or show the form again with what is wrong."""
    given = typed(visit, *_FIELDS)
    form = _form_of(visit, given)
    marks = _typed_points(visit, form)
    if visit.sent.get("do") == "preview":
        return _page(visit, form, given, marks)
    try:
        body = _body(visit, form, given, _given(visit, form, marks))
        send(visit, "appraisal", body | {"at": site_now(visit).isoformat()}, given["key"])
    except Problem as problem:
        return _page(visit, form, given | {"key": new_key()}, marks, problem)
    done = visit.says("The appraisal of %(employee)s is recorded.", employee=given["employee"])
    return visit.go(f"/quality/appraisals?period={given['period']}", done=done)


def _forms_for(visit: Visit, role: str, component: str = "") -> list[Form]:
    """The newest standing version of each form that is for a role, and for a component where one is named."""
    newest: dict[str, Form] = {}
    for form in sorted(visit.counted("appraisal_form"), key=lambda form: int(form["version"])):
        if role in form["roles"] and component in ("", form["component"]):
            newest[form["form"]] = form
    return [newest[name] for name in sorted(newest)]


def _form_of(visit: Visit, given: Mapping[str, str]) -> Form:
    """The form that is asked for, else the first that fits. Raises Problem where there is none."""
    person = visit.people().get(given["employee"])
    if person is None:
        raise invalid(visit, marked("No employee is chosen; choose whom to appraise."))
    forms = _forms_for(visit, str(person["role"]), given["component"])
    chosen = [form for form in forms if given["form"] in ("", form["form"])]
    if not chosen:
        raise invalid(visit, marked("No appraisal form is for this employee and component; record a form first."))
    return chosen[0]


def _judged(form: Form) -> list[Mapping[str, Any]]:
    return [item for item in form["items"] if item["source"] == "judged"]


def _typed_points(visit: Visit, form: Form) -> list[str]:
    return [str(visit.sent.get(f"points-{place}", "")).strip() for place in range(len(_judged(form)))]


def _given(visit: Visit, form: Form, marks: Sequence[str]) -> dict[str, str]:
    """The points by item, those left empty aside. Raises Problem for what is no points."""
    found: dict[str, str] = {}
    for item, mark in zip(_judged(form), marks, strict=True):
        score = score_of(mark) if mark else None
        if mark and score is None:
            sentence = marked("%(item)s has no valid points; give up to %(max)s, with at most two decimals.")
            raise invalid(visit, sentence, item=item["item"], max=item["max"])
        if score is not None:
            found[item["item"]] = points(score)
    return found


def _body(visit: Visit, form: Form, given: Mapping[str, str], marks: Mapping[str, str]) -> dict[str, Any]:
    said = {name: given[name] for name in ("employee", "period", "component", "stage", "notes") if given[name]}
    return {**said, "form": form["form"], "version": form["version"], "points": marks, "evaluator": acting(visit)}


def _previewed(visit: Visit, form: Form, given: Mapping[str, str], marks: Sequence[str]) -> dict[str, Any]:
    """What the marks come to; nothing where one of them is not valid yet, or nothing can be computed."""
    try:
        body = _body(visit, form, given, _given(visit, form, marks))
        asked = filled_in(ConsideredAppraisal, appraisal={name: of for name, of in body.items() if name != "notes"})
        return {"effect": effect_of_appraisal(visit.context, asked), "unclear": ""}
    except Problem as problem:
        return {"effect": None, "unclear": problem.detail}


def _state(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The stage of somebody's appraisal of a component, and the points that it comes to; None where one is missing."""
    figures = [score_of(row["points"]) if row["points"] is not None else None for row in rows]
    whole = None if None in figures else points(sum(each or 0 for each in figures))
    return {"stage": rows[0]["stage"], "points": whole, "counted": rows[0]["counted"]}


def _page(
    visit: Visit, form: Form, given: Mapping[str, str], marks: Sequence[str], problem: Problem | None = None
) -> Response:
    person = visit.people()[given["employee"]]
    told: dict[str, Any] = {
        "form": form,
        "forms": _forms_for(visit, str(person["role"]), given["component"]),
        "person": person,
        "given": given,
        "marked": list(zip(_judged(form), marks, strict=True)),
        "stages": appraisal_scope(visit.context).stages,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **_previewed(visit, form, given, marks),
    }
    return visit.page("quality/appraise.html", status=200 if problem is None else problem.kind.status, **told)
