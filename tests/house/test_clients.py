"""Clients that are generated from the description record a punch and read a payroll, as the page about the API shows.

The commands and programs are those of the page, run in a folder of their own against a real service; only the address
is another one. Generators need other versions of what the project uses, so they have an environment of their own.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.routes.operations import operations
from tests.api.routes.served import Served, served
from tests.house.source import CHECKOUT
from tests.house.test_guides import environment_of, text_of

PAGE = "docs/api.md"
SHOWN_ADDRESS = "http://127.0.0.1:8000"
SECTION = re.compile(r"^## Generated clients$(.*?)^## ", re.MULTILINE | re.DOTALL)
PART = re.compile(r"^### (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE = 600
pytestmark = pytest.mark.slow


def parts() -> dict[str, dict[str, str]]:
    """The blocks of each part of the section by their languages; "" is what stands before the first part."""
    (section,) = SECTION.findall(text_of(PAGE))
    first, *rest = PART.split(section)
    named = {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}
    return {name: dict(BLOCK.findall(text)) for name, text in named.items()}


PARTS = parts()
EXPECTED = PARTS["TypeScript"].pop("text")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """October 2026 of the tour, served; its keys and its description are in the folder `client`."""
    folder = tmp_path / "client"
    folder.mkdir()
    with served(f"sqlite:///{tmp_path / 'ledger.db'}", facts=None) as found:
        for facts in sorted(CHECKOUT.glob("docs/tour/facts/*.ndjson")):
            found.ledger.imports.import_file(facts)
        (folder / "gate.key").write_text(found.key("device"))
        (folder / "hr.key").write_text(found.key("hr"))
        with found.client(None) as client:
            (folder / "openapi.json").write_bytes(client.get("/openapi.json").content)
        yield found


def run(words: list[str], folder: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with the programs of another folder before all others."""
    environment = {name: value for name, value in environment_of(PAGE).items() if name != "PYTHONPATH"}
    if path is not None:
        environment["PATH"] = f"{path}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        words, cwd=folder, env=environment | {"NO_PROXY": "*", "no_proxy": "*"}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed, warnings included."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def commands(part: str) -> list[str]:
    """The commands of a part, each on one line."""
    return PARTS[part]["sh"].replace("\\\n", "").splitlines()


def had(command: str, folder: Path, path: Path | None = None) -> None:
    """Install what a part needs; skip the test where it cannot be had."""
    if run(shlex.split(command), folder, path).returncode:
        pytest.skip(f"`{command}` fails here; the registry of the packages cannot be reached")


def generate(part: str, folder: Path) -> tuple[str, Path]:
    """Install and run the generator of a part for Python: what it printed, and where its environment is."""
    succeeded(run([sys.executable, "-m", "venv", str(folder.parent / "environment")], folder))
    programs = folder.parent / "environment" / ("Scripts" if os.name == "nt" else "bin")
    install, generator = commands(part)
    had(f"{install} httpx", folder, programs)
    return succeeded(run(["bash", "-c", generator], folder, programs)), programs


def run_python(part: str, folder: Path, programs: Path, url: str) -> str:
    """What the program of a part prints."""
    program = PARTS[part]["python"].replace(SHOWN_ADDRESS, url)
    return succeeded(run([str(programs / "python"), "-c", program], folder))


def test_a_python_client_has_every_operation_and_reads_a_payroll(service: Served, tmp_path: Path) -> None:
    folder = tmp_path / "client"
    (folder / "client.yaml").write_text(PARTS["Python"]["yaml"])
    printed, programs = generate("Python", folder)
    assert not re.search(r"warning|error|unable|omitted", printed, re.IGNORECASE), printed

    made = {path.stem for path in (folder / "workforce_ledger" / "api").glob("*/*.py")} - {"__init__"}
    described = {each.told["operationId"] for each in operations(service.app)}
    assert {name.rstrip("_") for name in made} == described
    assert run_python("Python", folder, programs, service.url) == EXPECTED


def test_models_for_python_send_a_punch_and_read_a_payroll(service: Served, tmp_path: Path) -> None:
    folder = tmp_path / "client"
    printed, programs = generate("Models for Python", folder)
    # A format of our own is a text to the generator, and it says so.
    warnings = [line for line in printed.splitlines() if "Warning" in line]
    assert [line for line in warnings if "iana-time-zone" not in line] == [], printed
    assert run_python("Models for Python", folder, programs, service.url) == EXPECTED


def test_a_typescript_client_is_of_the_right_types_and_reads_a_payroll(service: Served, tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("there is no npm on the path, which the generator is installed by")
    folder = tmp_path / "client"
    (folder / "client.mts").write_text(PARTS["TypeScript"]["typescript"].replace(SHOWN_ADDRESS, service.url))
    install, *generator, program = commands("TypeScript")
    had(install, folder)
    for command in generator:
        succeeded(run(shlex.split(command), folder))
    assert succeeded(run(shlex.split(program), folder)) == EXPECTED
