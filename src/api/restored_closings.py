"""After a restore: an export of version 0.1.0 has digests of closed periods only; the bytes are computed again."""

from contextlib import nullcontext
from typing import NamedTuple

from ledger.closing import Turn
from ledger.ledger import Ledger
from ledger.refusal import DamageError, MissingError, RulesError


class FrozenAgain(NamedTuple):
    """What became of frozen bytes: what was wrong, or the periods of which some are lost."""

    wrong: str | None = None
    lost: tuple[str, ...] = ()


def freeze_again(ledger: Ledger, turn: Turn = nullcontext) -> FrozenAgain:
    """Compute, within a `turn`, the frozen bytes that a restored ledger lacks, and keep them.

    What today's program computes otherwise is lost where the export is of version 0.1.0, and kept as such.
    """
    if ledger.site is None or not ledger.facts.arrow(["position"], ["close"]).num_rows:
        return FrozenAgain()
    from projections.books import frozen_again  # noqa: PLC0415 - seldom needed
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    lost: list[str] = []
    try:
        with turn():
            for made in frozen_again(read_journal(ledger), PolarsEngine()):
                ledger.closings.keep_frozen(made.found)
                ledger.closings.keep_lost(made.lost)
                lost += [made.period] if made.lost else []
    except (DamageError, MissingError, RulesError) as error:
        return FrozenAgain(str(error))
    return FrozenAgain(lost=tuple(lost))
