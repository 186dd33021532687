"""The doubts about a file: listed beside the issues, counted, gathered where many say the same, kept out if strict."""

from pathlib import Path

import pytest

from ledger.imports.doubt_tally import TOLD_APART
from ledger.ledger import Ledger
from tests.ledger.material import EMPLOYEE, PUNCH, SITE, counts, written

SHIFT = {"kind": "shift", "employee": "A", "date": "2026-11-25", "shift": "W"}


def test_an_import_lists_what_is_doubtful_of_its_lines(ledger: Ledger, tmp_path: Path) -> None:
    answer = ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, PUNCH, {**PUNCH, "device": "g2"}]))
    assert (counts(answer), answer.doubtful) == ((4, 0, 0, 0), 1)
    (told,) = answer.as_json()["doubts"]
    assert (told["line"], told["code"], told["parameters"]) == (4, "repeats", {"kind": "clock", "position": "3"})


def test_lines_that_say_the_same_are_gathered_after_the_first_ones(ledger: Ledger, tmp_path: Path) -> None:
    past = [{**SHIFT, "date": f"2026-10-{day:02d}"} for day in range(1, 31)]
    answer = ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, *past]))
    assert (answer.doubtful, len(answer.doubts)) == (30, TOLD_APART + 1)
    assert (answer.doubts[-1].line, answer.doubts[-1].more) == (TOLD_APART + 3, 30 - TOLD_APART)
    assert answer.doubts[-1].message().startswith("From here on 10 more lines")


def test_a_key_that_a_file_states_twice_is_doubtful(ledger: Ledger, tmp_path: Path) -> None:
    other = {**SHIFT, "shift": "R"}
    answer = ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, SHIFT, SHIFT, other]))
    assert [(each.line, each.doubt.code) for each in answer.doubts] == [(5, "twice_in_file")]
    later = ledger.imports.import_file(written(tmp_path, [SHIFT], "later"))
    assert later.doubts == []


@pytest.mark.slow
def test_a_strict_import_keeps_doubtful_lines_out(ledger: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH, {**PUNCH, "device": "g2"}])
    rehearsed = ledger.imports.import_file(file, strict=True, dry_run=True)
    answer = ledger.imports.import_file(file, strict=True)
    assert (counts(rehearsed), counts(answer), answer.doubts) == ((3, 0, 0, 1), (3, 0, 0, 1), [])
    assert [(issue.line, issue.code) for issue in answer.issues] == [(4, "repeats")]
    (kept,) = ledger.imports.quarantine.entries()
    assert ledger.imports.quarantine.retry([kept.id])[0].status == "accepted"


def test_a_dry_run_tells_the_doubts_and_leaves_none_behind(ledger: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH, {**PUNCH, "device": "g2"}])
    ledger.record([SITE, EMPLOYEE])
    assert ledger.imports.import_file(file, dry_run=True).doubtful == 1
    assert ledger.imports.import_file(file).doubtful == 1


def test_a_file_that_is_known_is_not_doubted_again(ledger: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH, {**PUNCH, "device": "g2"}])
    ledger.imports.import_file(file)
    assert ledger.imports.import_file(file).doubts == []
