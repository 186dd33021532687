"""Refused lines on a terminal: what is said of many lines is said once."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.imports.import_answer import Issue

_PLACES = 3


def told_once(issues: "Sequence[Issue]") -> list[str]:
    """A sentence for each reason, with the lines that it is of; in the order of the first of them."""
    lines: dict[tuple[str | None, str, str], list[int]] = {}
    for issue in issues:
        lines.setdefault((issue.file, issue.code, issue.message), []).append(issue.line)
    return [f"{_where(file, numbers)}: {code}: {message}" for (file, code, message), numbers in lines.items()]


def _where(file: str | None, numbers: Sequence[int]) -> str:
    """The lines: ``line 4``, or ``lines 2 … 1001 (1000 times)``."""
    of = f"{file}, " if file else ""
    different = sorted(set(numbers))
    if len(numbers) == 1:
        return f"{of}line {numbers[0]}"
    if len(different) == 1:
        return f"{of}line {different[0]} ({len(numbers)} times)"
    if len(different) > _PLACES:
        through = all(before + 1 == after for before, after in pairwise(different))
        dots = " … " if through else ", … "
        return f"{of}lines {different[0]}{dots}{different[-1]} ({len(numbers)} times)"
    return f"{of}lines {', '.join(str(number) for number in different)}{_times(numbers, different)}"


def _times(numbers: Sequence[int], different: Sequence[int]) -> str:
    return "" if len(numbers) == len(different) else f" ({len(numbers)} times)"
