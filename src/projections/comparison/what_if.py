"""What if: a period under rules that are not adopted yet, or without some facts; who wins, who loses, how much."""

from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.comparison.changed_figures import Moved, moved
from projections.engine import Engine
from projections.journal import JournalReader, View
from projections.replay import Replay

PROPOSED = "proposed"
"""What a rule set is called that is not on the ledger."""


@dataclass(frozen=True)
class WhatIf:
    """What moves, and what it makes in all (fen)."""

    moved: tuple[Moved, ...]

    def changes(self) -> dict[str, int]:
        """By employee, what is more or less in pay (fen), without those whose pay stays."""
        pay = {each.employee: (each.after or 0) - (each.before or 0) for each in self.moved if each.figure == "pay"}
        return {employee: change for employee, change in pay.items() if change}

    @property
    def cost(self) -> int:
        """What it costs in all, in fen; below 0 where it saves."""
        return sum(self.changes().values())

    @property
    def winners(self) -> int:
        """How many are paid more."""
        return sum(change > 0 for change in self.changes().values())

    @property
    def losers(self) -> int:
        """How many are paid less."""
        return sum(change < 0 for change in self.changes().values())


def what_if(books: Replay, period: str, rules: RuleSet, version: str = PROPOSED) -> WhatIf:
    """A period under other rules beside its own; the periods before it keep theirs (S11.1)."""
    month = books.reported(period)
    own = books.under(month.period.number, month.version, month.rules)
    return WhatIf(tuple(moved(own, books.under(month.period.number, version, rules))))


def without_facts(
    reader: JournalReader, engine: Engine, period: str, position: int, left_out: frozenset[int]
) -> WhatIf:
    """A period replayed with all facts up to a position, beside the same without some of them."""

    whole, less = reader.view(View(position)), reader.view(View(position, without=left_out))
    with Replay(whole, engine) as own, Replay(less, engine) as other:
        return WhatIf(tuple(moved(own.reported(period), other.reported(period))))
