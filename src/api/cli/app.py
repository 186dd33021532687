"""The commands put together, and the options before them."""

import os
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.books import closings, comparisons, reconciliations, rule_sets
from api.cli.clock_acceptance import ACCEPT_CLOCK, accept
from api.cli.facts import demo, exports, history, holidays, imports, mappings, quarantine
from api.cli.figures import disputes, documents, explanations, reports
from api.cli.proof import checkpoints, evidence, proofs, verifications
from api.cli.settings import COMPUTING_THREADS, MAXIMUM_JOBS, Settings
from api.cli.upkeep import backups, devices, erasures, keys, master_key, service, store_copy
from api.processors import processors
from api.store_locations import DEFAULT_STORE


class CommandLine(TyperGroup):
    """The commands; the clock may be accepted before the command or after it, as it is thought of."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        """Bring the option to the front, where it is read."""
        end = words.index("--") if "--" in words else len(words)
        if ACCEPT_CLOCK in words[:end]:
            others = [word for word in words[:end] if word != ACCEPT_CLOCK]
            # A request for help accepts nothing.
            words = [*([] if "--help" in others else [ACCEPT_CLOCK]), *others, *words[end:]]
        return super().parse_args(context, words)


app = typer.Typer(
    name="workledger",
    cls=CommandLine,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A ledger of working hours, scores, bonuses and pay: any period, as known at any moment, under any rules.",
)


def _told(wanted: bool) -> None:
    if wanted:
        typer.echo(f"workledger {version('workforce-ledger')}")
        raise typer.Exit


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
    accept_clock: Annotated[
        bool,
        typer.Option(
            ACCEPT_CLOCK,
            help="Accept the clock of this machine once, although it is far from what was recorded last; that is "
            "recorded. With close: also a period that ended only by such a clock.",
        ),
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_told)
    ] = False,
) -> None:
    jobs = jobs or min(processors(), MAXIMUM_JOBS)
    os.environ[COMPUTING_THREADS] = str(jobs)
    context.obj = Settings(store=store, journal=journal, jobs=jobs, accept_clock=accept_clock)
    if accept_clock:
        accept(context.obj)


for commands in (
    imports.commands,
    exports.commands,
    quarantine.commands,
    store_copy.commands,
    holidays.commands,
    mappings.commands,
    reports.commands,
    documents.commands,
    closings.commands,
    comparisons.commands,
    checkpoints.commands,
    proofs.commands,
    verifications.commands,
    evidence.commands,
    rule_sets.commands,
    history.commands,
    explanations.commands,
    disputes.commands,
    reconciliations.commands,
    service.commands,
    keys.commands,
    erasures.commands,
    backups.commands,
    master_key.commands,
    devices.commands,
    demo.commands,
):
    app.add_typer(commands)
