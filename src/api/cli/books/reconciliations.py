"""`workledger reconcile`: what was paid beside what the ledger computes."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf
from api.cli.settings import host
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
    withheld: Annotated[
        Path | None,
        typer.Option(
            metavar="NET",
            help="PAID is the sheet for the bank: the sheet that came back says what was withheld of whom.",
        ),
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
    from api.documents.net_pay import net_paid, read_net_pay, withheld_of
    from api.documents.payment_mapping import read_paid_mapping
    from api.operations.people import names
    from api.operations.reconciliations import ReconciliationQuery, reconciled_pay

    if withheld is None:
        read = partial(read_paid, paid, read_paid_mapping(mapping, ignore or ()))
        query = ReconciliationQuery(as_of, rules)
    else:
        read = partial(net_paid, paid)
        query = ReconciliationQuery(as_of, rules, withheld=withheld_of(read_net_pay(withheld)))
    with host(context) as asked:
        found = reconciled_pay(asked, period, read, query)
        write_reconciliation(found, format_.value, lang, names(asked), everything=everything)
    if not found.all_equal:
        raise typer.Exit(DIFFERS)
