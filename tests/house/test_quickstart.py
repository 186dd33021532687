"""The quickstart shows what happens: its service is started, its commands and its Python are run, in both languages.

The service listens at a free port instead of the one that the page names, and is stopped by its pid.
"""

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT
from tests.house.test_guides import environment_of, follow, matches, run, steps, text_of

PAGES = ["docs/quickstart.md", "docs/quickstart.zh-CN.md"]
READMES = ["README.md", "README.zh-CN.md"]
SHOWN_PORT = "8000"
PYTHON = re.compile(r"^```python\n(.*?)^```\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE = 60
# Below the ports that systems give to whoever asks for any, so that nobody else gets it in the meantime.
FIRST_PORT, PORTS = 20_000, 10_000


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine; the quickstart is told with it")
@pytest.mark.parametrize("page", PAGES)
def test_the_quickstart_shows_what_happens(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CHECKOUT / "docs" / "tour", tmp_path / "docs" / "tour")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")
    port = free_port()
    with stopped_if_it_fails(tmp_path):
        follow_with_python(page, tmp_path, port)


def follow_with_python(page: str, folder: Path, port: str) -> None:
    """Run a page's commands; before the last one, which stops the service, its Python."""
    *_, (last, *_) = steps(page)

    def run_step(command: str) -> subprocess.CompletedProcess[str]:
        own = command.replace(SHOWN_PORT, port)
        if command != last:
            return run(own, folder, page)
        run_python(page, folder, port)
        with ends(pid_in(folder)):
            return run(own, folder, page)

    follow(page, run_step)


def run_python(page: str, folder: Path, port: str) -> None:
    """Run the page's Python, and hold what it prints to what the page shows."""
    programs = PYTHON.findall(text_of(page))
    assert programs
    for program, shown in programs:
        done = subprocess.run(
            [sys.executable, "-c", program.replace(SHOWN_PORT, port)],
            cwd=folder,
            env=environment_of(page),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout
        printed = iter(done.stdout.splitlines())
        missing = [line for line in shown.splitlines() if not any(matches(line, other) for other in printed)]
        assert missing == [], done.stdout


def free_port() -> str:
    """A port of this machine that nobody listens at, another one in each process."""
    for number in range(PORTS):
        port = FIRST_PORT + (os.getpid() + number) % PORTS
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return str(port)
    pytest.fail("there is no free port on this machine")


def pid_in(folder: Path) -> int:
    """The pid of the service, as the page has it noted."""
    return int((folder / "service.pid").read_text())


@contextmanager
def stopped_if_it_fails(folder: Path) -> Iterator[None]:
    """Stop the service where the page could not be followed to its end, which stops it."""
    try:
        yield
    except BaseException:
        with suppress(OSError, ValueError):
            pid = pid_in(folder)
            with ends(pid):
                os.kill(pid, signal.SIGTERM)
        raise


@contextmanager
def ends(pid: int) -> Iterator[None]:
    """Wait for the end of a process that is not a child of this one, where the system lets one wait for that."""
    if not hasattr(os, "pidfd_open"):
        yield
        return
    handle = os.pidfd_open(pid)
    try:
        yield
        ended, _, _ = select.select([handle], [], [], PATIENCE)
        assert ended, "the service was told to stop, and goes on"
    finally:
        os.close(handle)


def test_the_quickstart_is_the_same_in_both_languages() -> None:
    english, chinese = ([command for command, _, _ in steps(page)] for page in PAGES)
    assert english == chinese
    first, second = (PYTHON.findall(text_of(page)) for page in PAGES)
    assert first == second


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_that_a_readme_shows_of_the_service_are_those_of_the_quickstart(readme: str) -> None:
    known = [command for command, _, _ in steps(PAGES[0])]
    (service,) = [block for block in SCRIPT.findall(text_of(readme)) if "workledger serve" in block]
    assert [command for command in service.splitlines() if command not in known] == []
