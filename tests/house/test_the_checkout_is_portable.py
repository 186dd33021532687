"""What is tracked names no machine: no absolute path of one, no address of a package registry."""

import re
import subprocess

import pytest

from tests.house.source import CHECKOUT

# Put together from parts, so that this file does not find itself.
FOLDERS = "|".join(("root", "home", "Users", "work", "opt", "tmp"))
A_MACHINE = re.compile(rf"(?<![\w.:/~-])/(?:{FOLDERS})/\w")
A_REGISTRY = re.compile(
    "|".join(("py" + r"pi\.", "python" + "hosted", "index" + "-url", "find" + "-links", "trusted" + "-host"))
)


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = CHECKOUT / name
        if path.is_file():
            texts[name] = path.read_text(encoding="utf-8", errors="replace")
    return texts


@pytest.mark.slow
def test_no_tracked_file_names_a_folder_of_a_machine() -> None:
    found = {name: match[0] for name, text in tracked_texts().items() if (match := A_MACHINE.search(text))}
    assert found == {}


@pytest.mark.slow
def test_no_tracked_file_names_a_package_registry() -> None:
    found = {name: match[0] for name, text in tracked_texts().items() if (match := A_REGISTRY.search(text))}
    assert found == {}


def test_constraints_are_names_and_exact_versions() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    assert pins == sorted(pins, key=str.lower)
