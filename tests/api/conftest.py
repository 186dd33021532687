"""A small centre on a ledger of its own, and the command line run within the process."""

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main

FACTS = Path(__file__).parent / "centre.ndjson"
"""Four people, all kinds of days, in October and November 2024: long ago, so that no shift is still planned."""


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*(name for name in os.environ if name.startswith("WORKLEDGER_")), "COLUMNS"]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workledger(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `workledger` with these words, and this on its standard input."""

    def run(*words: Any, typed: bytes = b"") -> Answer:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["workledger", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with pytest.raises(SystemExit) as end:
            main()
        answered = capfd.readouterr()
        return Answer(end.value.code if isinstance(end.value.code, int) else 0, answered.out, answered.err)

    return run


@pytest.fixture(scope="session")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ledger.ledger import Ledger

    folder = tmp_path_factory.mktemp("recorded")
    with Ledger.open(f"sqlite:///{folder / 'workledger.db'}") as ledger:
        answer = ledger.imports.import_file(FACTS)
    assert (answer.conflict, answer.rejected) == (0, 0)
    return folder


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a ledger, in which the command is run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def centre(empty: Path, _recorded: Path) -> Path:
    """A folder with the ledger of the small centre, in which the command is run."""
    shutil.copytree(_recorded, empty, dirs_exist_ok=True)
    return empty
