"""A grid: filled in or pasted, checked as a whole, shown what it would do, and recorded in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.consequences import told_consequences
from api.console.form_submission import REASON, invalid, new_key
from api.console.grids.cells import Changes, Place, changes_of, name_of, pasted_cells, recorded, typed_cells
from api.console.periods import Period, every_period, named
from api.console.problems import refusal_of
from api.console.records.field_values import blank, read, typed
from api.console.records.form_fields import FactField, capitalised, fact_fields
from api.console.records.form_parts import shown
from api.console.records.people_in_reach import PeopleInReach
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.consequences import consequences
from api.operations.doubts import doubt_sentence
from api.operations.entries import Entry, WrongEntriesError, entered_before, record_entries
from api.operations.grids import GRIDS, Grid, grid_kind
from api.operations.grids import grid as grid_of
from api.operations.import_reversals import kept_imports
from api.problems import Problem
from api.words.fact_words import field_text, kind_label
from api.words.translation import marked
from ledger.facts.base import KINDS

room = Room()
_PATH = "/grids"
_ROWS = 60
"""So many rows are shown where no team is chosen; of more people the first team."""
_SHOWN_IMPORTS = 5
_EVERY = "all"


@dataclass
class Sheet:
    """A grid as it is shown: what is recorded, what is typed, what is wrong or doubtful of it, and what it would do."""

    name: str
    grid: Grid
    periods: Sequence[Period]
    teams: Sequence[str]
    team: str
    people: Mapping[str, Any]
    fields: Sequence[FactField]
    beside: dict[str, Any]
    columns: list[str]
    typed: dict[Place, str] = field(default_factory=dict)
    changes: Changes | None = None
    wrong: dict[Place, str] = field(default_factory=dict)
    told: Mapping[str, Any] | None = None
    """What it would do."""
    looked: str = ""
    refusal: Any = None

    @property
    def first_kind(self) -> str:
        """The kind of the first column."""
        return self.grid.columns[0].kind if self.grid.columns else GRIDS[self.name][0]


@room.get(_PATH)
def grids(visit: Visit) -> Response:
    """The grids in which something may be entered."""
    offered = {name: _called(visit, name) for name, kinds in GRIDS.items() if any(_may(visit, each) for each in kinds)}
    return visit.page(
        "grids/grids.html",
        grids=offered,
        may_import=visit.may("import") is not None,
        period=every_period(visit)[-1]["period"],
    )


@room.get(f"{_PATH}/{{kind}}")
def show(visit: Visit) -> Response:
    """The grid of a kind in a period, with what is recorded."""
    return _page(visit, _sheet(visit), new_key())


@room.post(f"{_PATH}/{{kind}}")
def enter(visit: Visit) -> Response:
    """Check what was entered, and say what it would do; once that was looked at, record all of it in one step."""
    sheet, sent = _sheet(visit), visit.sent
    key, looked = str(sent.get("key", "")) or new_key(), str(sent.get("looked", ""))
    try:
        before = entered_before(visit.keyed(key, looked, _reason(visit)), sheet.first_kind) if looked else None
        if before is not None:
            return _done(visit, sheet, before.recorded)
        _fill_in(visit, sheet)
        entries = _entries(visit, sheet, key)
        if looked == sheet.looked and (REASON not in sent or _reason(visit)):
            return _record(visit, sheet, entries, key)
        _look(visit, sheet, entries)
        return _page(visit, sheet, key)
    except WrongEntriesError as found:
        places = list(sheet.changes.entries) if sheet.changes else []
        sheet.wrong |= {places[at]: _sentence(visit, each) for at, each in found.problems.items()}
        return _page(visit, sheet, key, status=422)
    except Problem as problem:
        sheet.refusal = refusal_of(problem, visit.language)
        return _page(visit, sheet, new_key(), status=problem.kind.status)


def _record(visit: Visit, sheet: Sheet, entries: Sequence[Entry], key: str) -> Response:
    reason, seen = _reason(visit), _seen(visit, sheet)
    given = [Entry(each.kind, {**each.fields, "reason": reason} if reason else each.fields) for each in entries]
    context = visit.keyed(key, sheet.looked, reason)
    done = record_entries(context, entries[0].kind, given, seen, _file(visit, sheet)).answer
    return _done(visit, sheet, done.recorded)


def _done(visit: Visit, sheet: Sheet, count: int) -> Response:
    sentence = visit.says("Recorded: %(n)s values. Below the table you can undo them together.", n=count)
    return visit.go(_address(sheet), done=sentence)


def _fill_in(visit: Visit, sheet: Sheet) -> None:
    """Take what was typed, and what was pasted as text, into the cells. Raises Problem for what cannot be read."""
    sheet.typed = typed_cells(visit, sheet.grid)
    text = str(visit.sent.get("pasted", ""))
    if text.strip():
        names = {number: sheet.people[number]["name"] for number in sheet.grid.employees}
        sheet.typed |= pasted_cells(visit, text, sheet.grid, sheet.columns, names)


def _entries(visit: Visit, sheet: Sheet, key: str) -> list[Entry]:
    """The entries of the cells that were changed. Raises Problem where none was."""
    extent = visit.may(f"record {sheet.first_kind}")
    assert extent is not None
    beside = read(visit, sheet.fields, sheet.beside, PeopleInReach(visit, extent))
    changes = changes_of(visit, sheet.grid, sheet.typed, beside, key)
    sheet.changes = changes
    sheet.wrong = {place: each.detail for place, each in changes.wrong.items()}
    if not changes.places:
        raise invalid(visit, marked("Nothing was changed; enter a value in a cell."))
    if not changes.wrong:
        cells = sorted((place, sheet.typed[place]) for place in changes.entries)
        sheet.looked = sha256(repr([cells, sorted(beside.items())]).encode()).hexdigest()
    return list(changes.entries.values())


def _look(visit: Visit, sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Put down what the entries would do. Raises WrongEntriesError where something is wrong."""
    assert sheet.changes is not None
    places = list(sheet.changes.entries)
    found = consequences(visit.context, entries[0].kind, entries, _seen(visit, sheet)) if entries else None
    if found is None or sheet.changes.wrong:
        raise WrongEntriesError({})
    doubts = [f"{_row(sheet, places[at.entry])}: {doubt_sentence(at.as_json(), visit.language)}" for at in found.doubts]
    sheet.told = told_consequences(visit, found) | {"doubts": doubts}


