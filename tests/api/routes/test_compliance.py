"""Compliance over HTTP: HR and the auditor see every row, the manager those without pay, and nobody else any."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.manual.shorthand import people, shifts

pytestmark = [pytest.mark.slow]

FACTS: list[dict[str, Any]] = [
    {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2024-10", "period_start_day": 1},
    *people("E1 csr hired 2024-01-01\nE2 csr hired 2024-01-01\nL1 team_leader hired 2024-01-01"),
    *(
        {"kind": "base_salary", "employee": number, "from": "2024-01-01", "monthly": monthly}
        for number, monthly in (("E1", "4350"), ("E2", "4350"), ("L1", "6000"))
    ),
    *shifts("E1 2024-10-01 R in 08:30 out 20:30", "Asia/Shanghai"),
]
RULES = {
    "kind": "rules",
    "version": "limits",
    "effective_period": "2024-10",
    "parameters": {"award_themes": [], "compliance": {"shift_length": 659, "minimum_wage": "5000"}},
    "reason": "limits",
}
PATH = "/v1/periods/2024-10/compliance"
LONG = {
    "employee": "E1", "rule": "shift_length", "from": "2024-10-01", "until": "2024-10-01", "value": 660, "limit": 659,
    "clause": "S14.3",
}  # fmt: skip
POOR = {
    "employee": "E1", "rule": "minimum_wage", "from": "2024-10-01", "until": "2024-10-31", "value": "4350.00",
    "limit": "5000.00", "clause": "S14.6",
}  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def why(employee: str, item: str = "") -> str:
    return f"/v1/periods/2024-10/compliance/{employee}/explanation" + (f"?item={item}" if item else "")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """Three people under limits of a shift's length and of the month's pay."""
    clock = Hands(datetime.fromisoformat("2024-12-10T09:00:00+08:00"))
    with served(f"sqlite:///{tmp_path}/ledger.db", clock=clock, facts=None) as found:
        assert {each.status for each in found.ledger.record([*FACTS, RULES])} == {"accepted"}
        yield found


def rows(service: Served, role: str, path: str = PATH) -> list[dict[str, Any]]:
    with service.client(role) as client:
        found: list[dict[str, Any]] = client.get(path).json()["rows"]
        return [row for row in found if row["employee"] == "E1"]


def test_hr_and_the_auditor_see_every_row_and_the_manager_those_without_pay(service: Served) -> None:
    every = rows(service, "hr")
    assert rows(service, "auditor") == every
    assert every == [POOR, LONG]
    assert rows(service, "manager") == [LONG]
    assert rows(service, "manager", f"{PATH}?employee=E1&rules=limits") == [LONG]


def test_nobody_else_sees_any(service: Served) -> None:
    for role, whose in (("employee", {"employee": "E1"}), ("team_leader", {"employee": "L1", "team": "A"}), ("qa", {})):
        with service.client(role, **whose) as client:
            for path in (PATH, f"{PATH}?employee=E1", why("E1")):
                assert client.get(path).status_code == 403


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson", XLSX, "application/vnd.apache.arrow.stream"])
def test_no_form_tells_the_manager_of_pay(service: Served, accept: str) -> None:
    with service.client("hr") as hr, service.client("manager") as manager:
        # Asked for by HR first: what is kept for one is not given to the other.
        whole, narrowed = (client.get(PATH, headers={"Accept": accept}) for client in (hr, manager))
    if accept == XLSX:
        told = [
            str(CalamineWorkbook.from_filelike(io.BytesIO(each.content)).get_sheet_by_index(0).to_python())
            for each in (whole, narrowed)
        ]
    else:
        told = [each.content.decode("utf-8", "replace") for each in (whole, narrowed)]
    assert ("4350" in told[0], "4350" in told[1]) == (True, False)
    assert all("660" in each for each in told)


def test_a_sheet_holds_figures_as_numbers_and_csv_as_the_rows_have_them(service: Served) -> None:
    with service.client("hr") as hr:
        sheet = hr.get(PATH, headers={"Accept": XLSX}).content
        table = list(csv.DictReader(io.StringIO(hr.get(PATH, headers={"Accept": "text/csv"}).text)))
    held = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    figures = [row[-3:-1] for row in held if "S14.3" in row or "S14.6" in row]
    assert [660, 659] in figures
    assert [4350, 5000] in figures
    mine = [row for row in table if row["employee"] == "E1"]
    assert {(row["rule"], row["value"], row["limit"]) for row in mine} >= {
        ("shift_length", "660", "659"),
        ("minimum_wage", "4350.00", "5000.00"),
    }


def test_an_explanation_tells_the_manager_of_no_row_with_pay_as_if_it_were_not_there(service: Served) -> None:
    with service.client("hr") as hr, service.client("manager") as manager:
        assert hr.get(why("E1", "minimum_wage")).status_code == 200
        whole = manager.get(why("E1"))
        assert whole.status_code == 200
        assert "4350" not in whole.text
        hidden, absent = (manager.get(why("E1", rule)) for rule in ("minimum_wage", "deduction_floor"))
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.json()["detail"].replace("minimum_wage", "deduction_floor") == absent.json()["detail"]
        # E2 has a row about pay alone, and L1 none: both answers are one.
        with_pay, without = (manager.get(why(number)) for number in ("E2", "L1"))
        assert {each["rule"] for each in hr.get(PATH).json()["rows"] if each["employee"] == "E2"} == {"minimum_wage"}
        assert with_pay.status_code == without.status_code == 404
        assert with_pay.json()["detail"].replace("E2", "L1") == without.json()["detail"]


def test_each_look_is_in_the_access_log(service: Served) -> None:
    rows(service, "manager")
    with service.client("manager") as manager:
        manager.get(why("E1"))
    with service.client("auditor") as auditor:
        entries = auditor.get("/v1/access-log").json()["entries"]
    looks = [(each["operation"], each["employee"]) for each in entries]
    assert looks == [("report compliance", ""), ("report compliance", "E1")]


def test_it_cannot_be_disputed_by_whom_it_is_about(service: Served) -> None:
    dispute = {"dispute": "D1", "employee": "E1", "at": "2024-11-05T09:00:00+08:00", "text": "t", "period": "2024-10"}
    with service.client("employee", "E1") as agent:
        for number, item in (("D1", None), ("D2", "compliance"), ("D3", "compliance.limit")):
            given = dispute | {"dispute": number} | ({"item": item} if item else {})
            assert agent.post("/v1/disputes", json=given).status_code == 201
            case = agent.get(f"/v1/disputes/{number}/case")
            assert case.status_code == 200
            assert "5000" not in case.text
            assert "S14" not in case.text
