"""The people of the centre: who works there, somebody new, and what changes with somebody, each as a fact."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.fact_text import told
from api.console.form_submission import invalid, new_key, send, typed
from api.console.hr import corrections, erasures
from api.console.hr.person_fields import NEW, SALARY, Field, fields_of_form, read, shown
from api.console.hr.person_figures import figures_of
from api.console.lists import Cell, Column, list_of, list_page
from api.console.problems import refusal_of
from api.console.records.person_links import links_about
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.doubts import DoubtfulError
from api.operations.facts import voided_among
from api.problems import Problem
from api.words.fact_words import kind_label
from api.words.labels import value_label
from api.words.translation import marked
from ledger.facts.identifiers import normal
from ledger.facts.pay import BaseSalary
from ledger.facts.people import Assignment, Employee, Leaving, Notice, Probation

room = Room()

_OWN = ("kind", "id", "position", "recorded_at", "recorded_by", "ref", "source", "employee")

_EXISTS = "exists"
"""The code of the problem that somebody of that number is recorded already."""

_CHANGES: dict[str, tuple[Field, ...]] = {
    model.kind: fields_of_form(model, Employee.kind) for model in (Assignment, BaseSalary, Probation, Notice, Leaving)
}
"""What changes with somebody: its fields beside the employee, by the kind of fact."""


@room.get("/hr/people")
def people(visit: Visit) -> Response:
    """Everybody, or those of a team."""
    query, everybody = visit.query, visit.people()
    team = query.get("team", "")
    shown = [
        each
        for each in everybody.values()
        if (not team or each["team"] == team) and ("left" in query or each["employed"])
    ]
    columns = [
        Column("employee", visit.says("Employee no.")),
        Column("name", visit.says("Name of the person")),
        Column("role", visit.says("Role")),
        Column("team", visit.says("Team")),
        Column("employment", visit.says("Employment")),
    ]
    return list_page(
        visit,
        "hr/people.html",
        list_of(visit, columns, [_row(visit, each) for each in shown]),
        "staff",
        visit.says("Staff"),
        teams=sorted({each["team"] for each in everybody.values() if each["team"]}),
        asked={"team": team, "left": "left" in query},
    )


def _row(visit: Visit, person: Mapping[str, Any]) -> list[Cell]:
    number = person["employee"]
    employed = Cell(visit.says("employed")) if person["employed"] else Cell(visit.says("has left"), tone="")
    role = value_label(person["role"], visit.language)
    return [
        Cell(number, path=f"/hr/people/{quote(number, safe='')}"),
        Cell(person["name"]),
        Cell(role),
        Cell(person["team"] or ""),
        employed,
    ]


@room.get("/hr/people/new")
def somebody_new(visit: Visit) -> Response:
    """The form for somebody new."""
    return _new(visit, {})


@room.post("/hr/people/new")
def employ(visit: Visit) -> Response:
    """Record somebody new."""
    fields = typed(visit, "key", *(field.name for field in NEW))
    number = normal(fields["employee"])
    here = f"/hr/people/{quote(number, safe='')}"
    try:
        told = read(visit, fields, NEW)
        salary = told.pop(SALARY)
        send(visit, Employee.kind, told, fields["key"], new=True)
    except Problem as problem:
        return _new(visit, fields | {"key": new_key()}, _known(visit, fields, problem))
    if salary:
        base = {"employee": number, "from": fields["hired_on"], SALARY: salary}
        try:
            send(visit, BaseSalary.kind, base, f"{fields['key']}-salary")
        except (Problem, DoubtfulError):
            # Who it is stands already, and is not sent again: the page of the person has the form, and says why.
            kept = visit.says("%(name)s is recorded, the base salary is not: enter it below.", name=fields["name"])
            return visit.go(here, wrong=kept)
    return visit.go(here, done=visit.says("%(name)s is on the ledger.", name=fields["name"]))


@room.get("/hr/people/new/number")
def taken(visit: Visit) -> Response:
    """Whose a number is already, told beside its field as soon as it is typed; nothing of one that is free."""
    number = normal(visit.query.get("employee", ""))
    return visit.page("hr/number_taken.html", number=number, taken=visit.people().get(number))


def _known(visit: Visit, fields: Mapping[str, str], problem: Problem) -> Problem:
    """The problem, which names the owner of the number if it has one."""
    if problem.code != _EXISTS:
        return problem
    number = normal(fields["employee"])
    name = visit.people().get(number, {}).get("name", "")
    sentence = visit.says(
        "%(number)s is %(name)s already, and nothing was recorded. Somebody new needs a number of their own; how "
        "somebody is recorded is corrected on the person's page.",
        number=number,
        name=name,
    )
    return Problem("moved-on", sentence, code=_EXISTS)


def _new(visit: Visit, fields: dict[str, str], problem: Problem | None = None) -> Response:
    return visit.page(
        "hr/person_new.html",
        status=200 if problem is None else problem.kind.status,
        fields=shown(visit, NEW, fields),
        key=fields.get("key") or new_key(),
        taken=visit.people().get(normal(fields.get("employee", ""))),
        number=normal(fields.get("employee", "")),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


@room.get("/hr/people/{employee}")
def person(visit: Visit) -> Response:
    """What is recorded of somebody's employment and pay, and forms for what changes."""
    return _person(visit)


