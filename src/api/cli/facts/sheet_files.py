"""Sheets given where lines are expected: which mapping fits them is said, before a thousand lines are refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from ledger.formats.sheets import Suggestion

_TEXTS = (".csv", ".tsv")
_HEADINGS = 8


def refuse_sheets(files: Sequence[str]) -> None:
    """Raises LedgerError for a file that is a CSV by its name and by its first line, and has no mapping."""
    from ledger.formats.sheets import fitting

    for name in files:
        path = Path(name)
        if path.suffix.lower() in _TEXTS and path.is_file() and not _begins_with_an_object(path):
            with path.open("rb") as file:
                fits = fitting(file)
            raise LedgerError(
                f"{name} is a sheet, which is read by a mapping: {fits}; `workledger mappings suggest` shows what "
                "fits, and what is missing"
            )


def suggested(path: Path, encoding: str = "") -> "list[Suggestion]":
    """The mappings that fit a file. Raises LedgerError where it cannot be read, or is not a sheet."""
    from ledger.formats.sheets import suggestions

    try:
        with path.open("rb") as file:
            return suggestions(file, encoding or None)
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}") from None


def told(suggestion: "Suggestion") -> str:
    """A suggestion on a line: the mapping, where it fits, and what has to be given for all rows."""
    place = f"sheet {suggestion.sheet}, row {suggestion.row}" if suggestion.sheet else f"row {suggestion.row}"
    found = ", ".join(suggestion.headings[:_HEADINGS]) + (f", {suggestion.dates} dates" if suggestion.dates else "")
    missing = "".join(f"; give --set {column}=…" for column in suggestion.missing)
    return f"{suggestion.mapping}\t{suggestion.title}\t{place}: {found}{missing}"


def _begins_with_an_object(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"")
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}") from None
