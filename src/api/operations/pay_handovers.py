"""Handing pay over: the register for whoever computes tax, and the transfers after their net pay has come back."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.disputes import shown_disputes
from api.documents.handover import ACCOUNT_NUMBER, NET, PaidTime, handover_sheet
from api.documents.net_pay import NetPay, headings, net_pay_on
from api.documents.tax_lines import TaxLines, tax_lines_of
from api.documents.transfers import Mismatch, mismatches, transfer_workbook, transfers_of
from api.documents.workbook import workbook_content, write_workbook
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.access_log import Access
from api.service.transport.sent_file import Received
from api.words.language import Language
from ledger.facts.figures import hundredths, show_money
from ledger.formats.sheets import sheets_apart
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.sandbox import tables_of
from ledger.refusal import LedgerError, StoreUnavailableError
from projections.books import ReportRequest, make_report
from projections.paid_attendance import paid_attendance
from projections.reports import Report

ACCOUNTS = "accounts"
"""The part beside a file that has the accounts of those whose are not on it."""
_LARGEST = 16 * 1_048_576
"""Bytes of a sheet of net pay: of so many rows that nobody is paid by them."""
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """As of when, under which rules, whose rows, which lines are taxable, and the language of the sheets."""

    as_of: str | None = None
    rules: str | None = None
    employee: str | None = None
    team: str | None = None
    lines: TaxLines | None = None
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Transfers:
    """The sheet for the bank, where what came back fits the payroll; else what does not, and no sheet."""

    period: str
    count: int
    amount: int
    """Of all transfers together, in fen."""
    mismatches: tuple[Mismatch, ...]
    workbook: bytes

    @property
    def total(self) -> str:
        """The amount as it is shown, in yuan."""
        return show_money(self.amount)


@operation("hand over pay")
def pay_register(context: Context, period: str, query: RegisterQuery) -> bytes:
    """The register of a payroll as a workbook, with the sheet that goes to whoever computes tax; the look is logged.

    Raises LedgerError where the period is not there, or the tax lines do not fit it.
    """
    ledger = context.ledger
    with context.books(query.as_of) as books:
        request = ReportRequest(period, query.rules, query.employee, query.team)
        payroll = make_report(books, "payroll", request)
        month = books.reported(period, query.rules)
        rows = month.tables.engine.rows(paid_attendance(month)).to_dicts()
        disputes = shown_disputes(ledger, books.journal, [payroll])
        recorded_at = ledger.facts.recorded_at(books.journal.position)
    times = {row.pop("employee"): PaidTime(**row) for row in rows}
    names = ledger.identifiers.names()
    beside = handover_sheet(payroll, times, query.lines, query.language, names)
    _note(context, "payroll register", payroll)

    def write(path: Path) -> None:
        reports = {payroll.name: payroll}
        write_workbook(path, reports, query.language, names, recorded_at, disputes=disputes, beside=[beside])

    return workbook_content(write)


@operation("hand over pay")
def register_by_file(context: Context, period: str, lines: bytes | None, language: Language) -> bytes:
    """The register of a payroll, with the tax lines of a file, as `pay_register` makes it.

    Raises Problem where the file cannot be read, and LedgerError as `pay_register` does.
    """
    try:
        read = None if lines is None else tax_lines_of(lines, "that was sent")
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    return pay_register(context, period, RegisterQuery(lines=read, language=language))


@operation("hand over pay")
def transfers(
    context: Context,
    period: str,
    returned: Mapping[str, NetPay],
    accounts: Mapping[str, NetPay],
    language: Language = Language.ENGLISH,
    as_of: str | None = None,
) -> Transfers:
    """The transfers of the net pay that came back, beside the payroll; the look is logged, and nothing is recorded.

    `accounts` has the accounts of those whose are not on the sheet that came back.
    """
    with context.books(as_of) as books:
        payroll = make_report(books, "payroll", ReportRequest(period))
    names = context.ledger.identifiers.names()
    whole = {employee: _with_account(each, accounts.get(employee)) for employee, each in returned.items()}
    known = any(each.account for each in whole.values())
    totals = {row["employee"]: hundredths(row["total"]) for row in payroll.table.to_dicts()}
    wrong = tuple(mismatches(totals, whole, accounts=known))
    made = [] if wrong else transfers_of(whole, names)
    _note(context, "transfers", payroll)
    content = b"" if wrong else transfer_workbook(made, period, language)
    return Transfers(period, len(made), sum(each.amount for each in made), wrong, content)


@operation("hand over pay")
def sent_transfers(
    context: Context, period: str, file: Received, language: Language = Language.ENGLISH, as_of: str | None = None
) -> bytes:
    """The sheet for the bank of a file that was sent, with one of accounts beside it, as `transfers` makes it.

    Raises Problem where a file cannot be read, and where what came back does not fit the payroll.
    """
    net = read_sent(file.file, file.size, "the file", NET)
    beside = file.beside.get(ACCOUNTS)
    accounts = (
        {} if beside is None else read_sent(io.BytesIO(beside), len(beside), f"the part {ACCOUNTS}", ACCOUNT_NUMBER)
    )
    made = transfers(context, period, net, accounts, language, as_of)
    if made.mismatches:
        told = [each.sentence(language) for each in made.mismatches[:_MOST_TOLD]]
        more = len(made.mismatches) - len(told)
        raise Problem("refused", "\n".join([*told, *([f"… and {more} more"] if more else [])]), code="does_not_fit")
    return made.workbook


def read_sent(file: BinaryIO, size: int, name: str, wanted: str) -> dict[str, NetPay]:
    """What a sheet that was sent says, by employee. Raises Problem where it cannot be read."""
    if size > _LARGEST:
        raise Problem("too-large", f"{name} has {size} bytes; send a sheet of at most {_LARGEST}")
    try:
        with sheets_apart():
            return net_pay_on(tables_of(file, Sheet(), "of net pay", headings()), name, [wanted])
    except StoreUnavailableError:
        raise
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None


def _with_account(each: NetPay, other: NetPay | None) -> NetPay:
    if each.account or other is None:
        return each
    return NetPay(each.employee, each.net, each.withheld, other.holder, other.bank, other.account)


def _note(context: Context, what: str, payroll: Report) -> None:
    context.note(Access(what, "", payroll.period, payroll.position))
