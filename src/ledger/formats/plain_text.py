"""Texts in cells of CSV that no spreadsheet takes for a formula, and back.

A spreadsheet computes a cell that begins with `=`, `+`, `-` or `@` (or with a character that it passes over before
one), whoever wrote it. Such a text is written with an apostrophe before it, which is how spreadsheets write it
themselves, and read without it. Figures are no texts: `-5.00` stays a number.
"""

import re

_MARK = "'"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def marked(text: str) -> str:
    """A text as a cell of CSV may hold it."""
    return f"{_MARK}{text}" if _FORMULA.match(text) else text


def unmarked(cell: str) -> str:
    """The text of a cell of CSV."""
    return cell.removeprefix(_MARK) if _FORMULA.match(cell) else cell
