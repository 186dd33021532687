"""The text of a cell to an amount in fen, exactly; a cell that is not an amount is named."""

import re
from decimal import Decimal

from ledger.formats.sheets.numerals import number_of
from ledger.refusal import LedgerError

_NOTHING = {"", "-", "—", "–", "/"}
_IN_BRACKETS = re.compile(r"[（(](.+)[)）]")
_DIGITS_OF_A_DOUBLE = 15
"""A number with this many digits or more was added up by a spreadsheet in binary; its tail is not what was meant."""
_TAIL = Decimal("0.0001")
_LONGEST = 100
"""Characters of an amount; longer text is not an amount, and is not examined."""
_LOOKS_LIKE = re.compile(r"[-(（]?[￥¥]?[\d,，]*\d(\.\d+)?元?[)）]?")


def fen_of(text: str, unit: str, cell: str, mark: str | None = None) -> int | None:
    """The amount of a cell in fen; None for an empty one. Brackets are a minus, as bookkeepers write it.

    `mark` is the decimal mark, where the mapping says it; else what each number shows: 4800,50 is 4800.50.

    Raises LedgerError for what is not an amount, and for parts of a fen.
    """
    if text in _NOTHING:
        return None
    bracketed = _IN_BRACKETS.fullmatch(text)
    if len(text) > _LONGEST:
        raise LedgerError(f"{cell} is {text[:60]!r}; give an amount, such as {_example(unit)}")
    try:
        fen = number_of(bracketed[1] if bracketed else text, mark) * (100 if unit == "yuan" else 1)
    except (ArithmeticError, ValueError):
        raise LedgerError(f"{cell} is {text[:60]!r}; give an amount, such as {_example(unit)}") from None
    if fen.adjusted() > _DIGITS_OF_A_DOUBLE:
        raise LedgerError(f"{cell} is {text[:60]!r}; give an amount, such as {_example(unit)}")
    whole = int(fen.to_integral_value())
    added_up = len(text.strip("-0.").replace(".", "")) >= _DIGITS_OF_A_DOUBLE
    if fen != whole and not (added_up and abs(fen - whole) < _TAIL):
        finest = "more than two decimals; give yuan and fen" if unit == "yuan" else "a part of a fen; give whole fen"
        raise LedgerError(f"{cell} is {text!r}, which has {finest}, such as {_example(unit)}")
    return -whole if bracketed else whole


def looks_like_an_amount(text: str) -> bool:
    """Whether a cell could be an amount, where its column is not known."""
    return len(text) <= _LONGEST and _LOOKS_LIKE.fullmatch(text.replace(" ", "")) is not None


def _example(unit: str) -> str:
    return "2235.80" if unit == "yuan" else "223580"
