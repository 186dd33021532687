"""The installed command in processes of its own: pipes, encodings, interruption."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]
REPORT = ("report", "all", "2024-10")


def command(*words: str) -> list[str]:
    installed = shutil.which("workledger", path=str(Path(sys.executable).parent))
    assert installed is not None, "the project is not installed in the environment of the tests"
    return [installed, *words]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*words), env=os.environ | environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )


def test_the_installed_command_reports() -> None:
    answer = run("report", "payroll", "2024-10", "--format", "csv")
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert answer.stdout.startswith(b"employee,item,amount,clause,total,negative\nE1,base,4350.00,")


def test_wrong_use_is_exit_status_2() -> None:
    answer = run("report", "wages", "2024-10")
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert answer.stderr.count(b"\n") == 1


def test_output_that_nobody_reads_to_the_end_is_no_error() -> None:
    with subprocess.Popen(command(*REPORT), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_standard_input_is_a_file_too(centre: Path) -> None:
    line = b'{"kind": "holiday", "date": "2024-10-02", "name": "National Day"}\n'
    answer = subprocess.run(command("import", "-"), input=line, capture_output=True, check=False, cwd=centre)
    assert (answer.returncode, answer.stdout) == (0, b"accepted 1, duplicate 0, conflict 0, rejected 0\n")


def test_chinese_reaches_an_output_of_another_encoding_without_a_traceback() -> None:
    answer = run("report", "scores", "2024-10", "--lang", "zh-CN", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert b"Traceback" not in answer.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [REPORT, (*REPORT, "--format", "json"), ("export",)])
def test_output_that_cannot_be_written_is_one_sentence(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(command(*words), stdout=full, stderr=subprocess.PIPE, check=False)
    assert b"Traceback" not in answer.stderr
    assert answer.stderr.count(b"\n") == 1
    assert answer.returncode not in {0, 1}


def test_an_interruption_is_silent(centre: Path) -> None:
    """Interrupted while it waits for standard input, so that no time is measured."""
    waiting = command("import", "-")
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=centre) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        # More than a pipe holds: once it is taken, the command is past its start and reading.
        process.stdin.write(b'{"kind": "?"}\n' * 20_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 130


def test_any_number_of_jobs_reports_the_same_bytes() -> None:
    answers = [run("--jobs", jobs, *REPORT, "--format", "json") for jobs in ("1", "2", "5")]
    assert [answer.returncode for answer in answers] == [0, 0, 0]
    assert answers[0].stdout == answers[1].stdout == answers[2].stdout
    assert run("--jobs", "65", *REPORT).stderr.count(b"\n") == 1
