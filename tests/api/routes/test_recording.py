"""Recording facts over HTTP: what is accepted, again, refused, and by whom."""

from dataclasses import replace
from typing import Any

import pytest

from api.auth.permissions import Role
from api.auth.principals import Grant, Principal
from api.operations.context import Context
from api.operations.records import Precondition, record
from api.problems import Problem
from ledger.facts.base import KINDS
from tests.api.routes.served import NOBODY, Served

PUNCH = {"employee": "E1", "at": "2024-11-12T08:27:00+08:00", "direction": "in", "device": "gate"}


def test_a_fact_is_recorded_and_found_under_its_address(service: Served) -> None:
    with service.client("hr", NOBODY) as hr:
        answer = hr.post("/v1/clocks", json=PUNCH)
        assert answer.status_code == 201
        told = answer.json()
        assert told["status"] == "accepted"
        found = hr.get(answer.headers["location"]).json()
        assert found["position"] == told["position"] == service.ledger.facts.last_position()
        assert {name: found[name] for name in PUNCH} == PUNCH
        me = hr.get("/v1/me").json()["id"]
        assert (found["recorded_by"], found["source"]) == (me, me.replace(":", " "))


def test_the_same_fact_again_is_a_duplicate_and_other_content_a_conflict(service: Served) -> None:
    dispute: dict[str, Any] = {"dispute": "D9", "employee": "E1", "at": "2024-11-12T08:27:00+08:00", "text": "为何扣款"}
    with service.client("hr") as hr:
        first, again = (hr.post("/v1/disputes", json=dispute) for _ in range(2))
        other = hr.post("/v1/disputes", json=dispute | {"text": "另有原因"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json() | {"status": "duplicate", "doubts": []}
    assert (other.json()["type"], other.json()["code"]) == ("/problems/conflict", "conflict")


def test_whoever_calls_the_operation_records_as_over_http(service: Served) -> None:
    who = Principal("key:1f2e3d4c5b6a", "a form", (Grant(Role.HR, None, None),))
    context, punch = Context(service.service, who), KINDS["clock"]
    form = context.keyed("a-click", punch.kind, PUNCH)
    done, again = (record(form, punch, PUNCH) for _ in range(2))
    assert (done.status, done.answer.status, again) == (201, "accepted", done)
    found = service.ledger.facts.page(done.answer.position - 1, 1)[0].as_json()
    assert (found["ref"], found["recorded_by"], found["source"]) == ("a-click", who.id, "key 1f2e3d4c5b6a")
    with pytest.raises(Problem, match="was used for another request"):
        record(context.keyed("a-click", punch.kind, {}), punch, PUNCH)
    shift = {"employee": "E1", "date": "2024-11-29", "shift": "C"}
    record(context, KINDS["shift"], shift, Precondition(nothing=True))
    with pytest.raises(Problem) as exists:
        record(context, KINDS["shift"], shift | {"shift": "R"}, Precondition(nothing=True))
    assert exists.value.code == "exists"
    with pytest.raises(Problem) as unknown:
        record(context, punch, PUNCH | {"employee": "E999"})
    assert (unknown.value.kind.name, unknown.value.code) == ("refused", "unknown_employee")
    out_of_reach = replace(who, grants=(Grant(Role.QA, None, None),))
    with pytest.raises(Problem, match="is not permitted"):
        record(Context(service.service, out_of_reach), punch, PUNCH)
