"""Recording facts over HTTP: what is accepted, again, refused, and by whom."""

from typing import Any

from tests.api.routes.served import Served

PUNCH = {"employee": "E1", "at": "2024-11-12T08:27:00+08:00", "direction": "in", "device": "gate"}


def test_a_fact_is_recorded_and_found_under_its_address(service: Served) -> None:
    with service.client("hr") as hr:
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
    assert again.json() == first.json() | {"status": "duplicate"}
    assert (other.json()["type"], other.json()["code"]) == ("/problems/conflict", "conflict")
