"""Planning a roster (排班): a month's grid, its draft, and publishing it; as a form of text rows without script."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from api.console.form_submission import REASON, chosen_file, filled_in, invalid, new_key, typed
from api.console.pages import page_of
from api.console.periods import every_period
from api.console.problems import Refusal, refusal_of
from api.console.rooms import Room
from api.console.team.roster_view import FREE, SHUT, Row, balances_of, marks_of, outcome_of, patterns_of, rows_of
from api.console.team.roster_words import refused_sentence
from api.console.team.teams import Team, team_of_page
from api.console.team.weeks import week_name
from api.console.visit import Visit
from api.operations.roster_answers import ChangedCells, RefusedCell, RosterPlan, RosterPublication
from api.operations.roster_drafts import change_roster_draft, remove_roster_draft, roster_drafts
from api.operations.roster_plans import PlanName, roster_plan
from api.operations.roster_publication import RosterRefusedError, publish_roster
from api.operations.roster_sheets import import_roster_sheet, roster_sheet
from api.problems import Problem
from api.service.transport.uploads import received_form
from api.words.translation import marked
from projections.calendar import period_number, period_text

room = Room()
PLAN, ALL, ROW = "plan rosters", "all", "row."
_NUMBER = re.compile("[0-9]{1,15}", re.ASCII)
_NO_FILE = marked("Choose the workbook first.")
_WRONG_ROW = marked(
    "The row of %(name)s has %(given)s days, the table %(wanted)s; write a shift type a day, and - for none."
)
_FIELDS = ("period", "team", "author", "week")


class _Asked(NamedTuple):
    """Which plan is asked for, and which week of it is shown; of an empty week the whole month."""

    period: str
    team: Team
    author: str
    week: str

    @property
    def name(self) -> PlanName:
        """The plan by its name."""
        return PlanName(self.period, self.team.name, self.author)

    @property
    def fields(self) -> dict[str, str]:
        """What an address or a form says of it."""
        return {"period": self.period, "team": self.team.name or ALL, "author": self.author, "week": self.week}

    def address(self, page: str = "", **other: str) -> str:
        """The address of the plan, or of one that differs in something."""
        named = {name: value for name, value in (self.fields | other).items() if value}
        return f"/roster/plan{page}?{urlencode(named)}"


class _Wrong(NamedTuple):
    """What went wrong with what was sent: a sentence, or refused cells with theirs."""

    refusal: Refusal | None = None
    cells: Sequence[tuple[RefusedCell, str]] = ()


_NOTHING_WRONG = _Wrong()


@room.get("/roster/plan")
def plan(visit: Visit) -> Response:
    """The grid of a month, the next one without a choice."""
    return _page(visit, _asked_of(visit, visit.query))


@room.post("/roster/plan/cells")
def cells(visit: Visit) -> Response:
    """Keep what was painted, and answer what the roster comes to, for the script of the page."""
    asked = _asked_of(visit, typed(visit, *_FIELDS))
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
    asked = _asked_of(visit, typed(visit, *_FIELDS))
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
    asked, given = _asked_of(visit, typed(visit, *_FIELDS)), typed(visit, "reason", "key", REASON)
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
    asked = _asked_of(visit, typed(visit, *_FIELDS))
    remove_roster_draft(visit.context, asked.name, _version(visit))
    return visit.go(asked.address(), done=visit.says("The draft is thrown away; what is published stays."))


@room.get("/roster/plan/sheet")
def sheet(visit: Visit) -> Response:
    """The grid as a workbook: the draft where there is one, else what is published."""
    asked = _asked_of(visit, visit.query)
    file = roster_sheet(visit.context, asked.name, visit.language)
    return Response(file.content, media_type=file.media_type, headers=file.headers)


@room.post("/roster/plan/sheet", operation=PLAN)
def send_sheet(visit: Visit) -> Response:
    """Take a workbook that came back into the draft."""
    asked = _asked_of(visit, typed(visit, *_FIELDS))
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


def _page(visit: Visit, asked: _Asked, wrong: _Wrong = _NOTHING_WRONG, status: int = 200) -> Response:
    found, days = _plan(visit, asked)
    extent = visit.may(PLAN)
    key = (found.author, found.period, found.team)
    return visit.page(
        "team/roster_plan.html",
        status=status,
        plan=found,
        asked=asked,
        team=asked.team,
        has_all=extent is not None and extent.everyone,
        periods=_periods(visit, asked.period),
        weeks=_weeks([each.date for each in found.days]),
        shown=[each for each in found.days if each.date in set(days)],
        rows=rows_of(visit, found, days),
        drafts=[each for each in roster_drafts(visit.context).drafts if (each.author, each.period, each.team) != key],
        patterns=patterns_of(found),
        wrong=wrong,
        key=new_key(),
        **outcome_of(visit, found, days),
    )


def _asked_of(visit: Visit, given: Mapping[str, str]) -> _Asked:
    """What is asked for; without a period the month after the running one. Raises Problem where it is out of reach."""
    people, extent = visit.people(), visit.may(PLAN)
    if given.get("team") == ALL and extent is not None and extent.everyone:
        team = Team("", visit.teams(PLAN), people)
    else:
        team = team_of_page(visit, given.get("team"), PLAN)
    period = given.get("period") or period_text(_running(visit) + 1)
    return _Asked(period, team, given.get("author", ""), given.get("week", ""))


def _plan(visit: Visit, asked: _Asked) -> tuple[RosterPlan, list[str]]:
    """The plan, and the days of it that are shown: those of a week where one is chosen."""
    found = roster_plan(visit.context, asked.name)
    days = [each.date for each in found.days]
    return found, [day for day in days if week_name(date.fromisoformat(day)) == asked.week] or days


def _changed(visit: Visit, asked: _Asked, cells: Any) -> list[tuple[RefusedCell, str]]:
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


def _running(visit: Visit) -> int:
    return period_number(every_period(visit)[-1]["period"])


def _periods(visit: Visit, period: str) -> list[str]:
    """The months to choose from: the last, the running one, and the next two."""
    running = _running(visit)
    return sorted({*(period_text(running + step) for step in range(-1, 3)), period})


def _weeks(days: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(week_name(date.fromisoformat(day)) for day in days))
