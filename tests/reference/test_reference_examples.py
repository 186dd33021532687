"""The reference answers every example row by row: import counts, refused lines, and all rows of all reports."""

from pathlib import Path

import pytest

from tests.examples import RECORDED_UNTIL, examples, expected_of, facts_of, named
from tests.reference import NAMES, record, reports


@pytest.mark.parametrize("path", examples("unchanged", "void", "scores", "pay", "centre"), ids=named)
def test_the_reference_answers_the_example_row_by_row(path: Path) -> None:
    expected = expected_of(path)

    recorded = record(facts_of(path).read_bytes().splitlines())

    assert recorded.counts | {"refused_lines": recorded.refused_lines} == expected["import"]
    for period, of_period in expected["reports"].items():
        answered = reports(recorded.facts, period, recorded_until=RECORDED_UNTIL)
        assert set(answered) == set(NAMES)
        # An example may hold reports that come with a later part.
        for name, rows in ((name, of_period[name]) for name in answered if name in of_period):
            assert answered[name] == rows, f"{name} of {period}"
