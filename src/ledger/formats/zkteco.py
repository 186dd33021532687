"""ZKTeco attendance devices: the lines of `attlog.dat` as punches.

A line is the PIN, padded with spaces, the local time, and flags, between tabs: terminal, in/out state, verification,
work code. What has to be known about such a device:

- The in/out state depends on a key that people forget to press. By default it is not trusted, and every punch is
  ``auto``. Trusted, 0 (check in), 3 (back from a break) and 4 (overtime in) are ``in``, 1, 2 and 5 are ``out``; any
  other state is ``auto``.
- The time has no offset. It is the site's: of the two instants of an hour that comes twice, when summer time ends, the
  first is taken; a time that is skipped when summer time begins is read with the offset from before.
- A device writes its whole log every time. So that logs that overlap say the same, a punch gets a `device` only where
  one is given, and never from the name of the file.
- The PIN is the employee number, unless a table says otherwise.

A device that sends its log by itself (ADMS) leaves the terminal out of its lines, so that the in/out state comes first
after the time.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ledger.facts.attendance import Clock
from ledger.facts.base import Fact
from ledger.facts.interchange_line import LINE_LIMIT, check_encoding, read_object
from ledger.facts.people import Site
from ledger.formats.plain_text import unmarked
from ledger.refusal import LedgerError, refused

OPTIONS = ("device", "trust_direction", "pins", "serial")
_LINE = re.compile(r"\s*(\S+)\t(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)((?:\t[^\t]*)*)\s*", re.ASCII)
_STATE, _STATE_SENT = 2, 1
_DIRECTIONS = {"0": "in", "3": "in", "4": "in", "1": "out", "2": "out", "5": "out"}


def is_a_log(beginning: bytes) -> bool:
    """Whether a file begins as the log of a device does."""
    first = beginning.lstrip().partition(b"\n")[0].rstrip(b"\r")
    return first.isascii() and _LINE.fullmatch(first.decode("ascii")) is not None


def reader(options: Mapping[str, Any], site: Site | None) -> Callable[[bytes], Fact]:
    """The reader of a device's lines.

    Options: `device`, a name for the device; `trust_direction`; `pins`, a mapping of PIN to employee number; `serial`,
    the serial number of a device that has sent the lines by itself, and so has recorded what they say.
    """
    unknown = [name for name in options if name not in OPTIONS]
    if unknown:
        raise LedgerError(f"the format zkteco has no option {unknown[0]}; its options are {', '.join(OPTIONS)}")
    if site is None:
        raise LedgerError("a device's log needs a site for its time zone: record the site first, with init")
    device = options.get("device") or None
    trusted = bool(options.get("trust_direction"))
    pins: Mapping[str, str] | None = options.get("pins")
    zone = site.zone
    sent = bool(options.get("serial"))

    def read(line: bytes) -> Fact:
        pin, moment, state = _fields(line, _STATE_SENT if sent else _STATE)
        punch: dict[str, Any] = {
            "kind": Clock.kind,
            "employee": _employee(pin, pins),
            "at": _instant(moment, zone),
            "direction": _DIRECTIONS.get(state, "auto") if trusted else "auto",
        }
        if device is not None:
            punch["device"] = device
            if sent:
                # S12.1: the punch is one's own act, recorded by the device and by nobody else.
                punch["recorded_by"] = device
        if sent:
            punch["source"] = f"device {options['serial']}"
        return read_object(punch)

    return read


def read_pins(path: Path) -> dict[str, str]:
    """The table of PIN and employee number in a CSV file of two columns; a heading `pin,employee` is passed over.

    Raises LedgerError where a line is something else.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return pins_in(file, str(path))
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}") from None


def pins_in(stream: Iterable[str], called: str) -> dict[str, str]:
    """The same of a stream of text in UTF-8, by what it is called in sentences."""
    pins: dict[str, str] = {}
    try:
        for number, row in enumerate(csv.reader(stream), start=1):
            cells = [unmarked(cell.strip()).strip() for cell in row]
            if not any(cells) or (number == 1 and [cell.lower() for cell in cells] == ["pin", "employee"]):
                continue
            if len(cells) != 2 or not all(cells):
                raise LedgerError(f"{called}, line {number}: give a PIN and an employee number, with a comma between")
            if pins.setdefault(cells[0], cells[1]) != cells[1]:
                raise LedgerError(f"{called}, line {number}: PIN {cells[0]} has two employees; give it one")
    except (UnicodeDecodeError, csv.Error):
        raise LedgerError(f"{called} is not a CSV file in UTF-8; save it as one") from None
    if not pins:
        raise LedgerError(f"{called} has no PINs in it; give a PIN and an employee number on each line")
    return pins


def _fields(line: bytes, state: int) -> tuple[str, str, str]:
    """PIN, time, and the flag at a place, counted from 1; empty where there is none."""
    if len(line) > LINE_LIMIT:
        raise refused("too_long", f"the line has {len(line)} bytes; a punch has about 40")
    check_encoding(line)
    match = _LINE.fullmatch(line.decode())
    if match is None:
        raise refused(
            "bad_line", "the line is not a punch; a punch is a PIN, a tab, YYYY-MM-DD HH:MM:SS and flags between tabs"
        )
    flags = match[3].split("\t")
    return match[1], match[2], flags[state].strip() if len(flags) > state else ""


def _employee(pin: str, pins: Mapping[str, str] | None) -> str:
    if pins is None:
        return pin
    employee = pins.get(pin)
    if not employee:
        raise refused("unknown_pin", f"PIN {pin!r} is not in the table of PINs; add it with its employee number")
    return employee


def _instant(local: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(local).replace(tzinfo=zone)
    except ValueError:
        raise refused("bad_value", f"the time {local} does not exist; give a date and a time that do") from None
    return moment.isoformat()
