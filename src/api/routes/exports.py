"""What can be taken away: the whole ledger, the mappings that are shipped, and a country's statutory holidays."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.openapi.descriptions import query, told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.guard import GuardedRoute, note_access, service_of
from api.service.report_forms import NDJSON
from ledger.facts.codec import fields_of
from ledger.formats.sheets import shipped, text_of, title_of
from ledger.ledger import Ledger
from ledger.refusal import LedgerError
from ledger.statutory_holidays import statutory_holidays

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_TOML = "application/toml"
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2999


@router.get(
    "/export",
    **told(
        "export",
        "Every fact",
        "A line each, in the interchange format, as the ledger stands now; the header `Workledger-Position` says where "
        "that is. Sent to /v1/imports of an empty ledger it restores this one.",
        tag="Files",
        permission="export",
        answer={NDJSON: {"schema": {"type": "string"}}},
    ),
)
async def export(request: Request) -> Response:
    """Every fact."""
    position, parts = await run_in_threadpool(_begun, service_of(request).ledger)
    await note_access(request, Access("export", position=position))
    return StreamingResponse(parts, media_type=NDJSON, headers={"Workledger-Position": str(position)})


def _begun(ledger: Ledger) -> tuple[int, Iterator[bytes]]:
    """Where the ledger ends, and the parts of its export; the first is there, so that a store that fails is told of."""
    position = ledger.facts.last_position()
    parts = ledger.exports.parts(position)
    return position, chain([next(parts, b"")], parts)


@router.get(
    "/mappings",
    **told(
        "mappings",
        "The mappings that are shipped",
        "Of sheets to facts; each is used by its name, or copied and changed.",
        tag="Files",
        permission="see mappings",
        answer="Mappings",
    ),
)
async def mappings(request: Request) -> Response:
    """The mappings that are shipped."""

    def listed() -> dict[str, Any]:
        return {"mappings": [{"name": name, "title": title_of(name)} for name in shipped()]}

    return json_response(await run_in_threadpool(listed))


@router.get(
    "/mappings/{name}",
    **told(
        "mapping",
        "One mapping",
        "Its text, with what it takes for granted in its head.",
        tag="Files",
        permission="see mappings",
        answer={_TOML: {"schema": {"type": "string"}}},
    ),
)
async def mapping(request: Request, name: str) -> Response:
    """One mapping."""
    if name not in shipped():
        raise Problem("not-found", f"there is no mapping {name[:60]!r} that is shipped; /v1/mappings lists them")
    return Response(await run_in_threadpool(text_of, name), media_type=f"{_TOML}; charset=utf-8")


@router.get(
    "/statutory-holidays",
    **told(
        "statutory_holidays",
        "The statutory holidays of a year",
        "As facts of the kind `holiday`, to be recorded; without the rest days beside them, which are not paid "
        "threefold (S10.4).",
        tag="Files",
        permission="see statutory holidays",
        answer="StatutoryHolidays",
        parameters=[
            query("country", "The country's code of two letters.", {"type": "string", "pattern": "^[A-Za-z]{2}$"})
            | {"required": True, "example": "CN"},
            query("year", "The year.", {"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR})
            | {"required": True, "example": 2026},
        ],
    ),
)
async def holidays(request: Request) -> Response:
    """The statutory holidays of a year."""
    country, year = (request.query_params.get(name, "") for name in ("country", "year"))
    if not _COUNTRY.fullmatch(country):
        raise Problem("invalid", f"country is {country[:60]!r}; give a code of two letters, such as CN")
    if not (_YEAR.fullmatch(year) and _FIRST_YEAR <= int(year) <= _LAST_YEAR):
        raise Problem("invalid", f"year is {year[:60]!r}; give one from {_FIRST_YEAR} to {_LAST_YEAR}, such as 2026")
    try:
        days = await run_in_threadpool(statutory_holidays, country.upper(), int(year))
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    facts = [{"kind": day.kind, **fields_of(day)} for day in days]
    return json_response({"country": country.upper(), "year": int(year), "holidays": facts})
