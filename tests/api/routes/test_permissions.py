"""Every operation with every role, against the one table; and how far a role reaches within an operation."""

from typing import Any

import httpx
import pytest

from api.auth.permissions import PERMISSIONS, Reach, Role
from tests.api.asking import asking
from tests.api.routes.operations import Operation, operations
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

OWNERS: dict[str, dict[str, str]] = {
    "employee": {"employee": "E1"},
    "team_leader": {"team": "A", "employee": "L1"},
    "qa": {"employee": "E1"},
    "manager": {"employee": "E2"},
}
OF_PAGES = {"see the agenda", "see the service"}
"""Operations that pages alone are made from."""


def asked(client: httpx.Client, operation: Operation) -> httpx.Response:
    """What an operation answers at first; of one that goes on, its head only."""
    body = {} if operation.method == "GET" else {"content": b"{}", "headers": {"content-type": "application/json"}}
    with client.stream(operation.method, operation.address, **body) as answer:  # type: ignore[arg-type]
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            answer.read()
        return answer


@pytest.mark.both_engines
def test_every_operation_is_open_to_the_roles_of_the_table_and_to_no_other(service: Served) -> None:
    wrong = []
    tried = 0
    guarded = [each for each in operations(service.app) if each.permission is not None]
    for role in Role:
        with service.client(role, **OWNERS.get(role, {})) as client:
            for operation in guarded:
                assert operation.permission is not None
                row = PERMISSIONS[operation.permission.format(report="hours")]
                answer = asked(client, operation)
                refused = answer.status_code == 403 and answer.json().get("code") == "role"
                tried += 1
                if refused == (role in row) or answer.status_code in (401, 500):
                    wrong.append((role, str(operation), answer.status_code, answer.text[:200]))
    assert wrong == []
    assert tried == len(Role) * len(guarded) > 600


def test_every_operation_asks_who_is_asking(read_service: Served) -> None:
    with (
        read_service.client(None) as nobody,
        asking(read_service.url, f"wlk_{'0' * 12}_{'A' * 43}") as stranger,
    ):
        for operation in operations(read_service.app):
            if operation.permission is None:
                continue
            for client in (nobody, stranger):
                answer = asked(client, operation)
                assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-authenticated"), operation
                assert answer.headers["www-authenticate"].startswith("Bearer")


def test_every_row_of_the_table_is_of_an_operation(read_service: Served) -> None:
    named = {each.permission for each in operations(read_service.app) if each.permission is not None}
    named |= OF_PAGES
    unnamed = [row for row in PERMISSIONS if row not in named and not row.startswith(("read ", "report "))]
    assert unnamed == []


def test_device_and_admin_see_nobody_and_the_auditor_writes_nothing() -> None:
    for operation, row in PERMISSIONS.items():
        if operation.startswith("report ") or operation == "see history":
            assert not {Role.DEVICE, Role.ADMIN} & set(row), operation
        if operation.startswith("record ") or operation in ("import", "close", "mend quarantine", "administer keys"):
            assert Role.AUDITOR not in row, operation
    assert {kind for kind in PERMISSIONS if Role.DEVICE in PERMISSIONS[kind] and kind.startswith("record ")} == {
        "record clock",
        "record seat",
    }
    assert all(PERMISSIONS[f"report {name}"].get(Role.TEAM_LEADER) is None for name in ("payroll", "bonus", "stars"))
    assert all(row.get(Role.EMPLOYEE) in (None, Reach.OWN) for name, row in PERMISSIONS.items() if "report" in name)


REPORTS_OF_ONE = ("attendance", "hours", "scores", "ranking", "bonus", "awards", "stars", "payroll", "anomalies")


