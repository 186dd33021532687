"""`workledger reconcile`: what was paid beside what the ledger computes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf
from api.cli.settings import settings
from api.coordinates import position_of
from api.words.language import Language

commands = typer.Typer()

DIFFERS = 1
"""The exit status where something differs, or could not be compared."""


class Format(StrEnum):
    """How a reconciliation is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@commands.command()
def reconcile(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    paid: Annotated[
        Path, typer.Argument(metavar="PAID", help="What was paid: XLSX or CSV, in the layout of the payroll register.")
    ],
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="A TOML file that says which column is which item.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="HEADING", help="A column that is not pay; may be given several times.")
    ] = None,
    as_of: AsOf = None,
    rules: Annotated[str | None, typer.Option(help="Under this rule set instead of the period's.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List what is equal too.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Compare what was paid with what the ledger computes, by person and item; every difference is listed.

    PAID may be the register of `report payroll --format xlsx`, as it is or edited, its csv, or any sheet by a mapping.
    Exits with 0 where all is equal and 1 where something differs.
    """
    from api.cli.output.reconciliations import write_reconciliation
    from api.documents import read_paid
    from api.documents.payment_mapping import read_paid_mapping
    from api.documents.reconciliation import Coordinates, reconciled
    from ledger.ledger import Ledger
    from projections.books import Books, ReportRequest, make_report
    from projections.engine import PolarsEngine
    from projections.journal import read_journal

    read = read_paid_mapping(mapping, ignore or ())
    with Ledger.open(settings(context).store) as ledger:
        books = Books(
            read_journal(ledger, position_of(ledger, as_of), settings(context).journal_folder), PolarsEngine()
        )
        payroll = make_report(books, "payroll", ReportRequest(period, rules))
        items = {line["item"] for row in payroll.table["lines"].to_list() for line in row}
        found = reconciled(ledger, books, payroll, read_paid(paid, read, items), Coordinates(as_of, rules))
        write_reconciliation(found, format_.value, lang, ledger.identifiers.names(), everything=everything)
    if not found.all_equal:
        raise typer.Exit(DIFFERS)
