"""The lists of what is recorded, by kind and period."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.fact_text import told
from api.console.lists import Cell, Column, RowList, RowsAsShown, list_of, list_page, text_cell
from api.console.periods import Period, every_period, named
from api.console.records.form_fields import capitalised
from api.console.records.people_in_reach import PeopleInReach
from api.console.records.record_kinds import (
    BY_DAY,
    called,
    follower_of,
    form_path,
    groups,
    is_read_here,
    is_recorded_here,
)
from api.console.rooms import Room
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.console.wall_time import site_today
from api.console.words import standing_name, tone_of
from api.console.workflows import Thread, threads
from api.problems import Problem
from api.words.fact_words import field_label
from ledger.facts import KINDS
from ledger.facts.base import COMMON, ENVELOPE, Fact

room = Room()
PATH = "/records"
BESIDE = ("kind", *COMMON, *ENVELOPE)
"""What every fact has, beside its own fields."""


@room.get(PATH)
def kinds(visit: Visit) -> Response:
    """The kinds that may be read or recorded, in groups."""
    found = [(heading, [_listed(visit, kind) for kind in of if _may_open(visit, kind)]) for heading, of in groups()]
    return visit.page("records/kinds.html", groups=[(heading, of) for heading, of in found if of])


def _may_open(visit: Visit, kind: str) -> bool:
    return is_read_here(visit, kind) or is_recorded_here(visit, kind)


def _listed(visit: Visit, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": called(visit, kind),
        "may_read": is_read_here(visit, kind),
        "form": form_path(kind) if is_recorded_here(visit, kind) else "",
    }


@room.get(f"{PATH}/people")
def people(visit: Visit) -> Response:
    """Those whose name or number has a text in it, of whom a kind may be recorded: what a field offers."""
    extent = visit.may(f"record {visit.query.get('kind', '')}")
    text = visit.query.get("q", "")
    fitting = [] if extent is None or not text else PeopleInReach(visit, extent).fitting(text)
    return visit.page("records/people.html", fitting=fitting)


@room.get(f"{PATH}/{{kind}}")
def records(visit: Visit) -> Response:
    """The facts of a kind in a period, the latest first."""
    model, periods = model_of(visit), every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    day = day_asked(visit, visit.query.get("day", site_today(visit).isoformat())) if model.kind in BY_DAY else None
    names, zone = visit.names_seen(), visit.zone
    found = _found(visit, model, period, day)[::-1]
    label = called(visit, model.kind)
    return list_page(
        visit,
        "records/records.html",
        _list(visit, model, found, lambda thread: _row(visit, thread, names, zone)),
        f"{model.kind}-{period['period'] if day is None else day}",
        label,
        kind=model.kind,
        label=label,
        periods=periods,
        period=period["period"],
        day=None if day is None else day.isoformat(),
        form=form_path(model.kind) if is_recorded_here(visit, model.kind) else "",
    )


def _list(
    visit: Visit, model: type[Fact], found: Sequence[Thread], told_row: Callable[[Thread], Mapping[str, Any]]
) -> RowList:
    """The facts with a column a field, and how they stand where others follow them."""
    names = dict.fromkeys(name for each in found for name in _own(each.opened))
    headings = list(dict.fromkeys(capitalised(field_label(name, visit.language, model.kind)) for name in names))
    fields = [Column(f"field{place}", heading) for place, heading in enumerate(headings, 1)]
    status = [] if follower_of(model) is None else [Column("status", visit.says("Status"))]

    def cells(thread: Thread) -> list[Cell]:
        row = told_row(thread)
        standing = row["standing"]
        state = Cell(standing_name(standing, visit.language), tone=tone_of(standing, model.kind))
        opened = Cell(visit.says("open"), path=f"{PATH}/{model.kind}/{quote(row['number'], safe='')}")
        shown = [text_cell(row["cells"].get(heading) or "") for heading in headings]
        return [*([state] if status else []), *shown, opened]

    columns = [*status, *fields, Column("details", visit.says("Details"), beside=True)]
    return list_of(visit, columns, RowsAsShown(found, cells))


def model_of(visit: Visit) -> type[Fact]:
    """The kind that an address names. Raises Problem where there is none that may be read."""
    kind = visit.path["kind"]
    if not is_read_here(visit, kind):
        raise no_such_list(visit)
    return KINDS[kind]


def no_such_list(visit: Visit) -> Problem:
    """The problem of a list that is not there, or not for whoever visits."""
    return Problem("not-found", visit.says("There is no such list; choose one from the list of records."))


def _found(visit: Visit, model: type[Fact], period: Period, day: date | None) -> list[Thread]:
    """The facts of a kind within a period, or of a day, each with what followed, which has the same date."""
    first, last = (day or date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    follower = follower_of(model)
    if follower is None:
        facts = visit.counted(model.kind, first=first, last=last)
        return [Thread(str(each["id"]), each) for each in facts]
    facts = visit.counted(model.kind, follower.kind, first=first, last=last)
    return threads(facts, model.kind, model.natural_key[0])


def _row(visit: Visit, found: Thread, people: Mapping[str, Any], zone: str) -> dict[str, Any]:
    return {
        "number": found.number,
        "standing": standing_of(found),
        "cells": dict(fields_told(visit, found.opened, people, zone)),
    }


def standing_of(found: Thread) -> str:
    """How a workflow stands."""
    return found.standing if found.followed else KINDS[found.opened["kind"]].begins_as


def _own(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name not in BESIDE and value is not None}


def fields_told(
    visit: Visit, fact: Mapping[str, Any], people: Mapping[str, Any], zone: str
) -> Sequence[tuple[str, str]]:
    """A fact's own fields in words."""
    texts = told(_own(fact), people, zone, visit.language, kind=str(fact["kind"]))
    return [(capitalised(name), text) for name, text in texts]
