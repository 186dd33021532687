"""Dates of an XLSX file that are shown as weekdays (``aaa``): the reader of workbooks has numbers for them."""

import re
from datetime import date, timedelta

from ledger.formats.sheets.package_cells import cells_of
from ledger.formats.sheets.package_parts import PackageParts

_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_TEXT_IN_FORMAT = re.compile(r"\[[^\]]*\]|&quot;.*?&quot;|\\.")
_WEEKDAY = re.compile(r"(?<![a-z/])a{3,4}(?![a-z/])", re.IGNORECASE)
_STYLE_OF_CELL = re.compile(rb'\bs="(\d{1,6})"')
_FIRST, _LAST = 1, 100_000
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def weekday_dates(parts: PackageParts, sheet: bytes) -> dict[tuple[int, int], str]:
    """The dates on a sheet that are shown as weekdays, as ``2026-10-12``, by row and column from 0."""
    styles = _weekday_styles(parts.styles())
    if not styles:
        return {}
    epoch = _EPOCH_1904 if parts.counts_from_1904() else _EPOCH
    found: dict[tuple[int, int], str] = {}
    for cell in cells_of(sheet):
        style = _STYLE_OF_CELL.search(cell.told)
        whole = cell.value.partition(".")[0]
        if style and int(style[1]) in styles and b"t=" not in cell.told and whole.isdecimal() and len(whole) <= 6:
            days = int(whole)
            if _FIRST <= days <= _LAST:
                found[cell.place] = (epoch + timedelta(days=days)).isoformat()
    return found


def _weekday_styles(styles: str) -> set[int]:
    """The numbers of the cell styles whose format has a weekday of Chinese and no other part of a date."""
    formats = (dict(_ATTRIBUTE.findall(told)) for told in _FORMAT.findall(styles))
    weekdays = {
        each["numFmtId"]
        for each in formats
        if "numFmtId" in each and _WEEKDAY.search(_TEXT_IN_FORMAT.sub("", each.get("formatCode", "")))
    }
    listed = _STYLES.search(styles) if weekdays else None
    if listed is None:
        return set()
    used = (dict(_ATTRIBUTE.findall(told)).get("numFmtId") for told in _STYLE.findall(listed[0]))
    return {number for number, identifier in enumerate(used) if identifier in weekdays}
