"""The text that devices understand: their options, time zones, encodings, and how their lines are read."""

import gzip
import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from api.devices import adms
from api.devices.register import Device
from api.problems import Problem

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
LINES = b"74\t2026-10-12 08:30:00\t0\t1\t0\n517\t2026-10-12 08:31:00\t1\t1\t0\n"


def device(**changed: object) -> Device:
    kept = {
        "serial": "SN1",
        "name": "gate-1",
        "trust_direction": False,
        "pins": {},
        "stamp": "",
        "added_at": 1,
        "added_by": "tests",
        "removed_at": 0,
        "last_seen_at": 0,
    }
    return Device(**(kept | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "now", "shown"),
    [
        ("Asia/Shanghai", WINTER, 8),
        ("UTC", WINTER, 0),
        ("Europe/Berlin", WINTER, 1),
        ("Europe/Berlin", SUMMER, 2),
        ("America/New_York", WINTER, -5),
        ("Asia/Kolkata", WINTER, 330),
        ("Asia/Kathmandu", WINTER, 345),
        ("America/St_Johns", WINTER, -210),
    ],
)
def test_a_time_zone_is_in_hours_and_where_these_are_not_full_in_minutes(zone: str, now: datetime, shown: int) -> None:
    assert adms.time_zone(ZoneInfo(zone), now) == shown


def test_options_go_on_from_the_stamp_and_ask_for_punches_alone() -> None:
    lines = adms.options_answer(device(stamp="82983982"), ZoneInfo("Asia/Shanghai"), WINTER).split("\n")
    assert lines[0] == "GET OPTION FROM: SN1"
    assert lines[-1] == ""
    told = dict(line.split("=", 1) for line in lines[1:-1])
    assert (told["ATTLOGStamp"], told["TimeZone"], told["Realtime"], told["Encrypt"]) == ("82983982", "8", "1", "None")
    assert told["TransFlag"] == "TransData AttLog"
    assert told["PushProtVer"] == "2.2.14"


def test_a_device_that_has_sent_nothing_yet_is_asked_for_its_whole_log() -> None:
    assert "\nATTLOGStamp=0\n" in adms.options_answer(device(), ZoneInfo("UTC"), WINTER)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (LINES, ""),
        (LINES, "identity"),
        (gzip.compress(LINES), "gzip"),
        (gzip.compress(LINES), "X-GZIP"),
        (zlib.compress(LINES), "deflate"),
    ],
    ids=["none", "identity", "gzip", "x-gzip", "deflate"],
)
def test_an_encoding_is_taken_off(body: bytes, encoding: str) -> None:
    assert adms.plain(body, encoding, 1_000) == LINES


@pytest.mark.parametrize(
    ("body", "encoding", "kind"),
    [
        (LINES, "br", "unsupported-media-type"),
        (LINES, "gzip", "malformed"),
        (gzip.compress(LINES)[:-9], "gzip", "malformed"),
        (gzip.compress(LINES * 100), "gzip", "too-large"),
    ],
    ids=["unknown", "none", "cut off", "large"],
)
def test_a_body_that_is_not_what_it_says_is_a_problem(body: bytes, encoding: str, kind: str) -> None:
    with pytest.raises(Problem) as problem:
        adms.plain(body, encoding, 1_000)
    assert problem.value.kind.name == kind


@pytest.mark.parametrize("after", [b"", b"\0", b"\r\n\0\0", b"\n\n"])
def test_what_firmware_puts_around_the_lines_is_taken_off(after: bytes) -> None:
    lines = LINES.rstrip()
    assert adms.punch_lines(b"\xef\xbb\xbf" + lines + after) == lines


def test_of_a_table_of_pins_only_those_that_came_are_kept_with_the_import() -> None:
    table = {"74": "E1", "75": "E2"}
    assert adms.import_options(device(pins=table), LINES)["pins"] == {"74": "E1", "517": ""}
    assert adms.import_options(device(), LINES)["pins"] == {}
