"""Reports: any period, as known at any moment, under any rule set, in the form that is asked for."""

from dataclasses import replace
from functools import lru_cache
from typing import get_args

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import PAY
from api.auth.principals import NOBODY, Extent, extent_of
from api.auth.sender_reach import own_rows, team_rows
from api.coordinates import position_of
from api.openapi.descriptions import AS_OF, RULES, content, query, told
from api.openapi.schemas import ref, report_component
from api.problems import Problem
from api.service.access_log import Access
from api.service.answer_cache import KeptAnswer
from api.service.guard import GuardedRoute, extent_asked, note_access, principal_of, service_of
from api.service.preconditions import fixed_response
from api.service.report_forms import FORMS, JSON, XLSX, ReportAsked, chosen_form, report_answer
from api.service.service import Service
from ledger.facts.conduct import Dispute
from ledger.refusal import MissingError, RulesError
from ledger.ruleset import Role
from projections.reports import REPORTS

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_MOST_ROWS = 10_000
_ROWS = 1_000


def _parameters() -> list[dict[str, object]]:
    return [
        query("as_of", AS_OF),
        query("rules", RULES),
        query("employee", "Only this employee's rows."),
        query("team", "Only the rows of this team's members."),
        query("role", "Only the rows of those who have this role in the period.", {
            "type": "string", "enum": list(get_args(Role))}),
        query("limit", "JSON: rows of a page.", {"type": "integer", "minimum": 1, "maximum": _MOST_ROWS}),
        query("cursor", "JSON: the `next` of the page before, with the same parameters."),
        query("lang", "XLSX: the language of the labels.", {"type": "string", "enum": ["en", "zh-CN"]}),
    ]  # fmt: skip


def _add(name: str) -> None:
    definition = REPORTS[name]

    async def report(request: Request, period: str) -> Response:
        return await _report(request, name, period)

    forms = {**content(ref(report_component(name)))}
    forms |= {media: {"schema": {"type": "string"}} for media in FORMS if media != JSON}
    router.add_api_route(
        f"/periods/{{period}}/{name}",
        report,
        methods=["GET"],
        **told(
            f"report_{name}",
            f"Report: {definition.en.lower()}",
            f"{definition.zh}. Of a period, at a ledger position, under a rule set; the headers `Workledger-Period`, "
            "`Workledger-Position` and `Workledger-Rules` name them. JSON comes in pages, the other forms whole. At "
            "fixed coordinates the answer never changes, and has a strong ETag.",
            tag="Reports",
            permission=f"report {name}",
            answer=forms,
            parameters=_parameters(),
            also={304: "The answer is as it was, by its ETag."},
        ),
    )


for _name in REPORTS:
    _add(_name)


async def _report(request: Request, name: str, period: str) -> Response:
    service, extent = service_of(request), extent_asked(request)
    scope = request.scope
    disputes = extent_of(principal_of(request), f"read {Dispute.kind}") or NOBODY
    asked = _asked(name, period, scope["query_string"], request.headers.get("accept", ""), extent, disputes)
    if asked.reach is not None:
        membership = await run_in_threadpool(service.teams.membership)
        asked = replace(asked, known_at=membership.known_at)
    # A number of a position that was answered once is a position for good; then nothing has to be looked up.
    fixed = asked.as_of is not None and asked.as_of.isdigit()
    answer = service.kept.get(asked) if fixed else None
    if answer is None:
        answer = await run_in_threadpool(_made, service, asked, extent)
    if f"report {name}" in PAY:
        position = int(dict(answer.headers)["Workledger-Position"])
        await note_access(request, Access(f"report {name}", asked.employee or "", period, position))
    return fixed_response(request, answer)


@lru_cache(maxsize=4_096)
def _asked(name: str, period: str, query_string: bytes, accept: str, extent: Extent, disputes: Extent) -> ReportAsked:
    """What is asked for, narrowed to whom it may be about. Raises Problem where that is somebody else."""
    given = QueryParams(query_string)
    employee, team = given.get("employee"), given.get("team")
    employees: frozenset[str] | None = None
    reach: Extent | None = None
    if extent.teams:
        reach = team_rows(extent, team)
    elif not extent.everyone:
        employees = own_rows(extent, employee, team)
        if employees is not None and len(employees) == 1:
            (employee,), employees = employees, None
    limit = given.get("limit", str(_ROWS))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 7 and 1 <= int(limit) <= _MOST_ROWS):
        raise Problem("invalid", f"limit is {limit[:60]!r}; give a number from 1 to {_MOST_ROWS}", code="bad_value")
    language = given.get("lang", "en")
    if language not in ("en", "zh-CN"):
        raise Problem("invalid", f"lang is {language[:60]!r}; give en or zh-CN", code="bad_value")
    form = chosen_form(accept)
    return ReportAsked(
        name, period, given.get("as_of"), given.get("rules"), employee, team, given.get("role"), employees,
        reach, 0, disputes, form, int(limit), given.get("cursor"), language,
    )  # fmt: skip


def _made(service: Service, asked: ReportAsked, extent: Extent) -> KeptAnswer:
    cursor = None if asked.cursor is None else service.cursors.read(asked.cursor, asked.bound)
    try:
        position = position_of(service.ledger, asked.as_of)
        if cursor is not None:
            if position not in (None, cursor.position):
                raise Problem("malformed", "the cursor is of another position; leave as_of out, or begin without it")
            position = cursor.position
        position = position or service.ledger.facts.last_position()
        pinned = asked.at(position)
        kept = service.kept.get(pinned)
        if kept is None:
            kept = report_answer(service, pinned, position, 0 if cursor is None else cursor.start)
            if asked.form != XLSX:
                # A workbook has names in it, which are as they were last recorded.
                service.kept.keep(pinned, kept)
    except (MissingError, RulesError):
        if extent.everyone:
            raise
        unseen = f"there is no {asked.name} of {asked.period[:20]} within your reach"
        raise Problem("not-found", unseen) from None
    return kept
