"""What a running period comes to, asked of the service: within the reach of the report of hours."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

RUNNING = "2026-11"
"""The tests' clock shows 23 November 2026."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre, in which E1 has a shift to come."""
    lines: list[dict[str, Any]] = [{"kind": "shift", "employee": "E1", "date": "2026-11-28", "shift": "C"}]
    with served(SQLiteStores(tmp_path_factory.mktemp("outlook")).url(), clock=Hands()) as found:
        assert {each.status for each in found.ledger.record(lines)} == {"accepted"}
        yield found


def test_an_outlook_has_the_rows_that_the_report_of_hours_has_for_the_caller(planned: Served) -> None:
    own = planned.client("employee", employee="E1")
    with own, planned.client("team_leader", team="A") as leader, planned.client("hr") as hr:
        for client in (own, leader, hr):
            told = client.get(f"/v1/periods/{RUNNING}/outlook").json()
            rows = client.get(f"/v1/periods/{RUNNING}/hours").json()["rows"]
            assert [row["employee"] for row in told["rows"]] == [row["employee"] for row in rows]
            (mine,) = (row for row in told["rows"] if row["employee"] == "E1")
            assert (told["running"], mine["planned_shifts"], mine["worked"]) == (True, 1, 0)
            assert mine["expected_worked"] == mine["planned"] > 0
        assert own.get(f"/v1/periods/{RUNNING}/outlook?employee=E2").json()["code"] == "reach"
        assert [row["employee"] for row in hr.get(f"/v1/periods/{RUNNING}/outlook?team=A&employee=E2").json()["rows"]]


def test_a_month_that_is_over_has_no_outlook_and_a_role_without_hours_is_refused(planned: Served) -> None:
    with planned.client("hr") as hr, planned.client("qa") as qa:
        over = hr.get("/v1/periods/2024-10/outlook").json()
        assert (over["running"], over["rows"]) == (False, [])
        assert hr.get("/v1/periods/2099-01/outlook").status_code == 404
        assert qa.get(f"/v1/periods/{RUNNING}/outlook").status_code == 403
