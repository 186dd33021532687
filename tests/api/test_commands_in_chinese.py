"""With `WORKLEDGER_LANG=zh-CN` the command line speaks Chinese: its help, its errors, and what it answers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.reader_language import reader_language
from api.words.language import Language
from tests.api.conftest import Run

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?:(?<![\w/.:`=-])[a-z]{2,}(?![\w/=:`-]) ){3,}")
"""A few English words in a row."""
WRONG = [
    "report nothing 2024-10",
    "report hours 2024-13",
    "report hours",
    "kesy",
    "import missing.ndjson",
    "close 2031-01 --by HR",
    "history E99",
    "explain E2 2024-10 nothing",
    "evidence E2 2024-10",
    "quarantine retry 7",
    "keys create --name x --role boss",
    "dispute open D1 E2 --text x --period 2024-10",
    "prove 99999",
    "restore missing.backup",
    "what-if",
    "checkpoint --at 99999",
    "diff 2024-10 a b",
    "document nothing 2024-10 --output x.pdf",
]
RIGHT = [
    "verify",
    "closings",
    "keys create --name x --role hr",
    "keys list",
    "export facts.ndjson",
    "demo demo.ndjson --people 5 --periods 1",
    "checkpoint",
    "backup store.backup",
    "erasures",
    "close 2024-10 --dry-run",
]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKLEDGER_LANG", "zh-CN")


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("command", WRONG)
def test_an_error_is_a_chinese_sentence(workledger: Run, command: str) -> None:
    answer = workledger(*command.split())
    assert answer.status in (1, 2)
    assert HAN.search(answer.err), answer.err
    assert not ENGLISH.search(answer.err), answer.err


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("command", RIGHT)
def test_an_answer_is_chinese(workledger: Run, command: str) -> None:
    answer = workledger(*command.split())
    assert answer.status == 0, answer
    assert not ENGLISH.search(answer.err + answer.out), answer


@pytest.mark.parametrize("command", ["--help", "import --help", "checkpoint --help"])
def test_help_is_chinese(command: str) -> None:
    words = [sys.executable, "-c", "from api.cli import main; main()", *command.split()]
    answer = subprocess.run(words, capture_output=True, text=True, check=True)
    assert HAN.search(answer.stdout)
    assert not ENGLISH.search(answer.stdout), answer.stdout


@pytest.mark.slow
def test_an_import_its_quarantine_and_what_is_tried_again_are_chinese(workledger: Run, centre: Path) -> None:
    dates = '"first_date": "2024-12-09", "last_date": "2024-12-02", "requested_on": "2024-11-01"'
    lines = [
        f'{{"kind": "leave", "leave": "L99", "employee": "E2", "type": "annual", {dates}}}',
        '{"kind": "clock", "employee": "E99", "at": "2024-11-04T08:00:00+08:00", "direction": "in"}',
        '{"kind": "shift", "employee": "E2", "date": "2024-13-04", "shift": "A"}',
        '{"kind": "nothing"}',
        "not JSON",
    ]
    (centre / "wrong.ndjson").write_text("\n".join(lines), encoding="utf-8")
    told = [workledger("import", "wrong.ndjson"), workledger("quarantine", "list")]
    told += [workledger("quarantine", "retry", "--all"), workledger("quarantine", "dismiss", "--all")]
    for answer in told:
        assert HAN.search(answer.out)
        assert not ENGLISH.search(answer.out + answer.err), answer
    assert "结束日期 2024-12-02 早于开始日期 2024-12-09" in told[0].err


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "WORKLEDGER_LANG": "en"}, Language.ENGLISH),
        ({"LANG": "en_GB.UTF-8", "WORKLEDGER_LANG": "zh_CN"}, Language.CHINESE),
    ],
)
def test_the_variable_of_the_ledger_comes_before_those_of_the_terminal(
    environment: dict[str, str], language: Language
) -> None:
    assert reader_language(environment) is language
