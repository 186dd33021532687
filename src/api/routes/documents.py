"""Documents for people: payslips, registers, notices, sheets and reports, as PDF or as workbooks."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.documents.printouts import DOCUMENTS, operation_of
from api.documents.printouts.document_request import MEDIA_TYPES
from api.openapi.descriptions import AS_OF, RULES, query, told
from api.service.guard import GuardedRoute, extent_asked, note_access, principal_of, service_of
from api.service.printouts import accesses_of, document_asked, printed

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_DATE = {"type": "string", "format": "date"}
_PARAMETERS = {
    "employee": query("employee", "Only this employee."),
    "team": query("team", "Only the members of this team."),
    "amounts": query(
        "amounts",
        "With the amounts; for whom the bonuses of everyone are.",
        {"type": "string", "enum": ["true", "false"]},
    ),
    "span": query(
        "span",
        "The whole period (`month`, as without it), or the day or the ISO week of `from`.",
        {"type": "string", "enum": ["day", "week", "month"]},
    ),
    "since": query("from", "From this date.", _DATE),
    "until": query("until", "Up to this date, included.", _DATE),
    "dispute": query("dispute", "The number of the dispute.") | {"required": True},
}


def _add(name: str) -> None:
    definition = DOCUMENTS[name]

    async def document(request: Request, period: str) -> Response:
        return await _document(request, name, period)

    languages = query("lang", "The language.", {"type": "string", "enum": ["en", "zh-CN"]})
    form = query("form", "How it is written.", {"type": "string", "enum": list(definition.forms)})
    rules = [query("rules", RULES)] if definition.under_rules else []
    taken = [told_ for each, told_ in _PARAMETERS.items() if each in definition.takes]
    router.add_api_route(
        f"/periods/{{period}}/documents/{name}",
        document,
        methods=["GET"],
        **told(
            f"document_{name.replace('-', '_')}",
            f"Document: {definition.en.lower()}",
            f"{definition.zh}. Each page carries its period, ledger position, rule set and a digest, which the header "
            "`Workledger-Digest` has too. The same coordinates give the same bytes.",
            tag="Documents",
            permission=operation_of(name),
            answer={MEDIA_TYPES[each]: {"schema": {"type": "string", "format": "binary"}} for each in definition.forms},
            parameters=[query("as_of", AS_OF), *rules, *taken, languages, form],
        ),
    )


for _name in DOCUMENTS:
    _add(_name)


async def _document(request: Request, name: str, period: str) -> Response:
    given: dict[str, Any] = dict(request.query_params)
    extent = extent_asked(request)
    asked = document_asked(name, period, given, extent, principal_of(request))
    made = await run_in_threadpool(
        printed, service_of(request), asked, given.get("as_of"), extent, principal_of(request)
    )
    for noted in accesses_of(asked, made):
        await note_access(request, noted)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.filename}"',
        "Cache-Control": "private, no-cache",
        "Workledger-Period": asked.period,
        "Workledger-Position": str(made.position),
        "Workledger-Digest": made.digest,
    }
    return Response(made.content, media_type=made.media_type, headers=headers)
