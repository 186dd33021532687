"""The plan of a roster: its grid with a draft laid over it, and what that comes to (S3.2, 排班)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.auth.authorship import own_name
from api.auth.principals import extent_of
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.roster_answers import (
    ConsideredRoster,
    RosterCell,
    RosterCheck,
    RosterConflict,
    RosterDay,
    RosterHours,
    RosterNeed,
    RosterPerson,
    RosterPlan,
    RosterShift,
    RosterSpan,
    SentCell,
)
from api.problems import Problem, not_permitted
from api.rosters.drafts import Draft, DraftKey, kept_draft
from api.rosters.grid import Cells, Grid, checked, grid_of
from api.words.dates import shown_instant
from ledger.facts.roster import Holiday
from projections.books import Books
from projections.calendar import day_number, day_text, period_text
from projections.roster_check import NOT_EMPLOYED
from projections.roster_check import RosterCheck as Check

OTHERS = "see others' roster drafts"
_DAY_MINUTES, _HOUR = 1440, 60


@dataclass(frozen=True, slots=True)
class PlanName:
    """Which plan: of a period, of a team (empty: of everyone within reach), and whose draft (empty: one's own)."""

    period: str
    team: str = ""
    author: str = ""


@operation("plan rosters")
def roster_plan(context: Context, name: PlanName) -> RosterPlan:
    """The grid of a period, what is published, a draft, and what both together come to.

    Raises Problem where the team is out of reach, or the draft is not there or not the caller's to see.
    """
    key = key_of(context, name)
    with context.ledger.transactions.looking() as (cursor, _now):
        draft = kept_draft(cursor, key)
    if name.author not in ("", own_name(context.principal)) and not draft.version:
        raise no_such_draft()
    with planned(context, name) as (books, grid):
        check = check_of(books, grid, draft.cells)
        days = _days(context, grid)
        position = books.journal.position
    return _plan(context, grid, draft, check, days, position)


@operation("plan rosters")
def check_roster(context: Context, name: PlanName, considered: ConsideredRoster) -> RosterCheck:
    """What the roster comes to with some dates laid over what is published; nothing is kept.

    Raises Problem for a date or a shift that is not in the grid.
    """
    cells = cells_of(considered.cells)
    with planned(context, name) as (books, grid):
        for key, shift in cells.items():
            refusal = grid.refusal(*key, shift)
            if refusal is not None:
                raise Problem("invalid", refusal[1], code=refusal[0])
        return check_of(books, grid, cells)


def key_of(context: Context, name: PlanName) -> DraftKey:
    """Which draft is meant. Raises Problem where it is another's that the caller may not see."""
    own = own_name(context.principal)
    author = name.author or own
    if author != own and extent_of(context.principal, OTHERS) is None:
        raise no_such_draft()
    return DraftKey(author, name.period, _team(context, name.team))


def no_such_draft() -> Problem:
    """What is answered where a draft is not there, and where it is not the caller's to see."""
    return Problem("not-found", "there is no such roster draft within your reach; see the list of drafts")


@contextmanager
def planned(context: Context, name: PlanName) -> Iterator[tuple[Books, Grid]]:
    """The books of now, and the grid of a plan. Raises Problem where the team is out of reach."""
    team, membership = _team(context, name.team), context.resources.teams.membership()
    with context.books() as books:
        yield books, grid_of(books, name.period, membership, context.extent, team)


def cells_of(sent: Sequence[SentCell]) -> dict[tuple[str, str], str | None]:
    """The cells that were sent; of several about one date the last."""
    return {(each.employee, each.date): each.shift for each in sent}


def check_of(books: Books, grid: Grid, cells: Cells) -> RosterCheck:
    """What the roster comes to, as far as the grid goes; a cell that is out of it by now is in the way of itself."""
    told = _told(grid, checked(books, grid, cells))
    gone = [
        RosterConflict(employee=employee, date=day, conflict=NOT_EMPLOYED, value=None, limit=None)
        for employee, day in sorted(cells)
        if cells[employee, day] is not None and not grid.has(employee, day)
    ]
    return told.model_copy(update={"conflicts": [*gone, *told.conflicts]})


def _team(context: Context, team: str) -> str:
    """The team of a plan; a leader's only one where none is named. Raises Problem where it is out of reach."""
    extent = context.extent
    if not team:
        return next(iter(extent.teams)) if not extent.everyone and len(extent.teams) == 1 else ""
    if not extent.names_team(team):
        raise not_permitted("the team is not yours; leave `team` out, and the roster is of your own")
    return team


def _plan(context: Context, grid: Grid, draft: Draft, check: RosterCheck, days: list[RosterDay], at: int) -> RosterPlan:
    names = context.ledger.identifiers.names()
    shifts = sorted(grid.month.rules.shifts.items(), key=lambda item: (item[1].start, item[0]))
    return RosterPlan(
        period=period_text(grid.period.number),
        position=at,
        rules=grid.version,
        team=draft.key.team,
        author=draft.key.author,
        version=draft.version,
        changed_at=shown_instant(draft.changed_at),
        changed_by=draft.changed_by,
        today=context.resources.teams.membership().today,
        days=days,
        shifts=[
            RosterShift(shift=name, start=_clock(each.start), end=_clock(each.end), counted=each.counted)
            for name, each in shifts
        ],
        people=[
            RosterPerson(
                employee=employee,
                name=names.get(employee, ""),
                spans=[RosterSpan(first_day=first, last_day=last) for first, last in spans],
            )
            for employee, spans in (_nowhere(draft) | dict(grid.spans)).items()
        ],
        published=_cells(grid.published),
        draft=_cells(grid.changed(draft.cells)),
        check=check,
    )


def _nowhere(draft: Draft) -> dict[str, Sequence[tuple[str, str]]]:
    """Those of whom the draft has dates, without a stretch of their own."""
    return {employee: () for employee, _day in sorted(draft.cells)}


def _cells(cells: Cells) -> list[RosterCell]:
    return [RosterCell(employee=employee, date=day, shift=cells[employee, day]) for employee, day in sorted(cells)]


def _told(grid: Grid, check: Check) -> RosterCheck:
    rows = grid.month.tables.engine.rows
    people = rows(check.people).sort("employee").to_dicts()
    conflicts = rows(check.conflicts).sort("employee", "day").to_dicts()
    needs = rows(check.coverage).sort("day", "from_minute", "team").to_dicts()
    found = [RosterConflict(date=day_text(row.pop("day")), **row) for row in conflicts]
    return RosterCheck(
        hours=[RosterHours(**row) for row in people if grid.sums(row["employee"])],
        conflicts=[each for each in found if grid.has(each.employee, each.date)],
        needs=[_need(row) for row in needs if grid.of_team(row["team"])],
    )


def _need(row: dict[str, Any]) -> RosterNeed:
    told = {
        "team": row["team"],
        "date": day_text(row["day"]),
        "from": _clock(row["from_minute"]),
        "until": _clock(row["until_minute"]),
        **{name: row[name] for name in ("needed", "rostered", "gap")},
    }
    return RosterNeed.model_validate(told)


def _clock(minute: int) -> str:
    hour, left = divmod(minute % _DAY_MINUTES, _HOUR)
    return f"{hour:02}:{left:02}"


def _days(context: Context, grid: Grid) -> list[RosterDay]:
    calendar = grid.month.calendar
    numbers = [day_number(day) for day in map(date.fromisoformat, grid.days)]
    facts = context.ledger.facts.at(calendar.holidays[day] for day in numbers if day in calendar.holidays)
    names = {each.fact.date.isoformat(): each.fact.name for each in facts if isinstance(each.fact, Holiday)}
    return [
        RosterDay(date=text, works=calendar.works(day), holiday=names.get(text))
        for day, text in zip(numbers, grid.days, strict=True)
    ]
