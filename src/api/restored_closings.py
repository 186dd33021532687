"""After a restore: an export has the digests of closed periods only, and their bytes are computed again."""

from contextlib import nullcontext

from ledger.closing import Turn
from ledger.ledger import Ledger
from ledger.refusal import DamageError, MissingError, RulesError


def freeze_again(ledger: Ledger, turn: Turn = nullcontext) -> str | None:
    """Compute, within a `turn`, the frozen bytes that a restored ledger lacks, and keep them; what was wrong."""
    if ledger.site is None or not ledger.facts.arrow(["position"], ["close"]).num_rows:
        return None
    from projections.books import lost_frozen_bytes  # noqa: PLC0415 - seldom needed
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    try:
        with turn():
            found = lost_frozen_bytes(read_journal(ledger), PolarsEngine())
        ledger.closings.keep_frozen(found)
    except (DamageError, MissingError, RulesError) as error:
        return str(error)
    return None
