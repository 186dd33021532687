"""Rosters that are planned, over HTTP: the grid, drafts of it, and their publication."""

from typing import Annotated, Any

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.operations import roster_drafts, roster_plans, roster_publication, roster_sheets
from api.operations.report_forms import CSV, XLSX
from api.operations.roster_answers import (
    ChangedCells,
    ChangedDraft,
    ConsideredRoster,
    PublishedRoster,
    RosterCheck,
    RosterDraft,
    RosterDrafts,
    RosterPlan,
    RosterPublication,
)
from api.operations.roster_plans import PlanName
from api.routes.guard import Asked, AskedOnce, IdempotencyKey, answers, guarded_router, keyed, needs, sent
from api.routes.parameters import PageLanguage, PeriodName, text_query, whole
from api.service.requests.answers import json_response
from api.service.transport.uploads import received
from ledger.labels import CHINESE, label

router = guarded_router("Workflows")

_BYTES = {"type": "string", "format": "binary"}
_SHEETS = {media: {"schema": _BYTES} for media in (XLSX, CSV, "application/octet-stream")}

_Team = Annotated[str, text_query("The roster of this team; of everyone within reach without it.")]
_Author = Annotated[str, text_query("Whose draft; one's own without it. Others' are for managers.")]
_Version = Annotated[
    int | None,
    whole("version", 0, 2**53, "the version of the draft as you read it"),
    Query(description="The version of the draft as you read it; refused if it has changed."),
]


def _changed() -> dict[str, Any]:
    """What a changed draft answers, which its first change makes."""
    told = answers(ChangedDraft)
    told["responses"][201] = {"model": ChangedDraft, "description": "The draft was made"}
    return told


@router.get(
    "/rosters/{period}",
    summary="The roster of a period as it is planned",
    description="Who may be rostered on which dates, the shifts that are published, the dates that a draft changes, "
    "and what both come to: hours against due, conflicts, and seats against need. Nothing of a draft is a fact.",
    openapi_extra=needs(roster_plans.roster_plan),
)
def roster_plan(asked: Asked, period: PeriodName, team: _Team = "", author: _Author = "") -> RosterPlan:
    """The roster of a period as it is planned."""
    return roster_plans.roster_plan(asked, PlanName(period, team, author))


@router.post(
    "/rosters/{period}/checks",
    summary="What a roster would come to",
    description="With the dates that are sent laid over what is published. Nothing is kept.",
    openapi_extra=needs(roster_plans.check_roster),
)
def check_roster(asked: Asked, period: PeriodName, considered: ConsideredRoster, team: _Team = "") -> RosterCheck:
    """What a roster would come to."""
    return roster_plans.check_roster(asked, PlanName(period, team), considered)


@router.get(
    "/roster-drafts",
    summary="One's own roster drafts",
    openapi_extra=needs(roster_drafts.roster_drafts),
)
def list_roster_drafts(asked: Asked) -> RosterDrafts:
    """One's own roster drafts."""
    return roster_drafts.roster_drafts(asked)


@router.get(
    "/rosters/{period}/drafts",
    summary="Everybody's roster drafts of a period",
    openapi_extra=needs(roster_drafts.roster_drafts_of_period),
)
def roster_drafts_of_period(asked: Asked, period: PeriodName) -> RosterDrafts:
    """Everybody's roster drafts of a period."""
    return roster_drafts.roster_drafts_of_period(asked, period)


@router.patch(
    "/rosters/{period}/draft",
    summary="Keep dates in a roster draft",
    description="Dates that cannot be rostered are not kept, and `refused` says why. A date that is as it is published "
    "leaves the draft. The answer says what the roster comes to.",
    openapi_extra=needs(roster_drafts.change_roster_draft),
    **_changed(),
)
def change_roster_draft(
    response: Response,
    asked: AskedOnce,
    period: PeriodName,
    cells: ChangedCells,
    team: _Team = "",
    author: _Author = "",
) -> Any:
    """Keep dates in a roster draft."""
    return sent(response, roster_drafts.change_roster_draft(asked, PlanName(period, team, author), cells))


@router.delete(
    "/rosters/{period}/draft",
    summary="Throw a roster draft away",
    openapi_extra=needs(roster_drafts.remove_roster_draft),
)
def remove_roster_draft(
    response: Response,
    asked: AskedOnce,
    period: PeriodName,
    team: _Team = "",
    author: _Author = "",
    version: _Version = None,
) -> RosterDraft:
    """Throw a roster draft away; the answer is what was thrown away."""
    return sent(response, roster_drafts.remove_roster_draft(asked, PlanName(period, team, author), version))


@router.post(
    "/rosters/{period}/publications",
    summary="Publish a roster draft",
    description=f"{label('kind', 'shift', CHINESE)}: the dates that the draft changes are recorded in one commit, and "
    "the draft is gone; where a date is refused, none is. A past date needs a reason.",
    status_code=201,
    openapi_extra=needs(roster_publication.publish_roster),
)
def publish_roster(
    response: Response,
    asked: AskedOnce,
    period: PeriodName,
    publication: RosterPublication,
    team: _Team = "",
    author: _Author = "",
) -> PublishedRoster:
    """Publish a roster draft."""
    return sent(response, roster_publication.publish_roster(asked, PlanName(period, team, author), publication))


@router.get(
    "/rosters/{period}/sheet",
    summary="The roster as a workbook",
    description="As the mapping `roster-grid` reads it: a row a person, a column a date, with the draft in it.",
    response_class=Response,
    responses={200: {"content": {XLSX: {"schema": _BYTES}}, "description": "The workbook"}},
    openapi_extra=needs(roster_sheets.roster_sheet),
)
def roster_sheet(
    asked: Asked, period: PeriodName, team: _Team = "", author: _Author = "", lang: PageLanguage = "en"
) -> Response:
    """The roster as a workbook."""
    file = roster_sheets.roster_sheet(asked, PlanName(period, team, author), lang)
    return Response(file.content, media_type=file.media_type, headers=file.headers)


@router.post(
    "/rosters/{period}/sheet",
    summary="Take a workbook into a roster draft",
    description="A sheet that the mapping `roster-grid` reads. Cells that cannot be kept are told in `refused`, with "
    "the row of the sheet; the others are kept.",
    openapi_extra=needs(roster_sheets.import_roster_sheet) | {"requestBody": {"required": True, "content": _SHEETS}},
    **_changed(),
)
async def import_roster_sheet(
    request: Request,
    asked: Asked,
    period: PeriodName,
    team: _Team = "",
    author: _Author = "",
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a workbook into a roster draft."""
    async with received(request, ()) as file:
        name = PlanName(period, team, author)
        context = keyed(asked, request, file.digest)
        done = await run_in_threadpool(roster_sheets.import_roster_sheet, context, name, file)
    return json_response(done.answer.as_json(), done.status)
