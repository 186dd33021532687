"""Reading facts over HTTP: in pages, one by one, as workflows and histories; what a role may not see is not there."""

from typing import Any

import pytest

from api.auth.permissions import PERMISSIONS, Role
from ledger.facts import KINDS
from tests.api.routes.served import Served

pytestmark = pytest.mark.any_engine

AT = "2024-11-12T08:27:00+08:00"


@pytest.mark.both_engines
def test_pages_of_facts_together_are_the_whole_ledger(service: Served) -> None:
    with service.client("auditor") as auditor:
        told = auditor.get("/v1/facts?limit=7").json()
        found = told["facts"]
        with service.client("hr") as hr:
            hr.post("/v1/shifts", json={"employee": "E1", "date": "2024-11-29", "shift": "C"})
        while told["next"] is not None:
            told = auditor.get("/v1/facts", params={"limit": 7, "cursor": told["next"]}).json()
            found += told["facts"]
    assert found == [each.as_json() for each in service.ledger.facts.page(limit=1_000)][:-1]


@pytest.mark.both_engines
def test_facts_are_found_by_kind_employee_and_position(read_service: Served) -> None:
    with read_service.client("auditor") as auditor:
        every = auditor.get("/v1/facts?limit=1000").json()["facts"]
        clocks = auditor.get("/v1/facts?kind=clock&kind=shift&employee=E1&limit=1000").json()["facts"]
        assert clocks == [each for each in every if each["kind"] in ("clock", "shift") and each["employee"] == "E1"]
        later = auditor.get("/v1/facts?after=40&as_of=44").json()
        assert [each["position"] for each in later["facts"]] == [41, 42, 43, 44]
        assert auditor.get("/v1/facts?kind=nothing").status_code == 422
        assert auditor.get("/v1/facts?after=x").status_code == 422
        assert auditor.get("/v1/facts/0123.1").status_code == 404


@pytest.mark.both_engines
def test_facts_are_found_by_business_date_and_a_void_is_of_the_date_of_what_it_voids(service: Served) -> None:
    punch = {"employee": "E1", "at": "2024-11-21T23:59:00+08:00", "direction": "in", "ref": "GATE-7"}
    with service.client("hr") as hr:
        assert hr.post("/v1/clocks", json=punch).status_code == 201
        void = {"of_kind": "clock", "of": "GATE-7", "by": "L1", "reason": "误刷"}
        assert hr.post("/v1/voids", json=void).status_code == 201
        asked = "/v1/facts?kind=clock&kind=void&limit=1000"
        on_the_day = hr.get(f"{asked}&from=2024-11-21&until=2024-11-21").json()["facts"]
        assert [each["kind"] for each in on_the_day] == ["clock", "void"]
        every = hr.get(asked).json()["facts"]
        parts = [hr.get(f"{asked}&{part}").json()["facts"] for part in ("until=2024-11-20", "from=2024-11-22")]
        assert sorted([*on_the_day, *parts[0], *parts[1]], key=lambda each: each["position"]) == every
        assert hr.get("/v1/facts?from=2024-11-31").status_code == 422


