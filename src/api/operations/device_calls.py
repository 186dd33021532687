"""What attendance devices ask for by themselves; they have no key, and their serial number has to be on the list."""

import io

from api.devices import adms
from api.devices.register import SEEN_EVERY, Device, find_device, keep_stamp, note_seen
from api.service.service import Service
from ledger.calendar import instant
from ledger.refusal import LedgerError


def calling_device(service: Service, serial: str) -> Device | None:
    """The device of a serial number, looked up each time: one that was removed is refused at once."""
    if not service.ledger.exists():
        return None
    with service.ledger.transactions.looking() as (cursor, now):
        device = find_device(cursor, serial)
    if device is not None and now - device.last_seen_at >= SEEN_EVERY:
        with service.ledger.transactions.keeping() as (cursor, now):
            note_seen(cursor, device.serial, now)
    return device


def device_options(service: Service, device: Device) -> str:
    """The options of a device. Raises LedgerError where the ledger has no site yet."""
    site = service.ledger.site
    if site is None:
        raise LedgerError(
            "the ledger has no site yet, and a device needs its time zone; record the site first, with init"
        )
    return adms.options_answer(device, site.zone, instant(service.now()))


def record_punches(service: Service, device: Device, lines: bytes, stamp: str) -> int:
    """Record punches, and only then keep how far the device has come: what is lost in between comes again.

    Returns how many lines there were.
    """
    count = 0
    if lines:
        options = adms.import_options(device, lines)
        answer = service.ledger.imports.import_file(io.BytesIO(lines), format=adms.FORMAT, options=options)
        count = answer.accepted + answer.duplicate + answer.conflict + answer.rejected
    with service.ledger.transactions.keeping() as (cursor, _now):
        keep_stamp(cursor, device.serial, stamp)
    return count
