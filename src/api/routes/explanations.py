"""Why a figure is what it is, who would be touched without a fact, and the whole case of a dispute."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.fact_reach import FactReach
from api.auth.permissions import PAY
from api.auth.principals import Extent
from api.auth.sender_reach import ReachCheck, not_permitted
from api.colleagues import own_case, within_reach, without_colleagues
from api.comparisons import what_if_json
from api.coordinates import position_of
from api.disputes.case import case_of
from api.disputes.disputed_explanations import beside_explanation
from api.explanations import as_json, facts_of
from api.openapi.addresses import DATE
from api.openapi.descriptions import AS_OF, RULES, query, told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.guard import GuardedRoute, extent_asked, note_access, principal_of, service_of
from api.service.service import Service
from api.service.sights import sight_of
from ledger.facts.conduct import Dispute
from ledger.facts.streams import key_stream
from projections.comparison import without_facts
from projections.explanation import ExplainRequest, explain
from projections.explanation.explainer import DATED

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get(
    "/periods/{period}/{report}/{employee}/explanation",
    **told(
        "explanation",
        "Why a figure is what it is",
        "The clauses, the parameters in force, the rows used, and the facts behind them. Nothing is computed for it. "
        "Who asks of himself sees colleagues withheld.",
        tag="Reports",
        permission="report {report}",
        answer="Explanation",
        parameters=[
            query("item", "A line of pay, a theme, or a column; the whole row without it."),
            query("date", "attendance, anomalies: only the rows of this date.", DATE),
            query("as_of", AS_OF),
            query("rules", RULES),
        ],
    ),
)
async def explanation(request: Request, period: str, employee: str) -> Response:
    """Why a figure is what it is."""
    extent, name = extent_asked(request), str(request.path_params["report"])
    given = request.query_params
    asked = ExplainRequest(name, period, employee, given.get("item"), given.get("date"), given.get("rules"))
    answer = await run_in_threadpool(_explained, request, asked, given.get("as_of"), extent)
    if f"report {name}" in PAY:
        await note_access(request, Access(f"report {name}", employee, period, answer["position"]))
    headers = {f"Workledger-{name.capitalize()}": str(answer[name]) for name in ("period", "position")}
    return json_response(answer, headers=headers | {"Workledger-Rules": ascii(answer["rules"])[1:-1]})


def _explained(request: Request, asked: ExplainRequest, as_of: str | None, extent: Extent) -> dict[str, Any]:
    service = service_of(request)
    if not _is_covered(service, asked, extent):
        raise not_permitted("the figure is not within your reach; ask for your own")
    sight = sight_of(service, principal_of(request), extent)
    position = position_of(service.ledger, as_of) or service.ledger.facts.last_position()
    with service.room.books(position) as books:
        found = explain(books, asked)
        journal = books.journal
        disputes = beside_explanation(service.ledger, journal, asked, sight)
        known = journal.tables["employees"]["employee"].to_list()
    facts = facts_of(service.ledger, found)
    answer = as_json(found, facts, ZoneInfo(journal.site.time_zone))
    covers = partial(_covers_step, service.reach, service.reach.of(extent), extent, asked)
    answer = within_reach(answer, lambda position: sight.fact(facts[position]), covers)
    if not extent.everyone:
        answer = without_colleagues(answer, asked.employee, known)
    return answer | ({"disputes": [each.as_json() for each in disputes]} if disputes else {})


def _is_covered(service: Service, asked: ExplainRequest, extent: Extent) -> bool:
    """Whether a figure is within reach: rows of dates by theirs, others by the period."""
    if asked.name in DATED:
        return service.reach.covers_dates(extent, asked.employee, asked.period, asked.date)
    return service.reach.covers_row(extent, asked.employee, asked.period)


def _covers_step(
    check: ReachCheck, reach: FactReach, extent: Extent, asked: ExplainRequest, of: Mapping[str, Any]
) -> bool:
    """Whether a step of an explanation is within reach: one of a date, or of another period, by that."""
    if not extent.teams:
        return True
    if isinstance(of.get("date"), str):
        return reach.covers_side(extent, asked.employee, of["date"])
    period = str(of.get("period", asked.period))
    return period == asked.period or reach.covers_period(extent, asked.employee, check.days_of(period)[1])


@router.get(
    "/periods/{period}/ripple",
    **told(
        "ripple",
        "Who would be touched without a fact",
        "The period replayed with and without it: whose rank, bonus, award, star and pay would move.",
        tag="Reports",
        permission="compare",
        answer="WhatIf",
        parameters=[query("without", "The fact, by its id.") | {"required": True}, query("as_of", AS_OF)],
    ),
)
async def ripple(request: Request, period: str) -> Response:
    """Who would be touched."""
    fact = request.query_params.get("without")
    if fact is None:
        raise Problem("invalid", "without is missing; give the id of the fact", code="missing_field")
    service = service_of(request)

    def found() -> dict[str, Any]:
        position = position_of(service.ledger, request.query_params.get("as_of"))
        position = position or service.ledger.facts.last_position()
        left_out = frozenset({service.ledger.facts.position_of(fact)})
        with service.room.reader() as reader:
            moved = without_facts(reader, service.room.engine, period, position, left_out)
        return what_if_json(moved, {"period": period, "position": position, "without": fact})

    answer = await run_in_threadpool(found)
    await note_access(request, Access("compare", "", period, answer["position"]))
    return json_response(answer)


@router.get(
    "/disputes/{dispute}/case",
    **told(
        "case",
        "The whole case of a dispute",
        "The figure then and now, the facts since, the decision and what was adjusted.",
        tag="Workflows",
        permission="see a dispute's case",
        answer="Case",
    ),
)
async def case(request: Request, dispute: str) -> Response:
    """The whole case of a dispute."""
    service, extent = service_of(request), extent_asked(request)

    def found() -> tuple[frozenset[str], dict[str, Any]]:
        opened = service.ledger.facts.stream(key_stream(Dispute.kind, (dispute,)))
        about = opened[0].employee if opened else ""
        if not opened or not (extent.everyone or about in extent.employees):
            raise Problem(
                "not-found", f"there is no dispute {dispute[:60]!r} within your reach; /v1/disputes lists them"
            )
        with service.room.reader() as reader:
            sight = sight_of(service, principal_of(request), extent)
            made = case_of(service.ledger, reader, service.room.engine, dispute, sight=sight)
            told_ = made.as_json()
            if not extent.everyone:
                known = reader.at().tables["employees"]["employee"].to_list()
                told_ = own_case(told_, about, known)
        return made.people, told_

    people, answer = await run_in_threadpool(found)
    for employee in sorted(people):
        await note_access(request, Access("see a dispute's case", employee, "", answer["position"]))
    return json_response(answer)
