"""Refused lines on a terminal: what is said of many lines is said once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.words.line_numbers import line_numbers

if TYPE_CHECKING:
    from ledger.imports.import_answer import Issue


def told_once(issues: "Sequence[Issue]") -> list[str]:
    """A sentence for each reason, with the lines that it is of; in the order of the first of them."""
    lines: dict[tuple[str | None, str, str], list[int]] = {}
    for issue in issues:
        lines.setdefault((issue.file, issue.code, issue.message), []).append(issue.line)
    return [f"{_where(file, numbers)}: {code}: {message}" for (file, code, message), numbers in lines.items()]


def _where(file: str | None, numbers: Sequence[int]) -> str:
    """The lines: ``line 4``, or ``lines 2 … 1001 (1000 times)``."""
    lines = "line" if len(set(numbers)) == 1 else "lines"
    shown = line_numbers(numbers)
    is_listed = shown.count(",") + 1 == len(numbers) and "…" not in shown
    return f"{f'{file}, ' if file else ''}{lines} {shown}{'' if is_listed else f' ({len(numbers)} times)'}"
