"""What a line of pay is a multiple of, in words: so many nights at an amount each, or so many hours."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from api.words.language import Language
from ledger.facts.figures import hundredths, show_hundredths
from ledger.labels import label
from ledger.ruleset import RuleSet
from projections.pay.pay_lines import line_of
from projections.pay.quantities import MINUTES, Quantity, quantity_of

_MINUTES_AN_HOUR = 60
_ONE = 100
"""A multiple of 1, in hundredths."""


def grouped(amount: str) -> str:
    """Yuan with thousands apart: ``4800.00`` is ``4,800.00``."""
    return f"{Decimal(amount):,}"


def has_timed_line(lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of somebody's lines of pay is paid for minutes, which the report of paid time tells (S10.8b)."""
    found = (line_of(line["item"]) for line in lines)
    return any(line is not None and line.is_timed for line in found)


def quantity_texts(
    lines: Iterable[Mapping[str, Any]], paid_time: Iterable[Mapping[str, Any]], rules: RuleSet, language: Language
) -> list[str]:
    """The quantity of each of somebody's lines, such as `8 nights × 15.00`; empty of one that has none.

    `lines` and `paid_time` are rows of the two reports of one person, `rules` the rule set of both.
    """
    minutes = {row["item"]: row["minutes"] for row in paid_time}
    return [
        _text(
            quantity_of(line["item"], hundredths(line["amount"]), minutes.get(line["item"]), rules),
            language,
        )
        for line in lines
    ]


def _text(found: Quantity | None, language: Language) -> str:
    if found is None:
        return ""
    if found.unit != MINUTES:
        each = grouped(show_hundredths(found.each or 0))
        key = found.unit if found.count != 1 else f"{found.unit}:1"
        return label("quantity", key, language, count=found.count, each=each)
    whole, rest = divmod(found.count, _MINUTES_AN_HOUR)
    hours = f"{whole:,}:{rest:02d}"
    if found.multiple in (None, _ONE):
        return label("quantity", MINUTES, language, hours=hours)
    times = show_hundredths(found.multiple or 0).rstrip("0").rstrip(".")
    return label("quantity", f"{MINUTES}:times", language, hours=hours, times=times)
