"""Used wrongly, a command exits with 2 and says in one sentence on standard error what is wrong; never a traceback."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.api.conftest import Answer, Run

SENTENCE = re.compile(r"workledger: [^\n]+\n")
HOURS = ("report", "hours", "2024-10")


def assert_refused(answer: Answer, *says: str) -> None:
    assert answer.status == 2
    assert answer.out == ""
    assert SENTENCE.fullmatch(answer.err), answer.err
    for text in says:
        assert text in answer.err


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report", "wages", "2024-10"), ["'wages'", "payroll"]),
        (("report", "", "2024-10"), ["''", "payroll"]),
        (("report", "hours"), ["period"]),
        (("report", "hours", "2024-13"), ["'2024-13'", "YYYY-MM"]),
        (("report", "hours", "October"), ["'October'", "YYYY-MM"]),
        (("report", "hours", "2024-10-01"), ["YYYY-MM"]),
        (("report", "hours", "2024-09"), ["2024-10", "first period"]),
        (("report", "hours", "0000-01"), ["2024-10"]),
        (("report", "hours", "9999-12"), ["9999-12"]),
        ((*HOURS, "--employee", "E9"), ["'E9'"]),
        ((*HOURS, "--employee", ""), ["''"]),
        ((*HOURS, "--team", "Z"), ["'Z'", "A, B"]),
        ((*HOURS, "--rules", "V9"), ["'V9'", "manual, V1"]),
        ((*HOURS, "--as-of", "0"), ["0", "47"]),
        ((*HOURS, "--as-of", "48"), ["48", "47"]),
        ((*HOURS, "--as-of", "9" * 40), ["47"]),
        ((*HOURS, "--as-of", "-1"), ["'-1'", "instant"]),
        ((*HOURS, "--as-of", "1.5"), ["'1.5'"]),
        ((*HOURS, "--as-of", "yesterday"), ["'yesterday'", "instant"]),
        ((*HOURS, "--as-of", "2024-11-05"), ["offset"]),
        ((*HOURS, "--as-of", "2024-11-05T09:00:00"), ["offset"]),
        ((*HOURS, "--as-of", "1999-01-01T00:00:00Z"), ["1999-01-01"]),
        ((*HOURS, "--format", "pdf"), ["'pdf'", "csv"]),
        ((*HOURS, "--lang", "fr"), ["'fr'", "zh-CN"]),
        ((*HOURS, "--colour"), ["--colour"]),
        ((*HOURS, "extra"), ["extra"]),
        (("report", "all", "2024-10", "--format", "csv"), ["csv"]),
        (("reprot", "hours", "2024-10"), ["'reprot'"]),
        (("import",), ["FILE"]),
        (("import", "nowhere.ndjson"), ["nowhere.ndjson"]),
        (("import", "."), ["directory"]),
        (("import", "workledger.db", "--format", "msword"), ["'msword'", "interchange"]),
        (("export", "nowhere/there.ndjson"), ["nowhere/there.ndjson"]),
        (("export", "."), ["directory"]),
        (("quarantine", "list", "--state", "shut"), ["'shut'", "open"]),
        (("quarantine", "retry"), ["--all"]),
        (("quarantine", "retry", "7"), ["7"]),
        (("quarantine", "retry", "seven"), ["seven|ID"]),
        (("quarantine", "dismiss", "9" * 30), ["9" * 30]),
        (("init", "--name", "X", "--time-zone", "Mars/Olympus", "--first-period", "2024-10"), ["Asia/Shanghai"]),
        (("init", "--name", "X", "--time-zone", "Asia/Shanghai", "--first-period", "2024"), ["YYYY-MM"]),
        (("init", "--name", "X", "--time-zone", "Asia/Shanghai", "--first-period", "2024-10"), ["position 1"]),
        (("init", "--name", "X"), ["--time-zone"]),
        (("demo", "facts.ndjson", "--people", "2"), ["--people"]),
        (("demo", "facts.ndjson", "--first-period", "2024-13"), ["2024-13"]),
        (("demo", "nowhere/facts.ndjson", "--people", "5", "--periods", "1"), ["nowhere/facts.ndjson"]),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: Sequence[str], says: Sequence[str]) -> None:
    answer = workledger(*words)
    assert_refused(answer)
    for text in says:
        assert any(choice in answer.err for choice in text.split("|")), answer.err


@pytest.mark.parametrize(
    "store", ["nonsense", "", "sqlite://", "sqlite:///", "mysql://localhost/x", "workledger.db", "sqlite:///a\0b"]
)
def test_a_store_that_is_none_is_refused(workledger: Run, empty: Path, store: str) -> None:
    assert_refused(workledger("--store", store, *HOURS), "sqlite:///PATH")
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(
    "store",
    [
        "sqlite:///folder",
        "sqlite:///.",
        "sqlite:////",
    ],
)
@pytest.mark.parametrize("words", [HOURS, ("import", "facts.ndjson"), ("export",), ("quarantine", "list")])
def test_a_store_that_is_a_folder_is_refused(workledger: Run, empty: Path, store: str, words: tuple[str, ...]) -> None:
    (empty / "folder").mkdir()
    (empty / "facts.ndjson").write_bytes(b"{}\n")
    assert_refused(workledger("--store", store, *words))
    assert {path.name for path in empty.iterdir()} == {"folder", "facts.ndjson"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a database, but a letter\n" * 500,
        b"SQLite format 3\0" + bytes(200),
    ],
)
@pytest.mark.parametrize("words", [HOURS, ("export",)])
def test_a_store_that_is_no_database_is_refused_and_left_alone(
    workledger: Run, empty: Path, content: bytes, words: tuple[str, ...]
) -> None:
    store = empty / "letter.db"
    store.write_bytes(content)
    assert_refused(workledger("--store", f"sqlite:///{store}", *words))
    assert store.read_bytes() == content
    assert list(empty.iterdir()) == [store]


@pytest.mark.parametrize(
    "words", [HOURS, ("report", "all", "2024-10", "--format", "json"), ("quarantine", "list"), ("export",)]
)
def test_reading_where_there_is_no_ledger_makes_none(workledger: Run, empty: Path, words: tuple[str, ...]) -> None:
    assert_refused(workledger(*words))
    assert list(empty.iterdir()) == []


def test_a_report_where_there_is_no_ledger_says_how_to_make_one(workledger: Run, empty: Path) -> None:
    assert_refused(workledger(*HOURS), "workledger init")


@pytest.mark.slow
def test_a_ledger_of_the_site_alone_has_empty_reports(workledger: Run, empty: Path) -> None:
    made = workledger("init", "--name", "S", "--time-zone", "Asia/Shanghai", "--first-period", "2024-10")
    assert made.status == 0
    answer = workledger(*HOURS, "--format", "csv")
    assert (answer.status, answer.err, answer.out.count("\n")) == (0, "", 1)
    assert workledger("report", "all", "2024-10").status == 0


def test_a_line_that_was_refused_is_exit_status_1(workledger: Run, centre: Path) -> None:
    (centre / "more.ndjson").write_text('{"kind": "holiday", "date": "2024-10-02", "name": "国庆节"}\n{"kind": "?"}\n')
    answer = workledger("import", "more.ndjson")
    assert (answer.status, answer.out) == (1, "accepted 1, duplicate 0, conflict 0, rejected 1\n")
    assert answer.err.startswith("line 2: ")
    assert answer.err.count("\n") == 1


def test_the_help_of_every_command_is_there(workledger: Run, empty: Path) -> None:
    for words in ((), ("init",), ("import",), ("export",), ("report",), ("quarantine",), ("quarantine", "retry")):
        answer = workledger(*words, "--help")
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.startswith("Usage: ")
