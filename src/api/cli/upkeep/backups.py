"""`workledger backup` and `restore`: the whole store in one file."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.progress import progress_bar
from api.cli.reader_language import tell
from api.cli.settings import settings

commands = typer.Typer()

NOT_ERASED = 1
"""The exit status where what was restored does not know of an erasure."""


@commands.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write to.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write the whole store into one file, as it stands at one moment, while others go on writing.

    It holds facts, keys, imports, refused lines, frozen reports and checkpoints; never the master key, without which
    it cannot be restored.
    """
    from ledger.ledger import Ledger

    with Ledger.open(settings(context).store) as ledger, progress_bar("facts", in_bytes=False) as progress:
        made = ledger.upkeep.back_up(file, progress, replace=force)
        ledger.upkeep.note_backup(made)
        place = ledger.master_key_place
    tell(
        f"{made.position} facts are backed up in {file}, without the master key, which is in {place}; "
        "keep a copy of it in another place than the backup"
    )


@commands.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that backup has written.")],
    erasures: Annotated[
        Path | None,
        typer.Option(help="A list of erasures to compare with; the one beside the master key by default."),
    ] = None,
) -> None:
    """Restore a backup into an empty store of either kind: every row as it was, under the same master key.

    Put the master key in its place first. A backup from before an erasure does not know of it, which is said.
    """
    from ledger.ledger import Ledger

    with Ledger.open(settings(context).store) as ledger:
        with progress_bar("facts", in_bytes=False) as progress:
            made = ledger.upkeep.restore(file, progress)
        missing = [each.employee for each in ledger.erasures.missing(erasures)]
        tell(f"{made.position} facts are restored to {ledger.place}")
        if not (erasures or ledger.erasures.file).exists():
            tell(
                f"there is no list of erasures {ledger.erasures.file} to compare with; give the one of the old "
                "store to workledger erasures",
                err=True,
            )
    if missing:
        tell(
            f"erased after the backup was made, and not in it: {', '.join(missing)}; erase them again with "
            "workledger erasures --apply",
            err=True,
        )
        raise typer.Exit(NOT_ERASED)
