"""`--accept-clock`: a clock that is far from what was recorded last is accepted once, by whoever says so."""

import getpass

from api.cli.reader_language import tell
from api.cli.settings import Settings

ACCEPT_CLOCK = "--accept-clock"


def accept(told: Settings, period: str = "") -> None:
    """Accept the clock, where it would be refused, or what it says of a period; which is recorded, and told."""
    from ledger.ledger import Ledger

    with Ledger.open(told.store) as ledger:
        position = ledger.upkeep.accept_clock(_who(), period) if ledger.exists() else None
    if position is not None:
        tell(f"the clock is accepted, at ledger position {position}", err=True)


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
