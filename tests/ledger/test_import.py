"""Importing: good lines around bad ones, the same file again, interruption, rehearsal, and damaged files."""

import io
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from ledger.imports import file_import
from ledger.imports.import_answer import ImportAnswer, Issue, summed
from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, counts, given, kinds_of, punches, written
from tests.ledger.stores import Stores
from tests.ledger.test_reading import REFUSED


def test_good_lines_around_a_bad_one_are_stored(ledger: Ledger, tmp_path: Path) -> None:
    bad: list[dict[str, Any] | bytes] = [b"{", {"kind": "tea_break"}, {**PUNCH, "employee": "Z"}]
    file = written(tmp_path, [SITE, bad[0], EMPLOYEE, bad[1], PUNCH, bad[2], {**PUNCH, "direction": "out"}, PUNCH])
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (4, 1, 0, 3)
    assert [(issue.line, issue.code) for issue in answer.issues] == [
        (2, "bad_json"),
        (4, "unknown_kind"),
        (6, "unknown_employee"),
    ]
    assert kinds_of(ledger) == ["site", "employee", "clock", "clock"]


def test_the_answer_is_as_the_command_line_prints_it() -> None:
    answer = ImportAnswer(1, 2, 3, 4, [Issue(5, "conflict", "x")])
    assert answer.as_json() == {
        "accepted": 1,
        "duplicate": 2,
        "conflict": 3,
        "rejected": 4,
        "issues": [{"line": 5, "code": "conflict", "message": "x"}],
        "doubtful": 0,
        "doubts": [],
    }
    assert summed([answer, ImportAnswer(1, 0, 0, 0, [Issue(1, "y", "z", "f")])]).as_json()["issues"][1]["file"] == "f"


def test_the_same_file_again_records_nothing_and_answers_as_before(ledger: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH, PUNCH, b"{", {**SITE, "name": "other"}])
    first = ledger.imports.import_file(file)
    assert counts(first) == (3, 1, 1, 1)
    for again in (file, io.BytesIO(file.read_bytes())):
        answer = ledger.imports.import_file(again)
        assert counts(answer) == (0, 4, 1, 1)
        assert answer.issues == first.issues
    assert ledger.facts.last_position() == 3
    assert len(ledger.imports.quarantine.entries()) == 2


def test_other_bytes_are_another_import(ledger: Ledger, tmp_path: Path) -> None:
    ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, PUNCH]))
    answer = ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, PUNCH, COLLEAGUE]))
    assert counts(answer) == (1, 3, 0, 0)


def test_a_rehearsal_decides_everything_and_stores_nothing(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    mary = {**COLLEAGUE, "employee": "M"}
    file = written(tmp_path, [mary, {**PUNCH, "employee": "M"}, {**PUNCH, "employee": "Z"}, mary])
    for _ in range(2):
        assert counts(ledger.imports.import_file(file, dry_run=True)) == (2, 1, 0, 1)
    assert ledger.facts.last_position() == 3
    assert ledger.imports.quarantine.entries() == []
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (2, 1, 0, 1)
    assert ledger.identifiers.names()["M"] == COLLEAGUE["name"]
    assert counts(ledger.imports.import_file(file, dry_run=True)) == (0, 3, 0, 1)


def test_a_rehearsal_on_no_store_makes_none(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH])
    with Ledger.open(stores.url()) as ledger:
        assert counts(ledger.imports.import_file(file, dry_run=True)) == (3, 0, 0, 0)
    assert not stores.exist()
    assert not stores.key_file().exists()


def test_a_first_line_that_is_no_site_makes_no_master_key(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    with Ledger.open(stores.url()) as ledger:
        assert counts(ledger.imports.import_file(written(tmp_path, [PUNCH]))) == (0, 0, 0, 1)
        assert not stores.key_file().exists()
        assert counts(ledger.imports.import_file(written(tmp_path, [SITE]))) == (1, 0, 0, 0)
        assert stores.key_file().exists()


def test_progress_is_told_in_bytes(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_import, "BATCH_LINES", 2)
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH])
    told: list[tuple[int, int]] = []
    ledger.imports.import_file(file, progress=lambda done, total: told.append((done, total)))
    size = file.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_stream_is_read_to_its_end_first(ledger: Ledger, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = written(tmp_path, [SITE, EMPLOYEE, PUNCH]).read_bytes()
    writer = threading.Thread(target=pipe.write_bytes, args=[content])
    writer.start()
    assert counts(ledger.imports.import_file(pipe)) == (3, 0, 0, 0)
    writer.join()


def test_a_file_that_cannot_be_read_is_one_sentence(ledger: Ledger, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(LedgerError, match="cannot be read"):
            ledger.imports.import_file(path)
    with pytest.raises(LedgerError, match="one of interchange, zkteco"):
        ledger.imports.import_file(written(tmp_path, [SITE]), format="excel")
    with pytest.raises(LedgerError, match="no option device"):
        ledger.imports.import_file(written(tmp_path, [SITE]), options={"device": "x"})


def test_a_batch_that_fails_leaves_what_was_committed_and_the_next_import_goes_on(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_import, "BATCH_LINES", 10)
    file = written(tmp_path, [SITE, EMPLOYEE, *punches(40), b"{", *punches(5, "Z")])

    def stop(done: int, _total: int) -> None:
        if done > 2_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.imports.import_file(file, progress=stop)
    assert 0 < ledger.facts.last_position() < 42
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (42, 0, 0, 6)
    assert [issue.line for issue in answer.issues] == [43, 44, 45, 46, 47, 48]
    assert counts(ledger.imports.import_file(file)) == (0, 42, 0, 6)


def test_every_line_that_is_no_fact_is_kept_with_its_reason(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    lines = [line for line, _code, _words in REFUSED.values() if not isinstance(line, bytes) or b"\n" not in line]
    answer = ledger.imports.import_file(written(tmp_path, lines))
    assert (answer.accepted, answer.duplicate, answer.refused) == (0, 0, len(lines))
    assert len(ledger.imports.quarantine.entries()) == len(lines)
    assert {retried.refusal is None for retried in ledger.imports.quarantine.retry()} == {False}
