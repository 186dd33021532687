"""What every report looks like, for people and for programs.

After a change that is meant: ``WORKLEDGER_UPDATE_SNAPSHOTS=1 scripts/test tests/api/test_report_snapshots.py``, and
read the difference before it is committed.
"""

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from projections.reports import REPORTS
from tests.api.conftest import Run

SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("WORKLEDGER_UPDATE_SNAPSHOTS") == "1"
VOLATILE = {
    r'"id": ?"[0-9a-f]{32}\.\d+"': '"id":"<id>"',
    r'"recorded_at": ?"[^"]+"': '"recorded_at":"<instant>"',
}
"""What differs from run to run, and what stands for it."""


def assert_as_recorded(name: str, text: str) -> None:
    for pattern, mask in VOLATILE.items():
        text = re.sub(pattern, mask, text)
    path = SNAPSHOTS / name
    if UPDATE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} has changed; see the head of this file"


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_report_as_a_table(workledger: Run, language: str) -> None:
    answer = workledger("report", "all", "2024-10", "--lang", language)
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded(f"all.{language}.txt", answer.out)


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_every_report_as_one_json_object(workledger: Run) -> None:
    answer = workledger("report", "all", "2024-10", "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded("all.json", json.dumps(json.loads(answer.out), ensure_ascii=False, indent=1) + "\n")


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("report", REPORTS)
def test_every_report_as_csv(workledger: Run, report: str) -> None:
    answer = workledger("report", report, "2024-10", "--format", "csv")
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded(f"{report}.csv", answer.out)


@pytest.mark.parametrize("report", REPORTS)
def test_csv_has_the_rows_of_json(report: str) -> None:
    made = json.loads((SNAPSHOTS / "all.json").read_text(encoding="utf-8"))[report]["rows"]
    with (SNAPSHOTS / f"{report}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if report == "payroll":
        lines = [{"employee": row["employee"]} | line for row in made for line in row["lines"]]
        assert [{name: row[name] for name in ("employee", "item", "amount", "clause")} for row in rows] == lines
    else:
        assert rows == [{name: written(value) for name, value in row.items()} for row in made]


def written(value: Any) -> str:
    """A value of JSON as csv has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else str(value)


@pytest.mark.usefixtures("centre")
def test_an_export(workledger: Run) -> None:
    answer = workledger("export")
    assert (answer.status, answer.err) == (0, "")
    assert_as_recorded("export.ndjson", answer.out)


def test_every_snapshot_is_still_compared() -> None:
    compared = {"all.en.txt", "all.zh-CN.txt", "all.json", "export.ndjson", *(f"{report}.csv" for report in REPORTS)}
    assert {path.name for path in SNAPSHOTS.iterdir()} == compared
