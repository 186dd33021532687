"""ZKTeco's attlog.dat: local times, PINs padded with spaces, flags that cannot be trusted, damage."""

from pathlib import Path

import pytest

from ledger.facts.attendance import Clock
from ledger.formats.zkteco import read_pins
from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import EMPLOYEE, SITE
from tests.ledger.stores import Stores

LOG = (
    b"       74\t2026-10-12 08:30:00\t1\t0\t1\t0\r\n"
    b"      517\t2026-10-12 08:37:01\t1\t1\t1\t0\r\n"
    b"      517\t2026-10-12 20:37:01\t1\t255\t15\t0\r\n"
    b"      517\t2026-10-12 25:37:01\t1\t1\t0\t0\r\n"
    b"      517\t2026-02-30 08:37:01\t1\t1\t0\t0\r\n"
    b"      517 2026-10-12 08:37:01\r\n"
    b"      999\t2026-10-12 08:37:01\t1\t0\t0\t0\r\n" + b"\0" * 5_000
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "1_attlog.dat"
    path.write_bytes(LOG)
    return path


def centre(ledger: Ledger, zone: str = "Asia/Shanghai") -> Ledger:
    ledger.record([{**SITE, "time_zone": zone}, {**EMPLOYEE, "employee": "74"}, {**EMPLOYEE, "employee": "517"}])
    return ledger


def punches(ledger: Ledger) -> list[Clock]:
    return [recorded.fact for recorded in ledger.facts.page(3) if isinstance(recorded.fact, Clock)]


def test_a_log_is_read_as_punches_in_the_sites_time(ledger: Ledger, log: Path) -> None:
    answer = centre(ledger).imports.import_file(log, format="zkteco")
    assert (answer.accepted, answer.duplicate, answer.conflict) == (3, 0, 0)
    assert [(issue.line, issue.code) for issue in answer.issues] == [
        (4, "bad_value"),
        (5, "bad_value"),
        (6, "bad_line"),
        (7, "unknown_employee"),
        (8, "bad_encoding"),
    ]
    assert [(punch.employee, punch.at.isoformat(), punch.direction, punch.device) for punch in punches(ledger)] == [
        ("74", "2026-10-12T08:30:00+08:00", "auto", None),
        ("517", "2026-10-12T08:37:01+08:00", "auto", None),
        ("517", "2026-10-12T20:37:01+08:00", "auto", None),
    ]


def test_the_flag_is_trusted_only_where_one_says_so(ledger: Ledger, log: Path) -> None:
    centre(ledger).imports.import_file(log, format="zkteco", options={"trust_direction": True, "device": "door"})
    assert [punch.direction for punch in punches(ledger)] == ["in", "out", "auto"]
    assert {punch.device for punch in punches(ledger)} == {"door"}


def test_logs_that_overlap_record_a_punch_once(ledger: Ledger, log: Path, tmp_path: Path) -> None:
    centre(ledger).imports.import_file(log, format="zkteco")
    longer = tmp_path / "2_attlog.dat"
    longer.write_bytes(LOG.rstrip(b"\0") + b"74\t2026-10-12 20:30:00\t1\t0\t1\t0\r\n")
    answer = ledger.imports.import_file(longer, format="zkteco")
    assert (answer.accepted, answer.duplicate) == (1, 3)


def test_a_table_says_whose_pin_it_is(ledger: Ledger, log: Path, tmp_path: Path) -> None:
    table = tmp_path / "pins.csv"
    table.write_text("PIN,Employee\r\n74,517\r\n\r\n 517 , 74\r\n", encoding="utf-8-sig")
    options = {"pins": read_pins(table)}
    answer = centre(ledger).imports.import_file(log, format="zkteco", options=options)
    assert (answer.issues[-2].code, answer.accepted) == ("unknown_pin", 3)
    assert [punch.employee for punch in punches(ledger)] == ["517", "74", "74"]
    assert ledger.imports.import_file(log, format="zkteco", options=options).duplicate == 3
    assert ledger.imports.import_file(log, format="zkteco").accepted == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("74\n", "comma"),
        ("74,1\n74,2\n", "two employees"),
        ("", "no PINs"),
        ("74,,\n", "comma"),
        ("74,张".encode("gbk"), "UTF-8"),
    ],
)
def test_a_table_that_is_none_is_one_sentence(tmp_path: Path, content: str | bytes, words: str) -> None:
    (tmp_path / "pins.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LedgerError, match=words):
        read_pins(tmp_path / "pins.csv")


def test_when_summer_time_ends_the_first_of_two_instants_is_taken(ledger: Ledger, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"74\t2026-10-25 02:30:00\t1\t0\t1\t0\n74\t2027-03-28 02:30:00\t1\t0\t1\t0\n")
    centre(ledger, "Europe/Berlin").imports.import_file(log, format="zkteco")
    assert [punch.at.isoformat() for punch in punches(ledger)] == [
        "2026-10-25T02:30:00+02:00",
        "2027-03-28T02:30:00+01:00",
    ]


def test_a_log_needs_a_site(stores: Stores, log: Path) -> None:
    with stores.open() as ledger, pytest.raises(LedgerError, match="init"):
        ledger.imports.import_file(log, format="zkteco")
    with stores.open() as ledger, pytest.raises(LedgerError, match="no option shift"):
        centre(ledger).imports.import_file(log, format="zkteco", options={"shift": 1})


def test_a_refused_punch_is_tried_again_as_a_punch(ledger: Ledger, log: Path) -> None:
    centre(ledger).imports.import_file(log, format="zkteco")
    ledger.record([{**EMPLOYEE, "employee": "999"}])
    statuses = {retried.id: retried.status for retried in ledger.imports.quarantine.retry()}
    assert statuses == {1: "rejected", 2: "rejected", 3: "rejected", 4: "accepted", 5: "rejected"}
    (mended,) = ledger.imports.quarantine.retry([1], {1: b"517\t2026-10-12 15:37:01\t1\t1\t0\t0"})
    assert mended.status == "accepted"
