"""Sheets given where lines are expected: which mapping fits them is said, before a thousand lines are refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from ledger.formats.sheets import Suggestion

_HEADINGS = 8


def refuse_sheets(format_name: str, files: Sequence[str]) -> None:
    """Raises LedgerError for a sheet without a mapping, before any of the files is read."""
    from ledger.formats import refuse_sheet

    for name in files:
        path = Path(name)
        if path.is_file():
            with _opened(path) as file:
                refuse_sheet(format_name, file, name)


def suggested(path: Path, encoding: str = "") -> "list[Suggestion]":
    """The mappings that fit a file. Raises LedgerError where it cannot be read, or is not a sheet."""
    from ledger.formats.sheets import suggestions

    with _opened(path) as file:
        return suggestions(file, encoding or None)


def _opened(path: Path) -> BinaryIO:
    """A file to be read. Raises LedgerError where it cannot be."""
    try:
        return path.open("rb")
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}") from None


def told(suggestion: "Suggestion") -> str:
    """A suggestion on a line: the mapping, where it fits, and what has to be given for all rows."""
    place = f"sheet {suggestion.sheet}, row {suggestion.row}" if suggestion.sheet else f"row {suggestion.row}"
    found = ", ".join(suggestion.headings[:_HEADINGS]) + (f", {suggestion.dates} dates" if suggestion.dates else "")
    missing = "".join(f"; give --set {column}=…" for column in suggestion.missing)
    return f"{suggestion.mapping}\t{suggestion.title}\t{place}: {found}{missing}"
