"""The difference of two sides of a period: by person and line, and how much of it each cause makes."""

from dataclasses import dataclass, replace

from projections.calendar import period_number
from projections.comparison.amounts import Amounts, difference
from projections.comparison.attribution import Sides, Steps
from projections.comparison.causes import Cause
from projections.comparison.changed_rows import ChangedRow, changed_rows
from projections.comparison.coordinates import Coordinates
from projections.engine import Engine
from projections.journal import JournalReader
from projections.replay import Replay

__all__ = ["Cause", "Comparison", "Difference", "Share", "compare"]


@dataclass(frozen=True)
class Share:
    """How much of a difference one cause makes: fen, or minutes of the lieu bank."""

    cause: int
    """The cause, by its place in the comparison's list."""
    amount: int


@dataclass(frozen=True)
class Difference:
    """One line of one person on both sides: fen of a line of pay, or minutes of the lieu bank."""

    employee: str
    item: str
    before: int
    after: int
    shares: tuple[Share, ...]

    @property
    def amount(self) -> int:
        """What is more, or less, on the second side."""
        return self.after - self.before


@dataclass(frozen=True)
class Comparison:
    """A comparison of a period; the shares of a difference add up to it."""

    period: str
    before: Coordinates
    after: Coordinates
    causes: tuple[Cause, ...]
    """Those that moved something, in the order in which they were stepped over."""
    differences: tuple[Difference, ...]
    rows: tuple[ChangedRow, ...]
    """The rows of balances and compliance that differ."""

    def of(self, employee: str) -> "Comparison":
        """One person's lines, with the causes that moved them."""
        lines = [each for each in self.differences if each.employee == employee]
        kept = sorted({share.cause for each in lines for share in each.shares})
        place = {cause: number for number, cause in enumerate(kept)}
        return replace(
            self,
            causes=tuple(self.causes[cause] for cause in kept),
            differences=tuple(
                replace(each, shares=tuple(Share(place[share.cause], share.amount) for share in each.shares))
                for each in lines
            ),
            rows=tuple(row for row in self.rows if row.employee == employee),
        )


def compare(reader: JournalReader, engine: Engine, period: str, before: Coordinates, after: Coordinates) -> Comparison:
    """Compare two sides of a period. Raises MissingError for a period or rule set that is not there."""
    with Replay(reader.at(max(before.position, after.position)), engine) as replay:
        replay.reported(period)
    sides = Sides(reader, engine, period_number(period))
    one, other = sides.side(before), sides.side(after)
    causes: list[Cause] = []
    shares: dict[tuple[str, str], list[Share]] = {}
    with one.books, other.books:
        for cause, earlier, later in Steps(reader, sides, one, other).walked():
            moved = difference(earlier, later)
            for key, amount in moved.items():
                shares.setdefault(key, []).append(Share(len(causes), amount))
            if moved:
                causes.append(cause)
    differences = _differences(one.shown, other.shown, shares)
    return Comparison(period, before, after, tuple(causes), differences, changed_rows(one.rows, other.rows))


def _differences(before: Amounts, after: Amounts, shares: dict[tuple[str, str], list[Share]]) -> tuple[Difference, ...]:
    """Every line that differs, and every line that a cause moved and another moved back."""
    found = [
        Difference(employee, item, before.get((employee, item), 0), after.get((employee, item), 0), tuple(parts))
        for (employee, item), parts in sorted(shares.items())
    ]
    for each in found:
        assert sum(share.amount for share in each.shares) == each.amount, each
    return tuple(found)
