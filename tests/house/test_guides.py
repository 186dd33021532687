"""What the guides show is what happens: their console blocks are run, in order, in a folder with their files.

A line that begins with `$ ` is a command, which goes on below where it ends in a backslash; `# exits N` after it is its
exit status, 0 where nothing is said. The lines below it must come out of it, in that order; what lies between them need
not be shown. `…` in a shown line stands for anything: the instant of recording, or what is too wide for a page.
`export` names the store and the language.

Commands are run within this process, unless they need a shell: there are many of them, and most of the time would go
into starting the program. Those that need one are run by it, as a reader's are: some of each README.
"""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from api.cli import main
from tests.api.asking import asking
from tests.api.service.process import serving
from tests.house.documents.centre_sheets import contents, write_centre_sheets
from tests.house.source import CHECKOUT

GUIDES = ["README.md", "README.zh-CN.md"]
TASKS = sorted(path.relative_to(CHECKOUT).as_posix() for path in CHECKOUT.glob("docs/guides/*.md"))
FACTS, SHEETS, TOUR = "docs/guides/facts", "docs/guides/sheets", "docs/tour"
OWN_CENTRE = "docs/guides/your-centre-from-spreadsheets.md"
MOST_COMMANDS = 12
"""From an empty folder to the payroll of a month."""
ENGLISH = [task for task in TASKS if not task.endswith(".zh-CN.md")]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^(scripts/\w+)", re.MULTILINE)
EXPORT = re.compile(r"^export (.+)$", re.MULTILINE)
QUOTED = re.compile(r'"[^"]*"')
NEEDS_A_SHELL = re.compile(r"[|<>*&;$]")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def text_of(page: str) -> str:
    """A page of the checkout."""
    return (CHECKOUT / page).read_text(encoding="utf-8")


def steps(guide: str) -> list[tuple[str, int, list[str]]]:
    """Each command of a guide with its exit status and the lines that are shown of its output."""
    found: list[tuple[str, int, list[str]]] = []
    for block in BLOCK.findall(text_of(guide)):
        for line in block.splitlines():
            if line.startswith("$ "):
                exits = re.search(r"# exits (\d)", line)
                found.append((line[2:], int(exits[1]) if exits else 0, []))
            elif found and found[-1][0].endswith("\\"):
                command, status, shown = found[-1]
                found[-1] = (f"{command}\n{line}", status, shown)
            else:
                found[-1][2].append(line.rstrip())
    return found


def settings_of(guide: str) -> dict[str, str]:
    """The store and the language that a guide tells its reader to export."""
    words = [word.split("=", 1) for line in EXPORT.findall(text_of(guide)) for word in shlex.split(line)]
    return {name: value for name, value in words if name.startswith("WORKLEDGER")}


def environment_of(guide: str) -> dict[str, str]:
    """The environment of a reader who has just installed the project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKLEDGER")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path, "PYTHONUTF8": "1"} | settings_of(guide)


def run(command: str, folder: Path, guide: str) -> subprocess.CompletedProcess[str]:
    """What a command answers, its errors among its output."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment_of(guide),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def run_within(command: str) -> subprocess.CompletedProcess[str]:
    """What a command answers that is run within this process, in the folder and the environment of the test."""
    words = shlex.split(command, comments=True)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stream), redirect_stderr(stream):
        patch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as end:
            main()
    stream.seek(0)
    code = end.value.code
    return subprocess.CompletedProcess(words, code if isinstance(code, int) else 0, stream.read())


def follow(guide: str, run_step: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """Run a guide's commands, and hold what comes out of each to what the guide shows."""
    assert steps(guide)
    for command, exits, shown in steps(guide):
        done = run_step(command)
        assert done.returncode == exits, f"{command}\n{done.stdout}"
        printed = iter([line.rstrip() for line in done.stdout.splitlines()])
        missing = [line for line in shown if not any(matches(line, other) for other in printed)]
        assert missing == [], f"{command}\n{done.stdout}"


def matches(shown: str, printed: str) -> bool:
    """Whether a printed line is the shown one, where `…` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), printed) is not None


def reader_of(guide: str, folder: Path, patch: pytest.MonkeyPatch) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Make this process a reader of the guide, in this folder; what a command answers there."""
    patch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("WORKLEDGER") or name == "COLUMNS"]:
        patch.delenv(name)
    for name, value in settings_of(guide).items():
        patch.setenv(name, value)

    def run_step(command: str) -> subprocess.CompletedProcess[str]:
        plain = command.startswith("workledger ") and not NEEDS_A_SHELL.search(command)
        return run_within(command) if plain else run(command, folder, guide)

    return run_step


