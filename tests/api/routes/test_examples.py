"""The examples beside the checkout, sent to the service: counts, refused lines, and every row of every report."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from projections.reports import REPORTS
from tests.api.routes.files import counts, imported
from tests.api.routes.served import served
from tests.house.source import CHECKOUT
from tests.ledger.material import Hands
from tests.ledger.stores import Stores

SHARED = CHECKOUT.parent / "shared"
FOLDERS = [SHARED / "examples-2" / part for part in ("unchanged", "void", "scores", "pay")]
"""Those that hold by now."""
_SUFFIX = ".expected.json"
EXAMPLES = {path.name.removesuffix(_SUFFIX): path for folder in FOLDERS for path in sorted(folder.glob(f"*{_SUFFIX}"))}
"""The files of what is expected by the names of the examples."""
NAMES = sorted(EXAMPLES)
QUICK = ("01", "14", "21", "28", "32", "35", "53", "57", "91", "99")
"""The numbers of those that are asked page by page in every run."""
LATER = datetime(2030, 1, 1, tzinfo=UTC)
"""After every period of the examples, so that only what they mean to be planned is."""
PAGE = 400

pytestmark = [
    pytest.mark.any_engine,
    pytest.mark.skipif(not NAMES, reason=f"there are no examples in {SHARED}"),
]


def rows_of(client: httpx.Client, period: str, report: str, limit: int) -> list[dict[str, Any]]:
    """All rows of a report, page by page."""
    path = f"/v1/periods/{period}/{report}?limit={limit}"
    page = client.get(path).json()
    rows = list(page["rows"])
    while page["next"] is not None:
        page = client.get(f"{path}&cursor={page['next']}").json()
        rows += page["rows"]
    return rows


def compare(url: str, name: str, limit: int) -> None:
    """Send an example to an empty service, and compare all that it answers."""
    path = EXAMPLES[name]
    expected = json.loads(path.read_text(encoding="utf-8"))
    with served(url, clock=Hands(LATER), facts=None) as service, service.client("hr") as hr:
        answer = imported(hr, path.with_name(f"{name}.ndjson").read_bytes())
        told = expected["import"]
        assert counts(answer) == tuple(told[each] for each in ("accepted", "duplicate", "conflict", "rejected"))
        assert [issue["line"] for issue in answer["issues"]] == told["refused_lines"]
        refused = told["conflict"] + told["rejected"]
        assert len(hr.get("/v1/quarantine?limit=1000").json()["lines"]) == refused
        for period, reports in expected["reports"].items():
            # An example may hold reports that come with a later part.
            for report, rows in ((name, rows) for name, rows in reports.items() if name in REPORTS):
                assert rows_of(hr, period, report, limit) == rows, (period, report)


@pytest.mark.slow
@pytest.mark.both_engines
@pytest.mark.parametrize("name", [name for name in NAMES if name[:2] in QUICK])
def test_an_example_is_imported_and_reported_as_it_was_worked_out(stores: Stores, name: str) -> None:
    compare(stores.url(), name, limit=3)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_imported_and_reported_as_it_was_worked_out(stores: Stores, name: str) -> None:
    compare(stores.url(), name, limit=PAGE)
