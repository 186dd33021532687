"""The reference answers every example row by row: import counts, refused lines, and all rows of all reports."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from . import NAMES, record, reports

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "examples"
EXAMPLES = Path(os.environ.get("WORKLEDGER_EXAMPLES", BESIDE))
FILES = sorted(EXAMPLES.glob("*.expected.json"))
# The examples are read as recorded at this instant: after every shift of theirs but the one in 2099.
RECORDED_UNTIL = datetime(2026, 11, 20, tzinfo=UTC)

# The generated centres take seconds.
PATHS = [pytest.param(path, marks=pytest.mark.slow) if path.name.startswith("centre") else path for path in FILES]


@pytest.mark.skipif(
    not FILES, reason="there are no examples beside the checkout; name their folder in WORKLEDGER_EXAMPLES"
)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_the_reference_answers_the_example_row_by_row(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    lines = path.with_name(path.name.replace(".expected.json", ".ndjson")).read_bytes().splitlines()

    recorded = record(lines)

    assert recorded.counts | {"refused_lines": recorded.refused_lines} == expected["import"]
    for period, of_period in expected["reports"].items():
        answered = reports(recorded.facts, period, recorded_until=RECORDED_UNTIL)
        assert set(answered) == set(NAMES)
        for name, rows in of_period.items():
            assert answered[name] == rows, f"{name} of {period}"
