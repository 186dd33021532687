"""Devices that send by themselves, played by a client that says what they say; on both engines."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.devices.register import DeviceRequest, all_devices, allow_device, remove_device
from tests.api.routes.served import MANY, Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

SERIAL = "0316144680030"
IN, OUT = b"E1\t2024-11-12 08:25:00\t0\t1\t0\t0\t0\n", b"E1\t2024-11-12 20:35:00\t1\t15\t0\t0\t0\n"
PUNCHED = IN + OUT


@pytest.fixture
def gate(service: Served) -> Served:
    """A service that knows a device."""
    allow(service)
    return service


def allow(service: Served, **changed: Any) -> None:
    asked: dict[str, Any] = {"serial": SERIAL, "name": "gate-1"} | changed
    with service.ledger.transactions.keeping() as (cursor, now):
        allow_device(cursor, DeviceRequest(**asked), "tests", now)


def device_of(service: Served) -> Any:
    with service.ledger.transactions.looking() as (cursor, _now):
        return all_devices(cursor)[0]


def sent(service: Served, body: bytes, table: str = "ATTLOG", serial: str = SERIAL, **more: Any) -> httpx.Response:
    """What a device is answered that sends a table, with the headers that devices send."""
    headers = {"User-Agent": "iClock Proxy/1.09", "Content-Type": "application/push;charset=UTF-8"}
    asked = {"SN": serial, "table": table, "Stamp": "9999"} | more.pop("query", {})
    with service.client(None) as client:
        return client.post("/iclock/cdata", params=asked, content=body, headers=headers | more)


def punches(service: Served, device: str = "gate-1") -> list[Any]:
    facts = (recorded.fact for recorded in service.ledger.facts.page(0, 10_000))
    return [fact for fact in facts if fact.kind == "clock" and fact.device == device]  # type: ignore[attr-defined]


def quarantined(service: Served) -> list[tuple[str, str]]:
    return [(entry.code, entry.message) for entry in service.ledger.imports.quarantine.entries()]


def test_a_device_registers_and_is_told_its_options(gate: Served) -> None:
    asked = {"SN": SERIAL, "options": "all", "pushver": "2.4.1", "DeviceType": "att", "language": "83"}
    with gate.client(None) as client:
        answer = client.get("/iclock/cdata", params=asked)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "date" in answer.headers
    lines = answer.text.split("\n")
    assert lines[0] == f"GET OPTION FROM: {SERIAL}"
    assert {"ATTLOGStamp=0", "TimeZone=8", "Realtime=1", "Encrypt=None"} <= set(lines)


@pytest.mark.both_engines
def test_punches_are_on_the_ledger_when_they_are_answered(gate: Served) -> None:
    answer = sent(gate, PUNCHED, query={"Stamp": "82983982"})
    assert (answer.status_code, answer.text) == (200, "OK: 2")
    first, last = punches(gate)
    assert (first.employee, first.at.isoformat(), first.direction) == ("E1", "2024-11-12T08:25:00+08:00", "auto")
    assert (last.at.isoformat(), last.recorded_by) == ("2024-11-12T20:35:00+08:00", "gate-1")
    with gate.client(None) as client:
        options = client.get("/iclock/cdata", params={"SN": SERIAL, "options": "all"}).text
    assert "\nATTLOGStamp=82983982\n" in options


@pytest.mark.both_engines
def test_what_is_sent_again_or_overlaps_is_recorded_once(gate: Served) -> None:
    assert [sent(gate, body).text for body in (PUNCHED, PUNCHED, IN, OUT + IN)] == ["OK: 2", "OK: 2", "OK: 1", "OK: 2"]
    assert len(punches(gate)) == 2


@pytest.mark.both_engines
def test_an_impatient_device_that_sends_the_same_at_once_records_it_once(gate: Served) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda body: sent(gate, body).text, [PUNCHED, IN, OUT + IN, PUNCHED] * 4))
    assert answers == ["OK: 2", "OK: 1", "OK: 2", "OK: 2"] * 4
    assert len(punches(gate)) == 2


def test_the_state_comes_first_and_is_taken_where_the_direction_is_trusted(gate: Served) -> None:
    allow(gate, trust_direction=True)
    other = b"E1\t2024-11-12 12:00:00\t255\t0\t1\nE1\t2024-11-12 12:30:00\n"
    assert sent(gate, PUNCHED + other).text == "OK: 4"
    assert [punch.direction for punch in punches(gate)] == ["in", "out", "auto", "auto"]


def test_a_punch_that_a_file_has_brought_already_is_the_same(gate: Served, tmp_path: Path) -> None:
    log = tmp_path / "attlog.dat"
    log.write_bytes(b"   E1\t2024-11-12 08:25:00\t1\t0\t1\t0\r\n")
    gate.ledger.imports.import_file(log, format="zkteco", options={"device": "gate-1"})
    assert sent(gate, IN).text == "OK: 1"
    assert len(punches(gate)) == 1


def test_a_punch_of_a_device_is_not_marked_as_recorded_by_another(gate: Served) -> None:
    sent(gate, PUNCHED)
    found = [
        entry for entry in gate.ledger.facts.history("E1").entries if getattr(entry.fact, "device", None) == "gate-1"
    ]
    assert [entry.recorded_by_another for entry in found] == [False, False]


def test_punches_of_a_device_are_in_the_attendance_report(gate: Served) -> None:
    gate.ledger.record([{"kind": "shift", "employee": "E1", "date": "2024-11-12", "shift": "R"}])
    sent(gate, PUNCHED)
    with gate.client("hr") as hr:
        rows = hr.get("/v1/periods/2024-11/attendance", params={"employee": "E1"}).json()["rows"]
    (row,) = [row for row in rows if row["date"] == "2024-11-12"]
    assert (row["status"], row["in"], row["out"]) == ("attended", "2024-11-12T08:25", "2024-11-12T20:35")


@pytest.mark.parametrize(
    "serial", ["SN9", "", "SN\0", "a\nb", "x" * 500], ids=["another", "none", "a NUL", "a line end", "long"]
)
def test_an_unknown_device_records_nothing(gate: Served, serial: str) -> None:
    last = gate.ledger.facts.last_position()
    with gate.client(None) as client:
        answers = [
            client.get("/iclock/cdata", params={"SN": serial, "options": "all"}),
            client.post("/iclock/cdata", params={"SN": serial, "table": "ATTLOG"}, content=PUNCHED),
            client.post("/iclock/cdata", params={"SN": serial, "table": "OPERLOG"}, content=PUNCHED),
            client.get("/iclock/getrequest", params={"SN": serial}),
            client.post("/iclock/devicecmd", params={"SN": serial}, content=b"ID=1&Return=0&CMD=DATA"),
            client.get("/iclock/ping", params={"SN": serial}),
            client.post("/iclock/fdata", params={"SN": serial}, content=b"\0"),
            client.post("/iclock/registry", params={"SN": serial}, content=b"DeviceType=att"),
            client.post("/iclock/cdata", content=PUNCHED),
        ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, "unknown device")}
    assert (gate.ledger.facts.last_position(), quarantined(gate)) == (last, [])


@pytest.mark.both_engines
def test_a_removed_device_is_refused_at_once_and_goes_on_when_it_is_allowed_anew(gate: Served) -> None:
    assert sent(gate, IN).text == "OK: 1"
    with gate.ledger.transactions.keeping() as (cursor, now):
        remove_device(cursor, SERIAL, now)
    refused = sent(gate, OUT)
    assert (refused.status_code, refused.text) == (401, "unknown device")
    assert len(punches(gate)) == 1
    allow(gate)
    assert sent(gate, PUNCHED).text == "OK: 2"
    assert len(punches(gate)) == 2


@pytest.mark.both_engines
def test_refused_lines_are_in_the_quarantine_with_a_sentence_and_the_others_on_the_ledger(gate: Served) -> None:
    lines = [
        IN,
        b"999\t2024-11-12 08:26:00\t0\t1\t0\n",
        b"E1\t2024-02-30 08:26:00\t0\t1\t0\n",
        b"nonsense\n",
        "E1\t2024-11-12 08:26:00\t张\n".encode("gbk"),
        b"E1\t2024-11-12 08:26:00\t0\0\n",
        OUT,
    ]
    assert sent(gate, b"".join(lines)).text == "OK: 7"
    assert len(punches(gate)) == 2
    found = quarantined(gate)
    assert [code for code, _ in found] == ["unknown_employee", "bad_value", "bad_line", "bad_encoding", "bad_encoding"]
    assert "'999' is not on the ledger; record the employee first" in found[0][1]
    assert sent(gate, b"".join(lines)).text == "OK: 7"
    assert quarantined(gate) == found


def test_a_pin_that_was_not_in_the_table_is_tried_again_once_it_is(gate: Served) -> None:
    allow(gate, pins={"1": "E1"})
    lines = IN.replace(b"E1", b"1") + OUT.replace(b"E1", b"2") + b"E1\t2024-11-12 09:00:00\t0\t1\n"
    assert sent(gate, lines).text == "OK: 3"
    assert [punch.employee for punch in punches(gate)] == ["E1"]
    assert [code for code, _ in quarantined(gate)] == ["unknown_pin", "unknown_pin"]
    assert [each.status for each in gate.ledger.imports.quarantine.retry()] == ["rejected", "rejected"]
    allow(gate, pins={"1": "E1", "2": "E2"})
    assert [each.status for each in gate.ledger.imports.quarantine.retry()] == ["accepted", "rejected"]
    assert [punch.employee for punch in punches(gate)] == ["E1", "E2"]
    allow(gate)
    assert [each.status for each in gate.ledger.imports.quarantine.retry()] == ["accepted"]
    assert [punch.employee for punch in punches(gate)] == ["E1", "E2", "E1"]


@pytest.mark.parametrize(
    ("table", "body", "answered"),
    [
        ("OPERLOG", b"OPLOG 4\t14\t2024-11-12 08:00:00\t0\t0\t0\t0\nUSER PIN=1\tName=x", "OK: 2"),
        ("operlog", "USER PIN=1\tName=张三\tPri=0\n".encode("gbk"), "OK: 1"),
        ("BIODATA", b"BIODATA Pin=1\tNo=0\tTmp=AAAA\n", "OK: 1"),
        ("USERINFO", b"", "OK: 0"),
        ("ATTPHOTO", b"PIN=20241112.jpg\nSN=1\nsize=3\nCMD=uploadphoto\0\xff\xd8\xff", "OK"),
        ("options", b"FingerFunOn=1,FaceFunOn=1", "OK"),
        ("what-else", PUNCHED, "OK"),
    ],
    ids=["OPERLOG", "in GBK", "BIODATA", "USERINFO", "ATTPHOTO", "options", "any other"],
)
def test_other_tables_are_answered_and_not_recorded(gate: Served, table: str, body: bytes, answered: str) -> None:
    last = gate.ledger.facts.last_position()
    answer = sent(gate, body, table)
    assert (answer.status_code, answer.text) == (200, answered)
    assert (gate.ledger.facts.last_position(), quarantined(gate), device_of(gate).stamp) == (last, [], "")


def test_punches_that_cannot_be_read_are_never_answered_with_ok(gate: Served) -> None:
    answers = [
        sent(gate, b"time=2024-11-12 08:25:00\tpin=1\tevent=0", "rtlog"),
        sent(gate, PUNCHED, ""),
        sent(gate, PUNCHED, **{"Content-Encoding": "br"}),
        sent(gate, PUNCHED, **{"Content-Encoding": "gzip"}),
        sent(gate, gzip.compress(b"\n" * 17 * 1_048_576), **{"Content-Encoding": "gzip"}),
        sent(gate, b"\n" * 17 * 1_048_576),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 415, 400, 413, 413]
    assert "set the device to attendance" in answers[0].json()["detail"]
    assert punches(gate) == []


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (PUNCHED.replace(b"\n", b"\r\n"), "identity"),
        (PUNCHED + b"\0", "identity"),
        (PUNCHED.strip(), "identity"),
        (b"\r\n" + PUNCHED + b"\r\n\0\0", "identity"),
        (gzip.compress(PUNCHED), "gzip"),
    ],
    ids=["carriage returns", "a NUL", "no line end", "empty lines", "gzip"],
)
def test_line_ends_nul_bytes_and_encodings_of_firmware_do_not_matter(gate: Served, body: bytes, encoding: str) -> None:
    assert sent(gate, body, **{"Content-Encoding": encoding}).text == "OK: 2"
    assert [punch.at.isoformat() for punch in punches(gate)] == [
        "2024-11-12T08:25:00+08:00",
        "2024-11-12T20:35:00+08:00",
    ]


def test_nothing_sent_is_no_punch(gate: Served) -> None:
    assert sent(gate, b"").text == "OK: 0"
    assert quarantined(gate) == []


def test_whatever_else_a_device_asks_is_answered_with_ok(gate: Served) -> None:
    asked = {"SN": SERIAL}
    with gate.client(None) as client:
        answers = [
            client.get("/iclock/getrequest", params=asked | {"INFO": "Ver 8.0.4,5,0,9,192.168.1.5,10,7,15,0,111"}),
            client.post("/iclock/devicecmd", params=asked, content=b"ID=1&Return=0&CMD=DATA\n"),
            client.get("/iclock/ping", params=asked),
            client.post("/iclock/ping", params=asked),
            client.post("/iclock/fdata", params=asked | {"table": "ATTPHOTO"}, content=b"\xff\xd8"),
            client.post("/iclock/registry", params=asked, content=b"DeviceType=att,~DeviceName=SF4"),
            client.get("/iclock/cdata", params=asked | {"table": "RemoteAtt", "PIN": "1"}),
            client.post("/iclock/cdata", params=asked | {"type": "PostVerifyData"}, content=b"1"),
        ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, "OK")}


@pytest.mark.both_engines
def test_when_a_device_was_there_is_noted_once_a_minute(gate: Served, clock: Hands) -> None:
    def called() -> int:
        with gate.client(None) as client:
            assert client.get("/iclock/getrequest", params={"SN": SERIAL}).text == "OK"
        seen: int = device_of(gate).last_seen_at
        return seen

    first = called()
    clock.move(seconds=30)
    assert called() == first > 0
    clock.move(seconds=30)
    assert called() == first + 60_000_000


def test_unknown_devices_are_held_to_the_rate_of_the_anonymous_and_known_ones_to_their_own(stores: Stores) -> None:
    rates = {"anonymous_rate": "3/hour", "rate": MANY}
    with served(stores.url(), settings=rates) as service:
        allow(service)
        assert [sent(service, IN, serial="SN9").status_code for _ in range(5)] == [401, 401, 401, 429, 429]
        assert [sent(service, IN).status_code for _ in range(5)] == [200] * 5


def test_a_ledger_without_a_site_takes_no_punches(empty_service: Served) -> None:
    assert sent(empty_service, IN).status_code == 401
    allow(empty_service)
    with empty_service.client(None) as client:
        options = client.get("/iclock/cdata", params={"SN": SERIAL, "options": "all"})
    assert (options.status_code, sent(empty_service, IN).status_code) == (409, 409)
    assert "record the site first" in options.json()["detail"]


def test_what_devices_call_is_described_and_needs_no_key(service: Served) -> None:
    with service.client(None) as client:
        paths = client.get("/openapi.json").json()["paths"]
    told = {path: operations for path, operations in paths.items() if path.startswith("/iclock/")}
    assert sorted(told) == [f"/iclock/{each}" for each in sorted(("cdata", "devicecmd", "fdata", "getrequest", "ping", "registry"))]  # fmt: skip # noqa: E501
    for operation in (each for operations in told.values() for each in operations.values()):
        assert operation["tags"] == ["Devices"]
        assert operation["security"] == []
        assert "x-permission" not in operation
        assert list(operation["responses"]["200"]["content"]) == ["text/plain"]


def test_a_real_log_sent_twice_in_parts_is_recorded_once(gate: Served) -> None:
    lines = [_as_sent(line) for line in _real_log()]
    people = sorted({line.split(b"\t", 1)[0].decode() for line in lines})
    new = {"kind": "employee", "name": "x", "role": "csr", "team": "A", "hired_on": "2021-01-01"}
    gate.ledger.record([{**new, "employee": number} for number in people])
    for size in (50, 7):
        for start in range(0, len(lines), size):
            part = lines[start : start + size]
            assert sent(gate, b"".join(part)).text == f"OK: {len(part)}"
    assert len(punches(gate)) == len(lines) == 183
    assert quarantined(gate) == []


def _as_sent(line: bytes) -> bytes:
    """A line of a log as the same device sends it: the terminal is left out."""
    pin, moment, _terminal, *flags = line.strip().split(b"\t")
    return b"\t".join([pin, moment, *flags]) + b"\n"


def _real_log() -> list[bytes]:
    """The lines of a real device's log, which is not part of the project. Skips where it is not there."""
    places = [os.environ.get("WORKLEDGER_DATA"), *(parent / "shared" / "data" for parent in Path(__file__).parents)]
    for place in filter(None, places):
        log = Path(place) / "zkteco_attlog.dat"
        if log.is_file():
            return log.read_bytes().rstrip(b"\0").splitlines()
    pytest.skip("the log of a real device is not here; it lies in shared/data beside the checkout, or WORKLEDGER_DATA")
