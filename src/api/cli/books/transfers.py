"""`workledger transfers`: the sheet for the bank, of the net pay that came back."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf, Force
from api.cli.proof.proof_files import refuse_out
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.labels import label
from ledger.output_file import write_file

commands = typer.Typer()

DIFFERS = 1
"""The exit status where what came back does not fit the payroll; then nothing is written."""


@commands.command()
def transfers(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    returned: Annotated[
        Path,
        typer.Argument(
            metavar="NET", help="What came back: the sheet Handover of the payroll register, filled in; XLSX or CSV."
        ),
    ],
    output: Annotated[Path, typer.Option(metavar="FILE", help="The workbook to write, such as transfers.xlsx.")],
    accounts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A sheet with Employee, Account holder, Bank and Account, where NET has none."
        ),
    ] = None,
    as_of: AsOf = None,
    force: Force = False,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Make the sheet for the bank of the net pay that came back, once it fits the payroll; else say what does not.

    Each row is held to the payroll: pay less what was withheld is the net pay. Nothing is recorded.
    """
    from api.documents.net_pay import read_net_pay
    from api.documents.workbook import refuse_wrong_name
    from api.operations.pay_handovers import transfers as made

    refuse_wrong_name(output)
    refuse_out(output, context, replace=force)
    net = read_net_pay(returned)
    others = {} if accounts is None else read_net_pay(accounts, ["account"])
    with host(context) as asked:
        found = made(asked, period, net, others, lang, as_of)
    for mismatch in found.mismatches:
        typer.echo(mismatch.sentence(lang))
    if found.mismatches:
        raise typer.Exit(DIFFERS)
    write_file(output, found.workbook, replace=force, own=settings(context).own_files)
    typer.echo(label("transfer", "written", lang, count=found.count, amount=found.total, period=period, file=output))
