"""The options of an import, from a query and the parts beside a file; wrong ones are refused before anything begins."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from api.problems import Problem
from ledger.facts.people import Site
from ledger.formats import FORMATS, line_reader
from ledger.formats.sheets import read_mapping, shipped, text_of
from ledger.formats.zkteco import pins_in
from ledger.imports.read_ahead import Reading
from ledger.refusal import LedgerError

MAPPING, PINS = "mapping", "pins"
_SHEET, _INTERCHANGE = "sheet", "interchange"
_OWN = "given"
"""What a mapping that was sent is called."""


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """An import as its query asks for it; texts are empty where nothing was said."""

    format: str
    map: str
    given: Mapping[str, str]
    device: str
    trust_direction: bool
    pins: Mapping[str, str]
    dry_run: bool

    def reading(self, beside: Mapping[str, bytes], site: Site | None) -> Reading:
        """How the lines of the file are read, with the parts beside it. Raises Problem for what does not fit."""
        mapping = self._mapping(beside)
        options: dict[str, Any] = {
            **mapping,
            "set": dict(self.given),
            "device": self.device,
            "trust_direction": self.trust_direction,
            "pins": self._pins(beside),
        }
        options = {name: value for name, value in options.items() if value}
        reading = Reading(self.format or (_SHEET if mapping else _INTERCHANGE), options)
        _refuse_unfit(reading, site)
        return reading

    def _mapping(self, beside: Mapping[str, bytes]) -> dict[str, Any]:
        content = beside.get(MAPPING)
        if content is None:
            return read_mapping(self.map, text_of(self.map)) if self.map else {}
        if self.map:
            raise _invalid(f"there are two mappings, map={self.map} and the part {MAPPING}; give one of them")
        try:
            return read_mapping(_OWN, content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise _invalid(f"the part {MAPPING} is not in UTF-8; save it so") from None
        except LedgerError as error:
            raise _invalid(str(error)) from None

    def _pins(self, beside: Mapping[str, bytes]) -> dict[str, str]:
        if PINS not in beside:
            return dict(self.pins)
        try:
            with io.TextIOWrapper(io.BytesIO(beside[PINS]), encoding="utf-8-sig", newline="") as stream:
                listed = pins_in(stream, f"the part {PINS}")
        except LedgerError as error:
            raise _invalid(str(error)) from None
        twice = next((pin for pin, employee in self.pins.items() if listed.get(pin, employee) != employee), None)
        if twice is not None:
            raise _invalid(f"PIN {twice} has another employee in the part {PINS} than in the query; give it one")
        return listed | dict(self.pins)


def import_asked(query: QueryParams) -> ImportAsked:
    """An import as a query asks for it. Raises Problem for a word that is not of its form."""
    format_name, mapping = query.get("format", ""), query.get("map", "")
    if format_name and format_name not in FORMATS:
        raise _invalid(f"there is no format {format_name[:60]!r}; give one of {', '.join(FORMATS)}")
    if mapping and mapping not in shipped():
        raise _invalid(f"there is no mapping {mapping[:60]!r} that is shipped; /v1/mappings lists them")
    return ImportAsked(
        format_name,
        mapping,
        _pairs("set", query.getlist("set"), "period=2026-10"),
        query.get("device", ""),
        truth(query, "trust_direction"),
        _pairs("pin", query.getlist("pin"), "0042=1001"),
        truth(query, "dry_run"),
    )


def truth(query: QueryParams, name: str) -> bool:
    """A parameter that is true or false; false where it is left out. Raises Problem for anything else."""
    text = query.get(name, "false")
    if text not in ("true", "false"):
        raise _invalid(f"{name} is {text[:60]!r}; give true or false")
    return text == "true"


def _pairs(name: str, texts: Sequence[str], example: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        left, _, right = (part.strip() for part in text.partition("="))
        if not (left and right):
            raise _invalid(f"{name} is {text[:60]!r}; give two words with = between, such as {name}={example}")
        if found.setdefault(left, right) != right:
            raise _invalid(f"{name} has two values for {left[:60]!r}; give it one")
    return found


def _refuse_unfit(reading: Reading, site: Site | None) -> None:
    name, options = reading.format, reading.options
    if name == _SHEET and MAPPING not in options:
        raise _invalid(f"a sheet needs a mapping; give map=NAME of /v1/mappings, or a part {MAPPING}")
    if name == _SHEET:
        columns = options[MAPPING]["columns"]
        unknown = next((column for column in options.get("set", ()) if column not in columns), None)
        if unknown is not None:
            raise _invalid(
                f"set names the column {unknown[:60]!r}, which the mapping has not; it has {', '.join(columns)}"
            )
    if site is None and name != _INTERCHANGE:
        raise Problem(
            "refused",
            f"the format {name} needs a site, whose time it is in; record the site first, or import facts that begin "
            "with it",
            code="no_site",
        )
    try:
        line_reader(name, options, site)
    except LedgerError as error:
        raise _invalid(str(error)) from None


def _invalid(sentence: str) -> Problem:
    return Problem("invalid", sentence, code="bad_value")
