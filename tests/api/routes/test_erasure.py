"""Erasing a person over HTTP: refusals in a sentence, once under a key, and no name left in any answer."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.api.routes.served import Served
from tests.ledger.material import Hands

pytestmark = pytest.mark.slow
PATH = "/v1/employees/E2/erasure"
ASKED = {"by": "HR", "reason": "asked for"}
NAME = "李四"
NAMES = ("/v1/people", "/v1/facts?employee=E2", "/v1/employees/E2/history", "/v1/export", "/v1/facts?kind=employee")
LEAVING = {"employee": "E2", "last_day": "2024-11-15", "reason": "resigned"}


def refused(answer: httpx.Response) -> tuple[int, str]:
    told: dict[str, Any] = answer.json()
    assert len(told["detail"]) > 20, told
    return answer.status_code, told.get("code", told["type"])


def closed_after_leaving(hr: httpx.Client) -> None:
    assert hr.post("/v1/leavings", json=LEAVING).status_code == 201
    for period in ("2024-10", "2024-11"):
        assert hr.post(f"/v1/periods/{period}/closing", json={"by": "HR"}).status_code == 201


def test_what_stands_against_an_erasure_is_told_before_and_when_it_is_tried(service: Served) -> None:
    with service.client("hr") as hr:
        assert refused(hr.post(PATH, json=ASKED)) == (409, "employed")
        assert hr.get(PATH).json()["code"] == "employed"
        hr.post("/v1/leavings", json=LEAVING)
        assert refused(hr.post(PATH, json=ASKED)) == (409, "open_period")
        for period in ("2024-10", "2024-11"):
            hr.post(f"/v1/periods/{period}/closing", json={"by": "HR"})
        hold = {"employee": "E2", "by": "court", "reason": "a case"}
        assert hr.post("/v1/legal-holds", json=hold).status_code == 201
        assert refused(hr.post(PATH, json=ASKED)) == (409, "legal_hold")
        told = hr.get(PATH).json()
        assert (told["erased_at"], told["code"]) == (None, "legal_hold")
        assert "court" in told["refused"]
        assert refused(hr.post(PATH.replace("E2", "E9"), json=ASKED)) == (404, "unknown_employee")
        assert refused(hr.get(PATH.replace("E2", "E9"))) == (404, "unknown_employee")
        for wrong in ({"by": "HR"}, ASKED | {"reason": ""}, ASKED | {"more": "x"}):
            assert hr.post(PATH, json=wrong).status_code == 422


def test_a_person_is_erased_once_and_no_answer_has_the_name_any_more(service: Served) -> None:
    with service.client("hr") as hr, service.client("auditor") as auditor:
        closed_after_leaving(hr)
        assert all(NAME in hr.get(path).text for path in NAMES)
        figures = hr.get("/v1/periods/2024-10/payroll").json()["rows"]
        assert refused(hr.post(PATH, json=ASKED | {"reason": f"{NAME} asked"})) == (409, "names_the_person")
        assert hr.get(PATH).json() == {"employee": "E2", "erased_at": None, "refused": None, "code": None}
        key = {"Idempotency-Key": "erase"}
        done = hr.post(PATH, json=ASKED, headers=key)
        last = service.ledger.facts.last_position()
        assert (done.status_code, done.json()) == (
            201,
            {"employee": "E2", "position": last, "again": False, "left": None},
        )
        assert hr.post(PATH, json=ASKED, headers=key).content == done.content
        again = hr.post(PATH, json=ASKED)
        assert (again.status_code, again.json()["again"], service.ledger.facts.last_position()) == (200, True, last)
        assert hr.get(PATH).json()["erased_at"] == last
        assert [path for path in NAMES if NAME in hr.get(path).text] == []
        assert hr.get("/v1/periods/2024-10/payroll").json()["rows"] == figures
        proof = auditor.get(f"/v1/facts/{hr.get('/v1/facts?employee=E2').json()['facts'][0]['id']}/proof")
        assert proof.status_code == 200
        assert NAME not in proof.text


def test_nobody_but_hr_erases(service: Served, clock: Hands) -> None:
    clock.now = datetime(2026, 11, 24, tzinfo=UTC)
    for role, whose in (("employee", {"employee": "E2"}), ("auditor", {}), ("admin", {}), ("manager", {})):
        with service.client(role, **whose) as client:
            assert refused(client.post(PATH, json=ASKED)) == (403, "role")
