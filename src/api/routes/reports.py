"""Reports over HTTP: one operation a report, in the form that `Accept` asks for."""

from typing import Annotated, get_args

from fastapi import Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.operations import reports
from api.operations.report_forms import FORMS, JSON, chosen_form
from api.operations.report_rows import report_model
from api.operations.reports import MOST_ROWS, USUAL_ROWS, ReportPage, ReportSelection
from api.routes.guard import PERMISSION, Asked, guarded_router
from api.routes.parameters import AsOf, PageLanguage, PeriodName, Rules, text_query, whole
from api.service.requests.answers import fixed_response
from ledger.ruleset import Role
from projections.reports import REPORTS

router = guarded_router("Reports")

OfEmployee = Annotated[str | None, text_query("Only this employee's rows.")]
OfTeam = Annotated[str | None, text_query("Only the rows of this team's members.")]
OfRole = Annotated[
    str | None,
    text_query("Only the rows of those who have this role in the period.", {"enum": list(get_args(Role))}),
]
_Limit = Annotated[
    int,
    whole("limit", 1, MOST_ROWS, f"a number from 1 to {MOST_ROWS}"),
    Query(description="JSON: rows of a page.", json_schema_extra={"minimum": 1, "maximum": MOST_ROWS}),
]
_Cursor = Annotated[str | None, text_query("JSON: the `next` of the page before, with the same parameters.")]
Accept = Annotated[str, Header(include_in_schema=False)]


def _add(name: str) -> None:
    definition = REPORTS[name]

    async def report(
        request: Request,
        asked: Asked,
        period: PeriodName,
        as_of: AsOf = None,
        rules: Rules = None,
        employee: OfEmployee = None,
        team: OfTeam = None,
        role: OfRole = None,
        limit: _Limit = USUAL_ROWS,
        cursor: _Cursor = None,
        lang: PageLanguage = "en",
        accept: Accept = "",
    ) -> Response:
        selection = ReportSelection(as_of, rules, employee, team, role)
        page = ReportPage(chosen_form(accept), limit, cursor, lang)
        answer = await run_in_threadpool(reports.report_in_form, asked, name, period, selection, page)
        return fixed_response(request, answer)

    others = {form: {"schema": {"type": "string"}} for form in FORMS if form != JSON}
    router.add_api_route(
        f"/periods/{{period}}/{name}",
        report,
        methods=["GET"],
        name=f"report_{name}",
        summary=f"Report: {definition.en.lower()}",
        description=f"{definition.zh}. Of a period, at a ledger position, under a rule set; the headers "
        "`Workledger-Period`, `Workledger-Position` and `Workledger-Rules` name them. JSON comes in pages, the other "
        "forms whole. At fixed coordinates the answer never changes, and has a strong ETag.",
        response_model=None,
        responses={
            200: {"model": report_model(name), "content": others, "description": definition.en},
            304: {"description": "The answer is as it was, by its ETag."},
        },
        openapi_extra={PERMISSION: f"report {name}"},
    )


for _name in REPORTS:
    _add(_name)
