"""The command that moves a ledger from one store to another."""

from typing import Annotated

import typer

from api.cli.progress import progress_bar
from api.cli.reader_language import tell

commands = typer.Typer()


@commands.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The store to copy: sqlite:///PATH or postgresql://….")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A store that has no ledger yet.")],
) -> None:
    """Copy a ledger into another store, unchanged: positions, ids, instants, keys, imports and refused lines.

    The keys are wrapped anew under the other store's master key, which is made where there is none.
    """
    from ledger.ledger import Ledger

    with Ledger.open(source) as ledger, Ledger.open(target) as other:
        with progress_bar("facts", in_bytes=False) as progress:
            count = ledger.upkeep.copy_to(other.store, progress)
        tell(f"{count} facts copied to {other.place}; the master key there is in {other.master_key_place}")
