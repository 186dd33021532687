"""Reconciling: what was paid beside what the ledger computes; every difference, and where to look next."""

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.documents.handover import NET
from api.documents.net_pay import NetPay, net_paid_by, withheld_of
from api.documents.payment_mapping import PaidMapping, paid_mapping_of
from api.documents.payments import Paid, paid_on
from api.documents.reconciliation import Coordinates, reconciled
from api.documents.reconciliation import Reconciliation as ReconciledPay
from api.documents.reconciliation_object import reconciliation_object
from api.documents.recorded_payments import recorded_payments
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.import_options import MAPPING
from api.operations.operation import operation
from api.operations.pay_handovers import read_sent
from api.problems import Problem
from api.service.observability.access_log import Access
from api.service.transport.sent_file import Received
from ledger.formats.sheets import sheets_apart
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.workbook import Table
from ledger.refusal import LedgerError, StoreUnavailableError
from projections.books import Books, ReportRequest, make_report

WITHHELD = "withheld"
"""The part beside the sheet for the bank that says what was withheld of whom: the sheet that came back."""
_LARGEST = 64 * 1_048_576
"""Bytes of a sheet of pay: of so many rows that nobody is paid by them."""


class FactBehind(Answer):
    """A fact that a figure rests on, and the number that its sender gave it."""

    kind: str
    position: int
    id: str
    number: str | None


class ReconciledItem(Answer):
    """An item of somebody's pay: what was paid, what the ledger computes, and where to look next."""

    employee: str
    name: str | None
    item: str
    paid: str | None
    computed: str | None
    difference: str
    outcome: str
    clauses: list[str]
    facts: list[FactBehind]
    commands: list[str]


class Reconciliation(Answer):
    """What was paid beside what the ledger computes, at the coordinates of the payroll; amounts are of yuan."""

    period: str
    position: int
    rules: str
    paid: str
    computed: str
    difference: str
    outcomes: dict[str, int]
    not_compared: list[str]
    rows: list[ReconciledItem]


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """As of when, under which rules; whether what is equal is listed too, and the columns that are no pay."""

    as_of: str | None = None
    rules: str | None = None
    everything: bool = False
    ignored: Sequence[str] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)
    """What was taken off whose pay, in fen, where net pay was paid."""


@operation("reconcile")
def reconcile(context: Context, period: str, file: Received, query: ReconciliationQuery) -> Reconciliation:
    """Compare a sheet of what was paid with the payroll of a period; nothing is recorded, and the look is logged.

    Raises Problem where the file, or the mapping beside it, cannot be read, or the period is not there.
    """
    returned = file.beside.get(WITHHELD)
    if returned is not None:
        back = read_sent(io.BytesIO(returned), len(returned), f"the part {WITHHELD}", NET)
        transferred = net_paid_by(read_sent(file.file, file.size, "the file", NET))
        return _answered(context, period, lambda _items: transferred, replace(query, withheld=_withheld(back)))
    mapping, tables = _read(file, query)

    def paid(items: Collection[str]) -> Paid:
        try:
            return paid_on(tables, "the file", mapping, items)
        except LedgerError as error:
            raise Problem("invalid", str(error), code="bad_value") from None

    return _answered(context, period, paid, query)


def _withheld(returned: Mapping[str, NetPay]) -> dict[str, int]:
    try:
        return withheld_of(returned)
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None


def _answered(
    context: Context, period: str, paid: Callable[[Collection[str]], Paid], query: ReconciliationQuery
) -> Reconciliation:
    return _told(context, reconciled_pay(context, period, paid, query), query)


def _told(context: Context, found: ReconciledPay, query: ReconciliationQuery) -> Reconciliation:
    shown = found.findings if query.everything else found.differences
    return Reconciliation.model_validate(reconciliation_object(found, shown, context.ledger.identifiers.names()))


@operation("reconcile")
def reconcile_recorded(context: Context, period: str, query: ReconciliationQuery) -> Reconciliation:
    """Compare the payments on the ledger with the payroll of a period; the look is logged.

    Raises LedgerError where the period is not there, or has no payment.
    """
    return _told(context, reconciled_payments(context, period, query), query)


@operation("reconcile")
def reconciled_payments(context: Context, period: str, query: ReconciliationQuery) -> ReconciledPay:
    """The payments on the ledger (S10.9) beside the payroll of a period, as `reconciled_pay` compares a sheet."""

    def recorded(books: Books, _items: Collection[str]) -> Paid:
        return recorded_payments(books.in_view(books.reported(period, query.rules)))

    return _beside_payroll(context, period, recorded, query)


@operation("reconcile")
def reconciled_pay(
    context: Context, period: str, paid: Callable[[Collection[str]], Paid], query: ReconciliationQuery
) -> ReconciledPay:
    """What was paid beside the payroll of a period, item by item; the look is logged.

    `paid` reads what was paid, given the items that the ledger pays. Raises LedgerError where the period is not there.
    """
    return _beside_payroll(context, period, lambda _books, items: paid(items), query)


def _beside_payroll(
    context: Context, period: str, paid: Callable[[Books, Collection[str]], Paid], query: ReconciliationQuery
) -> ReconciledPay:
    ledger, coordinates = context.ledger, Coordinates(query.as_of, query.rules)
    with context.books(query.as_of) as books:
        payroll = make_report(books, "payroll", ReportRequest(period, coordinates.rules))
        items = {line["item"] for row in payroll.table["lines"].to_list() for line in row}
        found = reconciled(ledger, books, payroll, paid(books, items), coordinates, query.withheld)
    context.note(Access("reconcile", "", payroll.period, payroll.position))
    return found


def _read(file: Received, query: ReconciliationQuery) -> tuple[PaidMapping, list[Table]]:
    """The mapping and the sheets of a file. Raises Problem for an invalid one."""
    if file.size > _LARGEST:
        raise Problem("too-large", f"the file has {file.size} bytes; send a sheet of pay of at most {_LARGEST}")
    try:
        mapping = paid_mapping_of(file.beside.get(MAPPING, b""), "that was sent", list(query.ignored))
        with sheets_apart():
            return mapping, tables_of(file.file, mapping.sheet, "of the pay", mapping.words())
    except StoreUnavailableError:
        raise
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