@pytest.mark.both_engines
def test_workflows_are_found_by_every_date_that_they_are_about(service: Served) -> None:
    leave = {"leave": "L-1", "employee": "E1", "type": "annual", "first_date": "2024-11-20",
             "last_date": "2024-11-22", "requested_on": "2024-11-01"}  # fmt: skip
    swap = {"swap": "S-1", "requester": "E1", "requester_date": "2024-11-25", "counterparty": "E2",
            "counterparty_date": "2024-11-23", "at": AT}  # fmt: skip
    with service.client("hr") as hr:
        assert hr.post("/v1/leaves", json=leave).status_code == 201
        assert hr.post("/v1/swaps", json=swap).status_code == 201

        def found(resource: str, first: str, last: str) -> list[str]:
            told = hr.get(f"/v1/{resource}?from=2024-11-{first}&until=2024-11-{last}").json()
            return [each["number"] for each in told["workflows"]]

        assert [found("leaves", *days) for days in (("22", "30"), ("21", "21"), ("01", "20"))] == [["L-1"]] * 3
        assert [found("leaves", *days) for days in (("23", "30"), ("12", "19"))] == [[], []]
        assert [found("swaps", *days) for days in (("25", "30"), ("22", "23"))] == [["S-1"]] * 2
        assert [found("swaps", *days) for days in (("26", "30"), ("21", "22"))] == [[], []]
        assert hr.get("/v1/leaves?until=soon").status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_of_facts_each_role_sees_what_the_table_says(read_service: Served, role: Role) -> None:
    owner = {"employee": {"employee": "E1"}, "team_leader": {"team": "A"}}.get(role, {})
    with read_service.client(role, **owner) as client, read_service.client("auditor") as auditor:
        every = auditor.get("/v1/facts?limit=1000").json()["facts"]
        seen = client.get("/v1/facts?limit=1000").json()["facts"]
        assert {each["kind"] for each in seen} <= {kind for kind in KINDS if role in PERMISSIONS[f"read {kind}"]}
        if role is Role.EMPLOYEE:
            own = [each for each in seen if each["kind"] not in ("site", "period", "holiday", "rules", "close")]
            assert own
            assert {each.get("employee", "E1") for each in own} == {"E1"}
        for fact in every:
            answer = client.get(f"/v1/facts/{fact['id']}")
            assert answer.status_code == (200 if fact in seen else 404)


@pytest.mark.slow
def test_a_workflow_stands_as_its_last_step_says(service: Served) -> None:
    leave = {"leave": "L-1", "employee": "E1", "type": "annual", "first_date": "2024-11-20",
             "last_date": "2024-11-20", "requested_on": "2024-11-01"}  # fmt: skip
    monitoring = {"monitoring": "M-1", "employee": "E1", "evaluator": "M", "date": "2024-11-12", "channel": "phone",
                  "score": 80}  # fmt: skip
    with service.client("hr") as hr, service.client("manager", "M") as manager:
        for path, body in (("/v1/leaves", leave), ("/v1/monitorings", monitoring)):
            assert manager.post(path, json=body).status_code == 201
        assert [hr.get(f"/v1/{each}").json()["standing"] for each in ("leaves/L-1", "monitorings/M-1")] == [
            "requested",
            "standing",
        ]
        hr.post("/v1/leaves/L-1/decisions", json={"decision": "approved", "by": "M", "at": AT})
        revision: dict[str, Any] = {"at": AT, "by": "M", "reason": "申诉成立"}
        manager.post("/v1/monitorings/M-1/revisions", json=revision | {"score": "90"})
        approved = hr.get("/v1/leaves?standing=approved").json()["workflows"]
        assert [each["number"] for each in approved if each["number"] == "L-1"] == ["L-1"]
        shown = hr.get("/v1/monitorings/M-1").json()
        assert (shown["standing"], shown["version"], shown["followed"][0]["score"]) == ("revised", 2, "90.00")
        rows = hr.get("/v1/monitorings/M-1/history").json()["rows"]
        assert [row["kind"] for row in rows] == ["monitoring", "monitoring_revision"]
        manager.post("/v1/monitorings/M-1/revisions", json=revision | {"at": "2024-11-13T08:00:00+08:00",
                                                                      "withdrawn": True})  # fmt: skip
        assert hr.get("/v1/monitorings/M-1").json()["standing"] == "withdrawn"
        assert hr.get("/v1/leaves/none").status_code == 404


