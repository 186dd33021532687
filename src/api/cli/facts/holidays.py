"""`workledger holidays`: the statutory holidays of a year, as facts."""

from collections import Counter
from typing import Annotated

import typer

from api.cli.settings import host
from ledger.refusal import LedgerError

commands = typer.Typer()


@commands.command()
def holidays(
    context: typer.Context,
    country: Annotated[str, typer.Argument(help="The country's code of two letters, such as CN.")],
    year: Annotated[int, typer.Argument(min=1949, max=2999, help="The year.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the days, record nothing.")] = False,
) -> None:
    """Record a year's statutory holidays, which are paid threefold (S10.4), without the rest days beside them."""
    from ledger.facts.codec import fields_of
    from ledger.statutory_holidays import statutory_holidays

    days = statutory_holidays(country.upper(), year)
    for day in days:
        fields = fields_of(day)
        typer.echo(f"{fields['date']}\t{fields['name']}")
    if dry_run:
        return
    from api.operations.recordings import record_given

    with host(context) as asked:
        outcomes = record_given(asked, days, on_site=True)
    refused = next((outcome.refusal for outcome in outcomes if outcome.refusal is not None), None)
    if refused is not None:
        raise LedgerError(refused.message)
    counted = Counter(outcome.status for outcome in outcomes)
    typer.echo(f"accepted {counted['accepted']}, duplicate {counted['duplicate']}", err=True)
