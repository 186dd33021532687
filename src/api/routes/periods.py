"""Periods and rule sets: which there are, and what is in them."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.descriptions import AS_OF, query, told
from api.openapi.schemas import ref
from api.service.answers import json_response
from api.service.books_at_position import reading_at
from api.service.guard import GuardedRoute
from projections.books import Books
from projections.calendar import day_text, period_text

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get(
    "/periods",
    **told(
        "periods",
        "All periods",
        "From the ledger's first to the latest that anything is recorded or rostered in.",
        tag="Reports",
        permission="see periods",
        answer="Periods",
        parameters=[query("as_of", AS_OF)],
    ),
)
async def periods(request: Request) -> Response:
    """All periods."""

    def found(books: Books) -> dict[str, Any]:
        journal = books.journal
        numbers = range(journal.site.cycle.first_period, journal.last_period() + 1)
        return {"periods": [_period(books, number) for number in numbers], "position": journal.position}

    return json_response(await run_in_threadpool(reading_at, request, found))


@router.get(
    "/periods/{period}",
    **told(
        "period",
        "One period",
        "Its days, the rule set in force, and the position of its closing, if it is closed.",
        tag="Reports",
        permission="see periods",
        answer="Period",
        parameters=[query("as_of", AS_OF)],
    ),
)
async def period_(request: Request, period: str) -> Response:
    """One period."""

    def found(books: Books) -> dict[str, Any]:
        return _period(books, books.reported(period).period.number)

    return json_response(await run_in_threadpool(reading_at, request, found))


def _period(books: Books, number: int) -> dict[str, Any]:
    days = books.journal.period(number)
    frozen = books.closed.get(number)
    return {
        "period": period_text(number),
        "first_day": day_text(days.first_day),
        "last_day": day_text(days.last_day),
        "rules": books.rules_of(number)[0] if frozen is None else frozen.closing.rules,
        "closed_at": None if frozen is None else frozen.closing.position,
    }


@router.get(
    "/rules",
    **told(
        "rule_sets",
        "The rule sets on the ledger",
        "In the order of recording, with the period from which each holds.",
        tag="Reports",
        permission="see rules",
        answer="RuleSets",
    ),
)
async def rule_sets(request: Request) -> Response:
    """The rule sets on the ledger."""

    def found(books: Books) -> dict[str, Any]:
        return {
            "rules": [
                {"version": each.version, "effective_period": each.effective_period, "position": each.position}
                for each in books.journal.rule_sets
            ]
        }

    return json_response(await run_in_threadpool(reading_at, request, found))


@router.get(
    "/rules/{version}",
    **told(
        "rule_set",
        "One rule set",
        "Every parameter with its value; `manual` is the manual's own set.",
        tag="Reports",
        permission="see rules",
        answer={"application/json": {"schema": ref("RuleSet")}},
    ),
)
async def rule_set(request: Request, version: str) -> Response:
    """One rule set."""

    def found(books: Books) -> dict[str, Any]:
        return {"version": version, "parameters": books.rules_named(version).model_dump(mode="json")}

    return json_response(await run_in_threadpool(reading_at, request, found))
