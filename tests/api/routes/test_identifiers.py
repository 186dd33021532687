"""Identifiers over HTTP: what looks alike is one, in bodies, addresses and queries, and for reach too."""

import unicodedata
from urllib.parse import quote

import pytest

from tests.api.routes.served import Served

pytestmark = pytest.mark.any_engine

DECOMPOSED = unicodedata.normalize("NFD", "É1")
EMPLOYEE = {"employee": "É1", "name": "甲", "role": "csr", "team": "A", "hired_on": "2024-10-01"}
LEAVE = {"leave": "L-1", "employee": "E1", "type": "annual", "first_date": "2024-11-20", "last_date": "2024-11-20",
         "requested_on": "2024-11-01"}  # fmt: skip


@pytest.mark.slow
@pytest.mark.both_engines
def test_what_looks_alike_is_one_in_bodies_addresses_and_queries(service: Served) -> None:
    with service.client("hr") as hr:
        made = hr.post("/v1/employees", json=EMPLOYEE | {"employee": f" {DECOMPOSED} "})
        assert made.status_code == 201
        assert hr.get(made.headers["location"]).json()["employee"] == "É1"
        assert hr.post("/v1/employees", json=EMPLOYEE).json()["status"] == "duplicate"
        for number in ("É1", DECOMPOSED, " É1", "É1\u3000"):
            assert hr.get(f"/v1/employees/{quote(number)}/history").json()["rows"]
            assert [fact["employee"] for fact in hr.get("/v1/facts", params={"employee": number}).json()["facts"]] == [
                "É1"
            ]
            assert hr.get("/v1/periods/2024-10/payroll", params={"employee": number}).json()["rows"]
        assert hr.post("/v1/leaves", json=LEAVE | {"leave": "L-1 "}).status_code == 201
        assert hr.get("/v1/leaves/L-1%20").json()["number"] == "L-1"
        decision = {"decision": "approved", "at": "2024-11-02T09:00:00+08:00"}
        with service.client("manager") as manager:
            assert manager.post("/v1/leaves/%20L-1/decisions", json=decision).status_code == 201
        assert hr.get("/v1/leaves/L-1").json()["version"] == 2


@pytest.mark.parametrize("number", ["E1 ", " E1", "E1\u3000"])
def test_reach_is_asked_of_what_is_recorded(service: Served, number: str) -> None:
    with service.client("employee", "E1") as own, service.client("employee", "E2") as other:
        assert own.post("/v1/leaves", json=LEAVE | {"employee": number}).status_code == 201
        assert other.post("/v1/leaves", json=LEAVE | {"leave": "L-2", "employee": number}).status_code == 403
        assert own.get(f"/v1/employees/{quote(number)}/history").status_code == 200
        assert other.get(f"/v1/employees/{quote(number)}/history").status_code == 403
        assert own.get("/v1/leaves/L-1").json()["opened"]["employee"] == "E1"


def test_what_nobody_sees_is_invalid(service: Served) -> None:
    before = service.ledger.facts.last_position()
    with service.client("hr") as hr:
        for number in ("É\u200b1", "\ue000", "\u202dE1\u202c", " \u3000"):
            answer = hr.post("/v1/employees", json=EMPLOYEE | {"employee": number})
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_value")
            assert hr.get(f"/v1/employees/{quote(number)}/history").status_code == 404
    assert service.ledger.facts.last_position() == before


def test_a_key_is_of_the_number_as_it_is_recorded(service: Served) -> None:
    with service.client("admin") as admin:
        made = admin.post("/v1/keys", json={"name": "x", "role": "employee", "employee": " E1"}).json()
    assert made["employee"] == "E1"
