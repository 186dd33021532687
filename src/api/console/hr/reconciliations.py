"""Reconciling: the sheet of what was paid, beside what the ledger computes."""

from decimal import Decimal
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.charts import Chart, Series
from api.console.form_submission import chosen_file
from api.console.hr.line_words import outcome_name
from api.console.names import yuan
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations import reconciliations as operations
from api.operations.import_options import MAPPING
from api.operations.reconciliations import WITHHELD, ReconciledItem, Reconciliation, ReconciliationQuery
from api.problems import Problem
from api.service.transport.uploads import received_form
from api.words.labels import value_label

room = Room()

_TYPED = ("period", "ignore")
_TOTAL = "total"


@room.get("/hr/reconcile")
def reconcile_page(visit: Visit) -> Response:
    """The page on which the sheet is dropped."""
    periods = every_period(visit)
    closed = [each["period"] for each in periods if each["closed_at"] is not None]
    usual = closed[-1] if closed else periods[0]["period"]
    return _page(visit, {"period": visit.query.get("period", usual), "ignore": ""})


@room.post("/hr/reconcile", operation="reconcile")
def reconcile(visit: Visit) -> Response:
    """Compare a sheet with the payroll."""
    form = visit.sent
    typed = {name: str(form.get(name, "")) for name in _TYPED}
    try:
        file = chosen_file(visit, "file")
        if file is None:
            raise Problem("invalid", visit.says("No file was chosen; drop one, or choose one."))
        beside = {name: sheet for name in (MAPPING, WITHHELD) if (sheet := chosen_file(visit, name)) is not None}
        found = _compared(visit, file, beside, typed)
    except Problem as problem:
        return _page(visit, typed, problem=problem)
    return _page(visit, typed, found=found)


def _compared(visit: Visit, file: UploadFile, beside: dict[str, UploadFile], typed: dict[str, str]) -> Reconciliation:
    ignored = [heading.strip() for heading in typed["ignore"].split(",") if heading.strip()]
    with received_form(file, beside) as received:
        return operations.reconcile(visit.context, typed["period"], received, ReconciliationQuery(ignored=ignored))


def _page(
    visit: Visit, typed: dict[str, str], found: Reconciliation | None = None, problem: Problem | None = None
) -> Response:
    return visit.page(
        "hr/reconcile.html",
        status=200 if problem is None else problem.kind.status,
        typed=typed,
        periods=every_period(visit),
        found=None if found is None else dict(found) | {"rows": [_row(visit, row) for row in found.rows]},
        chart=None if found is None else _chart(visit, found),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _row(visit: Visit, row: ReconciledItem) -> dict[str, Any]:
    item = visit.says("total pay") if row.item == _TOTAL else value_label(row.item, visit.language)
    return dict(row) | {"label": item, "outcome_label": outcome_name(row.outcome, visit.language)}


def _chart(visit: Visit, found: Reconciliation) -> Chart:
    sums: dict[str, Decimal] = {}
    for row in found.rows:
        if row.item != _TOTAL:
            item = value_label(row.item, visit.language)
            sums[item] = sums.get(item, Decimal(0)) + Decimal(row.difference)
    return Chart(
        title=visit.says("Difference by item (yuan)"),
        kind="lying",
        labels=list(sums)[::-1],
        series=[Series(visit.says("Difference"), list(sums.values())[::-1])],
        label_heading=visit.says("Item"),
        shown=lambda amount: yuan(Decimal(amount), visit.language),
    )
