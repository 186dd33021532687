"""Evaluators beside each other over HTTP: the manager sees all, QA their own row, an agent nothing."""

from typing import Any

import pytest

from tests.api.routes.served import Served

pytestmark = pytest.mark.slow

URL = "/v1/periods/2026-11/evaluators"


def marked(service: Served, evaluator: str, score: str) -> None:
    told = {"monitoring": f"V-{evaluator}", "employee": "E1", "evaluator": evaluator, "date": "2026-11-05"}
    more: dict[str, Any] = {"channel": "phone", "score": score, "contact": "call-7"}
    with service.client("manager", evaluator) as client:
        assert client.post("/v1/monitorings", json=told | more).status_code == 201


def test_qa_sees_the_own_row_and_the_manager_all(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        for number in ("Q1", "Q2"):
            told = {"employee": number, "name": number, "hired_on": "2026-09-01", "role": "qa", "team": "T1"}
            assert hr.post("/v1/employees", json=told).status_code == 201
    marked(sqlite_service, "Q1", "80.00")
    marked(sqlite_service, "Q2", "91.50")
    with sqlite_service.client("manager") as manager, sqlite_service.client("qa", "Q2") as qa:
        every = manager.get(URL).json()["evaluators"]
        own = qa.get(URL).json()["evaluators"]
    found = {each["evaluator"]: (each["mean"], each["compared"], each["difference"]) for each in every}
    assert found["Q1"] == ("80.00", 1, "-11.50")
    assert found["Q2"] == ("91.50", 1, "11.50")
    assert own == [each for each in every if each["evaluator"] == "Q2"]


@pytest.mark.parametrize(
    ("role", "employee", "team"),
    [("employee", "E1", None), ("team_leader", "", "T1"), ("device", None, None), ("admin", None, None)],
)
def test_others_are_refused(sqlite_service: Served, role: str, employee: str | None, team: str | None) -> None:
    with sqlite_service.client(role, employee, team) as client:
        assert client.get(URL).status_code == 403
