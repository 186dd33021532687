"""Reconciling: what was paid beside what the ledger computes; every difference, and where to look next."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.documents.payment_mapping import PaidMapping, paid_mapping_of
from api.documents.payments import paid_on
from api.documents.reconciliation import Coordinates, reconciled
from api.documents.reconciliation_object import reconciliation_object
from api.openapi.descriptions import AS_OF, RULES, content, query, told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.books_at_position import reading_at
from api.service.guard import GuardedRoute, note_access, service_of
from api.service.import_options import MAPPING, truth
from api.service.report_forms import CSV, XLSX
from api.service.uploads import FILE, MULTIPART, Received, media_type_of, received
from ledger.formats.sheets import sheets_apart
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.workbook import Table
from ledger.refusal import LedgerError, StoreUnavailableError
from projections.books import Books, ReportRequest, make_report

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_BYTES = {"type": "string", "format": "binary"}
_LARGEST = 64 * 1_048_576
"""Bytes of a sheet of pay: of so many rows that nobody is paid by them."""


@router.post(
    "/periods/{period}/reconciliations",
    **told(
        "reconcile",
        "Compare what was paid",
        "A workbook or a CSV file of what was paid, beside the payroll, by person and item: the register as the report "
        "gives it, or any sheet with a mapping. Nothing is recorded.",
        tag="Files",
        permission="reconcile",
        answer="Reconciliation",
        parameters=[
            query("as_of", AS_OF),
            query("rules", RULES),
            query("all", "List what is equal too.", {"type": "boolean"}),
            query("ignore", "The heading of a column that is no pay; may be given several times.", many=True),
        ],
        body={
            **{media: {"schema": _BYTES} for media in (XLSX, CSV)},
            **content(
                {
                    "type": "object",
                    "properties": {FILE: _BYTES, MAPPING: _BYTES},
                    "required": [FILE],
                    "additionalProperties": False,
                },
                MULTIPART,
            ),
        },
        writes=True,
    ),
)
async def reconcile(request: Request, period: str) -> Response:
    """Compare what was paid."""
    everything = truth(request.query_params, "all")
    given = media_type_of(request)
    if given not in (XLSX, CSV, MULTIPART):
        said = given[:60] or "of no named type"
        raise Problem("unsupported-media-type", f"the body is {said}; send {XLSX}, {CSV} or {MULTIPART}")
    async with received(request, (MAPPING,)) as file:
        mapping, tables = await run_in_threadpool(_read, request, file)
    found = await run_in_threadpool(
        reading_at, request, lambda books: _found(request, books, period, mapping, tables, everything=everything)
    )
    await note_access(request, Access("reconcile", "", found["period"], found["position"]))
    return json_response(found)


def _read(request: Request, file: Received) -> tuple[PaidMapping, list[Table]]:
    """The mapping and the sheets of a file. Raises Problem for what is none."""
    if file.size > _LARGEST:
        raise Problem("too-large", f"the file has {file.size} bytes; send a sheet of pay of at most {_LARGEST}")
    try:
        mapping = paid_mapping_of(file.beside.get(MAPPING, b""), "that was sent", _ignored(request))
        with sheets_apart():
            return mapping, tables_of(file.file, mapping.sheet, "of the pay")
    except StoreUnavailableError:
        raise
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None


def _ignored(request: Request) -> list[str]:
    return request.query_params.getlist("ignore")


def _found(
    request: Request, books: Books, period: str, mapping: PaidMapping, tables: Sequence[Table], *, everything: bool
) -> dict[str, Any]:
    ledger, query = service_of(request).ledger, request.query_params
    coordinates = Coordinates(query.get("as_of"), query.get("rules"))
    payroll = make_report(books, "payroll", ReportRequest(period, coordinates.rules))
    items = {line["item"] for row in payroll.table["lines"].to_list() for line in row}
    try:
        paid = paid_on(tables, "the file", mapping, items)
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    found = reconciled(ledger, books, payroll, paid, coordinates)
    return reconciliation_object(found, found.findings if everything else found.differences, ledger.identifiers.names())
