"""S10 What a line of pay is a multiple of, where it is: nights at an amount each, or minutes."""

from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.pay.pay_lines import line_of

MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of what a line pays for."""

    count: int
    unit: str
    """`minutes`, or what its line counts, such as `nights`."""
    each: int | None = None
    """Fen for each; None where that is not one amount."""
    multiple: int | None = None
    """How many times an hour's pay, in hundredths; None where that is not one multiple."""


def quantity_of(item: str, amount: int, minutes: int | None, rules: RuleSet) -> Quantity | None:
    """The quantity of a line as reports show it; None of a line that has none.

    `amount` is the line's, in fen; `minutes` what the report of paid time has beside it (S10.8b), None where it has no
    such row; `rules` are those of the reports.
    """
    line, kind = line_of(item), item.partition(":")[2]
    if line is None:
        return None
    if minutes is not None:
        return Quantity(minutes, MINUTES, multiple=None if line.multiple is None else line.multiple(rules, kind))
    each = 0 if line.each is None else line.each(rules)
    if each <= 0 or amount % each:
        return None
    return Quantity(amount // each, line.counts, each)
