"""An office for the tests of documents: the tour's ledger with some corrections, the command line, and a clerk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from api.cli import main
from ledger.ledger import Ledger
from tests.house.source import CHECKOUT

MASTER_KEY = bytes(range(32))
PERIOD = "2026-10"
CORRECTIONS = [
    {"kind": "correction", "correction": number, "employee": "E0003", "period": PERIOD, "amount": amount, "note": "n"}
    for number, amount in (("C-1", "12.30"), ("C-2", "-0.40"))
]
Rows = list[list[Any]]


class Answer(NamedTuple):
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said, as JSON."""
        return json.loads(self.out)


class Office:
    """A ledger in a folder, worked on by the command line."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Record the tour's October."""
        self.folder = folder
        self._patch = monkeypatch
        self._captured = capsys
        monkeypatch.chdir(folder)
        monkeypatch.setenv("WORKLEDGER_STORE", f"sqlite:///{folder}/office.db")
        monkeypatch.delenv("WORKLEDGER_LANG", raising=False)
        for file in sorted((CHECKOUT / "docs/tour/facts").glob("*.ndjson")):
            self.run("import", file)
        self.record(*CORRECTIONS)

    def run(self, *words: object) -> Answer:
        """Run a command."""
        self._patch.setattr("sys.argv", ["workledger", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._captured.readouterr()
        return Answer(int(ended.value.code or 0), said.out, said.err)

    def record(self, *facts: dict[str, Any]) -> None:
        """Record facts."""
        with Ledger.open(f"sqlite:///{self.folder}/office.db") as ledger:
            assert {outcome.status for outcome in ledger.record(facts)} == {"accepted"}

    def report(self, name: str = "payroll") -> Any:
        """A report, as JSON."""
        return self.run("report", name, PERIOD, "--format", "json").json

    def register(self, *words: object, name: str = "payroll", file: str = "register.xlsx") -> Path:
        """A report as a workbook."""
        answer = self.run("report", name, PERIOD, "--format", "xlsx", "--output", file, *words)
        assert answer == Answer(0, "", "")
        return self.folder / file

    def reconcile(self, file: Path | str, *words: object) -> Answer:
        """What was paid, beside the ledger."""
        return self.run("reconcile", PERIOD, file, *words)

    def edited(self, file: Path, change: Callable[[Rows], object]) -> Path:
        """A workbook as a clerk gives it back: opened in a spreadsheet, changed, saved as another."""
        rows = sheets(file)[0]
        change(rows)
        return written(self.folder / "edited.xlsx", rows)


def sheets(file: Path) -> list[Rows]:
    """The values of a workbook, sheet by sheet."""
    workbook = CalamineWorkbook.from_path(file)
    return [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]


def written(file: Path, rows: Rows) -> Path:
    """A plain workbook of one sheet."""
    with Workbook(str(file)) as workbook:
        page = workbook.add_worksheet("10月")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return file


def row_of(rows: Rows, employee: str) -> list[Any]:
    """The row of a person."""
    return next(row for row in rows if row[0] == employee)


def place_of(rows: Rows, heading: str) -> int:
    """The column of a heading."""
    return rows[1].index(heading)
