"""S10.7 薪资交接表 Pay handed over to whoever computes tax and social insurance: a row a person.

What the ledger knows is filled in: taxable and exempt pay, days unpaid, hours paid. What is theirs is empty, from the
base of insurance to the net pay: the same sheet comes back with it (see `net_pay`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from api.documents.cells import Cell, Shape, width_of
from api.documents.sheets import Sheet, SheetColumn, name_column, title_of
from api.documents.tax_lines import EXEMPT, TAXABLE, Sort, TaxLines
from api.words.language import Language
from api.words.leave_time import clock_hours
from ledger.labels import label
from projections.reports import Report

WITHHELD = ("social_insurance", "housing_fund", "income_tax", "other_withheld")
"""What is taken off somebody's pay by law or for others, each a column that comes back filled in."""
NET = "net_pay"
ACCOUNT_NUMBER = "account"
ACCOUNT = ("account_holder", "bank", ACCOUNT_NUMBER)
_EMPTY = ("insurance_base", *WITHHELD, NET)
_MILLI = 1000


@dataclass(frozen=True)
class PaidTime:
    """Days unpaid and partly paid (milli-days), and minutes paid, of somebody in a period."""

    days_unpaid: int = 0
    days_partly_paid: int = 0
    minutes_paid: int = 0


def handover_sheet(
    payroll: Report, times: Mapping[str, PaidTime], lines: TaxLines | None, language: Language, names: Mapping[str, str]
) -> Sheet:
    """The sheet that goes out. Raises LedgerError where the tax lines do not fit the payroll."""
    people = payroll.table.to_dicts()
    items = {line["item"] for row in people for line in row["lines"]}
    sorts = None if lines is None else lines.sorts(sorted(items))
    rows: list[list[Cell]] = []
    for row in people:
        time = times.get(row["employee"], PaidTime())
        amounts = [] if sorts is None else _by_sort(row["lines"], sorts)
        spent: list[Cell] = [_days(time.days_unpaid), _days(time.days_partly_paid), clock_hours(time.minutes_paid)]
        known: list[Cell] = [row["employee"], names.get(row["employee"], ""), *amounts, Decimal(row["total"]), *spent]
        rows.append([*known, *[None] * len(_EMPTY)])
    sorted_pay = () if sorts is None else (TAXABLE, EXEMPT)
    figures = [_column(name, Shape.DECIMAL, language) for name in (*sorted_pay, "total_pay")]
    spent_columns = [_column(name, Shape.TEXT, language) for name in ("days_unpaid", "days_partly_paid", "hours_paid")]
    numbers = max((width_of(row["employee"]) for row in people), default=0)
    return Sheet(
        name=label("handover", "sheet", language),
        title=f"{label('handover', 'sheet', language)} · {title_of(payroll, language)}",
        columns=(
            SheetColumn(label("handover", "employee", language), Shape.TEXT, numbers),
            name_column((row["employee"] for row in people), names, language),
            *figures,
            *spent_columns,
            *(_column(name, Shape.DECIMAL, language) for name in _EMPTY),
        ),
        rows=rows,
        count=len(rows),
        total_label=label("heading", "total", language),
    )


def _by_sort(lines: list[dict[str, str]], sorts: Mapping[str, Sort]) -> list[Cell]:
    sums = dict.fromkeys((TAXABLE, EXEMPT), Decimal(0))
    for line in lines:
        sums[sorts[line["item"]]] += Decimal(line["amount"])
    return [*sums.values()]


def _column(name: str, shape: Shape, language: Language) -> SheetColumn:
    return SheetColumn(label("handover", name, language), shape, 12, totalled=shape is Shape.DECIMAL)


def _days(milli_days: int) -> str:
    """Days with three places: 1.375."""
    return f"{milli_days // _MILLI}.{milli_days % _MILLI:03d}"
