"""Planning a roster (排班): a month's grid, its draft, and publishing it; as a form of text rows without script."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from starlette.responses import JSONResponse, Response

from api.console.form_submission import REASON, chosen_file, filled_in, invalid, new_key, typed
from api.console.pages import page_of
from api.console.problems import Refusal, refusal_of
from api.console.rooms import Room
from api.console.team.roster_choice import FIELDS, PLAN, Choice, choice_of, periods_beside, weeks_of
from api.console.team.roster_view import FREE, SHUT, Row, balances_of, marks_of, outcome_of, patterns_of, rows_of
from api.console.team.roster_words import refused_sentence
from api.console.team.weeks import week_name
from api.console.visit import Visit
from api.operations.roster_answers import ChangedCells, RefusedCell, RosterDraft, RosterPlan, RosterPublication
from api.operations.roster_drafts import (
    change_roster_draft,
    remove_roster_draft,
    roster_drafts,
    roster_drafts_of_period,
)
from api.operations.roster_plans import OTHERS, roster_plan
from api.operations.roster_publication import RosterRefusedError, publish_roster
from api.operations.roster_sheets import import_roster_sheet, roster_sheet
from api.problems import Problem
from api.service.transport.uploads import received_form
from api.words.translation import marked

room = Room()
ROW = "row."
_NUMBER = re.compile("[0-9]{1,15}", re.ASCII)
_NO_FILE = marked("Choose the workbook first.")
_WRONG_ROW = marked(
    "The row of %(name)s has %(given)s days, the table %(wanted)s; write a shift type a day, and - for none."
)


class _Wrong(NamedTuple):
    """What went wrong with what was sent: a sentence, or refused cells with theirs."""

    refusal: Refusal | None = None
    cells: Sequence[tuple[RefusedCell, str]] = ()


_NOTHING_WRONG = _Wrong()


@room.get("/roster/plan")
def plan(visit: Visit) -> Response:
    """The grid of a month, the next one without a choice."""
    return _page(visit, choice_of(visit, visit.query))


@room.post("/roster/plan/cells")
def cells(visit: Visit) -> Response:
    """Keep what was painted, and answer what the roster comes to, for the script of the page."""
    asked = choice_of(visit, typed(visit, *FIELDS))
    try:
        given = json.loads(str(visit.sent.get("cells", "")))
    except (ValueError, RecursionError):
        given = None
    changed = _changed(visit, asked, given)
    found, days = _plan(visit, asked)
    outcome = outcome_of(visit, found, days)
    marks: dict[str, dict[str, Sequence[str]]] = {}
    for (employee, day), mark in marks_of(visit, found.check).items():
        marks.setdefault(employee, {})[day] = mark
    return JSONResponse(
        {
            "version": found.version,
            "changes": outcome["changes"],
            "is_past": outcome["is_past"],
            "refused": [[each.employee, each.date, sentence] for each, sentence in changed],
            "balances": balances_of(found.check),
            "marks": marks,
            "needs": page_of("team/roster_needs.html", visit.language, outcome),
            "conflicts": page_of("team/roster_conflicts.html", visit.language, outcome),
        }
    )


@room.post("/roster/plan/rows")
def rows(visit: Visit) -> Response:
    """Keep rows that were typed as text."""
    asked = choice_of(visit, typed(visit, *FIELDS))
    found, days = _plan(visit, asked)
    try:
        given = [cell for row in rows_of(visit, found, days) for cell in _typed_cells(visit, row)]
        refused = _changed(visit, asked, given) if given else []
    except Problem as problem:
        return _page(visit, asked, _Wrong(_refusal(visit, found, problem)), problem.kind.status)
    if refused:
        return _page(visit, asked, _Wrong(cells=refused))
    return visit.go(asked.address(), done=visit.says("The draft is saved."))


@room.post("/roster/plan/publication")
def publish(visit: Visit) -> Response:
    """Publish the draft."""
    asked, given = choice_of(visit, typed(visit, *FIELDS)), typed(visit, "reason", "key", REASON)
    reason = given["reason"] or given[REASON]
    key = given["key"] and f"{given['key']}{'-reason' if reason else ''}"
    try:
        sent = filled_in(RosterPublication, version=_version(visit) or 0, reason=reason or None)
        keyed = visit.keyed(key, *asked.fields.values(), reason)
        done = publish_roster(keyed, asked.name, sent, strict=not reason).answer
    except RosterRefusedError as refused:
        told = [(each, refused_sentence(visit, each)) for each in refused.cells]
        return _page(visit, asked, _Wrong(cells=told), refused.kind.status)
    except Problem as problem:
        return _page(visit, asked, _Wrong(_refusal(visit, _plan(visit, asked)[0], problem)), problem.kind.status)
    said = visit.says("%(number)s days are published; those concerned see them now.", number=done.published)
    return visit.go(asked.address(), done=said)


@room.post("/roster/plan/removal")
def remove(visit: Visit) -> Response:
    """Throw the draft away."""
    asked = choice_of(visit, typed(visit, *FIELDS))
    remove_roster_draft(visit.context, asked.name, _version(visit))
    return visit.go(asked.address(), done=visit.says("The draft is thrown away; what is published stays."))


@room.get("/roster/plan/sheet")
def sheet(visit: Visit) -> Response:
    """The grid as a workbook: the draft where there is one, else what is published."""
    asked = choice_of(visit, visit.query)
    file = roster_sheet(visit.context, asked.name, visit.language)
    return Response(file.content, media_type=file.media_type, headers=file.headers)


@room.post("/roster/plan/sheet", operation=PLAN)
def send_sheet(visit: Visit) -> Response:
    """Take a workbook that came back into the draft."""
    asked = choice_of(visit, typed(visit, *FIELDS))
    try:
        file = chosen_file(visit, "file")
        if file is None:
            raise invalid(visit, _NO_FILE)
        with received_form(file, {}) as received:
            done = import_roster_sheet(visit.context, asked.name, received).answer
    except Problem as problem:
        return _page(visit, asked, _Wrong(refusal_of(problem, visit.language)), problem.kind.status)
    if done.refused:
        return _page(visit, asked, _Wrong(cells=[(each, refused_sentence(visit, each)) for each in done.refused]))
    return visit.go(asked.address(), done=visit.says("The sheet is in the draft."))


def _page(visit: Visit, asked: Choice, wrong: _Wrong = _NOTHING_WRONG, status: int = 200) -> Response:
    found, days = _plan(visit, asked)
    extent = visit.may(PLAN)
    return visit.page(
        "team/roster_plan.html",
        status=status,
        plan=found,
        asked=asked,
        team=asked.team,
        has_all=extent is not None and extent.everyone,
        periods=periods_beside(visit, asked.period),
        weeks=weeks_of([each.date for each in found.days]),
        shown=[each for each in found.days if each.date in set(days)],
        rows=rows_of(visit, found, days),
        drafts=_other_drafts(visit, found),
        patterns=patterns_of(found),
        wrong=wrong,
        key=new_key(),
        **outcome_of(visit, found, days),
    )


def _other_drafts(visit: Visit, plan: RosterPlan) -> list[RosterDraft]:
    """The visitor's other drafts, and those of others of the period for whom may see them."""
    found = [*roster_drafts(visit.context).drafts]
    if visit.may(OTHERS) is not None:
        found += roster_drafts_of_period(visit.context, plan.period).drafts
    named = {(each.period, each.team, each.author): each for each in found}
    named.pop((plan.period, plan.team, plan.author), None)
    return list(named.values())


