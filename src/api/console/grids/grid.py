"""A grid: filled in or pasted, checked as a whole, shown what it would do, and recorded in one step."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.consequences import told_consequences
from api.console.form_submission import REASON, invalid, new_key
from api.console.grids.cells import Place, changes_of, name_of, pasted_cells, recorded, typed_cells
from api.console.grids.sheet import Sheet, called, may_enter, sheet_of
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.records.field_values import read
from api.console.records.form_parts import shown
from api.console.records.people_in_reach import PeopleInReach
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.consequences import consequences
from api.operations.doubts import doubt_sentence
from api.operations.entries import Entry, WrongEntriesError, entered_before, record_entries
from api.operations.grids import GRIDS, grid_kind
from api.operations.import_reversals import kept_imports
from api.problems import Problem
from api.words.translation import marked

room = Room()
_PATH = "/grids"
_SHOWN_IMPORTS = 5


@room.get(_PATH)
def grids(visit: Visit) -> Response:
    """The grids in which something may be entered."""
    offered = {
        name: called(visit, name) for name, kinds in GRIDS.items() if any(may_enter(visit, each) for each in kinds)
    }
    return visit.page(
        "grids/grids.html",
        grids=offered,
        may_import=visit.may("import") is not None,
        period=every_period(visit)[-1]["period"],
    )


@room.get(f"{_PATH}/{{kind}}")
def show(visit: Visit) -> Response:
    """The grid of a kind in a period, with what is recorded."""
    return _page(visit, sheet_of(visit), new_key())


@room.post(f"{_PATH}/{{kind}}")
def enter(visit: Visit) -> Response:
    """Check what was entered, and say what it would do; once that was looked at, record all of it in one step."""
    sheet, sent = sheet_of(visit), visit.sent
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


def _file(visit: Visit, sheet: Sheet) -> str:
    """What the import of a grid is called."""
    return f"{called(visit, sheet.name)} {sheet.grid.period}"


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
    file = _file(visit, sheet)
    extent = visit.may(f"record {sheet.grid.columns[0].kind}") if sheet.grid.columns else None
    kept = kept_imports(visit.context).imports if visit.may("see imports") is not None else []
    return visit.page(
        "grids/grid.html",
        status=status,
        sheet=sheet,
        called=called(visit, sheet.name),
        rows=rows,
        address=_address(sheet),
        fields=shown(visit, sheet.fields, sheet.beside, PeopleInReach(visit, extent)) if extent else [],
        key=key,
        wrong=[(name_of(place), _row(sheet, place), sentence) for place, sentence in sheet.wrong.items()],
        changed=len(sheet.changes.places) if sheet.changes else 0,
        reason=_reason(visit) if visit.sent else "",
        kept=[each for each in kept if each.file == file and each.accepted][:_SHOWN_IMPORTS],
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
