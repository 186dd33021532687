"""The lists of what is recorded of running the centre, by kind and period, and the form of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.auth.principals import Extent
from api.console.centre.fact_fields import FactField, blank, capitalised, fact_fields, read, shown, typed
from api.console.centre.record_kinds import GROUPS, KINDS_SHOWN
from api.console.fact_text import told
from api.console.form_submission import new_key, number_of, record_form
from api.console.periods import Period, every_period, named
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.console.workflows import Thread, threads
from api.operations.workflows import workflow as workflow_of
from api.problems import Problem
from api.words.fact_words import kind_label
from ledger.facts import KINDS
from ledger.facts.base import COMMON, ENVELOPE, Fact

room = Room()
_PATH = "/centre/records"
_BESIDE = ("kind", *COMMON, *ENVELOPE)
_FOLLOWERS = {model.follows: model for model in KINDS.values() if model.follows in KINDS_SHOWN}
"""What follows a workflow, by the kind that opens it."""


@room.get(_PATH)
def kinds(visit: Visit) -> Response:
    """The kinds that may be read, in groups, and for which there is a form."""
    groups = [
        (heading, [_listed(visit, kind) for kind in of if visit.may(f"read {kind}")]) for heading, of in GROUPS.items()
    ]
    return visit.page("centre/kinds.html", groups=[(heading, of) for heading, of in groups if of])


def _listed(visit: Visit, kind: str) -> dict[str, Any]:
    return {"kind": kind, "label": _called(visit, kind), "may_record": _extent(visit, kind) is not None}


@room.get(f"{_PATH}/{{kind}}")
def records(visit: Visit) -> Response:
    """The facts of a kind in a period, the latest first."""
    model, periods = _model(visit), every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    people, zone = visit.people(), visit.zone
    found = _found(visit, model, period)
    rows = [_row(visit, each, people, zone) for each in reversed(found)]
    headings = list(dict.fromkeys(name for row in rows for name in row["cells"]))
    return visit.page(
        "centre/records.html",
        kind=model.kind,
        label=_called(visit, model.kind),
        periods=periods,
        period=period["period"],
        rows=rows,
        headings=headings,
        is_workflow=model.kind in _FOLLOWERS,
        may_record=_extent(visit, model.kind) is not None,
    )


@room.get(f"{_PATH}/{{kind}}/new")
def new_record(visit: Visit) -> Response:
    """The form of a kind."""
    model = _model(visit)
    return _form_page(visit, model, blank(visit, _fields(model)))


@room.post(f"{_PATH}/{{kind}}/new")
def record(visit: Visit) -> Response:
    """Record a fact of a kind."""
    model = _model(visit)
    fields, key = _fields(model), str(visit.sent.get("key", "")) or new_key()
    given = typed(visit.sent, fields)
    try:
        content = read(visit, fields, given)
        if model.own_number is not None:
            content[model.names[model.own_number]] = number_of(_prefix(model), site_now(visit), key)
        record_form(visit, model.kind, content, key)
    except Problem as problem:
        return _form_page(visit, model, given, problem)
    done = visit.says("Recorded: %(kind)s.", kind=_called(visit, model.kind))
    return visit.go(f"{_PATH}/{model.kind}", done=done)


@room.get(f"{_PATH}/{{kind}}/{{number}}")
def workflow(visit: Visit) -> Response:
    """One workflow: what opened it, what followed, and the form of what follows next."""
    model = _model(visit)
    follower = _follower(visit, model)
    return _workflow_page(visit, model, blank(visit, fact_fields(follower, *_named_by(follower))))


@room.post(f"{_PATH}/{{kind}}/{{number}}")
def follow(visit: Visit) -> Response:
    """Record what follows a workflow."""
    model, number = _model(visit), visit.path["number"]
    follower = _follower(visit, model)
    fields, key = fact_fields(follower, *_named_by(follower)), str(visit.sent.get("key", "")) or new_key()
    given = typed(visit.sent, fields)
    try:
        content = {follower.natural_key[0]: number} | read(visit, fields, given)
        record_form(visit, follower.kind, content, key, str(visit.sent.get("version", "")))
    except Problem as problem:
        return _workflow_page(visit, model, given, problem)
    done = visit.says("Recorded: %(kind)s.", kind=_called(visit, follower.kind))
    return visit.go(f"{_PATH}/{model.kind}/{quote(number, safe='')}", done=done)


def _called(visit: Visit, kind: str) -> str:
    return capitalised(kind_label(kind, visit.language))


def _model(visit: Visit) -> type[Fact]:
    kind = visit.path["kind"]
    if kind not in KINDS_SHOWN or visit.may(f"read {kind}") is None:
        raise Problem("not-found", visit.says("There is no such list; choose one from the list of records."))
    return KINDS[kind]


def _follower(visit: Visit, model: type[Fact]) -> type[Fact]:
    found = _FOLLOWERS.get(model.kind)
    if found is None:
        raise Problem("not-found", visit.says("There is no such list; choose one from the list of records."))
    return found


def _named_by(follower: type[Fact]) -> tuple[str, ...]:
    return (follower.natural_key[0],)


def _extent(visit: Visit, kind: str) -> Extent | None:
    return visit.may(f"record {kind}")


def _fields(model: type[Fact]) -> tuple[FactField, ...]:
    number = () if model.own_number is None else (model.names[model.own_number],)
    return fact_fields(model, *number)


def _prefix(model: type[Fact]) -> str:
    """How the numbers of a kind begin: by the first letters of its words, or the first two of one."""
    words = model.kind.split("_")
    return "".join(word[0] for word in words).upper() if len(words) > 1 else words[0][:2].upper()


def _found(visit: Visit, model: type[Fact], period: Period) -> list[Thread]:
    """The facts of a kind within a period, each with what followed; what follows has the date of what it follows."""
    first, last = (date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    follower = _FOLLOWERS.get(model.kind)
    if follower is None:
        facts = visit.counted(model.kind, first=first, last=last)
        return [Thread(str(each.get(model.natural_key[0], "")), each) for each in facts]
    facts = visit.counted(model.kind, follower.kind, first=first, last=last)
    return threads(facts, model.kind, model.natural_key[0])


def _row(visit: Visit, found: Thread, people: Mapping[str, Any], zone: str) -> dict[str, Any]:
    return {
        "number": found.number,
        "id": found.opened["id"],
        "standing": _standing(found),
        "cells": dict(_told(visit, found.opened, people, zone)),
    }


def _standing(found: Thread) -> str:
    return found.standing if found.followed else KINDS[found.opened["kind"]].begins_as


def _form_page(visit: Visit, model: type[Fact], given: Mapping[str, Any], problem: Problem | None = None) -> Response:
    extent = _extent(visit, model.kind)
    if extent is None:
        raise Problem("not-permitted", visit.says("Your role does not record this; ask whoever keeps these records."))
    return visit.page(
        "centre/record_form.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        kind=model.kind,
        label=_called(visit, model.kind),
        fields=shown(visit, _fields(model), given, extent),
        key=new_key(),
    )


def _workflow_page(
    visit: Visit, model: type[Fact], given: Mapping[str, Any], problem: Problem | None = None
) -> Response:
    follower, number = _follower(visit, model), visit.path["number"]
    found = _thread(visit, model, number)
    people, zone, extent = visit.people(), visit.zone, _extent(visit, follower.kind)
    fields = fact_fields(follower, *_named_by(follower))
    return visit.page(
        "centre/workflow.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        kind=model.kind,
        label=_called(visit, model.kind),
        next_label=_called(visit, follower.kind),
        thread=found,
        standing=_standing(found),
        zone=zone,
        opened=_told(visit, found.opened, people, zone),
        followed=[(each, _told(visit, each, people, zone)) for each in found.followed],
        fields=[] if extent is None else shown(visit, fields, given, extent),
        key=new_key(),
    )


def _thread(visit: Visit, model: type[Fact], number: str) -> Thread:
    """The workflow of a number. Raises Problem where there is none within reach."""
    found = workflow_of(visit.context, model.kind, number)
    return Thread(number, found["opened"], list(found["followed"]))


def _told(visit: Visit, fact: Mapping[str, Any], people: Mapping[str, Any], zone: str) -> Sequence[tuple[str, str]]:
    own = {name: value for name, value in fact.items() if name not in _BESIDE and value is not None}
    texts = told(own, people, zone, visit.language, kind=str(fact["kind"]))
    return [(capitalised(name), text) for name, text in texts]
