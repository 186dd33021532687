"""`workledger mappings`: the mappings that are shipped, to be used by name or copied and changed."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.facts.sheet_files import suggested, told
from ledger.refusal import LedgerError

commands = typer.Typer()

_SUGGEST = "suggest"
NONE_FITS = 1
"""The exit status where no mapping that is shipped fits a file."""


@commands.command()
def mappings(
    name: Annotated[str, typer.Argument(help="The mapping to show, or `suggest`; all are listed without it.")] = "",
    file: Annotated[str, typer.Argument(help="suggest: the file that a mapping is looked for.")] = "",
    encoding: Annotated[str, typer.Option(help="suggest: of a CSV file, such as gb18030.")] = "",
) -> None:
    """List the mappings that are shipped, show one, or say which fit a file (`mappings suggest FILE`)."""
    if name == _SUGGEST:
        _suggest(file, encoding)
        return
    if file:
        raise LedgerError(f"{name} takes no file; give one mapping to show, or suggest and a file")
    from ledger.formats.sheets import shipped, text_of, title_of

    if name:
        typer.echo(text_of(name), nl=False)
        return
    for shown in shipped():
        typer.echo(f"{shown}\t{title_of(shown)}")


def _suggest(file: str, encoding: str) -> None:
    if not file:
        raise LedgerError("name the file that a mapping is looked for: workledger mappings suggest FILE")
    found = suggested(Path(file), encoding)
    for each in found:
        typer.echo(told(each))
    if not found:
        typer.echo(
            "no shipped mapping has its headings; build on one, or write one: see the guide to formats", err=True
        )
        raise typer.Exit(NONE_FITS)