@pytest.mark.slow
def test_every_kind_that_comes_in_by_itself_has_its_resource(read_service: Served) -> None:
    paths = read_service.app.openapi()["paths"]
    for kind, model in KINDS.items():
        found = [path for path, told in paths.items() if told.get("post", {}).get("operationId") == f"record_{kind}"]
        assert len(found) == (0 if model.by_command else 1), kind


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"[]", 400, "bad_json"),
        (b'{"employee": "E1"', 400, "bad_json"),
        (b'{"employee": "E1", "employee": "E1", "at": "2024-11-12T08:27:00Z", "direction": "in"}', 400, "double_field"),
        (b"\xff\xfe{}", 400, "bad_json"),
        (b"{}", 422, "missing_field"),
        (b'{"kind": "shift", "employee": "E1", "at": "2024-11-12T08:27:00Z", "direction": "in"}', 422, "bad_value"),
        (b'{"employee": "E1", "at": "2024-11-12T08:27:00", "direction": "in"}', 422, "bad_value"),
        (b'{"employee": "E1", "at": "2024-11-12T08:27:00Z", "direction": "up"}', 422, "bad_value"),
        (b'{"employee": "E1", "at": "2024-11-12T08:27:00Z", "direction": "in", "x": 1}', 422, "unknown_field"),
        (b'{"employee": "E9", "at": "2024-11-12T08:27:00Z", "direction": "in"}', 409, "unknown_employee"),
        (b'{"employee": "E1", "at": "2024-11-12T08:27:00Z", "direction": "in", "position": 3}', 422, "restore_only"),
    ],
)
def test_what_is_no_punch_is_a_problem_that_says_what_to_do(
    read_service: Served, body: bytes, status: int, code: str
) -> None:
    with read_service.client("hr") as hr:
        answer = hr.post("/v1/clocks", content=body, headers={"Content-Type": "application/json"})
    told = answer.json()
    assert (answer.status_code, told["code"], told["status"]) == (status, code, status)
    assert told["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_another_type_is_refused(read_service: Served) -> None:
    with read_service.client("hr") as hr:
        answer = hr.post("/v1/clocks", content=b"employee=E1", headers={"Content-Type": "text/csv"})
        assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


@pytest.mark.both_engines
def test_a_device_records_its_punches_as_its_own(service: Served) -> None:
    with service.client("device") as device, service.client("auditor") as auditor:
        made = device.post("/v1/clocks", json={"employee": "E1", "at": AT, "direction": "auto", "recorded_by": "x"})
        fact = auditor.get(made.headers["location"]).json()
        assert (fact["device"], fact["recorded_by"]) == ("device of the tests", "device of the tests")
        rows = auditor.get("/v1/employees/E1/history?kind=clock").json()["rows"]
        assert rows[-1]["recorded_by_another"] is False
        assert device.post("/v1/shifts", json={}).status_code == 403


@pytest.mark.slow
def test_a_line_of_the_interchange_format_can_be_sent_as_it_is(service: Served) -> None:
    leave = {"kind": "leave", "leave": "L-1", "employee": "E1", "type": "annual", "first_date": "2024-11-20",
             "last_date": "2024-11-20", "requested_on": "2024-11-01"}  # fmt: skip
    decision = {"kind": "leave_decision", "leave": "L-1", "decision": "approved", "by": "HR", "at": AT}
    with service.client("hr") as hr, service.client("manager") as manager:
        assert manager.post("/v1/leaves", json=leave).status_code == 201
        other = hr.post("/v1/leaves/L-1/decisions", json=decision | {"leave": "L-2"})
        assert (other.status_code, other.json()["code"]) == (422, "bad_value")
        assert hr.post("/v1/leaves/L-1/decisions", json=decision).status_code == 201


def test_who_may_not_see_a_fact_is_not_told_by_a_conflict_what_is_in_it(service: Served) -> None:
    leave = {"leave": "L-1", "employee": "E2", "type": "sick", "first_date": "2024-11-20",
             "last_date": "2024-11-20", "requested_on": "2024-11-01"}  # fmt: skip
    with service.client("hr") as hr, service.client("employee", "E1") as own:
        assert hr.post("/v1/leaves", json=leave).status_code == 201
        told = hr.post("/v1/leaves", json=leave | {"type": "annual"})
        assert '"sick" there' in told.json()["detail"]
        withheld = own.post("/v1/leaves", json=leave | {"employee": "E1"})
        assert (withheld.status_code, withheld.json()["code"]) == (409, "conflict")
        assert "E2" not in withheld.text
        assert "sick" not in withheld.text