def _plan(visit: Visit, asked: Choice) -> tuple[RosterPlan, list[str]]:
    """The plan, and the days of it that are shown: those of a week where one is chosen."""
    found = roster_plan(visit.context, asked.name)
    days = [each.date for each in found.days]
    return found, [day for day in days if week_name(date.fromisoformat(day)) == asked.week] or days


def _changed(visit: Visit, asked: Choice, cells: Any) -> list[tuple[RefusedCell, str]]:
    """Keep cells in the draft as it was looked at; those that were refused, with why."""
    sent = filled_in(ChangedCells, version=_version(visit), cells=cells)
    done = change_roster_draft(visit.context, asked.name, sent).answer
    return [(each, refused_sentence(visit, each)) for each in done.refused]


def _typed_cells(visit: Visit, row: Row) -> Iterator[dict[str, str | None]]:
    """What a row of text changes. Raises Problem where it has not a shift type a day."""
    text = visit.sent.get(f"{ROW}{row.employee}")
    if not isinstance(text, str):
        return
    given = text.split() if " " in text.strip() else list(text.strip())
    if len(given) != len(row.cells):
        raise invalid(
            visit,
            _WRONG_ROW,
            name=row.name or row.employee,
            given=len(given),
            wanted=len(row.cells),
        )
    for cell, each in zip(row.cells, given, strict=True):
        shift = "" if each in (FREE, SHUT) else each
        if cell.is_open and shift not in (cell.shift, cell.shift.lower()):
            yield {"employee": row.employee, "date": cell.date, "shift": shift or None}


def _refusal(visit: Visit, found: RosterPlan, problem: Problem) -> Refusal:
    refusal = refusal_of(problem, visit.language)
    if problem.code != "draft_changed" or not found.changed_by:
        return refusal
    by = visit.people().get(found.changed_by, {}).get("name", found.changed_by)
    return Refusal(refusal.title, visit.says("The draft was changed meanwhile by %(name)s; look again.", name=by), None)


def _version(visit: Visit) -> int | None:
    text = typed(visit, "version")["version"]
    return int(text) if _NUMBER.fullmatch(text) else None
