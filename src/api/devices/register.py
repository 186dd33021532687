"""Which devices may send punches: the allow-list, by serial number. A device that was removed can be allowed anew."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from api.words.dates import shown_instant
from ledger.refusal import LedgerError, MissingError
from ledger.store.dialect import StoreCursor

SERIAL = "^[A-Za-z0-9_-]{1,64}$"
SEEN_EVERY = 60 * 1_000_000
"""Microseconds for which it is not noted again that a device was there: it calls every few seconds."""
NAME = r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$"
"""Of a device, and of an employee: what a fact takes for either."""
_PIN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]{1,64}")
_LONGEST = 200
_STAMP = re.compile(r"[\x20-\x7e]{1,40}")


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """A device as it is to be: the name its punches get, and whose its PINs are (empty: they are employee numbers)."""

    serial: str
    name: str
    trust_direction: bool = False
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Device:
    """A device as it is kept: instants in microseconds since 1970, 0 for never.

    `added_at` and `added_by` are of its last change; `stamp` is how far it has sent its log, in its own words.
    """

    serial: str
    name: str
    trust_direction: bool
    pins: Mapping[str, str]
    stamp: str
    added_at: int
    added_by: str
    removed_at: int
    last_seen_at: int

    @property
    def asked(self) -> DeviceRequest:
        """What the device is allowed as."""
        return DeviceRequest(self.serial, self.name, self.trust_direction, self.pins)

    def as_json(self) -> dict[str, Any]:
        """The device as it is listed."""
        return {
            "serial": self.serial,
            "name": self.name,
            "trust_direction": self.trust_direction,
            "pins": dict(self.pins),
            "added_at": shown_instant(self.added_at),
            "added_by": self.added_by,
            "removed_at": shown_instant(self.removed_at),
            "last_seen_at": shown_instant(self.last_seen_at),
        }


class Allowed(StrEnum):
    """What became of allowing a device."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def refused_device(asked: DeviceRequest) -> str | None:
    """What is wrong with a device that is to be allowed, in a sentence; None where nothing is."""
    if re.fullmatch(SERIAL, asked.serial) is None:
        return f"serial is {asked.serial[:60]!r}; give 1 to 64 letters, digits, - or _, as the device shows it"
    if not _is_name(asked.name):
        return (
            f"name is {asked.name[:60]!r}; give 1 to {_LONGEST} characters without control characters, such as gate-1"
        )
    for pin, employee in asked.pins.items():
        if _PIN.fullmatch(pin) is None:
            return f"pins has the PIN {pin[:60]!r}; give 1 to 64 characters without spaces, as the device shows it"
        if not _is_name(employee):
            return f"pins has {employee[:60]!r} for the PIN {pin!r}; give an employee number"
    return None


def allow_device(cursor: StoreCursor, asked: DeviceRequest, by: str, now: int) -> tuple[Device, Allowed]:
    """Allow a device, or change how it is allowed, in the transaction of a cursor.

    How far it has sent its log is kept: a device that was removed goes on where it was. Raises LedgerError where the
    device cannot be allowed.
    """
    wrong = refused_device(asked)
    if wrong is not None:
        raise LedgerError(wrong)
    before = _kept(cursor, asked.serial)
    if before is not None and not before.removed_at and before.asked == asked:
        return before, Allowed.UNCHANGED
    cursor.execute(
        "INSERT INTO devices (serial, name, trust_direction, pins, stamp, added_at, added_by, removed_at, "
        "last_seen_at) VALUES (?, ?, ?, ?, '', ?, ?, 0, 0) ON CONFLICT (serial) DO UPDATE SET name=excluded.name, "
        "trust_direction=excluded.trust_direction, pins=excluded.pins, added_at=excluded.added_at, "
        "added_by=excluded.added_by, removed_at=0",
        [
            asked.serial,
            asked.name,
            int(asked.trust_direction),
            json.dumps(dict(asked.pins), ensure_ascii=False, sort_keys=True),
            now,
            by,
        ],
    )
    was_there = before is not None and not before.removed_at
    return _known(cursor, asked.serial), Allowed.CHANGED if was_there else Allowed.ADDED


def all_devices(cursor: StoreCursor) -> list[Device]:
    """Every device that was ever allowed, those that were removed too, by serial number."""
    cursor.execute("SELECT * FROM devices ORDER BY serial")
    return [_device(row) for row in cursor.fetchall()]


def find_device(cursor: StoreCursor, serial: str) -> Device | None:
    """The device of a serial number, if it may send punches."""
    found = _kept(cursor, serial)
    return None if found is None or found.removed_at else found


def remove_device(cursor: StoreCursor, serial: str, now: int) -> Device:
    """Take a device off the list; one that was taken off already stays as it is.

    Raises LedgerError where there is none.
    """
    device = _known(cursor, serial)
    if device.removed_at:
        return device
    cursor.execute("UPDATE devices SET removed_at=? WHERE serial=?", [now, serial])
    return replace(device, removed_at=now)


def note_seen(cursor: StoreCursor, serial: str, now: int) -> None:
    """Note that a device was there."""
    cursor.execute("UPDATE devices SET last_seen_at=? WHERE serial=? AND last_seen_at<?", [now, serial, now])


def keep_stamp(cursor: StoreCursor, serial: str, stamp: str) -> None:
    """Keep how far a device has sent its log; what is not a stamp is passed over."""
    if _STAMP.fullmatch(stamp) is not None:
        cursor.execute("UPDATE devices SET stamp=? WHERE serial=? AND stamp<>?", [stamp, serial, stamp])


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and re.fullmatch(NAME, text) is not None


def _kept(cursor: StoreCursor, serial: str) -> Device | None:
    if re.fullmatch(SERIAL, serial) is None:
        return None
    cursor.execute("SELECT * FROM devices WHERE serial=?", [serial])
    row = cursor.fetchone()
    return None if row is None else _device(row)


def _known(cursor: StoreCursor, serial: str) -> Device:
    found = _kept(cursor, serial)
    if found is None:
        raise MissingError(f"there is no device {serial[:64]!r}; devices list shows their serial numbers")
    return found


def _device(row: Any) -> Device:
    return Device(
        serial=row["serial"],
        name=row["name"],
        trust_direction=bool(row["trust_direction"]),
        pins=json.loads(row["pins"]),
        **{name: row[name] for name in ("stamp", "added_at", "added_by", "removed_at", "last_seen_at")},
    )
