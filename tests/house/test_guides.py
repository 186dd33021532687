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


@pytest.mark.slow
@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_a_guide_shows_what_happens(guide: str, tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "docs" / "tour", tmp_path / "docs" / "tour")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKLEDGER")}
    environment |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    environment |= {"WORKLEDGER_STORE": "sqlite:///tour.db", "WORKLEDGER_LANG": GUIDES[guide]}

    assert steps(guide)
    for command, exits, shown in steps(guide):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == exits, f"{command}\n{done.stdout}"
        printed = iter([line.rstrip() for line in done.stdout.splitlines()])
        missing = [line for line in shown if line not in printed]
        assert missing == [], f"{command}\n{done.stdout}"


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
