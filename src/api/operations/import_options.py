"""The options of an import, and the parts beside its file; wrong ones are refused before anything begins."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.problems import Problem
from ledger.facts.people import Site
from ledger.formats import FORMATS, line_reader
from ledger.formats.sheets import read_mapping, shipped, text_of, told_of_file
from ledger.formats.zkteco import pins_in
from ledger.imports.read_ahead import Reading
from ledger.refusal import LedgerError

MAPPING, PINS = "mapping", "pins"
_SHEET, _INTERCHANGE = "sheet", "interchange"
_OWN = "given"
"""What a mapping that was sent is called."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is imported; texts are empty where nothing was said. Raises Problem for an unknown word.

    `set` and `pin` are pairs with `=` between: a column for all rows, and an employee for a number of a device.
    """

    format: str = ""
    map: str = ""
    set: Sequence[str] = ()
    device: str = ""
    trust_direction: bool = False
    pin: Sequence[str] = ()
    dry_run: bool = False
    sheet: Sequence[str] = ()
    encoding: str = ""
    strict: bool = False
    given: Mapping[str, str] = field(init=False)
    pins: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        if self.format and self.format not in FORMATS:
            raise _invalid(f"there is no format {self.format[:60]!r}; give one of {', '.join(FORMATS)}")
        if self.map and self.map not in shipped():
            raise _invalid(f"there is no mapping {self.map[:60]!r} that is shipped; /v1/mappings lists them")
        object.__setattr__(self, "given", _pairs("set", self.set, "period=2026-10"))
        object.__setattr__(self, "pins", _pairs("pin", self.pin, "0042=1001"))

    def reading(self, beside: Mapping[str, bytes], site: Site | None) -> Reading:
        """How the lines of the file are read, with the parts beside it. Raises Problem for what does not fit."""
        mapping = self._mapping(beside)
        if mapping:
            mapping = told_of_file(mapping, self.encoding, self.sheet)
        elif self.sheet or self.encoding:
            raise _invalid(f"sheet and encoding are of a sheet; give map=NAME of /v1/mappings too, or a part {MAPPING}")
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
            f"the format {name} needs a site for its time zone; record the site first, or import facts that begin "
            "with it",
            code="no_site",
        )
    try:
        line_reader(name, options, site)
    except LedgerError as error:
        raise _invalid(str(error)) from None


def _invalid(sentence: str) -> Problem:
    return Problem("invalid", sentence, code="bad_value")
