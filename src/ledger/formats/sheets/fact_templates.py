"""A piece to its fact: the fields by their templates, instants with the site's offset where they have none."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, get_args
from zoneinfo import ZoneInfo

from ledger.facts.base import KINDS, Fact, all_marks
from ledger.facts.interchange_line import read_object
from ledger.facts.types import Identifies, Instant, OnLedger
from ledger.formats.sheets.heading_keys import folded
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_parts import Stated
from ledger.formats.sheets.row_values import RowValues
from ledger.refusal import refused

_INSTANT = re.compile(
    r"(?:\d{4}-\d\d-\d\d (?=\d{4}-))?(\d{4}-\d\d-\d\d)[ T]"
    r"(\+1 )?(\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?"
)
"""A date and a time of day, of the day after with ``+1``; a time that has a date of its own goes before the first."""
_OF_INSTANTS = get_args(Instant)[-1]
_DIGITS_LOST = re.compile(r"[-+]?\d(?:[.,]\d+)?[eE]\+?\d+")
_MOST_DIGITS = 15
"""Of a number that a spreadsheet keeps; it writes zeros for the others."""
_NOT_ONE = re.compile(r"[、；;]|^\d+\.0+$|^\d{1,3}(?:,\d{3})+$")
"""Several numbers in a cell, or a number that a program has written as an amount."""
_INSTANT_OF, _PERSON_OF, _NUMBER_OF = "instant", "person", "number"
_DATE_ONLY = re.compile(r"\d{4}-\d\d-\d\d")


def made(stated: Stated, mapping: Mapping, values: RowValues, zone: ZoneInfo) -> Fact:
    """The fact that a row states. Raises RefusedError where it is invalid."""
    return read_object({"kind": stated.kind, **fields_of(stated, mapping, values, zone)})


def fields_of(stated: Stated, mapping: Mapping, values: RowValues, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of a fact: by its templates, and by the columns that are called like a field."""
    known = mapping.column_names()
    fields: dict[str, Any] = {}
    for name, mark in _fields_of(KINDS[stated.kind]):
        if name in stated.fields:
            value = values.filled(stated.fields[name])
        elif name in known:
            value = values.value(name)
        else:
            continue
        if value in ("", {}):
            continue
        if mark is not None and isinstance(value, str):
            value = _instant(name, value, zone) if mark is _INSTANT_OF else _number(name, value, values, mark)
        elif mark is not None and isinstance(value, list):
            value = [_number(name, str(each), values, mark) for each in value]
        fields[name] = value
    return fields


@cache
def _fields_of(model: type[Fact]) -> tuple[tuple[str, str | None], ...]:
    """The names of a kind's fields, and what a text has to be read as for each: an instant, a number of something."""
    return tuple((name, _read_as(name, all_marks(model, attribute))) for attribute, name in model.names.items())


def _read_as(name: str, marks: Sequence[object]) -> str | None:
    if any(mark is _OF_INSTANTS for mark in marks):
        return _INSTANT_OF
    if name == "employee" or any(isinstance(mark, OnLedger) for mark in marks):
        return _PERSON_OF
    return _NUMBER_OF if any(isinstance(mark, Identifies) for mark in marks) else None


def _number(field: str, text: str, values: RowValues, mark: str) -> str:
    """What something is known by, in half width; a number that a spreadsheet has cut the digits of is none."""
    number = folded(text)
    if _DIGITS_LOST.fullmatch(number):
        raise refused(
            "digits_lost",
            f"{values.called(field)} is {number[:60]!r}, a number whose last digits the spreadsheet has lost; format "
            "its column as text, and enter the number again",
        )
    if mark is _PERSON_OF and _NOT_ONE.search(number):
        raise refused(
            "bad_cell", f"{values.called(field)} is {number[:60]!r}, which is not one employee number; give the number"
        )
    if mark is _PERSON_OF and len(number) > _MOST_DIGITS and number.isdecimal():
        raise refused(
            "digits_lost",
            f"{values.called(field)} is {number[:60]!r}, a number of more than the {_MOST_DIGITS} digits that a "
            "spreadsheet keeps; give the employee number",
        )
    return number


def _instant(field: str, text: str, zone: ZoneInfo) -> str:
    """An instant with its offset: the one that was written, else the site's.

    Of the two instants of an hour that comes twice the first is taken, as for the log of a device.
    """
    bare = f"{text} 00:00" if _DATE_ONLY.fullmatch(text) else text
    found = _INSTANT.fullmatch(bare)
    if found is None:
        raise refused("bad_cell", f"{field} is {text[:60]!r}; give a date and a time, such as 2026-10-12 08:30")
    day, ahead, clock, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
        if ahead:
            moment += timedelta(days=1)
    except (ValueError, OverflowError):
        raise refused("bad_cell", f"{field} is {text[:60]!r}, a time that does not exist; give one that does") from None
    return (moment if offset else moment.replace(tzinfo=zone)).isoformat()
