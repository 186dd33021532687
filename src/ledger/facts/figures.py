"""Decimal strings to integers and back: two decimals, no float on the way."""

import re

from pydantic_core import PydanticCustomError

_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?", re.ASCII)


def hundredths(text: str) -> int:
    """`"80.5"` is 8050: a decimal of at most two decimals in hundredths (yuan in fen, points in hundredths)."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise PydanticCustomError("decimal", "not a decimal of at most two decimals")
    sign, whole, fraction = match.groups()
    value = int(whole) * 100 + int((fraction or "0").ljust(2, "0"))
    return -value if sign else value


def show_hundredths(value: int) -> str:
    """8050 is `"80.50"`: always two decimals."""
    whole, fraction = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{fraction:02d}"


show_money = show_hundredths