@room.post("/hr/people/{employee}/correction")
def correct(visit: Visit) -> Response:
    """Correct how somebody is recorded, once what that changes was looked at."""
    employee = visit.path["employee"]
    fields = typed(visit, "key", "version", "looked", *(field.name for field in corrections.FIELDS))
    try:
        done = corrections.correct(visit, employee, fields)
    except Problem as problem:
        return _person(visit, corrections.KIND, fields, problem)
    if not done:
        return _person(visit, corrections.KIND, fields)
    sentence = visit.says("%(number)s is recorded as corrected.", number=employee)
    return visit.go(f"/hr/people/{quote(employee, safe='')}", done=sentence)


@room.post("/hr/people/{employee}/erasure")
def erase(visit: Visit) -> Response:
    """Erase somebody's personal data for good."""
    employee, fields = visit.path["employee"], typed(visit, *erasures.FIELDS)
    try:
        left = erasures.erase(visit, employee, fields)
    except Problem as problem:
        return _person(visit, "erasure", fields, problem)
    done, here = visit.says("The personal data of %(number)s is erased.", number=employee), quote(employee, safe="")
    if left is not None:
        beside = visit.says("Something may be left in the store's files: %(why)s", why=left)
        return visit.go(f"/hr/people/{here}", wrong=f"{done} {beside}")
    return visit.go(f"/hr/people/{here}", done=done)


@room.post("/hr/people/{employee}/{kind}")
def change(visit: Visit) -> Response:
    """Record what changes with somebody."""
    kind, employee = visit.path["kind"], visit.path["employee"]
    if kind not in _CHANGES:
        raise invalid(visit, marked("Unknown change; choose one on the person's page."))
    needed = _CHANGES[kind]
    fields = typed(visit, "key", *(field.name for field in needed))
    try:
        send(visit, kind, {"employee": employee} | read(visit, fields, needed), fields["key"])
    except Problem as problem:
        return _person(visit, kind, fields, problem)
    return visit.go(
        f"/hr/people/{quote(employee, safe='')}",
        done=visit.says("Recorded: %(kind)s.", kind=kind_label(kind, visit.language)),
    )


def _person(
    visit: Visit, kind: str = "", fields: dict[str, str] | None = None, problem: Problem | None = None
) -> Response:
    employee, everybody = visit.path["employee"], visit.people()
    if employee not in everybody:
        raise invalid(visit, marked("No employee has that number; choose one from the list of people."))
    zone = visit.zone
    found = visit.facts(Employee.kind, *_CHANGES, employee=employee)
    voided = voided_among(visit.context, found)
    facts = [
        {
            "id": each["id"],
            "voided": voided.get(each["position"]),
            "kind": kind_label(each["kind"], visit.language),
            "recorded_at": each["recorded_at"],
            "fields": told(
                {name: value for name, value in each.items() if name not in _OWN}, everybody, zone, visit.language
            ),
        }
        for each in found
    ]
    forms = [
        {
            "kind": each,
            "label": kind_label(each, visit.language),
            "key": new_key(),
            "open": each == kind,
            "fields": shown(visit, needed, fields if each == kind and fields else {}),
        }
        for each, needed in _CHANGES.items()
    ]
    return visit.page(
        "hr/person.html",
        status=200 if problem is None else problem.kind.status,
        person=everybody[employee],
        figures=figures_of(visit, employee),
        links=links_about(visit, employee),
        facts=facts[::-1],
        forms=forms,
        correcting=corrections.correcting_of(visit, employee, fields if kind == corrections.KIND else None),
        erasing=erasures.erasing_of(visit, employee, fields if kind == "erasure" else None),
        zone=zone,
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )
