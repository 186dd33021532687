"""The commands put together, and the options before them."""

from typing import Annotated

import typer

from api.cli import demo, holidays, mappings, reconcile, recording, reporting
from api.cli.settings import DEFAULT_STORE, Settings

app = typer.Typer(
    name="workledger",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A ledger of working hours, scores, bonuses and pay: any period, as known at any moment, under any rules.",
)


@app.callback()
def _options(
    context: typer.Context,
    store: Annotated[
        str, typer.Option(envvar="WORKLEDGER_STORE", help="Where the ledger is: sqlite:///PATH or postgresql://….")
    ] = DEFAULT_STORE,
    journal: Annotated[
        str | None,
        typer.Option(
            envvar="WORKLEDGER_JOURNAL",
            help="A folder for what was read of a large ledger, which spares the store; `off` for none. "
            "It may be deleted. Beside a SQLite file by default.",
        ),
    ] = None,
) -> None:
    context.obj = Settings(store=store, journal=journal)


for commands in (
    recording.commands,
    holidays.commands,
    mappings.commands,
    reporting.commands,
    reconcile.commands,
    demo.commands,
):
    app.add_typer(commands)
