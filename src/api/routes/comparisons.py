"""Replays, comparisons and what-ifs over HTTP; those that take long become jobs."""

from typing import Annotated, Any

from fastapi import Header
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.operations import comparisons as books
from api.operations import drafts, what_if_files, what_ifs
from api.operations.answer import Answer, Deferred
from api.operations.attachment import attachment_headers
from api.operations.comparisons import Comparison, DiffSides, ReplaySelection
from api.operations.context import Context
from api.operations.deferred_answers import answer_or_job, seconds_to_wait
from api.operations.drafts import DraftWhatIf, ProposedForm, ProposedTheme
from api.operations.jobs import Job
from api.operations.report_forms import CSV, JSON, chosen_form
from api.operations.report_rows import report_model
from api.operations.what_if_files import WHAT_IF_FORMS
from api.operations.what_ifs import ProposedRules, WhatIf
from api.routes.guard import Asked, answers, guarded_router, needs
from api.routes.parameters import NO_TEXTS, AsOf, JobId, PageLanguage, PeriodName, Rules, text_queries
from api.routes.reports import Accept, OfEmployee, OfRole, OfTeam
from api.service.requests.answers import json_response
from api.words.language import Language
from projections.reports import REPORTS

router = guarded_router("Reports")
_USUAL_SIDES = DiffSides()

_Prefer = Annotated[
    str | None,
    Header(alias="Prefer", description="`wait=N` (RFC 7240): how many seconds to wait before it becomes a job."),
]
_Without = Annotated[list[str], text_queries("Leave a fact out, by its id; may be given several times.")]


def _add_replay(name: str) -> None:
    def replay(
        asked: Asked,
        period: PeriodName,
        as_of: AsOf = None,
        rules: Rules = None,
        without: _Without = NO_TEXTS,
        employee: OfEmployee = None,
        team: OfTeam = None,
        role: OfRole = None,
    ) -> Response:
        selection = ReplaySelection(as_of, rules, without, employee, team, role)
        return json_response(books.replay(asked, name, period, selection))

    router.add_api_route(
        f"/periods/{{period}}/replay/{name}",
        replay,
        methods=["GET"],
        name=f"replay_{name}",
        summary=f"Replay: {REPORTS[name].en.lower()}",
        description=f"{REPORTS[name].zh}: computed from the facts alone, from the first period, whatever was closed.",
        openapi_extra=needs(books.replay),
        **answers(report_model(name)),
    )


for _name in REPORTS:
    _add_replay(_name)


def _deferred(answer: type[Answer]) -> dict[str, Any]:
    """What a route says that answers in time, or with a job."""
    told = answers(answer)
    told["responses"][202] = {"model": Job, "description": "It takes longer, and became a job."}
    return told


def _what_if(answer: type[Answer]) -> dict[str, Any]:
    """The same of a what-if, which is a file too where `Accept` asks for one."""
    told = _deferred(answer)
    files = {form: {"schema": {"type": "string", "format": "binary"}} for form in WHAT_IF_FORMS if form != JSON}
    told["responses"][200]["content"] = files
    return told


@router.post(
    "/periods/{period}/diffs",
    summary="Compare two ways to see a period",
    openapi_extra=needs(books.diff),
    **_deferred(Comparison),
)
async def diff(asked: Asked, period: PeriodName, sides: DiffSides = _USUAL_SIDES, prefer: _Prefer = None) -> Response:
    """By person, line, amount and cause; the shares of causes add up.

    A side is `books` or `replay`, with `as-of=`, `rules=` or `without=` after commas.
    """
    compared = await run_in_threadpool(books.diff, asked, period, sides)
    return await _answered(asked, compared, prefer)


@router.post(
    "/periods/{period}/what-ifs",
    summary="Who would win and lose under other rules",
    openapi_extra=needs(what_ifs.what_if),
    **_what_if(WhatIf),
)
async def what_if(
    asked: Asked,
    period: PeriodName,
    proposed: ProposedRules,
    prefer: _Prefer = None,
    lang: PageLanguage = "en",
    accept: Accept = "",
) -> Response:
    """How much by person, line and clause, what it costs in all, and which ranks move.

    The rules are a version on the ledger, parameters, or a set that is shipped, such as `lawful-cn-sh`: of a closed
    period, what was paid is then beside what the set would have paid on the same facts.
    """
    form = chosen_form(accept, WHAT_IF_FORMS)
    tried = await run_in_threadpool(what_ifs.what_if, asked, period, proposed)
    return await _answered(asked, tried, prefer, form, lang)


@router.post(
    "/periods/{period}/form-what-ifs",
    summary="Who would move if appraisals were by a draft of their form",
    openapi_extra=needs(drafts.what_if_form),
    **_what_if(DraftWhatIf),
)
async def what_if_form(
    asked: Asked,
    period: PeriodName,
    proposed: ProposedForm,
    prefer: _Prefer = None,
    lang: PageLanguage = "en",
    accept: Accept = "",
) -> Response:
    """The period's final appraisals by the form keep their points by item; a new judged item has none yet."""
    form = chosen_form(accept, WHAT_IF_FORMS)
    tried = await run_in_threadpool(drafts.what_if_form, asked, period, proposed)
    return await _answered(asked, tried, prefer, form, lang)


@router.post(
    "/periods/{period}/theme-what-ifs",
    summary="Who would win a draft of an award theme",
    openapi_extra=needs(drafts.what_if_theme),
    **_what_if(DraftWhatIf),
)
async def what_if_theme(
    asked: Asked,
    period: PeriodName,
    proposed: ProposedTheme,
    prefer: _Prefer = None,
    lang: PageLanguage = "en",
    accept: Accept = "",
) -> Response:
    """The draft is in the period's list of themes, beside those that are. Managers are told no pay."""
    form = chosen_form(accept, WHAT_IF_FORMS)
    tried = await run_in_threadpool(drafts.what_if_theme, asked, period, proposed)
    return await _answered(asked, tried, prefer, form, lang)


@router.get(
    "/jobs/{job}/what-if",
    summary="What a what-if that became a job has found",
    openapi_extra=needs(what_if_files.what_if_of_job),
    **_what_if(DraftWhatIf),
)
def what_if_of_job(asked: Asked, job: JobId, lang: PageLanguage = "en", accept: Accept = "") -> Response:
    """Once the job has ended: the answer alone, as JSON, or as CSV or a workbook for spreadsheets."""
    form = chosen_form(accept, WHAT_IF_FORMS)
    return _in_form(asked, what_if_files.what_if_of_job(asked, job), form, lang)


async def _answered(
    context: Context, deferred: Deferred[Any], prefer: str | None, form: str = JSON, lang: str = "en"
) -> Response:
    found = await answer_or_job(context, deferred, seconds_to_wait(context, prefer))
    if isinstance(found, Job):
        return json_response(found.as_json(), 202, {"Location": f"/v1/jobs/{found.id}"})
    return await run_in_threadpool(_in_form, context, found, form, lang)


def _in_form(context: Context, told: dict[str, Any], form: str, lang: str) -> Response:
    if form == JSON:
        return json_response(told)
    headers = attachment_headers(f"what-if-{told['period']}.{'csv' if form == CSV else 'xlsx'}")
    content = what_if_files.what_if_file(context, told, form, Language(lang))
    return Response(content, media_type=f"{CSV}; charset=utf-8" if form == CSV else form, headers=headers)
