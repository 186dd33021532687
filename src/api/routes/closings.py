"""Closing: what is open in a period, its closing, and what was closed."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.authorship import acting, sent_by
from api.auth.visibility import reads_all_reports
from api.closings import closing_object
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.books_at_position import reading_at
from api.service.guard import GuardedRoute, note_access, principal_of, service_of
from api.service.idempotency import Answer, answer_of
from api.service.service import Service
from ledger.appends.append import Append
from ledger.appends.submissions import Taken
from ledger.closing import ClosingAsked, Frozen, Record
from ledger.decisions.state import Known
from ledger.facts.governance import Close
from projections.books import Books, freezing, open_matters
from projections.calendar import period_text
from projections.journal import JournalReader

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_BY = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\x00-\x1f\x7f-\x9f]+$"}


class ClosingBody(Body):
    """Who closes, and how; it is who asks, where nobody is named."""

    by: str | None = Field(default=None, min_length=1, max_length=200, pattern=str(_BY["pattern"]))
    strict: bool = False
    hold_negative: bool = False


@router.get(
    "/periods/{period}/open-matters",
    **told(
        "open_matters",
        "What is open before a closing",
        "Anomalies, missing scores, undecided leaves and swaps, complaints, disputes, and reductions that were held; "
        "and why the period cannot be closed now, if it cannot.",
        tag="Closing",
        permission="see closings",
        answer="OpenMatters",
    ),
)
async def matters(request: Request, period: str) -> Response:
    """What is open before a closing."""
    service = service_of(request)

    def found(books: Books) -> dict[str, Any]:
        return _open(service, books, period) | {"refused": service.ledger.closings.refusal(period)}

    return json_response(await run_in_threadpool(reading_at, request, found))


def _open(service: Service, books: Books, period: str) -> dict[str, Any]:
    return {
        "period": period,
        "open": [
            {"matter": each.matter, "employee": each.employee, "which": each.which}
            for each in open_matters(books, period)
        ],
        "quarantined": len(service.ledger.imports.quarantine.entries()),
    }


@router.post(
    "/periods/{period}/closing",
    **told(
        "close",
        "Close a period",
        "Freezes its reports and what it hands on, all or nothing. Periods close in order, once, after they have "
        "ended. With `strict` nothing is closed while anything is open; with `hold_negative` reductions of closed pay "
        "are kept back for a decision.",
        tag="Closing",
        permission="close",
        answer="Closing",
        status=201,
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {
                "type": "object",
                "properties": {"by": _BY, "strict": {"type": "boolean"}, "hold_negative": {"type": "boolean"}},
                "additionalProperties": False,
            },
            example={"hold_negative": True},
        ),
        writes=True,
        problems=["refused", "key-reused"],
    ),
)
async def close(request: Request, period: str) -> Response:
    """Close a period."""
    service = service_of(request)
    body = await json_body(request)
    asked, principal = read_body(ClosingBody, body), principal_of(request)
    by = acting(principal, Close.kind, asked.by)
    if asked.strict:
        await run_in_threadpool(_refuse_open, service, period)
    key = service.request_keys.of(request, principal.id, body)

    def record(work: Callable[[Append], Known]) -> Taken:
        def content(append: Append) -> bytes:
            known = work(append)
            fact = known.fact
            assert isinstance(fact, Close)
            answer = Answer(201, _closed(fact, known.position), {"Location": f"/v1/facts/{known.id}"}).as_bytes()
            return answer if key is None else key.sealed(answer)

        return service.ledger.transactions.once(None if key is None else key.keyed, content)

    taken = await run_in_threadpool(_close, service, period, asked, by, sent_by(principal), record)
    return answer_of(taken, key).response()


def _close(
    service: Service, period: str, asked: ClosingBody, by: str, sent: Mapping[str, str], record: Record[Taken]
) -> Taken:
    """Close a period; a reader of its own, so that it computes under the append lock without the room if it must."""
    reader: list[JournalReader] = []

    def freeze(position: int, at: int) -> Frozen:
        if not reader:
            reader.append(JournalReader(service.ledger))
        return freezing(reader[0], service.room.engine, period, held=asked.hold_negative)(position, at)

    closing = ClosingAsked(period, by, freeze, asked.hold_negative, sent)
    return service.ledger.closings.close_by(closing, record, service.room.turn)


def _refuse_open(service: Service, period: str) -> None:
    with service.room.books(service.ledger.facts.last_position()) as books:
        open_ = _open(service, books, period)
    if open_["open"] or open_["quarantined"]:
        raise Problem(
            "refused",
            f"{period} has {len(open_['open'])} open matters, and {open_['quarantined']} lines are in quarantine; "
            "settle them, or close it without `strict`",
            code="open_matters",
        )


def _closed(fact: Close, position: int) -> dict[str, Any]:
    return {
        "period": fact.period,
        "position": position,
        "by": fact.by,
        "rules": fact.rules,
        "code": fact.code,
        "tzdata": fact.tzdata,
        "reductions_held": bool(fact.held),
        "report_digests": fact.report_digests,
        "closing_digest": fact.closing_digest,
    }


@router.get(
    "/closings",
    **told(
        "closings",
        "The closed periods",
        "By whom, at which position, under which rules, by which code; the digests of what was frozen, what it paid in "
        "all, and the adjustments in it.",
        tag="Closing",
        permission="see closings",
        answer="Closings",
    ),
)
async def closings(request: Request) -> Response:
    """The closed periods."""
    service = service_of(request)
    digests = reads_all_reports(principal_of(request))

    def found(books: Books) -> dict[str, Any]:
        periods = [period_text(number) for number in sorted(books.closed)]
        return {"closings": [closing_object(service.ledger, books, each, digests=digests) for each in periods]}

    answer = await run_in_threadpool(reading_at, request, found)
    await note_access(request, Access("see closings"))
    return json_response(answer)
