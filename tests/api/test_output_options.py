"""Every option and argument that names a file to write: none is written over a ledger, or over a file unasked."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main

from api.cli.app import app
from tests.api.conftest import Run
from tests.api.test_pay_handover import REGISTER, returned

COMMANDS: dict[str, tuple[str, ...]] = {
    "export": ("export", "FILE"),
    "export --exact": ("export", "--exact", "FILE"),
    "checkpoint": ("checkpoint", "--output", "FILE"),
    "checkpoint cosign": ("checkpoint", "cosign", "signed", "--key", "witness", "--output", "FILE"),
    "checkpoint rotate-key": ("checkpoint", "rotate-key", "--output", "FILE"),
    "checkpoint new-witness": ("checkpoint", "new-witness", "audit.example/2", "FILE"),
    "prove": ("prove", "1", "--output", "FILE"),
    "prove-consistency": ("prove-consistency", "10", "20", "--output", "FILE"),
    "evidence": ("evidence", "E2", "2024-10", "--output", "FILE"),
    "backup": ("backup", "FILE"),
    "report": ("report", "hours", "2024-10", "--format", "xlsx", "--output", "FILE"),
    "document": ("document", "payslips", "2024-10", "--employee", "E2", "--output", "FILE"),
    "brief": ("brief", "2024-10-31", "--output", "FILE"),
    "what-if": ("what-if", "2024-10", "manual", "--format", "xlsx", "--output", "FILE"),
    "transfers": ("transfers", "2024-10", "net.csv", "--output", "FILE"),
    "mappings": ("mappings", "template", "staff", "--output", "FILE"),
    "demo": ("demo", "FILE", "--people", "5", "--periods", "1"),
}
UNFORCED = {"checkpoint new-witness"}
"""Commands without --force: a key is never written over."""
NAMED = {"document": ".pdf", "brief": ".pdf"} | dict.fromkeys(("report", "mappings", "transfers", "what-if"), ".xlsx")
"""Commands that ask for a name of a kind, by which a store can be led to by a link only."""
PARTS = ("", "-wal", "-shm", "-journal", ".key", ".key.new", ".erasures")


@pytest.fixture
def files(centre: Path, workledger: Run) -> Iterator[Path]:
    """The folder of a ledger that is in use, with all that may lie beside it, and what commands ask for."""
    workledger("checkpoint", "--output", "signed")
    workledger("checkpoint", "new-witness", "audit.example/1", "witness")
    workledger(*REGISTER)
    returned(centre)
    (centre / "workledger.db.key.new").write_bytes((centre / "workledger.db.key").read_bytes())
    for part in ("-journal", ".erasures"):
        (centre / f"workledger.db{part}").write_bytes(b"")
    from ledger.ledger import Ledger

    with Ledger.open(f"sqlite:///{centre}/workledger.db") as ledger:
        assert ledger.facts.last_position()
        yield centre


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {each.name: each for each in folder.iterdir() if each.is_file() and not each.is_symlink()}
    return {
        name: (each.stat().st_dev, each.stat().st_ino, each.read_bytes())
        for name, each in found.items()
        # Readers mark their place in it.
        if not name.endswith("-shm")
    }


def test_every_command_that_writes_a_file_is_looked_at() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group) or hasattr(group, "commands")
    found = set(_writing(group, ()))
    assert found == {name.removesuffix(" --exact") for name in COMMANDS} - UNFORCED


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_written_over_a_ledger(files: Path, workledger: Run, command: str) -> None:
    before = contents(files)
    for part in PARTS:
        store = files / f"workledger.db{part}"
        for way in _ways(files, store, NAMED.get(command, "")):
            words = [str(way) if word == "FILE" else word for word in COMMANDS[command]]
            answer = workledger(*words, *([] if command in UNFORCED else ["--force"]))
            assert (answer.status, answer.out) == (2, ""), (words, answer)
            assert "nothing is written over it" in answer.err, (words, answer)
    assert contents(files) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_is_replaced_only_by_force_and_is_its_owners_alone(
    files: Path, workledger: Run, command: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("out") / f"out{NAMED.get(command, '')}"
    path.write_bytes(b"before")
    words = [str(path) if word == "FILE" else word for word in COMMANDS[command]]
    answer = workledger(*words)
    assert (answer.status, answer.out) == (2, ""), answer
    assert "is there already" in answer.err
    assert path.read_bytes() == b"before"
    if command in UNFORCED:
        path.unlink()
    else:
        words.append("--force")
    answer = workledger(*words)
    assert answer.status == (2 if command == "evidence" else 0), answer
    if command != "evidence":
        assert path.stat().st_size > 6
        assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def _ways(folder: Path, store: Path, ending: str) -> Iterator[Path]:
    """Names that lead to a file: its own, links of both kinds, by way of a folder that is a link, and round about."""
    number = str(abs(hash(store.name)))
    symbolic, hard = folder / f"symbolic{number}{ending}", folder / f"hard{number}{ending}"
    if not symbolic.is_symlink():
        symbolic.symlink_to(store)
    yield symbolic
    if store.exists():
        if not hard.exists():
            os.link(store, hard)
        yield hard
        hard.unlink()
    if not ending:
        if not (folder / "again").exists():
            (folder / "again").symlink_to(folder, target_is_directory=True)
        yield from (Path(store.name), store, folder / "again" / ".." / folder.name / "again" / store.name)


def _writing(command: click.Command, words: tuple[str, ...]) -> Iterator[str]:
    if any("--force" in parameter.opts for parameter in command.params):
        yield " ".join(words)
    for name, each in getattr(command, "commands", {}).items():
        yield from _writing(each, (*words, name))