@pytest.mark.slow
@pytest.mark.parametrize("task", [*TASKS, *GUIDES])
def test_a_guide_shows_what_happens(task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for files in (FACTS, SHEETS, TOUR):
        shutil.copytree(CHECKOUT / files, tmp_path / files)
    follow(task, reader_of(task, tmp_path, monkeypatch))


@pytest.mark.parametrize("task", ENGLISH)
def test_a_guide_to_a_task_has_the_same_commands_in_both_languages(task: str) -> None:
    twin = task.replace(".md", ".zh-CN.md")
    first, second = ([(QUOTED.sub("…", command), exits) for command, exits, _ in steps(each)] for each in (task, twin))
    assert first == second


def test_every_guide_to_a_task_is_in_both_languages_and_can_be_found() -> None:
    twins = [task.replace(".md", ".zh-CN.md") for task in ENGLISH]
    assert sorted(ENGLISH + twins) == TASKS
    assert [settings_of(task).get("WORKLEDGER_LANG") for task in ENGLISH] == [None] * len(ENGLISH)
    assert [settings_of(twin).get("WORKLEDGER_LANG") for twin in twins] == ["zh-CN"] * len(twins)
    assert [task for task in ENGLISH if task not in text_of("README.md")] == []
    assert [twin for twin in twins if twin not in text_of("README.zh-CN.md")] == []


def test_every_file_of_the_guides_to_a_task_is_used() -> None:
    texts = "".join(map(text_of, ENGLISH))
    files = [path for folder in (FACTS, SHEETS) for path in (CHECKOUT / folder).iterdir()]
    assert [path.name for path in files if path.relative_to(CHECKOUT).as_posix() not in texts] == []


def test_a_centre_is_set_up_from_its_sheets_in_a_dozen_commands_none_of_them_refused() -> None:
    found = steps(OWN_CENTRE)
    assert len(found) <= MOST_COMMANDS
    assert [command for command, exits, _ in found if exits] == []
    assert found[-1][0].startswith("workledger report payroll")


def test_the_sheets_of_the_guide_say_what_they_are_made_from(tmp_path: Path) -> None:
    write_centre_sheets(tmp_path)
    assert contents(CHECKOUT / SHEETS) == contents(tmp_path), "the sheets are stale: run scripts/document"


@pytest.mark.slow
def test_the_commands_that_the_demonstration_proposes_work_on_its_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (CHECKOUT / "scripts" / "demo").read_text(encoding="utf-8")
    proposed = re.findall(r"^    (workledger .+)$", script, re.MULTILINE)
    assert len(proposed) > 5
    (tmp_path / "demo").mkdir()
    run_step = reader_of("README.md", tmp_path, monkeypatch)
    made = re.findall(r'^"\$workledger" ((?:demo|import) [^|\n]+)$', script, re.MULTILINE)
    assert len(made) == 2
    for command in made:
        assert run_step(f"workledger {_on_a_day(command)}").returncode == 0

    *at_once, served = proposed
    assert served == "workledger serve"  # It goes on until it is stopped.
    printed = {}
    for command in at_once:
        done = run_step(_on_a_day(command))
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        printed[command] = done.stdout

    (key,) = re.findall(r"\bwlk_\S+", printed[at_once[-1]])
    with serving(f"sqlite:///{tmp_path / 'tour.db'}") as service, asking(service.url, key) as client:
        assert "2026-10" in client.get("/v1/periods").raise_for_status().text


def _on_a_day(command: str) -> str:
    """A command of the script, as it is on a day: what the script puts in is put in."""
    told = {"$today": "2026-10-20T10:00", "$period": "2026-10", "$before": "2026-09", "$agent": "E00009"}
    for name, value in (told | {"$language": "en", " 2>/dev/null": ""}).items():
        command = command.replace(f'"{name}"', value).replace(name, value)
    return command


@pytest.mark.parametrize("guide", GUIDES)
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
