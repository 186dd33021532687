"""`workledger master-key`: the key that all others are wrapped by."""

import typer

from api.cli.reader_language import tell
from api.cli.settings import settings

commands = typer.Typer()
master_key_commands = typer.Typer(help="The master key, by which the keys of personal texts are wrapped.")
commands.add_typer(master_key_commands, name="master-key")


@master_key_commands.command()
def rotate(context: typer.Context) -> None:
    """Make a new master key, and wrap every key by it in one transaction; no fact is touched.

    Interrupted at any point, the old or the new key opens the ledger. A key that is given in the environment is
    followed by the one in WORKLEDGER_NEW_MASTER_KEY. Backups from before need the old key: keep it with them.
    """
    from ledger.ledger import Ledger

    with Ledger.open(settings(context).store) as ledger:
        count = ledger.upkeep.rotate_master_key()
        place = ledger.master_key_place
    tell(f"{count} keys are wrapped by the new master key in {place}; the old one opens older backups only")


@master_key_commands.callback()
def _group() -> None:
    """Keep `rotate` a command of its own while it is the only one."""