@pytest.mark.parametrize("report", REPORTS_OF_ONE)
def test_an_employee_sees_own_rows_only_and_is_not_told_who_else_there_is(read_service: Served, report: str) -> None:
    with read_service.client("hr") as hr, read_service.client("employee", "E1") as own:
        everyone = hr.get(f"/v1/periods/2024-10/{report}").json()["rows"]
        mine = own.get(f"/v1/periods/2024-10/{report}").json()["rows"]
        assert mine == [row for row in everyone if row["employee"] == "E1"]
        there, not_there = (own.get(f"/v1/periods/2024-10/{report}?employee={other}") for other in ("E2", "E999"))
    assert there.status_code == not_there.status_code == 403
    assert {**there.json(), "request": ""} == {**not_there.json(), "request": ""}


def test_a_team_leader_sees_the_rows_of_the_team_only(read_service: Served) -> None:
    with read_service.client("hr") as hr, read_service.client("team_leader", team="A") as leader:
        team = hr.get("/v1/periods/2024-10/hours?team=A").json()["rows"]
        assert team
        assert leader.get("/v1/periods/2024-10/hours").json()["rows"] == team
        assert leader.get("/v1/periods/2024-10/hours?team=B").status_code == 403
        assert leader.get("/v1/periods/2024-10/payroll").status_code == 403


LEAVE: dict[str, Any] = {
    "leave": "L-own",
    "employee": "E1",
    "type": "annual",
    "first_date": "2026-12-20",
    "last_date": "2026-12-20",
    "requested_on": "2024-11-01",
}


def test_an_employee_requests_leave_for_nobody_else_and_only_cancels_it(service: Served) -> None:
    decision = {"at": "2024-11-02T09:00:00+08:00", "by": "E1"}
    with service.client("employee", "E1") as own, service.client("employee", "E2") as other:
        assert own.post("/v1/leaves", json=LEAVE | {"employee": "E2"}).status_code == 403
        assert own.post("/v1/leaves", json=LEAVE | {"override_by": "M", "override_reason": "x"}).status_code == 403
        assert own.post("/v1/leaves", json=LEAVE | {"recorded_by": "E2"}).status_code == 403
        made = own.post("/v1/leaves", json=LEAVE)
        assert made.status_code == 201
        assert own.get(made.headers["location"]).json()["recorded_by"] == "E1"
        approved = own.post("/v1/leaves/L-own/decisions", json=decision | {"decision": "approved"})
        assert (approved.status_code, approved.json()["code"]) == (403, "reach")
        unseen = [
            other.post(f"/v1/leaves/{n}/decisions", json=decision | {"decision": "cancelled"})
            for n in ("L-own", "L-no")
        ]
        assert [each.status_code for each in unseen] == [404, 404]
        assert (
            own.post("/v1/leaves/L-own/decisions", json=decision | {"decision": "cancelled", "by": "E2"}).status_code
            == 403
        )
        assert own.post("/v1/leaves/L-own/decisions", json=decision | {"decision": "cancelled"}).status_code == 201
        assert own.get("/v1/leaves/L-own").json()["standing"] == "cancelled"
        assert [other.get(f"/v1/leaves/{name}").status_code for name in ("L-own", "L-no")] == [404, 404]


def test_a_leave_that_has_begun_is_cancelled_by_who_decides_it_alone(service: Served) -> None:
    begun = LEAVE | {"leave": "L-begun", "first_date": "2024-11-20", "last_date": "2999-01-01"}
    cancelled = {"at": "2024-11-02T09:00:00+08:00", "decision": "cancelled"}
    with service.client("employee", "E1") as own, service.client("manager", "M1") as manager:
        assert own.post("/v1/leaves", json=begun).status_code == 201
        refused = own.post("/v1/leaves/L-begun/decisions", json=cancelled)
        assert (refused.status_code, "has begun on 2024-11-20" in refused.json()["detail"]) == (403, True)
        assert manager.post("/v1/leaves/L-begun/decisions", json=cancelled).status_code == 201


SWAP = {"swap": "S-1", "requester": "E1", "requester_date": "2026-12-20", "counterparty": "E2",
        "counterparty_date": "2026-12-21", "at": "2024-11-01T09:00:00+08:00"}  # fmt: skip


