"""Some of the examples beside the checkout by command line: what `import` and `report all` answer to them."""

import json

import pytest

from tests.api.conftest import Run
from tests.examples import ABSENT, FOLDER, expected_of, facts_of


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT)
@pytest.mark.parametrize("name", ["70-requests", "77-promises-and-complaints", "82-organisation-and-payments"])
@pytest.mark.usefixtures("empty")
def test_what_running_the_centre_leaves_is_imported_and_reported(name: str, workledger: Run) -> None:
    path = FOLDER / "centre" / f"{name}.expected.json"
    expected = expected_of(path)
    answer = json.loads(workledger("import", str(facts_of(path)), "--json").out)
    assert [issue["line"] for issue in answer["issues"]] == expected["import"].pop("refused_lines")
    assert {count: answer[count] for count in expected["import"]} == expected["import"]
    for period, of_period in expected["reports"].items():
        every = json.loads(workledger("report", "all", period, "--format", "json").out)
        assert {report: every[report]["rows"] for report in of_period} == of_period
