"""`workledger export`: every fact as a line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Force
from ledger.ledger import Ledger
from ledger.output_file import output_file

commands = typer.Typer()

_STREAM = "-"


@commands.command()
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="Where to write to; - is standard output.")] = _STREAM,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact", help="Write the stored bytes and the wrapped keys; restored under the same master key only."
        ),
    ] = False,
    force: Force = False,
) -> None:
    """Write every fact, a line each, so that a whole ledger can enter an empty store.

    What is restored has the same positions and reports; of an exact export also the same bytes and Merkle root.
    """
    with Ledger.open(context.obj.store) as ledger:
        write = ledger.exports.write_exact if exact else ledger.exports.write
        if file == _STREAM:
            write(sys.stdout.buffer)
            sys.stdout.flush()
            return
        ledger.facts.last_position()
        with (
            output_file(Path(file), replace=force, own=context.obj.own_files) as part,
            part.open("wb") as stream,
        ):
            count = write(stream)
        typer.echo(f"{count} facts in {file}", err=True)
