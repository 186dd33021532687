"""`workledger mappings`: the mappings that are shipped, to be used by name or copied and changed."""

from typing import Annotated

import typer

from ledger.formats.sheets import shipped, text_of, title_of

commands = typer.Typer()


@commands.command()
def mappings(
    name: Annotated[str, typer.Argument(help="The mapping to show; all are listed without it.")] = "",
) -> None:
    """List the mappings that are shipped, or show one of them."""
    if name:
        typer.echo(text_of(name), nl=False)
        return
    for shown in shipped():
        typer.echo(f"{shown}\t{title_of(shown)}")
