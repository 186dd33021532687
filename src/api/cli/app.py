"""The commands put together, and what becomes of an error: one sentence on standard error, never a traceback."""

import os
import sys
from typing import Annotated

import typer

from api.cli import demo, holidays, mappings, reconcile, recording, reporting
from api.cli.settings import DEFAULT_STORE, Settings
from ledger.ledger import LedgerError
from projections.problems import ReportError

WRONG_USE = 2
"""The exit status of a command that was used wrongly."""
INTERRUPTED = 130
"""The exit status of a command that was stopped from the keyboard, as shells have it."""

app = typer.Typer(
    name="workledger",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A ledger of working hours, scores, bonuses and pay: any period, as known at any moment, under any rules.",
)


@app.callback()
def _options(
    context: typer.Context,
    store: Annotated[
        str, typer.Option(envvar="WORKLEDGER_STORE", help="Where the ledger is: sqlite:///PATH.")
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


def main() -> None:
    """Run the command line, and end with its exit status."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except (LedgerError, ReportError) as error:
        _refuse(str(error))
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except typer.TyperException as error:
        _refuse(f"{error.format_message().rstrip('.')}; see `workledger --help`")
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has had enough; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _refuse(sentence: str) -> None:
    sys.stderr.write(f"workledger: {sentence}\n")
    sys.exit(WRONG_USE)
