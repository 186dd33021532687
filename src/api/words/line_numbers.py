"""Numbers of lines as people read them: of many the first and the last."""

from collections.abc import Sequence
from itertools import pairwise

_SHOWN = 3


def line_numbers(numbers: Sequence[int]) -> str:
    """Up to three different numbers, else the first and the last: ``2 … 1001``, or ``2, … 1001`` with gaps."""
    different = sorted(set(numbers))
    if len(different) <= _SHOWN:
        return ", ".join(str(number) for number in different)
    through = all(before + 1 == after for before, after in pairwise(different))
    return f"{different[0]}{' … ' if through else ', … '}{different[-1]}"
