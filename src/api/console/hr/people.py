"""The people of the centre: who works there, somebody new, and what changes with somebody, each as a fact."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from urllib.parse import quote

from starlette.responses import Response

from api.console.asking import ApiProblem
from api.console.hr import erasing
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.sending import invalid, new_key, send, typed
from api.console.telling import told
from api.console.visit import Visit
from api.fact_words import field_label, field_text, kind_label
from api.translating import marked
from ledger.ruleset import Role

room = Room()

_TEXT, _DATE, _MONEY, _CHOICE = "text", "date", "money", "choice"
_ROLES = get_args(Role)
_CHANNELS = ("phone", "email_fax", "sms_chat")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_REASONS = ("resigned", "poor_performance", "other")
_OWN = ("kind", "id", "position", "recorded_at", "recorded_by", "ref", "source", "employee")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact: how it is filled in, and whether it has to be."""

    name: str
    form: str
    needed: bool = True
    choices: tuple[str, ...] = ()


_ROLE, _CHANNEL = Field("role", _CHOICE, choices=_ROLES), Field("channel", _CHOICE, needed=False, choices=_CHANNELS)
_NEW = (
    Field("employee", _TEXT),
    Field("name", _TEXT),
    _ROLE,
    Field("team", _TEXT),
    Field("hired_on", _DATE),
    _CHANNEL,
    Field("probation_until", _DATE, needed=False),
)
_CHANGES: dict[str, tuple[str, tuple[Field, ...]]] = {
    "assignment": (
        "/v1/assignments",
        (
            Field("from", _DATE),
            Field("role", _CHOICE, needed=False, choices=_ROLES),
            Field("team", _TEXT, needed=False),
            _CHANNEL,
        ),
    ),
    "base_salary": ("/v1/base-salaries", (Field("from", _DATE), Field("monthly", _MONEY))),
    "probation": ("/v1/probations", (Field("until", _DATE),)),
    "notice": ("/v1/notices", (Field("from", _DATE),)),
    "leaving": ("/v1/leavings", (Field("last_day", _DATE), Field("reason", _CHOICE, choices=_REASONS))),
}
"""What changes with somebody: where it is recorded, and its fields beside the employee."""


@room.get("/hr/people")
async def people(visit: Visit) -> Response:
    """Everybody, those of a team, or those of a part of a name or number."""
    query, everybody = visit.query, await visit.people()
    sought, team = query.get("q", "").strip().casefold(), query.get("team", "")
    shown = [
        each
        for each in everybody.values()
        if (not team or each["team"] == team)
        and sought in f"{each['name']} {each['employee']}".casefold()
        and ("left" in query or each["employed"])
    ]
    teams = sorted({each["team"] for each in everybody.values() if each["team"]})
    return visit.page(
        "hr/people.html",
        shown=shown,
        teams=teams,
        asked={"q": query.get("q", ""), "team": team, "left": "left" in query},
    )


@room.get("/hr/people/new")
async def somebody_new(visit: Visit) -> Response:
    """The form for somebody new."""
    return _new(visit, {})


@room.post("/hr/people/new")
async def employ(visit: Visit) -> Response:
    """Record somebody new."""
    fields = await typed(visit, "key", *(field.name for field in _NEW))
    try:
        await send(visit, "/v1/employees", _read(visit, fields, _NEW), fields["key"])
    except ApiProblem as problem:
        return _new(visit, fields | {"key": new_key()}, problem)
    return visit.go(
        f"/hr/people/{quote(fields['employee'], safe='')}",
        done=visit.says("%(name)s is on the ledger.", name=fields["name"]),
    )