@pytest.mark.parametrize(("resource", "body"), [("leaves", LEAVE), ("swaps", SWAP)], ids=["leave", "swap"])
def test_who_recorded_a_request_decides_it_not(service: Served, resource: str, body: dict[str, Any]) -> None:
    number = body.get("leave") or body["swap"]
    decided = {"at": "2024-11-02T09:00:00+08:00", "decision": "rejected"}
    with service.client("team_leader", "L1", "A") as leader, service.client("manager", "M1") as manager:
        assert leader.post(f"/v1/{resource}", json=body).status_code == 201
        refused = leader.post(f"/v1/{resource}/{number}/decisions", json=decided)
        assert (refused.status_code, refused.json()["code"]) == (409, "own_decision")
        assert manager.post(f"/v1/{resource}/{number}/decisions", json=decided).status_code == 201


def test_no_side_of_a_swap_and_nobody_on_leave_decides_it(service: Served) -> None:
    approved = {"at": "2024-11-02T09:00:00+08:00", "decision": "approved"}
    with service.client("manager", "E2") as manager:
        for resource, body in (("leaves", LEAVE | {"employee": "E2"}), ("swaps", SWAP)):
            assert service.ledger.record([{"kind": resource[:-1] if resource == "swaps" else "leave", **body}])
            number = body.get("leave") or body["swap"]
            refused = manager.post(f"/v1/{resource}/{number}/decisions", json=approved)
            assert (refused.status_code, refused.json()["code"]) == (409, "own_decision"), resource


def test_a_swap_is_answered_by_its_sides_and_decided_by_the_leader(service: Served) -> None:
    swap = {"swap": "SW-own", "requester": "E1", "requester_date": "2024-11-20", "counterparty": "E2",
            "counterparty_date": "2024-11-21", "at": "2024-11-02T09:00:00+08:00"}  # fmt: skip
    at = {"at": "2024-11-03T09:00:00+08:00"}
    with (
        service.client("employee", "E1") as requester,
        service.client("employee", "E2") as counterparty,
        service.client("employee", "E3") as third,
        service.client("team_leader", "L", "A") as leader,
        service.client("team_leader", "Z", "Z") as stranger,
    ):
        assert counterparty.post("/v1/swaps", json=swap).status_code == 403
        assert requester.post("/v1/swaps", json=swap).status_code == 201
        path = "/v1/swaps/SW-own/decisions"
        assert requester.post(path, json=at | {"decision": "accepted", "by": "E1"}).status_code == 403
        assert third.post(path, json=at | {"decision": "accepted", "by": "E3"}).status_code == 404
        assert counterparty.post(path, json=at | {"decision": "accepted", "by": "E2"}).status_code == 201
        assert counterparty.post(path, json=at | {"decision": "approved", "by": "E2"}).status_code == 403
        assert stranger.post(path, json=at | {"decision": "rejected", "by": "Z"}).status_code == 404
        assert leader.post(path, json=at | {"decision": "rejected", "by": "L"}).status_code == 201
        assert requester.get("/v1/swaps/SW-own").json()["standing"] == "rejected"
        assert [each["number"] for each in counterparty.get("/v1/swaps").json()["workflows"]] == ["SW-own"]
        assert third.get("/v1/swaps").json()["workflows"] == []


def test_an_explanation_of_ones_own_figure_has_no_colleague_in_it(read_service: Served) -> None:
    with read_service.client("employee", "E1") as own:
        for report in ("ranking", "bonus", "awards", "payroll", "hours"):
            answer = own.get(f"/v1/periods/2024-10/{report}/E1/explanation")
            assert answer.status_code == 200
            for other in ("E2", "E3", "E4"):
                assert f'"{other}"' not in answer.text
        assert own.get("/v1/periods/2024-10/payroll/E2/explanation").status_code == 403


