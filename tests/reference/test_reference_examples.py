"""The reference answers every example row by row: import counts, refused lines, and all rows of all reports."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.reference import NAMES, record, reports

SHARED = Path(__file__).resolve().parents[3] / "shared"
EXAMPLES = Path(os.environ.get("WORKLEDGER_EXAMPLES", SHARED / "examples-2"))
# Those that hold by now.
FOLDERS = ("unchanged", "void", "scores", "pay", "centre")
FILES = [path for folder in FOLDERS for path in sorted((EXAMPLES / folder).glob("*.expected.json"))]
# The examples are read as recorded at this instant: after every shift of theirs but the one in 2099.
RECORDED_UNTIL = datetime(2026, 11, 20, tzinfo=UTC)

# The generated centres take seconds.
PATHS = [pytest.param(path, marks=pytest.mark.slow) if path.name.startswith("centre") else path for path in FILES]


@pytest.mark.skipif(
    not FILES, reason="there are no examples beside the checkout; name their folder in WORKLEDGER_EXAMPLES"
)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_the_reference_answers_the_example_row_by_row(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    lines = path.with_name(path.name.replace(".expected.json", ".ndjson")).read_bytes().splitlines()

    recorded = record(lines)

    assert recorded.counts | {"refused_lines": recorded.refused_lines} == expected["import"]
    for period, of_period in expected["reports"].items():
        answered = reports(recorded.facts, period, recorded_until=RECORDED_UNTIL)
        assert set(answered) == set(NAMES)
        # An example may hold reports that come with a later part.
        for name, rows in ((name, of_period[name]) for name in answered if name in of_period):
            assert answered[name] == rows, f"{name} of {period}"