def _new(visit: Visit, fields: dict[str, str], problem: ApiProblem | None = None) -> Response:
    return visit.page(
        "hr/person_new.html",
        status=200 if problem is None else problem.kind.status,
        fields=_shown(visit, _NEW, fields),
        key=fields.get("key") or new_key(),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


@room.get("/hr/people/{employee}")
async def person(visit: Visit) -> Response:
    """What is recorded of somebody's employment and pay, and forms for what changes."""
    return await _person(visit)


@room.post("/hr/people/{employee}/erasure")
async def erase(visit: Visit) -> Response:
    """Erase somebody's personal data for good."""
    employee, fields = visit.path["employee"], await typed(visit, *erasing.FIELDS)
    try:
        left = await erasing.erase(visit, employee, fields)
    except ApiProblem as problem:
        return await _person(visit, "erasure", fields, problem)
    done, here = visit.says("The personal data of %(number)s is erased.", number=employee), quote(employee, safe="")
    if left is not None:
        beside = visit.says("Something may be left in the store's files: %(why)s", why=left)
        return visit.go(f"/hr/people/{here}", wrong=f"{done} {beside}")
    return visit.go(f"/hr/people/{here}", done=done)


@room.post("/hr/people/{employee}/{kind}")
async def change(visit: Visit) -> Response:
    """Record what changes with somebody."""
    kind, employee = visit.path["kind"], visit.path["employee"]
    if kind not in _CHANGES:
        raise invalid(visit, marked("There is no such change; choose one of the person's page."))
    path, needed = _CHANGES[kind]
    fields = await typed(visit, "key", *(field.name for field in needed))
    try:
        await send(visit, path, {"employee": employee} | _read(visit, fields, needed), fields["key"])
    except ApiProblem as problem:
        return await _person(visit, kind, fields, problem)
    return visit.go(
        f"/hr/people/{quote(employee, safe='')}",
        done=visit.says("It is recorded: %(kind)s.", kind=kind_label(kind, visit.language)),
    )


async def _person(
    visit: Visit, kind: str = "", fields: dict[str, str] | None = None, problem: ApiProblem | None = None
) -> Response:
    employee, everybody = visit.path["employee"], await visit.people()
    if employee not in everybody:
        raise invalid(visit, marked("There is nobody of that number; the list of people has everybody."))
    zone = (await visit.site())["time_zone"]
    found = await visit.api.every("/v1/facts", "facts", kind=["employee", *_CHANGES], employee=employee)
    facts = [
        {
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
            "fields": _shown(visit, needed, fields if each == kind and fields else {}),
        }
        for each, (_, needed) in _CHANGES.items()
    ]
    return visit.page(
        "hr/person.html",
        status=200 if problem is None else problem.kind.status,
        person=everybody[employee],
        facts=facts[::-1],
        forms=forms,
        erasing=await erasing.erasing_of(visit, employee, fields if kind == "erasure" else None),
        zone=zone,
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _shown(visit: Visit, needed: tuple[Field, ...], fields: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "label": _label(visit, field),
            "form": field.form,
            "needed": field.needed,
            "value": fields.get(field.name, ""),
            "choices": [(each, field_text(field.name, each, visit.language)) for each in field.choices],
        }
        for field in needed
    ]


def _label(visit: Visit, field: Field) -> str:
    return visit.says("Name of the person") if field.name == "name" else field_label(field.name, visit.language)


def _read(visit: Visit, fields: dict[str, str], needed: tuple[Field, ...]) -> dict[str, str]:
    """What was filled in. Raises ApiProblem for the first field that is of another form."""
    for field in needed:
        value, label = fields[field.name], _label(visit, field)
        if field.needed and not value:
            raise invalid(visit, marked("%(field)s is empty; fill it in."), field=label)
        if value and field.form == _DATE and not _is_date(value):
            raise invalid(visit, marked("%(field)s is no date; a day such as 2026-10-05 would be right."), field=label)
        if value and field.form == _MONEY and not _is_money(value):
            raise invalid(visit, marked("%(field)s is no amount; yuan such as 4800.00 would be right."), field=label)
    return {field.name: fields[field.name] for field in needed}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_money(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None
