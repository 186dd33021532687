"""Handing pay over, over HTTP: the register for whoever computes tax, and the sheet for the bank."""

from typing import Annotated, Any

from fastapi import Body
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.documents.tax_lines import TaxLines
from api.operations import pay_handovers
from api.operations.attachment import attachment_headers
from api.operations.pay_handovers import ACCOUNTS, RegisterQuery
from api.operations.report_forms import CSV, XLSX
from api.problems import Problem
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import AsOf, PageLanguage, PeriodName, Rules
from api.routes.reports import OfTeam
from api.service.transport.sent_file import FILE
from api.service.transport.uploads import MULTIPART, media_type_of, received
from api.words.language import Language

router = guarded_router("Files")

_BYTES = {"type": "string", "format": "binary"}
_PARTS = {
    "type": "object",
    "properties": {FILE: _BYTES, ACCOUNTS: _BYTES},
    "required": [FILE],
    "additionalProperties": False,
}
_BODY = {media: {"schema": _BYTES} for media in (XLSX, CSV)} | {MULTIPART: {"schema": _PARTS}}
_WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": _BYTES}}, "description": "The workbook"}
}
_NOTHING_NAMED = TaxLines()
_Lines = Annotated[
    TaxLines,
    Body(description="Which lines of pay are taxable and which exempt; where nothing is named no line is either."),
]


@router.post(
    "/periods/{period}/pay-registers",
    summary="The payroll register, to be handed over",
    response_class=Response,
    responses=_WORKBOOK,
    openapi_extra=needs(pay_handovers.pay_register),
)
def pay_register(
    asked: Asked,
    period: PeriodName,
    lines: _Lines = _NOTHING_NAMED,
    as_of: AsOf = None,
    rules: Rules = None,
    team: OfTeam = None,
    lang: PageLanguage = "en",
) -> Response:
    """A workbook: the register, and a sheet for whoever computes tax and social insurance, which comes back filled in.

    Taxable and exempt pay, days unpaid and hours paid are there; the base of insurance is left to them.
    """
    named = None if lines == _NOTHING_NAMED else lines
    query = RegisterQuery(as_of, rules, None, team, named, Language(lang))
    return _workbook(pay_handovers.pay_register(asked, period, query), f"pay-{period}.xlsx")


@router.post(
    "/periods/{period}/transfers",
    summary="The sheet for the bank",
    response_class=Response,
    responses=_WORKBOOK,
    openapi_extra=needs(pay_handovers.sent_transfers) | {"requestBody": {"required": True, "content": _BODY}},
)
async def transfers(
    request: Request, asked: Asked, period: PeriodName, as_of: AsOf = None, lang: PageLanguage = "en"
) -> Response:
    """Of the net pay that came back, once each row fits the payroll; else 409 says whose does not.

    Nothing is recorded.
    """
    given = media_type_of(request)
    if given not in (XLSX, CSV, MULTIPART):
        said = given[:60] or "of no named type"
        raise Problem("unsupported-media-type", f"the body is {said}; send {XLSX}, {CSV} or {MULTIPART}")
    async with received(request, (ACCOUNTS,)) as file:
        made = await run_in_threadpool(pay_handovers.sent_transfers, asked, period, file, Language(lang), as_of)
    return _workbook(made, f"transfers-{period}.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers=attachment_headers(name))
