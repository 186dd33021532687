"""Voids and undone imports over HTTP: what was stated is taken back, by whom it may be, and told in the answer."""

from typing import Any

import httpx
import pytest

from api.auth.permissions import PERMISSIONS, Role
from ledger.facts.base import KINDS
from tests.api.routes.files import imported, lines
from tests.api.routes.served import NOBODY, Served

pytestmark = pytest.mark.any_engine

PUNCH = {"kind": "clock", "employee": "E1", "at": "2024-11-12T08:27:00+08:00", "direction": "in"}
SALARY = {"employee": "E1", "from": "2024-11-01", "monthly": "4000.00"}
NEW = {"kind": "employee", "employee": "E9", "name": "钱七", "role": "csr", "team": "A", "hired_on": "2024-11-01"}


def void(client: httpx.Client, of_kind: str, of: str) -> httpx.Response:
    return client.post("/v1/voids", json={"of_kind": of_kind, "of": of, "by": "HR", "reason": "entered by mistake"})


def undo(client: httpx.Client, name: str, **body: Any) -> httpx.Response:
    return client.post(f"/v1/imports/{name}/undo", json=body)


@pytest.mark.both_engines
def test_a_salary_is_voided_and_what_stood_before_stands_again(service: Served) -> None:
    with service.client("hr") as hr:
        first = hr.post("/v1/base-salaries", json=SALARY | {"monthly": "3000.00"})
        second = hr.post("/v1/base-salaries", json=SALARY)
        assert (first.status_code, second.status_code) == (201, 201)
        assert void(hr, "base_salary", second.json()["id"]).status_code == 201
        assert hr.post("/v1/base-salaries", json=SALARY | {"monthly": "3000.00"}).status_code == 200
        told = hr.get("/v1/employees/E1/history?kind=base_salary").json()["rows"]
        assert [each["standing"] for each in told if each["id"] == second.json()["id"]] == ["voided"]
        assert [each["standing"] for each in told if each["id"] == first.json()["id"]] == ["stands"]


def test_what_no_void_takes_says_what_to_do_instead(service: Served) -> None:
    with service.client("hr") as hr:
        answer = void(hr, "leave", "L1")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_allowed")
    assert "no void takes a leave; cancel it by a leave_decision" in answer.json()["detail"]


def test_who_may_not_record_a_kind_voids_none_of_it(service: Served) -> None:
    with service.client("hr") as hr, service.client("qa") as qa:
        name = hr.post("/v1/base-salaries", json=SALARY).json()["id"]
        assert void(qa, "base_salary", name).status_code == 403


@pytest.mark.both_engines
def test_an_import_is_undone_once_and_the_answer_tells_what_became_of_it(service: Served) -> None:
    with service.client("hr") as hr, service.client("manager", NOBODY) as manager:
        (name,) = imported(hr, lines([PUNCH, NEW]))["imports"]
        assert hr.get("/v1/imports").json()["imports"][0]["import"] == name
        assert undo(manager, name).status_code == 403
        assert manager.get("/v1/imports").status_code == 403
        done = undo(hr, name[:12], reason="the wrong file")
        assert (done.status_code, done.json()) == (
            201,
            {"import": name, "voided": 2, "ended": 0, "already": 0, "late": 0},
        )
        again = undo(hr, name)
        assert (again.status_code, again.json()["voided"], again.json()["already"]) == (200, 0, 2)
        facts = hr.get("/v1/facts?kind=void").json()["facts"]
        assert {(each["reason"], each["by"], each["recorded_by"]) for each in facts} == {
            ("the wrong file", facts[0]["by"], facts[0]["by"])
        }


def test_what_rests_on_an_import_is_named(service: Served) -> None:
    with service.client("hr") as hr:
        (name,) = imported(hr, lines([NEW]))["imports"]
        last = hr.post("/v1/clocks", json={**PUNCH, "employee": "E9", "reason": "忘记"}).json()["position"]
        refused = undo(hr, name)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_allowed")
        assert f"whom the clock at position {last} names" in refused.json()["detail"]
        assert hr.get("/v1/facts?kind=void").json()["facts"] == []