def _row(sheet: Sheet, place: Place) -> str:
    employee, column = place
    return f"{sheet.people[employee]['name']} {employee} · {sheet.columns[column]}"


def _seen(visit: Visit, sheet: Sheet) -> int:
    """The ledger position of what was looked at."""
    text = str(visit.sent.get("seen", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(10**18)) else sheet.grid.position


def _reason(visit: Visit) -> str:
    return str(visit.sent.get(REASON, "")).strip()


def _sentence(visit: Visit, problem: Problem) -> str:
    told = refusal_of(problem, visit.language)
    return told.sentence


def _sheet(visit: Visit) -> Sheet:
    """The grid of the address. Raises Problem where there is none for who visits."""
    name = visit.path["kind"]
    kinds = [each for each in GRIDS.get(name, ()) if _may(visit, each)]
    if not kinds:
        raise Problem("not-found", visit.says("There is no such table; choose one from the list."))
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    fields = _fields_beside(kinds)
    beside = typed(visit.sent, fields) if visit.sent else blank(visit, fields) | _asked(visit, fields)
    found = grid_of(visit.context, kinds[0], name, period["period"], {each: str(of) for each, of in beside.items()})
    people = visit.people()
    teams = sorted({people[number]["team"] for number in found.employees})
    team = visit.query.get("team", "") or (teams[0] if len(found.employees) > _ROWS else _EVERY)
    shown_rows = [each for each in found.employees if team == _EVERY or people[each]["team"] == team]
    found = found.model_copy(update={"employees": shown_rows})
    return Sheet(name, found, periods, teams, team, people, fields, beside, _headings(visit, found))


def _asked(visit: Visit, fields: Sequence[FactField]) -> dict[str, str]:
    return {each.name: visit.query[each.name] for each in fields if each.name in visit.query}


def _fields_beside(kinds: Sequence[str]) -> list[FactField]:
    """The fields that have one value for all rows."""
    found: dict[str, FactField] = {}
    for kind in kinds:
        shape = grid_kind(kind)
        names = {shape.model.names[name] for name in shape.beside}
        found |= {each.name: each for each in fact_fields(shape.model) if each.name in names}
    return list(found.values())


def _headings(visit: Visit, grid: Grid) -> list[str]:
    return [
        capitalised(
            field_text(grid_kind(each.kind).across, each.name, visit.language)
            if each.name
            else kind_label(each.kind, visit.language)
        )
        for each in grid.columns
    ]


def _may(visit: Visit, kind: str) -> bool:
    extent = visit.may(f"record {kind}")
    return extent is not None and (extent.everyone or extent.by_posting)


def _called(visit: Visit, name: str) -> str:
    return capitalised(kind_label(name, visit.language)) if name in KINDS else visit.says("Monthly reviews")


def _file(visit: Visit, sheet: Sheet) -> str:
    """What the import of a grid is called."""
    return f"{_called(visit, sheet.name)} {sheet.grid.period}"


def _address(sheet: Sheet) -> str:
    asked = {"period": sheet.grid.period, "team": sheet.team} | {name: of for name, of in sheet.beside.items() if of}
    return f"{_PATH}/{sheet.name}?{urlencode(asked)}"


def _page(visit: Visit, sheet: Sheet, key: str, status: int = 200) -> Response:
    known = recorded(sheet.grid)
    rows = [
        {
            "employee": employee,
            "name": sheet.people[employee]["name"],
            "cells": [_cell(sheet, known, (employee, column)) for column in range(len(sheet.columns))],
        }
        for employee in sheet.grid.employees
    ]
    called = _file(visit, sheet)
    extent = visit.may(f"record {sheet.grid.columns[0].kind}") if sheet.grid.columns else None
    kept = kept_imports(visit.context).imports if visit.may("see imports") is not None else []
    return visit.page(
        "grids/grid.html",
        status=status,
        sheet=sheet,
        called=_called(visit, sheet.name),
        rows=rows,
        address=_address(sheet),
        fields=shown(visit, sheet.fields, sheet.beside, PeopleInReach(visit, extent)) if extent else [],
        key=key,
        wrong=[(name_of(place), _row(sheet, place), sentence) for place, sentence in sheet.wrong.items()],
        changed=len(sheet.changes.places) if sheet.changes else 0,
        reason=_reason(visit) if visit.sent else "",
        kept=[each for each in kept if each.file == called and each.accepted][:_SHOWN_IMPORTS],
        zone=visit.zone,
    )


def _cell(sheet: Sheet, known: Mapping[Place, list[str]], place: Place) -> dict[str, Any]:
    shape, values = grid_kind(sheet.grid.columns[place[1]].kind), known.get(place, [])
    before = "" if shape.adds or not values else values[-1]
    return {
        "name": name_of(place),
        "label": _row(sheet, place),
        "before": before,
        "value": sheet.typed.get(place, before),
        "beside": values if shape.adds else [],
        "wrong": sheet.wrong.get(place, ""),
        "changed": sheet.changes is not None and place in sheet.changes.entries,
    }
