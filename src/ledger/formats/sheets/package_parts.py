"""The parts of an XLSX file, as they are kept in it: what the reader of workbooks does not tell is looked up there."""

import re
from typing import BinaryIO, Self
from zipfile import BadZipFile, ZipFile

_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FROM_1904 = re.compile(r'\bdate1904="(?:1|true)"')


class PackageParts:
    """The parts of a file; used in a ``with``. A file that is no XLSX has none: every part is empty."""

    def __init__(self, file: BinaryIO) -> None:
        """Look into a file."""
        file.seek(0)
        self._archive: ZipFile | None = None
        try:
            self._archive = ZipFile(file)
        except (BadZipFile, NotImplementedError):
            return

    def __enter__(self) -> Self:
        """These, until the ``with`` ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archive; the file stays open."""
        if self._archive is not None:
            self._archive.close()

    def sheet(self, position: int) -> bytes:
        """What is kept of the sheet at a position."""
        sheets = _SHEET.findall(self._text("xl/workbook.xml"))
        if position >= len(sheets):
            return b""
        named = _ATTRIBUTE.findall(sheets[position])
        wanted = next((value for name, value in named if name.endswith(":id") or name == "id"), "")
        relationships = _RELATIONSHIP.findall(self._text("xl/_rels/workbook.xml.rels"))
        targets = (dict(_ATTRIBUTE.findall(found)) for found in relationships)
        target = next((found.get("Target", "") for found in targets if found.get("Id") == wanted), "")
        return self._part(target[1:] if target.startswith("/") else f"xl/{target}")

    def styles(self) -> str:
        """The formats of its cells."""
        return self._text("xl/styles.xml")

    def counts_from_1904(self) -> bool:
        """Whether its dates are days after 1904-01-01."""
        return _FROM_1904.search(self._text("xl/workbook.xml")) is not None

    def _text(self, name: str) -> str:
        return self._part(name).decode("utf-8", errors="replace")

    def _part(self, name: str) -> bytes:
        try:
            return b"" if self._archive is None else self._archive.read(name)
        except (BadZipFile, KeyError, NotImplementedError):
            # A part that is damaged, or kept elsewhere.
            return b""
