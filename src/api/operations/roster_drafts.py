"""Roster drafts: kept while they are worked on, and private to their author and to managers."""

from collections.abc import Mapping
from dataclasses import replace

from api.auth.authorship import own_name
from api.operations.answer import Done
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.roster_answers import ChangedCells, ChangedDraft, RefusedCell, RosterDraft, RosterDrafts
from api.operations.roster_plans import PlanName, cells_of, check_of, key_of, no_such_draft, planned
from api.problems import Problem
from api.rosters.drafts import Cells, Draft, DraftKey, change_draft, kept_draft, kept_drafts, remove_draft
from api.rosters.grid import Grid
from api.words.dates import shown_instant
from ledger.store.dialect import StoreCursor


@operation("plan rosters")
def roster_drafts(context: Context) -> RosterDrafts:
    """The caller's own drafts, the latest period first."""
    with context.ledger.transactions.looking() as (cursor, _now):
        return RosterDrafts(drafts=[_told(each) for each in kept_drafts(cursor, author=own_name(context.principal))])


@operation("see others' roster drafts")
def roster_drafts_of_period(context: Context, period: str) -> RosterDrafts:
    """Everybody's drafts of a period, by team."""
    with context.ledger.transactions.looking() as (cursor, _now):
        return RosterDrafts(drafts=[_told(each) for each in kept_drafts(cursor, period=period)])


@operation("plan rosters")
def change_roster_draft(context: Context, name: PlanName, sent: ChangedCells) -> Done[ChangedDraft]:
    """Keep dates in a draft; one that is as it is published leaves it, and one that cannot be rostered is not kept.

    Raises Problem where the draft was changed meanwhile.
    """
    key, cells = key_of(context, name), cells_of(sent.cells)
    with planned(context, name) as (_books, grid):
        refused = refused_cells(grid, cells)
    fitting = {cell: shift for cell, shift in cells.items() if cell not in refused}

    def work(cursor: StoreCursor, now: int) -> Done[RosterDraft]:
        draft = looked_at(context, cursor, key, sent.version)
        changed = replace(draft, version=draft.version + 1, changed_at=now, changed_by=own_name(context.principal))
        kept = grid.changed(fitting)
        change_draft(cursor, changed, kept, fitting.keys() - kept.keys(), now)
        return Done(_told(changed), 200 if draft.version else 201)

    done = context.beside(RosterDraft, work)
    with context.ledger.transactions.looking() as (cursor, _now):
        draft = kept_draft(cursor, key)
    with planned(context, name) as (books, grid):
        check = check_of(books, grid, draft.cells)
    return Done(ChangedDraft(version=done.answer.version, refused=[*refused.values()], check=check), done.status)


@operation("plan rosters")
def remove_roster_draft(context: Context, name: PlanName, version: int | None = None) -> Done[RosterDraft]:
    """Throw a draft away. Raises Problem where it is not there, or was changed meanwhile."""
    key = key_of(context, name)

    def work(cursor: StoreCursor, _now: int) -> Done[RosterDraft]:
        draft = looked_at(context, cursor, key, version)
        if not draft.version:
            raise no_such_draft()
        remove_draft(cursor, key)
        return Done(_told(draft))

    return context.beside(RosterDraft, work)


def looked_at(context: Context, cursor: StoreCursor, key: DraftKey, version: int | None) -> Draft:
    """A draft as it is kept. Raises Problem where another's is not there, or it is not the version that was seen."""
    draft = kept_draft(cursor, key)
    if not draft.version and key.author != own_name(context.principal):
        raise no_such_draft()
    if version is not None and version != draft.version:
        by = f" by {draft.changed_by}" if draft.changed_by else ""
        raise Problem("moved-on", f"the roster draft was changed meanwhile{by}; look at it again", code="draft_changed")
    return draft


def refused_cells(grid: Grid, cells: Cells) -> Mapping[tuple[str, str], RefusedCell]:
    """Those cells that the grid cannot have, each with why."""
    found = {}
    for (employee, day), shift in cells.items():
        refusal = grid.refusal(employee, day, shift)
        if refusal is not None:
            code, message = refusal
            found[employee, day] = RefusedCell(employee=employee, date=day, code=code, message=message)
    return found


def _told(draft: Draft) -> RosterDraft:
    return RosterDraft(
        **draft.key._asdict(),
        version=draft.version,
        changed_at=shown_instant(draft.changed_at),
        changed_by=draft.changed_by,
    )
