"""The commands put together, and the options before them."""

import os
from typing import Annotated

import typer

from api.cli import (
    backups,
    checkpoints,
    closing,
    comparing,
    demo,
    devices,
    disputes,
    documents,
    erasing,
    evidence,
    explain,
    history,
    holidays,
    keys,
    mappings,
    master_key,
    proving,
    reconcile,
    recording,
    reporting,
    rules,
    serve,
    verifying,
)
from api.cli.settings import COMPUTING_THREADS, MAXIMUM_JOBS, Settings
from api.processors import processors
from api.stores import DEFAULT_STORE

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
    jobs: Annotated[
        int,
        typer.Option(
            envvar="WORKLEDGER_JOBS",
            min=0,
            max=MAXIMUM_JOBS,
            help="How many processes read a file, and how many threads compute a report; the answer is the same. "
            "0 is as many as there are processors.",
        ),
    ] = 0,
) -> None:
    jobs = jobs or min(processors(), MAXIMUM_JOBS)
    os.environ[COMPUTING_THREADS] = str(jobs)
    context.obj = Settings(store=store, journal=journal, jobs=jobs)


for commands in (
    recording.commands,
    holidays.commands,
    mappings.commands,
    reporting.commands,
    documents.commands,
    closing.commands,
    comparing.commands,
    checkpoints.commands,
    proving.commands,
    verifying.commands,
    evidence.commands,
    rules.commands,
    history.commands,
    explain.commands,
    disputes.commands,
    reconcile.commands,
    serve.commands,
    keys.commands,
    erasing.commands,
    backups.commands,
    master_key.commands,
    devices.commands,
    demo.commands,
):
    app.add_typer(commands)
