"""Reconciling over HTTP: a file of what was paid, beside the payroll."""

from typing import Annotated

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.operations import reconciliations
from api.operations.import_options import MAPPING
from api.operations.reconciliations import WITHHELD, Reconciliation, ReconciliationQuery
from api.operations.report_forms import CSV, XLSX
from api.problems import Problem
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import NO_TEXTS, AsOf, PeriodName, Rules, text_queries, truth
from api.service.transport.sent_file import FILE
from api.service.transport.uploads import MULTIPART, media_type_of, received

router = guarded_router("Files")

_BYTES = {"type": "string", "format": "binary"}
_PARTS = {
    "type": "object",
    "properties": {FILE: _BYTES, MAPPING: _BYTES, WITHHELD: _BYTES},
    "required": [FILE],
    "additionalProperties": False,
}
_BODY = {media: {"schema": _BYTES} for media in (XLSX, CSV)} | {MULTIPART: {"schema": _PARTS}}

_All = Annotated[bool, truth("all"), Query(alias="all", description="List what is equal too.")]
_Ignore = Annotated[list[str], text_queries("The heading of a column that is not pay; may be given several times.")]


@router.post(
    "/periods/{period}/reconciliations",
    summary="Compare what was paid",
    description="A workbook or a CSV file of what was paid, beside the payroll, by person and item: the register as "
    "the report gives it, or any sheet with a mapping. With a part `withheld`, the sheet of net pay that "
    "came back, the file is the sheet for the bank. Nothing is recorded.",
    openapi_extra=needs(reconciliations.reconcile) | {"requestBody": {"required": True, "content": _BODY}},
)
async def reconcile(
    request: Request,
    asked: Asked,
    period: PeriodName,
    as_of: AsOf = None,
    rules: Rules = None,
    everything: _All = False,
    ignore: _Ignore = NO_TEXTS,
) -> Reconciliation:
    """Compare what was paid."""
    given = media_type_of(request)
    if given not in (XLSX, CSV, MULTIPART):
        said = given[:60] or "of no named type"
        raise Problem("unsupported-media-type", f"the body is {said}; send {XLSX}, {CSV} or {MULTIPART}")
    query = ReconciliationQuery(as_of, rules, everything, ignore)
    async with received(request, (MAPPING, WITHHELD)) as file:
        return await run_in_threadpool(reconciliations.reconcile, asked, period, file, query)


@router.get(
    "/periods/{period}/reconciliations",
    summary="Compare the payments on the ledger",
    description="The payments that are recorded on the ledger, beside the payroll, by person and item (S10.9).",
    openapi_extra=needs(reconciliations.reconcile_recorded),
)
def reconcile_recorded(
    asked: Asked, period: PeriodName, as_of: AsOf = None, rules: Rules = None, everything: _All = False
) -> Reconciliation:
    """Compare the payments on the ledger."""
    return reconciliations.reconcile_recorded(asked, period, ReconciliationQuery(as_of, rules, everything))
