"""Numbers as people write them: with thousands, a decimal point or a decimal comma, and a currency around them.

A comma may be either mark. `4800,50` and `4.800,50` can only be 4800.50, and `12,000` is twelve thousand, for no figure
takes three decimals; where one may, what could be both is refused.
"""

import re
from decimal import Decimal

from ledger.formats.sheets.heading_keys import folded

LARGEST = 20
"""Digits before the decimal mark, and after it, of what somebody may have meant."""
_AROUND = re.compile(r"([-+]?)\s*¥?\s*([-+]?)([\d.,\s]*\d[.,]?(?:[eE]-\d+)?)\s*[元分]?")
_SPACED = re.compile(r"\d{1,3}(?:\s\d{3})+(?=[.,]|$)")
_PLAIN = re.compile(r"\d+\.?|\d*\.\d+(?:[eE]-\d{1,3})?|\d+[eE]-\d{1,3}")
_THOUSANDS = {
    mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+(?:\{other}\d+)?") for mark, other in ((",", "."), (".", ","))
}
_DECIMAL_COMMA = re.compile(r"\d+,\d+")


class EitherNumberError(ValueError):
    """A text that may be two numbers."""

    def __init__(self, *numbers: str) -> None:
        """Of the numbers that it may be."""
        super().__init__(*numbers)
        self.numbers = numbers


def number_of(text: str, mark: str | None = None, *, is_fine: bool = False) -> Decimal:
    """The number that a text is. `mark` is its decimal mark, where known; `is_fine`: it may have three decimals.

    Raises ValueError for what is not a number, or not one that somebody may have meant.
    """
    found = _AROUND.fullmatch(folded(text).replace("\u2212", "-").strip())
    if found is None or (found[1] and found[2]):
        raise ValueError(text)
    body = _SPACED.sub(lambda spaced: re.sub(r"\s", "", spaced[0]), found[3], count=1)
    value = Decimal(_with_a_point(body, mark, is_fine=is_fine))
    if not value.is_finite() or not -LARGEST < value.adjusted() < LARGEST:
        raise ValueError(text)
    return -value if "-" in (found[1], found[2]) else value


def _with_a_point(body: str, mark: str | None, *, is_fine: bool) -> str:
    """A number with a point before its decimals, and nothing between its thousands."""
    if mark is None:
        mark = _mark_of(body, is_fine=is_fine)
    other = "." if mark == "," else ","
    if other in body:
        if not _THOUSANDS[other].fullmatch(body):
            raise ValueError(body)
        body = body.replace(other, "")
    body = body.replace(mark, ".")
    if not _PLAIN.fullmatch(body):
        raise ValueError(body)
    return body


def _mark_of(body: str, *, is_fine: bool) -> str:
    """The decimal mark of a number that says by itself which it is."""
    commas, points = body.count(","), body.count(".")
    if commas and points:
        return "." if body.rindex(".") > body.rindex(",") else ","
    if points > 1:
        return ","
    if commas == 1 and _THOUSANDS[","].fullmatch(body):
        if is_fine:
            raise EitherNumberError(body.replace(",", ""), body.replace(",", "."))
        return "."
    return "," if _DECIMAL_COMMA.fullmatch(body) else "."
