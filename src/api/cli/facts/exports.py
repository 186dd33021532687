"""`workledger export`: every fact as a line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Force
from api.cli.reader_language import tell
from api.cli.settings import host, settings
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
    from api.operations.exports import written_export

    if file == _STREAM:
        with host(context) as asked:
            written_export(asked, sys.stdout.buffer, exact=exact)
            sys.stdout.flush()
        return
    with (
        host(context, existing=True) as asked,
        output_file(Path(file), replace=force, own=settings(context).own_files) as part,
        part.open("wb") as stream,
    ):
        count = written_export(asked, stream, exact=exact)
    tell(f"{count} facts in {file}", err=True)
