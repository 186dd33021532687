"""What a line of pay is a multiple of, in words: so many nights at an amount each, so many hours, so many days."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from api.words.language import Language
from ledger.facts.figures import hundredths, show_hundredths
from ledger.labels import label
from projections.pay.quantities import MILLI_DAYS, MINUTES

_MINUTES_AN_HOUR = 60
_DAY = 1000
_ONE = 100
"""A multiple of 1 in hundredths, and the whole in percent."""


def grouped(amount: str) -> str:
    """Yuan with thousands apart: ``4800.00`` is ``4,800.00``."""
    return f"{Decimal(amount):,}"


def quantity_texts(
    lines: Iterable[Mapping[str, Any]], parts: Iterable[Mapping[str, Any]], language: Language
) -> list[list[str]]:
    """The quantity of each of somebody's lines, part by part, such as `8 nights × 15.00`; empty of one that has none.

    `lines` are those of the payroll, `parts` as of `payslip_quantities`, both of one person. What the parts come to
    is the line's amount; of a line that comes to another, as one that was frozen before a change of the program, no
    quantity is told.
    """
    told: dict[tuple[str, int], list[str]] = {}
    for part in parts:
        told.setdefault((part["item"], part["product"]), []).append(_text(part, language))
    found = (told.get((line["item"], hundredths(line["amount"])), []) for line in lines)
    return [[f"+ {text}" if place else text for place, text in enumerate(texts)] for texts in found]


def _text(part: Mapping[str, Any], language: Language) -> str:
    """One part: what is counted, and each that it is multiplied by."""
    factors = [_counted(part, language)]
    if part["each"] is not None:
        factors.append(grouped(show_hundredths(part["each"])))
    if part["times"] not in (None, _ONE):
        factors.append(label("quantity", "times", language, times=_short(show_hundredths(part["times"]))))
    if part["share"] not in (None, _ONE):
        factors.append(label("quantity", "share", language, percent=part["share"]))
    if part["at_floor"]:
        factors.append(label("quantity", "at_floor", language))
    return " × ".join(factors)


def _counted(part: Mapping[str, Any], language: Language) -> str:
    unit, count = part["unit"], part["count"]
    if unit == MINUTES:
        if part["over"] is None:
            return label("quantity", MINUTES, language, hours=_hours(count))
        return label("quantity", f"{MINUTES}:of", language, hours=_hours(count), whole=_hours(part["over"]))
    if unit == MILLI_DAYS:
        whole_days, rest = divmod(count, _DAY)
        days = _short(f"{whole_days:,}.{rest:03d}")
        return label("quantity", "days:1" if count == _DAY else "days", language, days=days)
    return label("quantity", f"{unit}:1" if count == 1 else unit, language, count=f"{count:,}")


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, _MINUTES_AN_HOUR)
    return f"{whole:,}:{rest:02d}"


def _short(decimal: str) -> str:
    """A decimal without the zeros at its end."""
    return decimal.rstrip("0").rstrip(".")
