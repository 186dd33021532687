"""`workledger evidence` and `verify-evidence`, and the script that an auditor runs without either."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.proof import verify_evidence as verifier
from tests.api.conftest import Run
from tests.house.source import CHECKOUT

SCRIPT = CHECKOUT / "scripts/verify_evidence"
pytestmark = pytest.mark.slow


@pytest.fixture
def issued(workledger: Run, centre: Path) -> Path:
    """The folder of a ledger with a closing, the evidence of a payslip, the public key and the checkpoint."""
    assert workledger("close", "2024-10", "--by", "HR").status == 0
    answer = workledger("evidence", "E2", "2024-10", "--output", "e2.json")
    assert (answer.status, answer.out, answer.err) == (0, "", "written: e2.json\n")
    (centre / "ledger.pub").write_text(workledger("checkpoint", "key").out, encoding="utf-8")
    kept = json.loads(workledger("checkpoint", "--list", "--json").out)
    (centre / "held").write_text(kept[-1]["note"], encoding="utf-8")
    return centre


def run_alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script where nothing of the product is."""
    alone = folder / "alone"
    alone.mkdir(exist_ok=True)
    shutil.copy(SCRIPT, alone / "verify_evidence")
    command = [sys.executable, "-I", str(alone / "verify_evidence"), *words]
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def test_the_script_is_the_module_in_one_file_that_runs() -> None:
    assert SCRIPT.read_bytes() == Path(verifier.__file__).read_bytes()
    assert os.access(SCRIPT, os.X_OK)
    imported = [
        line.split()[1] for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line[:5] in {"from ", "impor"}
    ]
    roots = {name.partition(".")[0] for name in imported}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_the_command_and_the_script_say_the_same(workledger: Run, issued: Path) -> None:
    for language, last in (("en", "valid"), ("zh-CN", "成立")):
        words = ("e2.json", "--pub", "ledger.pub", "--lang", language, "--checkpoint", "held")
        answer = workledger("verify-evidence", *words)
        alone = run_alone(issued, *words)
        assert (alone.returncode, alone.stderr) == (answer.status, answer.err) == (0, "")
        assert alone.stdout == answer.out
        assert answer.out.splitlines()[-1] == last
    told = json.loads(workledger("verify-evidence", "e2.json", "--pub", "ledger.pub", "--json").out)
    assert told["verdict"] == "valid"
    assert {line["mark"] for line in told["lines"]} == {"proved", "stated"}


def test_a_changed_file_and_another_key_are_told_apart(workledger: Run, issued: Path) -> None:
    text = (issued / "e2.json").read_text(encoding="utf-8")
    (issued / "changed.json").write_text(text.replace('\\"total\\":\\"2', '\\"total\\":\\"9'), encoding="utf-8")
    changed = workledger("verify-evidence", "changed.json", "--pub", "ledger.pub")
    assert (changed.status, changed.out.splitlines()[-1]) == (1, "invalid")
    assert run_alone(issued, "changed.json", "--pub", "ledger.pub").returncode == 1
    (issued / "other").mkdir()
    other = f"sqlite:///{issued / 'other/ledger.db'}"
    workledger("--store", other, "init", "--name", "N", "--time-zone", "Asia/Shanghai", "--first-period", "2024-10")
    key = workledger("--store", other, "checkpoint", "key").out.strip()
    answer = workledger("verify-evidence", "e2.json", "--pub", key)
    assert (answer.status, answer.out.splitlines()[-1]) == (2, "cannot be judged")
    assert run_alone(issued, "e2.json", "--pub", key).returncode == 2


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("evidence", "E2", "2024-11"), "2024-11 is not closed"),
        (("evidence", "E9", "2024-10"), "no row in payroll"),
        (("evidence", "E2", "October"), "is not a period"),
        (("evidence", "E2", "2024-10", "--checkpoint", "nothing"), "there is no file"),
        (("evidence", "E2", "2024-10", "--checkpoint", "3"), "up to 3"),
        (("verify-evidence", "nothing", "--pub", "ledger.pub"), "there is no file"),
        (("verify-evidence", "e2.json", "--pub", "nothing"), "there is no file"),
    ],
)
def test_wrong_use_is_one_sentence(workledger: Run, words: tuple[str, ...], sentence: str) -> None:
    answer = workledger(*words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert sentence in answer.err


def test_wrong_use_of_the_script_is_one_sentence(issued: Path) -> None:
    for words in (("nothing", "--pub", "ledger.pub"), ("e2.json", "--pub", "nothing"), ("e2.json", "--pub", "a+b+c")):
        answer = run_alone(issued, *words)
        assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
