"""`workledger demo`: the facts of a made-up centre, to try the product on."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Force
from api.cli.settings import settings
from ledger.made_up_centre.demonstration import DEMO_PEOPLE, DEMO_PERIODS, DEMO_SEED
from ledger.output_file import output_file
from ledger.refusal import LedgerError

commands = typer.Typer()


@commands.command()
def demo(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write the facts, a line each.")],
    people: Annotated[
        int, typer.Option(min=5, max=1_000_000, help="How many people work in the centre.")
    ] = DEMO_PEOPLE,
    periods: Annotated[int, typer.Option(min=1, max=120, help="How many periods to make facts for.")] = len(
        DEMO_PERIODS
    ),
    first_period: Annotated[str, typer.Option(help="The first of them, as YYYY-MM.")] = DEMO_PERIODS[0],
    period_start_day: Annotated[int, typer.Option(min=1, max=28, help="The day on which periods begin.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed makes the same facts.")] = DEMO_SEED,
    duties: Annotated[
        bool, typer.Option("--duties", help="Also what running the centre leaves: traffic, refunds, plans, trainings.")
    ] = False,
    force: Force = False,
) -> None:
    """Write the facts of a made-up centre, ready to import."""
    from ledger.made_up_centre.centre import centre
    from ledger.made_up_centre.file import write_facts

    try:
        lines = centre(
            seed=seed,
            people=people,
            first_period=first_period,
            periods=periods,
            period_start_day=period_start_day,
            duties=duties,
        )
        with output_file(file, replace=force, own=settings(context).own_files) as part:
            count = write_facts(part, lines)
    except ValueError as error:
        raise LedgerError(str(error)) from None
    typer.echo(f"{count} facts of {people} people in {file}; import them with: workledger import {file}")
