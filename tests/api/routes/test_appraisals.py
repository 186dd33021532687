"""Appraisals over HTTP: who records which stage of whom, who reads them, and a draft of a form that is tried."""

from typing import Any

import pytest

from tests.api.routes.served import Served

pytestmark = pytest.mark.any_engine

AT = "2024-11-12T08:27:00+08:00"
FORM: dict[str, Any] = {"form": "w", "version": 1, "component": "work", "roles": ["csr", "team_leader"],
                        "items": [{"item": "mail", "max": "100.00", "source": "judged"}]}  # fmt: skip
APPRAISAL: dict[str, Any] = {"employee": "E1", "period": "2024-10", "component": "work", "stage": "final",
                             "form": "w", "version": 1, "points": {"mail": "81.50"}, "at": AT}  # fmt: skip
METRIC = {"employee": "E1", "period": "2024-10", "metric": "aht", "value": "310.50"}
PRELIMINARY = {"stage": "preliminary"}
OF_LEADER = {"employee": "L1"}


@pytest.fixture
def appraising(service: Served) -> Served:
    with service.client("manager", "M") as manager:
        assert manager.post("/v1/appraisal-forms", json=FORM).status_code == 201
    return service


@pytest.mark.parametrize(
    ("who", "others", "status"),
    [
        (("qa", "Q1", None), PRELIMINARY, 201),
        (("qa", "Q1", None), {}, 403),
        (("team_leader", "L1", "A"), {}, 201),
        (("team_leader", "L1", "B"), {}, 403),
        (("team_leader", "L1", "A"), OF_LEADER, 403),
        (("qa", "Q1", None), PRELIMINARY | OF_LEADER, 403),
        (("manager", "M", None), OF_LEADER, 201),
        (("manager", "L1", None), OF_LEADER, 409),
        (("employee", "E1", None), {}, 403),
        (("auditor", None, None), {}, 403),
    ],
    ids=str,
)
def test_qa_appraises_first_and_a_leader_or_a_manager_last(
    appraising: Served, who: tuple[str, str | None, str | None], others: dict[str, Any], status: int
) -> None:
    with appraising.client(*who) as client:
        answer = client.post("/v1/appraisals", json=APPRAISAL | others)
        assert answer.status_code == status, answer.text
        if status == 201:
            recorded = client.get(answer.headers["location"]).json()
            assert (recorded["evaluator"], recorded["points"]) == (who[1], {"mail": "81.50"})


@pytest.mark.parametrize(("employee", "status"), [("E1", 201), ("L1", 403)])
def test_qa_records_metrics_of_agents(service: Served, employee: str, status: int) -> None:
    with service.client("qa", "Q1") as qa:
        assert qa.post("/v1/employee-metrics", json=METRIC | {"employee": employee}).status_code == status
        refused = qa.post("/v1/employee-metrics", json=METRIC | {"metric": "ledger.late_times"})
        assert refused.json()["code"] == "reserved_metric"


@pytest.mark.slow
def test_everyone_sees_their_own_items_and_a_leader_those_of_the_team(appraising: Served) -> None:
    with appraising.client("manager", "M") as manager:
        for employee in ("E1", "E2"):
            assert manager.post("/v1/appraisals", json=APPRAISAL | {"employee": employee}).status_code == 201
    seen = {}
    for who in (("employee", "E1", None), ("team_leader", "L1", "A"), ("team_leader", "L1", "B"), ("qa", "Q1", None)):
        with appraising.client(*who) as client:
            rows = client.get("/v1/periods/2024-10/appraisals").json()["rows"]
            seen[who[0], who[2]] = [row["employee"] for row in rows]
    assert seen == {
        ("employee", None): ["E1"],
        ("team_leader", "A"): ["E1", "E2"],
        ("team_leader", "B"): [],
        ("qa", None): ["E1", "E2"],
    }


@pytest.mark.slow
def test_a_draft_of_a_form_is_tried_and_a_wrong_one_is_refused(appraising: Served) -> None:
    with appraising.client("manager", "M") as manager:
        assert manager.post("/v1/appraisals", json=APPRAISAL).status_code == 201
    items = [{"item": "mail", "max": "50.00", "source": "judged"}, {"item": "new", "max": 50, "source": "judged"}]
    with appraising.client("hr") as hr:
        tried = hr.post("/v1/periods/2024-10/form-what-ifs", json={"form": FORM | {"version": 2, "items": items}})
        assert tried.status_code == 200, tried.text
        moved = {(each["employee"], each["figure"]): each["after"] for each in tried.json()["moved"]}
        assert moved["E1", "total"] is None
        for wrong in ({}, {"version": 2, "items": items[:1]}, {"version": "x"}):
            refused = hr.post("/v1/periods/2024-10/form-what-ifs", json={"form": FORM | wrong})
            assert refused.status_code == 422, refused.text


def test_an_evaluation_is_held_to_its_form_over_http(service: Served) -> None:
    form = {"form": "call", "version": 1, "criteria": [{"name": "a", "weight": 100, "critical": False}]}
    body: dict[str, Any] = {"monitoring": "M-1", "employee": "E1", "date": "2024-11-12", "channel": "phone",
                            "score": "80.00", "form": "call", "version": 1,
                            "criteria": [{"name": "a", "weight": 100, "score": "80.01"}]}  # fmt: skip
    with service.client("qa", "Q1") as qa:
        assert qa.post("/v1/monitoring-forms", json=form).status_code == 201
        refused = qa.post("/v1/monitorings", json=body)
        assert refused.status_code == 409
        assert "give 80.01" in refused.json()["detail"]
        assert qa.post("/v1/monitorings", json=body | {"score": "80.01"}).status_code == 201


@pytest.mark.slow
def test_somebody_sees_their_own_preliminary_appraisal_once_there_is_a_final_one(appraising: Served) -> None:
    with appraising.client("qa", "Q1") as qa, appraising.client("manager", "M") as manager:
        first = qa.post("/v1/appraisals", json=APPRAISAL | PRELIMINARY).headers["location"]
        with appraising.client("employee", "E1") as own:
            rows, explained = "/v1/periods/2024-10/appraisals", "/v1/periods/2024-10/appraisals/E1/explanation"
            assert own.get(first).status_code == 404
            assert own.get(rows).json()["rows"] == []
            assert own.get(explained).status_code == 403
            assert len(qa.get(rows).json()["rows"]) == 1
            last = manager.post("/v1/appraisals", json=APPRAISAL).headers["location"]
            assert [own.get(each).status_code for each in (first, last)] == [200, 200]
            assert [row["stage"] for row in own.get(rows).json()["rows"]] == ["final"]
            assert own.get(explained).status_code == 200
