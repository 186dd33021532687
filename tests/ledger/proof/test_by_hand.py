"""The program on the page about proofs checks a proof, and is stopped by one that was changed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.house.source import CHECKOUT
from tests.ledger.material import given, punches

PAGES = ("docs/proofs.md", "docs/proofs.zh-CN.md")


def program(page: str) -> str:
    found = re.search(r"```python\n(.*?)```", (CHECKOUT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_program_is_the_same_in_both_languages() -> None:
    first, second = map(program, PAGES)
    assert first == second


@pytest.mark.slow
@pytest.mark.parametrize("position", [1, 4, 300])
def test_the_program_checks_a_proof_and_finds_a_changed_one(ledger: Ledger, tmp_path: Path, position: int) -> None:
    given(ledger, *punches(297))
    proof = str(ledger.proofs.prove(position))
    key = str(ledger.proofs.signing_keys()[0].verifier)
    done = checked(tmp_path, proof, key)
    assert done.returncode == 0, done.stderr
    (state,) = (line for line in done.stdout.splitlines() if line.startswith("state "))
    assert json.loads(state.removeprefix("state "))
    lines = proof.split("\n")
    for number in (1, 2, 3, len(lines) - 2):
        changed = "\n".join([*lines[:number], other(lines[number]), *lines[number + 1 :]])
        assert checked(tmp_path, changed, key).returncode != 0


def other(line: str) -> str:
    """Another line of the same form."""
    if line.startswith("index "):
        return f"index {int(line.removeprefix('index ')) + 1}"
    middle = len(line) // 2
    return line[:middle] + ("A" if line[middle] != "A" else "B") + line[middle + 1 :]


def checked(folder: Path, proof: str, key: str) -> subprocess.CompletedProcess[str]:
    file = folder / "proof"
    file.write_text(proof, encoding="utf-8")
    command = [sys.executable, "-c", program(PAGES[0]), str(file), key]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})
