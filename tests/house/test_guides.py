"""What the guides show is what happens: their console blocks are run, in order, in a folder with the tour's files.

A line that begins with `$ ` is a command; `# exits N` after it is its exit status, 0 where nothing is said. The lines
below it must come out of it, in that order; what lies between them need not be shown.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT

GUIDES = {"README.md": "en", "README.zh-CN.md": "zh-CN"}
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^(scripts/\w+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def steps(guide: str) -> list[tuple[str, int, list[str]]]:
    """Each command of a guide with its exit status and the lines that are shown of its output."""
    found: list[tuple[str, int, list[str]]] = []
    for block in BLOCK.findall((CHECKOUT / guide).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                exits = re.search(r"# exits (\d)", line)
                found.append((line[2:], int(exits[1]) if exits else 0, []))
            else:
                found[-1][2].append(line.rstrip())
    return found


def environment_of(language: str) -> dict[str, str]:
    """The environment of a reader who has just installed the project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKLEDGER")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {
        "PATH": path,
        "PYTHONUTF8": "1",
        "WORKLEDGER_STORE": "sqlite:///tour.db",
        "WORKLEDGER_LANG": language,
    }


def run(command: str, folder: Path, language: str) -> subprocess.CompletedProcess[str]:
    """What a command answers, its errors among its output."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment_of(language),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_a_guide_shows_what_happens(guide: str, tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "docs" / "tour", tmp_path / "docs" / "tour")

    assert steps(guide)
    for command, exits, shown in steps(guide):
        done = run(command, tmp_path, GUIDES[guide])
        assert done.returncode == exits, f"{command}\n{done.stdout}"
        printed = iter([line.rstrip() for line in done.stdout.splitlines()])
        missing = [line for line in shown if line not in printed]
        assert missing == [], f"{command}\n{done.stdout}"


@pytest.mark.slow
def test_the_commands_that_the_demonstration_proposes_work_on_its_ledger(tmp_path: Path) -> None:
    script = (CHECKOUT / "scripts" / "demo").read_text(encoding="utf-8")
    proposed = re.findall(r"^    (workledger .+)$", script, re.MULTILINE)
    assert len(proposed) > 5
    (tmp_path / "demo").mkdir()
    made = run("workledger demo demo/facts.ndjson && workledger import demo/facts.ndjson", tmp_path, "en")
    assert made.returncode == 0, made.stdout

    printed = {}
    for command in proposed:
        done = run(f"period=2026-10 language=en; {command}", tmp_path, "en")
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        printed[command] = done.stdout

    before, after = (text for command, text in printed.items() if "anomalies" in command)
    assert "missing out" in before
    assert "missing out" not in after


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_the_scripts_that_a_guide_names_are_there(guide: str) -> None:
    scripts = SCRIPT.findall((CHECKOUT / guide).read_text(encoding="utf-8"))
    assert {"scripts/demo", "scripts/test"} <= set(scripts)
    assert [name for name in scripts if not os.access(CHECKOUT / name, os.X_OK)] == []


@pytest.mark.parametrize(
    "page",
    sorted(path.relative_to(CHECKOUT).as_posix() for path in [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]),
)
def test_a_page_links_to_what_is_there(page: str) -> None:
    path = CHECKOUT / page
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
