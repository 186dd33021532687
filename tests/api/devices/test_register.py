"""The allow-list of devices: added, changed, removed, allowed anew; on both engines."""

from collections.abc import Iterator

import pytest

from api.devices.register import (
    Allowed,
    DeviceRequest,
    all_devices,
    allow_device,
    find_device,
    keep_stamp,
    note_seen,
    refused_device,
    remove_device,
)
from ledger.ledger import Ledger, LedgerError
from tests.ledger.stores import Stores

GATE = DeviceRequest("SN-1", "gate-1", pins={"74": "E1"})


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    with stores.open() as found:
        yield found


def test_a_device_is_added_once_and_found(ledger: Ledger) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        device, became = allow_device(cursor, GATE, "admin", now)
        assert became is Allowed.ADDED
        assert allow_device(cursor, GATE, "another", now + 1) == (device, Allowed.UNCHANGED)
        assert (device.asked, device.added_at, device.added_by, device.removed_at) == (GATE, now, "admin", 0)
        assert find_device(cursor, "SN-1") == device
        assert all_devices(cursor) == [device]


def test_added_again_with_other_pins_or_trust_it_is_changed_and_keeps_its_stamp(ledger: Ledger) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, GATE, "admin", now)
        keep_stamp(cursor, "SN-1", "82983982")
        asked = DeviceRequest("SN-1", "gate-1", True, {"74": "E2"})
        device, became = allow_device(cursor, asked, "another", now + 1)
    assert became is Allowed.CHANGED
    assert (device.asked, device.stamp, device.added_by, device.added_at) == (asked, "82983982", "another", now + 1)


def test_a_removed_device_is_not_found_and_can_be_allowed_anew(ledger: Ledger) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, GATE, "admin", now)
        removed = remove_device(cursor, "SN-1", now + 1)
        assert removed.removed_at == now + 1
        assert remove_device(cursor, "SN-1", now + 2) == removed
        assert find_device(cursor, "SN-1") is None
        assert all_devices(cursor) == [removed]
        device, became = allow_device(cursor, GATE, "admin", now + 3)
        assert (became, device.removed_at) == (Allowed.ADDED, 0)
        assert find_device(cursor, "SN-1") == device


@pytest.mark.parametrize(
    "serial",
    ["SN-2", "", "SN 1", "SN-1\n", "\0", "x" * 65],
    ids=["another", "none", "a space", "a line end", "a NUL", "long"],
)
def test_what_is_no_serial_number_of_a_device_is_not_found_and_cannot_be_removed(ledger: Ledger, serial: str) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, GATE, "admin", now)
        assert find_device(cursor, serial) is None
        with pytest.raises(LedgerError, match="there is no device"):
            remove_device(cursor, serial, now)


def test_when_a_device_was_there_only_goes_forward(ledger: Ledger) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, GATE, "admin", now)
        note_seen(cursor, "SN-1", now + 5)
        note_seen(cursor, "SN-1", now)
        assert all_devices(cursor)[0].last_seen_at == now + 5


@pytest.mark.parametrize("stamp", ["", "1\nEncrypt=1", "9" * 41, "时"], ids=["none", "a line end", "long", "not ASCII"])
def test_what_is_no_stamp_is_passed_over(ledger: Ledger, stamp: str) -> None:
    with ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, GATE, "admin", now)
        keep_stamp(cursor, "SN-1", "9999")
        keep_stamp(cursor, "SN-1", stamp)
        assert all_devices(cursor)[0].stamp == "9999"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (DeviceRequest("SN 1", "gate"), "serial is 'SN 1'; give"),
        (DeviceRequest("", "gate"), "serial is ''; give"),
        (DeviceRequest("x" * 65, "gate"), "give 1 to 64 letters"),
        (DeviceRequest("SN1", " "), "name is ' '; give"),
        (DeviceRequest("SN1", "a\nb"), "without control characters"),
        (DeviceRequest("SN1", "x" * 201), "give 1 to 200 characters"),
        (DeviceRequest("SN1", "gate", pins={"7 4": "E1"}), "pins has the PIN '7 4'; give"),
        (DeviceRequest("SN1", "gate", pins={"": "E1"}), "pins has the PIN ''; give"),
        (DeviceRequest("SN1", "gate", pins={"74": ""}), "pins has '' for the PIN '74'; give an employee number"),
    ],
)
def test_what_is_wrong_with_a_device_is_one_sentence(ledger: Ledger, asked: DeviceRequest, words: str) -> None:
    assert words in (refused_device(asked) or "")
    with ledger.transactions.keeping() as (cursor, now), pytest.raises(LedgerError, match="give"):
        allow_device(cursor, asked, "admin", now)
