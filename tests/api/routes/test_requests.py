"""Requests over HTTP: who decides them, who lets them pass the limits, and what their approval would do (S3.3b)."""

from typing import Any

import pytest

from tests.api.routes.served import Served

pytestmark = pytest.mark.any_engine

AT = "2024-11-12T08:27:00+08:00"
PUNCH = {"request": "P-1", "employee": "E1", "at": "2024-11-11T08:30:00+08:00", "direction": "in", "requested_at": AT,
         "reason": "forgotten"}  # fmt: skip
OVERTIME = {"request": "O-1", "employee": "E1", "date": "2024-11-11", "minutes": 45, "reason": "x", "requested_at": AT}
OVERRIDE = {"override_by": "M", "override_reason": "was ill"}


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    ("path", "body"), [("punch-requests", PUNCH), ("overtime-requests", OVERTIME)], ids=["punch", "overtime"]
)
def test_an_employee_asks_and_cancels_and_decides_nothing_of_the_own(
    service: Served, path: str, body: dict[str, Any]
) -> None:
    number = body["request"]
    with service.client("employee", employee="E1") as client:
        asked = client.post(f"/v1/{path}", json=body)
        assert asked.status_code == 201, asked.text
        decision = {"at": AT, "decision": "approved"}
        assert refused(client.post(f"/v1/{path}/{number}/decisions", json=decision)) == (409, "own_decision")
        with service.client("employee", employee="E2") as other:
            assert other.post(f"/v1/{path}/{number}/decisions", json=decision).status_code == 404
        cancelled = client.post(f"/v1/{path}/{number}/decisions", json={**decision, "decision": "cancelled"})
        assert cancelled.status_code == 201, cancelled.text
    with service.client("manager", employee="M1") as manager:
        assert refused(manager.post(f"/v1/{path}/{number}/decisions", json=decision)) == (409, "decided")


@pytest.mark.slow
def test_an_approval_is_answered_once_and_the_punch_is_the_employees(service: Served) -> None:
    service.ledger.record([{"kind": "punch_request", **PUNCH}])
    end = service.ledger.facts.last_position()
    with service.client("manager", employee="M1") as manager:
        told = manager.get("/v1/effects/punch-requests", params={"request": "P-1"})
        assert told.status_code == 200, told.text
        assert [each["request"] for each in told.json()["effects"]] == ["P-1"]
        assert service.ledger.facts.last_position() == end
        headers = {"Idempotency-Key": '"p1-approval"'}
        body = {"at": AT, "decision": "approved"}
        answers = [manager.post("/v1/punch-requests/P-1/decisions", json=body, headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].content == answers[1].content
    assert service.ledger.facts.last_position() == end + 2
    (punch,) = [each.fact for each in service.ledger.facts.page(end + 1, 1)]
    assert (punch.kind, punch.ref, punch.recorded_by) == ("clock", "P-1", "E1")


def test_limits_are_let_pass_by_managers_and_hr_alone(service: Served) -> None:
    rules = {"kind": "rules", "version": "v9", "effective_period": "2024-11", "reason": "x"}
    service.ledger.record([{**rules, "parameters": {"punch_request_days": 0}}])
    with service.client("employee", employee="E1") as client:
        assert refused(client.post("/v1/punch-requests", json=PUNCH)) == (409, "late_request")
        overridden = client.post("/v1/punch-requests", json=PUNCH | OVERRIDE | {"override_by": "E1"})
        assert overridden.status_code == 403
    with service.client("manager", employee="M1") as manager:
        passed = manager.post("/v1/punch-requests", json=PUNCH | OVERRIDE | {"override_by": "M1"})
        assert passed.status_code == 201, passed.text


@pytest.mark.slow
def test_nobody_sees_the_effect_of_what_is_out_of_reach(service: Served) -> None:
    service.ledger.record([{"kind": "overtime_request", **OVERTIME}])
    with service.client("employee", employee="E2") as client:
        assert client.get("/v1/effects/overtime-requests", params={"request": "O-1"}).status_code == 404
    with service.client("employee", employee="E1") as own:
        (effect,) = own.get("/v1/effects/overtime-requests", params={"request": "O-1"}).json()["effects"]
        assert effect["overtime"] == {"date": "2024-11-11", "before": 0, "after": 45}
