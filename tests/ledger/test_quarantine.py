"""The quarantine: refused lines are kept, listed, tried again, mended, dismissed; never deleted."""

import json
from pathlib import Path

import pytest

from ledger.appends.append import Append
from ledger.appends.submissions import Keyed
from ledger.imports.quarantine import NoOpenLineError
from ledger.ledger import Ledger, LedgerError
from ledger.store.import_records import DISMISSED, OPEN, RETRIED
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, written

STRANGER = {**PUNCH, "employee": "B"}
BROKEN = b'{"kind": "clock", '


@pytest.fixture
def refused(ledger: Ledger, tmp_path: Path) -> Ledger:
    ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, STRANGER, BROKEN, PUNCH]))
    return ledger


def test_a_refused_line_is_kept_as_it_came_with_its_reason(refused: Ledger) -> None:
    stranger, broken = refused.imports.quarantine.entries()
    assert (stranger.line, stranger.code, json.loads(stranger.raw)) == (3, "unknown_employee", STRANGER)
    assert (broken.line, broken.code, broken.raw, broken.state) == (4, "bad_json", BROKEN, OPEN)


def test_a_line_is_tried_again_when_what_it_lacked_is_there(refused: Ledger) -> None:
    assert [retried.status for retried in refused.imports.quarantine.retry()] == ["rejected", "rejected"]
    assert [entry.answer.split(":")[0] for entry in refused.imports.quarantine.entries()] == [
        "unknown_employee",
        "bad_json",
    ]
    refused.record([COLLEAGUE])
    assert [retried.status for retried in refused.imports.quarantine.retry()] == ["accepted", "rejected"]
    assert [entry.id for entry in refused.imports.quarantine.entries()] == [2]
    assert [entry.state for entry in refused.imports.quarantine.entries(None)] == [RETRIED, OPEN]
    assert refused.facts.page(refused.facts.last_position() - 1)[0].employee == "B"


def test_a_line_is_mended(refused: Ledger) -> None:
    mended = json.dumps({**PUNCH, "direction": "out"}).encode() + b"\n"
    (retried,) = refused.imports.quarantine.retry([2], {2: mended})
    assert retried.status == "accepted"
    assert refused.imports.quarantine.entries(RETRIED)[0].raw == BROKEN


def test_a_line_that_is_accepted_now_is_answered_with_its_doubts(refused: Ledger) -> None:
    refused.record([{"kind": "leaving", "employee": "A", "last_day": "2026-10-10", "reason": "resigned"}])
    mended = json.dumps({**PUNCH, "direction": "out"}).encode()
    (retried,) = refused.imports.quarantine.retry([2], {2: mended})
    assert "not_employed" in [told["code"] for told in retried.as_json()["doubts"]]


def test_a_line_is_dismissed(refused: Ledger) -> None:
    refused.imports.quarantine.dismiss([2])
    assert [entry.state for entry in refused.imports.quarantine.entries(None)] == [OPEN, DISMISSED]
    assert [retried.id for retried in refused.imports.quarantine.retry()] == [1]


def test_only_open_lines_are_tried_again_or_dismissed(refused: Ledger) -> None:
    refused.imports.quarantine.dismiss([2])
    for change in (refused.imports.quarantine.retry, refused.imports.quarantine.dismiss):
        with pytest.raises(LedgerError, match="2 is not an open line"):
            change([1, 2])
    assert [entry.state for entry in refused.imports.quarantine.entries(None)] == [OPEN, DISMISSED]


def test_the_import_answers_as_it_did_after_its_lines_were_retried(refused: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, STRANGER, BROKEN, PUNCH])
    before = refused.imports.import_file(file)
    refused.record([COLLEAGUE])
    refused.imports.quarantine.retry()
    assert refused.imports.import_file(file) == before


def test_lines_are_tried_again_and_dismissed_within_an_append_that_commits_them(refused: Ledger) -> None:
    quarantine = refused.imports.quarantine
    refused.record([COLLEAGUE])

    def work(append: Append) -> bytes:
        retried = quarantine.retried(append, [1])
        dismissed = quarantine.dismissed(append, [2])
        return json.dumps([retried[0].as_json(), dismissed[0].state]).encode()

    keyed = Keyed(b"request", b"fingerprint")
    first, again = (refused.transactions.once(keyed, work).answer for _ in range(2))
    assert first == again == b'[{"id": 1, "status": "accepted"}, "dismissed"]'
    with pytest.raises(NoOpenLineError, match="1 is not an open line") as none:
        refused.transactions.once(None, work)
    assert none.value.entry == 1
    assert [entry.state for entry in refused.imports.quarantine.entries(None)] == [RETRIED, DISMISSED]


def test_lines_come_in_pages(refused: Ledger) -> None:
    page = refused.imports.quarantine.page
    assert [
        ([line.id for line in lines], last) for lines, last in (page(0, 1), page(1, 1), page(0, 9), page(2, 9))
    ] == [
        ([1], 1),
        ([2], None),
        ([1, 2], None),
        ([], None),
    ]
    refused.imports.quarantine.dismiss([1])
    assert [line.id for line in page(0, 9)[0]] == [2]
    assert [line.id for line in page(0, 9, None)[0]] == [1, 2]
