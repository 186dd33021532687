"""Files as they come: marks, empty lines, cut off, in another encoding, with lines without end."""

import io
import json
from pathlib import Path

import pytest

from ledger import file_lines
from ledger.facts.interchange_line import LINE_LIMIT
from ledger.file_lines import read_lines
from ledger.ledger import Ledger
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, counts, given, written


def test_empty_lines_and_marks_are_passed_over_and_the_last_line_may_end_the_file(
    ledger: Ledger, tmp_path: Path
) -> None:
    texts = [json.dumps(line, ensure_ascii=False).encode() for line in (SITE, EMPLOYEE, PUNCH)]
    file = tmp_path / "facts"
    file.write_bytes(b"\xef\xbb\xbf" + texts[0] + b"\r\n\r\n  \n" + texts[1] + b"\n\n" + texts[2])
    assert counts(ledger.imports.import_file(file)) == (3, 0, 0, 0)
    (tmp_path / "empty").write_bytes(b"")
    assert counts(ledger.imports.import_file(tmp_path / "empty")) == (0, 0, 0, 0)


def test_a_file_that_was_cut_off_loses_only_its_last_line(ledger: Ledger, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, PUNCH])
    file.write_bytes(file.read_bytes()[:-20])
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (2, 0, 0, 1)
    assert answer.issues[0].line == 3


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_another_encoding_is_refused_line_by_line(ledger: Ledger, tmp_path: Path, encoding: str) -> None:
    given(ledger)
    text = "".join(json.dumps({**COLLEAGUE, "name": "王五"}, ensure_ascii=False) + "\n" for _ in range(3))
    (tmp_path / "facts").write_bytes(text.encode(encoding))
    answer = ledger.imports.import_file(tmp_path / "facts")
    assert (answer.accepted, answer.duplicate, answer.conflict) == (0, 0, 0)
    assert {issue.code for issue in answer.issues} == {"bad_encoding"}


@pytest.mark.slow
def test_a_line_that_is_too_long_is_refused_and_kept_whole(ledger: Ledger, tmp_path: Path) -> None:
    long = b'{"kind":"clock","x":"' + b"x" * (10 * 1_048_576) + b'"}'
    file = written(tmp_path, [SITE, EMPLOYEE, long, PUNCH])
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (3, 0, 0, 1)
    assert answer.issues[0].line == 3
    assert answer.issues[0].code == "too_long"
    (entry,) = ledger.imports.quarantine.entries()
    assert (entry.raw, entry.whole) == (long, True)


@pytest.mark.slow
def test_of_a_line_without_end_the_place_and_the_beginning_are_kept(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_lines, "KEPT_BYTES", 2 * LINE_LIMIT)
    long = b"x" * (5 * LINE_LIMIT)
    file = written(tmp_path, [SITE, EMPLOYEE, long, PUNCH, b"y" * (4 * LINE_LIMIT)])
    answer = ledger.imports.import_file(file)
    assert counts(answer) == (3, 0, 0, 2)
    first, last = ledger.imports.quarantine.entries()
    assert (first.size, len(first.raw), first.whole) == (len(long), file_lines.PREFIX_BYTES, False)
    assert (last.line, last.size) == (5, 4 * LINE_LIMIT)
    with file.open("rb") as stream:
        stream.seek(first.offset)
        assert stream.read(first.size + 1) == long + b"\n"
    assert [retried.status for retried in ledger.imports.quarantine.retry([first.id])] == ["rejected"]


def test_lines_are_the_same_wherever_the_blocks_of_a_file_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"one\n\ntwo two\nlong" + b"g" * 40 + b"\nthree\n\n" + b"h" * 50
    monkeypatch.setattr(file_lines, "KEPT_BYTES", 20)
    monkeypatch.setattr(file_lines, "PREFIX_BYTES", 4)
    expected = [(1, 3), (2, 0), (3, 7), (4, 44), (5, 5), (6, 0), (7, 50)]
    for block in range(1, 70):
        monkeypatch.setattr(file_lines, "_BLOCK", block)
        found = list(read_lines(io.BytesIO(content)))
        assert [(line.number, line.size) for line in found] == expected
        for line in found:
            assert content[line.offset : line.offset + line.size].startswith(line.raw)
            rest = [later.number for later in read_lines(io.BytesIO(content), line.end, line.number)]
            assert rest == [number for number, _ in expected[line.number :]]
