"""`workledger reconcile`: what was paid beside what the ledger computes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import AnswerLanguage, AsOf
from api.cli.settings import host
from api.words.language import Language
from ledger.refusal import UsageError

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
        Path | None,
        typer.Argument(
            metavar="[PAID]",
            help="What was paid: XLSX or CSV, in the layout of the payroll register; without it, the payments on the "
            "ledger.",
        ),
    ] = None,
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
    Without PAID the payments that are recorded on the ledger are compared.
    Exits with 0 where all is equal and 1 where something differs.
    """
    from api.cli.output.reconciliations import write_reconciliation
    from api.operations.people import names
    from api.operations.reconciliations import ReconciliationQuery, reconciled_pay, reconciled_payments

    query = ReconciliationQuery(as_of, rules)
    with host(context) as asked:
        if paid is None:
            _refuse_options_of_a_sheet(mapping, ignore, withheld)
            found = reconciled_payments(asked, period, query)
        else:
            read, taken_off = _read_by(paid, mapping, ignore or (), withheld)
            found = reconciled_pay(asked, period, read, replace(query, withheld=taken_off))
        write_reconciliation(found, format_.value, lang, names(asked), everything=everything)
    if not found.all_equal:
        raise typer.Exit(DIFFERS)


def _refuse_options_of_a_sheet(mapping: Path | None, ignore: Sequence[str] | None, withheld: Path | None) -> None:
    given = {"--map": mapping, "--ignore": ignore, "--withheld": withheld}
    named = [name for name, value in given.items() if value]
    if named:
        raise UsageError(f"{named[0]} says how a sheet is read; name the sheet too, or leave {named[0]} out")


def _read_by(
    paid: Path, mapping: Path | None, ignore: Sequence[str], withheld: Path | None
) -> tuple[Callable[[Collection[str]], Any], Mapping[str, int]]:
    """What reads the sheet, given the items of the ledger, and what was withheld of whom."""
    from api.documents import read_paid
    from api.documents.net_pay import net_paid, read_net_pay, withheld_of
    from api.documents.payment_mapping import read_paid_mapping

    if withheld is None:
        return partial(read_paid, paid, read_paid_mapping(mapping, ignore)), {}
    return partial(net_paid, paid), withheld_of(read_net_pay(withheld))