def test_who_looks_at_somebody_elses_pay_is_in_the_access_log(service: Served) -> None:
    with (
        service.client("hr") as hr,
        service.client("employee", "E1") as own,
        service.client("auditor") as auditor,
        service.client("admin") as admin,
    ):
        assert own.get("/v1/periods/2024-10/payroll").status_code == 200
        assert auditor.get("/v1/access-log").json()["entries"] == []
        hr.get("/v1/periods/2024-10/payroll?employee=E1")
        hr.get("/v1/periods/2024-10/payroll?employee=E1")
        hr.get("/v1/periods/2024-10/hours")
        hr.get("/v1/periods/2024-10/payroll/E2/explanation")
        auditor.get("/v1/employees/E1/history")
        entries = auditor.get("/v1/access-log").json()["entries"]
        told = [(each["role"], each["operation"], each["employee"], each["period"]) for each in entries]
        assert told == [
            ("hr", "report payroll", "E1", "2024-10"),
            ("hr", "report payroll", "E1", "2024-10"),
            ("hr", "report payroll", "E2", "2024-10"),
            ("auditor", "see history", "E1", ""),
        ]
        of_one = auditor.get("/v1/access-log?employee=E2&limit=1").json()
        assert [each["employee"] for each in of_one["entries"]] == ["E2"]
        newest = auditor.get("/v1/access-log?order=newest&limit=3").json()
        assert newest["entries"] == entries[:0:-1]
        auditor.get("/v1/employees/E2/history")
        rest = auditor.get("/v1/access-log", params={"order": "newest", "limit": 3, "cursor": newest["next"]}).json()
        assert rest == {"entries": entries[:1], "next": None}
        assert auditor.get("/v1/access-log?order=any").status_code == 422
        assert admin.get("/v1/access-log").status_code == 403


def test_keys_are_shown_once_expire_and_are_revoked_at_once(service: Served, clock: Any) -> None:
    with service.client("admin") as admin:
        made = admin.post("/v1/keys", json={"name": "排班系统", "role": "hr", "expires": "2026-11-23T18:00:00+08:00"})
        assert made.status_code == 201
        token, number = made.json()["key"], made.json()["id"]
        assert token not in admin.get("/v1/keys").text
        with asking(service.url, token) as using:
            assert using.get("/v1/me").json()["name"] == "排班系统"
            clock.move(hours=2)
            assert using.get("/v1/me").status_code == 401
        kept = next(key for key in admin.get("/v1/keys").json()["keys"] if key["id"] == number)
        assert kept["last_used_at"] == "2026-11-23T08:00:00Z"
        second = admin.post("/v1/keys", json={"name": "x", "role": "device"}).json()
        with asking(service.url, second["key"]) as using:
            assert using.get("/v1/me").status_code == 200
            assert admin.delete(f"/v1/keys/{second['id']}").status_code == 200
            assert using.get("/v1/me").status_code == 401
        assert admin.delete("/v1/keys/nobody").status_code == 404
        for wrong in ({"role": "employee"}, {"role": "hr", "team": "A"}, {"role": "boss"}, {"role": "hr", "x": 1}):
            assert admin.post("/v1/keys", json={"name": "x"} | wrong).status_code in (409, 422), wrong


def test_an_employee_sees_who_looked_at_the_own_pay_by_role_and_not_by_name(service: Served) -> None:
    with service.client("hr", "H1") as hr, service.client("employee", "E1") as own:
        for employee in ("E1", "E2"):
            assert hr.get(f"/v1/periods/2024-10/payroll?employee={employee}").status_code == 200
        (entry,) = own.get("/v1/access-log").json()["entries"]
        assert (entry["role"], entry["operation"], entry["employee"]) == ("hr", "report payroll", "E1")
        assert (entry["id"], entry["who"], entry["request"]) == ("", "", "")
        assert own.get("/v1/access-log?employee=E2").status_code == 403