def test_an_import_that_is_not_there_is_not_found(service: Served) -> None:
    with service.client("hr") as hr:
        assert undo(hr, "0123456789ab").status_code == 404
        assert undo(hr, "%2e%2e").status_code == 404


VOIDABLE = {kind: model for kind, model in KINDS.items() if model.voided_by is not None}
FLOOR, DESK = {Role.TEAM_LEADER, Role.MANAGER, Role.HR}, {Role.MANAGER, Role.HR}


def test_others_facts_are_voided_by_managers_and_hr_and_punches_by_leaders_too() -> None:
    """The permissions' row of voids: who recorded it; managers and HR if they may record it."""
    others = {kind: set(FLOOR) for kind in ("clock", "overtime_approved")}
    others |= {"refund": {Role.TEAM_LEADER, Role.MANAGER}, "promise": {Role.TEAM_LEADER, Role.MANAGER}}
    others |= {"acknowledgement": set()}
    for kind, model in VOIDABLE.items():
        assert set(model.voiders) == others.get(kind, set(DESK)), kind
        assert model.recorder_voids == (kind not in ("refund", "promise"))
    assert {role for role in Role if role in PERMISSIONS["record void"]} == {*FLOOR, Role.QA, Role.EMPLOYEE}


EXAM = {"exam": "X1", "employee": "E1", "date": "2026-11-12", "score": "80"}
SHIFT = {"employee": "E1", "date": "2026-11-25", "shift": "C"}


BODIES: dict[str, tuple[str, dict[str, str]]] = {
    "clock": ("clocks", {"employee": "E1", "at": "2024-11-12T08:27:00+08:00", "direction": "in", "reason": "忘记"}),
    "shift": ("shifts", SHIFT),
    "exam": ("exams", EXAM),
    "base_salary": ("base-salaries", SALARY),
}


@pytest.mark.parametrize(
    ("kind", "recorded_by", "voided_by", "status"),
    [
        ("clock", "hr", "team_leader", 201),
        ("clock", "hr", "leader of another team", 409),
        ("clock", "hr", "manager", 201),
        ("clock", "hr", "employee", 403),
        ("clock", "hr", "auditor", 403),
        ("clock", "hr", "admin", 403),
        ("clock", "device", "device", 403),
        ("clock", "device", "team_leader", 201),
        ("shift", "team_leader", "team_leader", 201),
        ("shift", "manager", "team_leader", 403),
        ("shift", "team_leader", "manager", 201),
        ("shift", "team_leader", "hr", 201),
        ("exam", "qa", "qa", 201),
        ("exam", "manager", "qa", 403),
        ("exam", "qa", "manager", 201),
        ("base_salary", "hr", "manager", 403),
        ("base_salary", "hr", "hr", 201),
        ("base_salary", "hr", "team_leader", 403),
    ],
)
def test_each_role_voids_what_the_permissions_say(
    sqlite_service: Served, kind: str, recorded_by: str, voided_by: str, status: int
) -> None:
    path, body = BODIES[kind]
    with client_of(sqlite_service, recorded_by) as recorder, client_of(sqlite_service, voided_by) as voider:
        recorded = recorder.post(f"/v1/{path}", json=body)
        assert recorded.status_code == 201, recorded.text
        named = {"of_kind": kind, "of": recorded.json()["id"], "reason": "entered by mistake"}
        answer = voider.post("/v1/voids", json=named)
        assert answer.status_code == status, answer.text


def client_of(served: Served, role: str) -> httpx.Client:
    """A client of a role; leaders lead a team, and an employee is E1."""
    if role == "leader of another team":
        return served.client("team_leader", team="B")
    whose = {"team_leader": {"team": "A"}, "employee": {"employee": "E1"}}
    return served.client(role, **whose.get(role, {}))


def test_a_punch_without_ref_stays_voided_when_the_sheet_is_sent_again(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        (name,) = imported(hr, lines([PUNCH]))["imports"]
        assert undo(hr, name).status_code == 201
        again = imported(hr, lines([PUNCH, NEW]))
        assert (again["accepted"], again["duplicate"]) == (1, 1)
        anew = imported(hr, lines([{**PUNCH, "ref": "anew"}]))
        assert anew["accepted"] == 1
