"""银行代发表 The sheet for the bank: what is transferred to whom by the net pay that came back, or why it is not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.documents.cells import Shape, Value, width_of
from api.documents.handover import ACCOUNT, NET
from api.documents.net_pay import NetPay
from api.documents.sheets import Sheet, SheetColumn
from api.documents.workbook import workbook_content, write_sheets
from api.words.language import Language
from ledger.facts.figures import show_money
from ledger.labels import label

_ACCOUNT = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z -]{2,46}[0-9A-Za-z])?")
"""As banks write account numbers; one that a spreadsheet keeps as a number has lost digits, and looks otherwise."""


@dataclass(frozen=True)
class Mismatch:
    """Why nothing is transferred yet: whose, what it is (a key of its label), and the amounts in it."""

    employee: str
    code: str
    amounts: Mapping[str, str]

    def sentence(self, language: Language) -> str:
        """What is wrong, and what to do."""
        return label("transfer", self.code, language, employee=self.employee, **self.amounts)


@dataclass(frozen=True)
class Transfer:
    """What is transferred to somebody, in fen."""

    employee: str
    holder: str
    bank: str
    account: str
    amount: int


def mismatches(totals: Mapping[str, int], returned: Mapping[str, NetPay], *, accounts: bool) -> Iterator[Mismatch]:
    """Where what came back does not fit the payroll, whose `totals` are in fen, by employee.

    With `accounts`, also who has none. Of nobody is more transferred than the ledger pays.
    """
    for employee in sorted({*totals, *returned}):
        total, back = totals.get(employee), returned.get(employee)
        if total is None:
            yield Mismatch(employee, "not_paid", {})
        elif back is None or back.net is None:
            if total > 0:
                yield Mismatch(employee, "no_net", {"total": show_money(total)})
        else:
            yield from _of_person(employee, total, back, back.net, accounts=accounts)


def _of_person(employee: str, total: int, back: NetPay, net: int, *, accounts: bool) -> Iterator[Mismatch]:
    shown = {"total": show_money(total), "net": show_money(net)}
    if net < 0:
        yield Mismatch(employee, "below_nothing", shown)
    elif back.withheld is not None and max(total - back.withheld, 0) != net:
        left = {"withheld": show_money(back.withheld), "left": show_money(total - back.withheld)}
        yield Mismatch(employee, "does_not_add_up", shown | left)
    elif back.withheld is None and net > max(total, 0):
        yield Mismatch(employee, "above_total", shown)
    if accounts and net > 0 and not back.account:
        yield Mismatch(employee, "no_account", shown)
    elif back.account and not _ACCOUNT.fullmatch(back.account):
        yield Mismatch(employee, "wrong_account", {"account": back.account[:40]})


def transfers_of(returned: Mapping[str, NetPay], names: Mapping[str, str]) -> list[Transfer]:
    """What is transferred, by employee; of 0 there is nothing. The holder is the employee, where none is stated."""
    return [
        Transfer(each.employee, each.holder or names.get(each.employee, ""), each.bank, each.account, each.net)
        for each in sorted(returned.values(), key=lambda each: each.employee)
        if each.net is not None and each.net > 0
    ]


def transfer_workbook(transfers: Sequence[Transfer], period: str, language: Language) -> bytes:
    """The sheet for the bank; its texts are texts, account numbers too, and the same transfers make the same bytes."""
    rows: list[list[Value]] = [
        [
            each.employee,
            each.holder,
            each.bank,
            each.account,
            Decimal(each.amount).scaleb(-2),
            _purpose(period, language),
        ]
        for each in transfers
    ]
    names = ("employee", *ACCOUNT, NET, "purpose")
    columns = tuple(
        SheetColumn(
            label("handover", name, language),
            Shape.DECIMAL if name == NET else Shape.TEXT,
            max((width_of(row[place]) for row in rows), default=0),
            totalled=name == NET,
        )
        for place, name in enumerate(names)
    )
    called = label("handover", "transfers", language)
    sheet = Sheet(called, f"{called} · {period}", columns, rows, len(rows), label("heading", "total", language))
    return workbook_content(lambda path: write_sheets(path, [sheet]))


def _purpose(period: str, language: Language) -> str:
    return label("handover", "purpose_of", language, period=period)
