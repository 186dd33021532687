"""Periods, closings, comparisons and disputes over HTTP: what the command line says, and long ones as jobs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import httpx
import pytest

from ledger.refusal import RulesError
from projections.cancellation import heed_cancellation
from tests.api.asking import PATIENCE
from tests.api.routes.served import Served, served
from tests.ledger.stores import Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


@pytest.mark.both_engines
def test_a_month_is_closed_and_a_late_fact_is_adjusted_in_the_next(service: Served) -> None:
    with service.client("hr") as hr:
        before = hr.get("/v1/periods/2024-10").json()
        assert before["closed_at"] is None
        matters = hr.get("/v1/periods/2024-10/open-matters").json()
        assert matters["open"]
        assert matters["refused"] is None
        strict = hr.post("/v1/periods/2024-10/closing", json={"by": "HR", "strict": True})
        assert (strict.status_code, strict.json()["code"]) == (409, "open_matters")
        closed = hr.post("/v1/periods/2024-10/closing", json={"by": "HR"})
        assert closed.status_code == 201
        position = closed.json()["position"]
        assert hr.get("/v1/periods/2024-10").json()["closed_at"] == position
        again = hr.post("/v1/periods/2024-10/closing", json={"by": "HR"})
        assert (again.status_code, again.json()["type"]) == (409, "/problems/refused")
        assert hr.post("/v1/periods/2024-12/closing", json={"by": "HR"}).status_code == 409
        paid = hr.get("/v1/periods/2024-10/payroll?employee=E1").json()
        hr.post("/v1/allowances", json={"allowance": "late", "employee": "E1", "period": "2024-10", "type": "meal",
                                        "amount": "8.00"})  # fmt: skip
        assert hr.get("/v1/periods/2024-10/payroll?employee=E1").json() == paid
        replayed = hr.get("/v1/periods/2024-10/replay/payroll?employee=E1").json()["rows"][0]
        assert {"item": "allowance:meal", "amount": "8.00", "clause": "S10.3"} in replayed["lines"]
        lines = hr.get("/v1/periods/2024-11/payroll?employee=E1").json()["rows"][0]["lines"]
        assert {"item": "adjustment:2024-10", "amount": "8.00", "clause": "S10.6"} in lines
        differ = hr.post("/v1/periods/2024-10/diffs", json={"employee": "E1"}).json()
        assert [(each["item"], each["difference"]) for each in differ["differences"]] == [("allowance:meal", "8.00")]
        (listed,) = hr.get("/v1/closings").json()["closings"]
        assert {name: listed[name] for name in closed.json()} == closed.json()


def test_what_if_takes_parameters_or_a_version_and_nothing_else(service: Served) -> None:
    with service.client("hr") as hr:
        path = "/v1/periods/2024-10/what-ifs"
        found = hr.post(path, json={"parameters": {"night_allowance": "15"}, "on_top": True}).json()
        assert (found["cost"], found["winners"]) == ("5.00", 1)
        assert hr.post(path, json={"rules": "V1"}).json()["rules"] == "V1"
        for wrong in ({}, {"rules": "V1", "parameters": {}}, {"parameter": {}}):
            assert hr.post(path, json=wrong).status_code == 422
        assert hr.post(path, json={"parameters": {"nothing": 1}}).status_code in (404, 422)
        assert hr.post(path, json={"rules": "V9"}).status_code == 404


def test_the_ripple_of_a_fact_and_the_case_of_a_dispute(service: Served) -> None:
    with service.client("hr") as hr, service.client("employee", "E1") as own, service.client("employee", "E2") as other:
        praise = hr.get("/v1/facts?kind=praise").json()["facts"][0]
        moved = hr.get(f"/v1/periods/2024-10/ripple?without={praise['id']}").json()["moved"]
        assert (moved[0]["employee"], moved[0]["figure"]) == ("E1", "award:service")
        assert hr.get("/v1/periods/2024-10/ripple?without=nothing").status_code == 404
        assert hr.get("/v1/periods/2024-10/ripple").status_code == 422
        dispute = {"dispute": "D-1", "employee": "E1", "at": "2024-11-05T09:00:00+08:00", "text": "奖金有误",
                   "period": "2024-10", "item": "monthly_bonus"}  # fmt: skip
        assert own.post("/v1/disputes", json=dispute).status_code == 201
        case = own.get("/v1/disputes/D-1/case")
        assert case.status_code == 200
        assert case.json()["open"] is True
        assert '"E2"' not in case.text
        assert other.get("/v1/disputes/D-1/case").status_code == 404
        shown = own.get("/v1/periods/2024-10/bonus").json()
        assert [each["dispute"] for each in shown["disputes"]] == ["D-1"]
        withdrawn = {"decision": "withdrawn", "by": "E1", "at": "2024-11-06T09:00:00+08:00", "reason": "已说明"}
        assert own.post("/v1/disputes/D-1/decisions", json=withdrawn | {"decision": "upheld"}).status_code == 403
        assert own.post("/v1/disputes/D-1/decisions", json=withdrawn).status_code == 201
        assert "disputes" not in own.get("/v1/periods/2024-10/bonus").json()


def finished(client: httpx.Client, where: str) -> dict[str, Any]:
    """A job when it has ended; it is asked for until then."""
    pause = threading.Event()
    for _ in range(PATIENCE * 50):
        job: dict[str, Any] = client.get(where).json()
        if job["state"] != "running":
            return job
        pause.wait(0.02)
    raise AssertionError("the job did not end")


UNKNOWN_TYPE = "the rule set does not know the shift type 'C'; record rules that do"


def fails(*_words: Any) -> NoReturn:
    raise RulesError(UNKNOWN_TYPE)


def test_a_comparison_that_takes_longer_becomes_a_job(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    with served(stores.url(), settings={"wait_seconds": 0}) as service, service.client("hr") as hr:
        run: Callable[..., Any] = service.service.jobs.run
        monkeypatch.setattr(service.service.jobs, "run", lambda work: run(lambda: (let_go.wait(PATIENCE), work())[1]))
        answer = hr.post("/v1/periods/2024-10/diffs", json={})
        assert (answer.status_code, answer.json()["state"]) == (202, "running")
        where = answer.headers["location"]
        with service.client("manager") as stranger:
            assert stranger.get(where).status_code == 404
        let_go.set()
        job = finished(hr, where)
        assert job["state"] == "finished"
        assert job["answer"]["differences"] == []
        let_go.clear()
        monkeypatch.setattr("api.operations.comparisons.compare", fails)
        wrong = hr.post("/v1/periods/2024-10/diffs", json={})
        let_go.set()
        job = finished(hr, wrong.headers["location"])
        assert (job["state"], job["answer"]) == ("failed", {"problem": UNKNOWN_TYPE})


@pytest.mark.parametrize(
    ("operation", "body", "status"),
    [
        ("2023-01/diffs", {}, 404),
        ("2099-01/diffs", {}, 404),
        ("2024-10/diffs", {"before": "nonsense"}, 422),
        ("2024-10/diffs", {"before": "books,without=1"}, 422),
        ("2024-10/diffs", {"before": "books,as-of=99999"}, 404),
        ("2024-10/diffs", {"after": "replay,rules=V9"}, 404),
        ("2024-10/diffs", {"after": "replay,without=nothing"}, 404),
        ("2023-01/what-ifs", {"rules": "V1"}, 404),
        ("2099-01/what-ifs", {"parameters": {}}, 404),
        ("2024-10/what-ifs", {"rules": "V9"}, 404),
        ("2024-10/what-ifs", {"rules": "V1", "as_of": "99999"}, 404),
        ("2024-10/what-ifs", {"parameters": {"night_allowance": "much"}}, 422),
    ],
)
def test_no_job_begins_for_what_is_not_there_or_asked_wrongly(
    sqlite_service: Served, operation: str, body: dict[str, Any], status: int
) -> None:
    with sqlite_service.client("hr") as hr:
        answer = hr.post(f"/v1/periods/{operation}", json=body, headers={"Prefer": "wait=0"})
    assert answer.status_code == status


def test_a_body_that_is_left_out_is_taken_where_it_is_described_as_optional(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr, sqlite_service.client("auditor") as auditor:
        assert hr.post("/v1/periods/2024-10/diffs").status_code == 200
        assert auditor.post("/v1/checkpoints").status_code == 201
        assert auditor.post("/v1/verifications").status_code == 202
        for required in ("periods/2024-10/what-ifs", "periods/2024-10/closing"):
            answer = hr.post(f"/v1/{required}")
            assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")


def test_an_explanation_names_its_coordinates_and_its_facts(service: Served) -> None:
    with service.client("hr") as hr:
        answer = hr.get("/v1/periods/2024-10/payroll/E1/explanation?item=night_allowance")
        told = answer.json()
        assert answer.headers["workledger-position"] == str(told["position"])
        assert told["explained"]["children"][0]["value"] == "10.00"
        earlier = hr.get("/v1/periods/2024-10/payroll/E1/explanation?item=total&as_of=3").json()
        assert earlier["position"] == 3
        for wrong, status in (("item=nothing", 404), ("date=2024-10-01", 422), ("rules=V9", 404)):
            assert hr.get(f"/v1/periods/2024-10/payroll/E1/explanation?{wrong}").status_code == status
        assert hr.get("/v1/periods/2024-10/payroll/E99/explanation").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://user:secret@hooks.example/x",
        "ftp://x",
    ],
)
def test_a_webhook_to_a_private_place_is_refused(service: Served, url: str) -> None:
    with service.client("hr") as hr:
        answer = hr.post("/v1/webhooks", json={"url": url, "kinds": ["leave"]})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_target")
        assert hr.get("/v1/webhooks").json()["webhooks"] == []


@pytest.mark.both_engines
def test_facts_are_recorded_while_a_closing_waits_for_who_is_in_the_reading_room(service: Served) -> None:
    inside, let_go = threading.Event(), threading.Event()
    answers: list[httpx.Response] = []

    def stay() -> None:
        with service.service.room.turn():
            inside.set()
            assert let_go.wait(PATIENCE)

    def close(client: httpx.Client) -> None:
        answers.append(
            client.post("/v1/periods/2024-10/closing", json={"by": "HR"}, headers={"Idempotency-Key": "a closing"})
        )

    with service.client("hr") as hr, service.client("hr") as another:
        reader, closer = threading.Thread(target=stay), threading.Thread(target=close, args=[another])
        reader.start()
        assert inside.wait(PATIENCE)
        closer.start()
        for number in range(5):
            punch = {"employee": "E1", "at": f"2024-11-29T10:0{number}:00+08:00", "direction": "in", "device": "w"}
            assert hr.post("/v1/clocks", json=punch).status_code == 201
        let_go.set()
        for thread in (reader, closer):
            thread.join(PATIENCE)
        (closed,) = answers
        assert closed.status_code == 201
        close(hr)
        assert answers[1].json() == closed.json()
        (listed,) = hr.get("/v1/closings").json()["closings"]
        assert listed["position"] == closed.json()["position"] == service.ledger.facts.last_position()


def test_whatever_needs_no_computing_is_answered_while_many_wait_for_a_report(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long the machine takes until all wait, nobody's patience ends meanwhile.
    monkeypatch.setattr(service.service.room, "_monotonic", lambda: 0.0)
    waiting = 45
    inside, let_go = threading.Event(), threading.Event()

    def stay() -> None:
        with service.service.room.turn():
            inside.set()
            let_go.wait()

    def ask(number: int) -> int:
        with service.client("hr") as client:
            client.timeout = httpx.Timeout(None)
            return client.get(f"/v1/periods/2024-10/hours?as_of={20 + number % 5}").status_code

    service.key("hr")
    with ThreadPoolExecutor(waiting + 1) as pool, service.client("hr") as hr:
        reader = pool.submit(stay)
        try:
            assert inside.wait(PATIENCE)
            asked = [pool.submit(ask, number) for number in range(waiting)]
            while service.service.room._turnstile.waiting < waiting:
                assert hr.get("/v1/ledger").status_code == 200
            assert hr.get("/v1/ledger").status_code == 200
        finally:
            let_go.set()
        reader.result()
        assert {each.result() for each in asked} == {200}


def test_a_comparison_is_cancelled_by_whose_it_is_and_others_are_answered_then(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_words: Any) -> NoReturn:
        while True:
            heed_cancellation()

    monkeypatch.setattr("api.operations.comparisons.compare", endless)
    with service.client("hr") as hr, service.client("auditor") as auditor, service.client("manager") as stranger:
        answer = hr.post("/v1/periods/2024-10/diffs", json={}, headers={"Prefer": "wait=0"})
        assert answer.status_code == 202
        where = answer.headers["location"]
        assert stranger.delete(where).status_code == 404
        assert (auditor.get(where).status_code, auditor.delete(where).status_code) == (200, 403)
        assert hr.delete(where).status_code == 202
        assert finished(hr, where)["state"] == "cancelled"
        assert hr.delete(where).json()["state"] == "cancelled"
        assert hr.get("/v1/periods/2024-10/hours").status_code == 200
        assert hr.delete("/v1/jobs/none").status_code == 404
