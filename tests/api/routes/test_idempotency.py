"""`Idempotency-Key`: a hundred retries of any call that changes something are one fact and one answer."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from api.operations.import_doubts import foreseen_doubts
from api.service.resources import Resources
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS, Fact
from tests.api.routes.operations import operations
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

RETRIES = 100
AT = "2024-11-12T08:27:00+08:00"
BODIES: dict[str, dict[str, Any]] = {
    "clock": {"employee": "E1", "at": AT, "direction": "in"},
    "shift": {"employee": "E1", "date": "2024-11-29", "shift": "C"},
    "swap": {"swap": "S-k", "requester": "E1", "requester_date": "2024-11-20", "counterparty": "E2",
             "counterparty_date": "2024-11-21", "at": AT},
    "leave": {"leave": "L-k", "employee": "E1", "type": "annual", "first_date": "2024-11-20",
              "last_date": "2024-11-20", "requested_on": "2024-11-01"},
    "monitoring": {"monitoring": "M-k", "employee": "E1", "evaluator": "Q", "date": "2024-11-12", "channel": "phone",
                   "score": "80.5"},
    "rules": {"version": "V-k", "effective_period": "2025-01", "parameters": {"night_allowance": "12"}, "reason": "x"},
}  # fmt: skip


def retried(client: httpx.Client, send: Callable[[httpx.Client], httpx.Response]) -> list[httpx.Response]:
    """The answers to a hundred retries, sixteen at a time."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda _: send(client), range(RETRIES)))


def one_answer(answers: list[httpx.Response]) -> httpx.Response:
    first = answers[0]
    assert {(each.status_code, each.content, each.headers.get("location")) for each in answers} == {
        (first.status_code, first.content, first.headers.get("location"))
    }
    return first


def _leave_of_a_manager(service: Served) -> None:
    with service.client("manager", "M1") as manager:
        assert manager.post("/v1/leaves", json=BODIES["leave"]).status_code == 201


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_hundred_retries_of_a_fact_are_one_fact_and_one_answer(service: Served, kind: str) -> None:
    before = service.ledger.facts.last_position()
    role = "qa" if kind == "monitoring" else "hr"
    with service.client(role, "Q" if role == "qa" else None) as client:
        answers = retried(
            client,
            lambda each: each.post(
                f"/v1/{KINDS[kind].resource}", json=BODIES[kind], headers={"Idempotency-Key": f'"key of {kind}"'}
            ),
        )
        answer = one_answer(answers)
        assert (answer.status_code, answer.json()["status"]) == (201, "accepted")
        assert service.ledger.facts.last_position() == before + 1
        assert client.get(answer.headers["location"]).json()["ref"] == f"key of {kind}"


@pytest.mark.both_engines
def test_a_hundred_retries_of_a_decision_are_one_decision(service: Served) -> None:
    decision = {"decision": "approved", "by": "HR", "at": AT}
    with service.client("hr") as hr:
        _leave_of_a_manager(service)
        answers = retried(
            hr, lambda each: each.post("/v1/leaves/L-k/decisions", json=decision, headers={"Idempotency-Key": "d"})
        )
        assert one_answer(answers).status_code == 201
        assert hr.get("/v1/leaves/L-k").json()["version"] == 2


@pytest.mark.both_engines
def test_a_hundred_retries_of_a_closing_are_one_closing(service: Served) -> None:
    with service.client("hr") as hr:
        answers = retried(
            hr,
            lambda each: each.post(
                "/v1/periods/2024-10/closing", json={"by": "HR"}, headers={"Idempotency-Key": "close"}
            ),
        )
        assert one_answer(answers).status_code == 201
        assert [each["period"] for each in hr.get("/v1/closings").json()["closings"]] == ["2024-10"]


@pytest.mark.both_engines
def test_a_hundred_retries_for_a_key_or_a_webhook_give_the_same_secret_once(service: Served) -> None:
    with service.client("admin") as admin:
        answers = retried(
            admin,
            lambda each: each.post("/v1/keys", json={"name": "n", "role": "hr"}, headers={"Idempotency-Key": "key"}),
        )
        made = one_answer(answers).json()
        assert [key["id"] for key in admin.get("/v1/keys").json()["keys"]].count(made["id"]) == 1
        revoked = retried(
            admin, lambda each: each.delete(f"/v1/keys/{made['id']}", headers={"Idempotency-Key": "revoke"})
        )
        assert one_answer(revoked).json()["revoked_at"] is not None
    asked = {"url": "https://hooks.example/x", "kinds": ["leave"]}
    with service.client("hr") as hr:
        subscribed = retried(
            hr, lambda each: each.post("/v1/webhooks", json=asked, headers={"Idempotency-Key": "hook"})
        )
        made = one_answer(subscribed).json()
        assert [each["id"] for each in hr.get("/v1/webhooks").json()["webhooks"]] == [made["id"]]
        ended = retried(hr, lambda each: each.delete(f"/v1/webhooks/{made['id']}", headers={"Idempotency-Key": "end"}))
        assert one_answer(ended).json()["removed_at"] is not None


def test_every_call_that_changes_something_takes_a_key(service: Served) -> None:
    reading = {"diff", "what_if", "what_if_form", "what_if_theme", "effects_of_appraisal", "reconcile"}
    reading |= {"pay_register", "transfers", "check_roster"}
    # To cancel a job again changes nothing more.
    repeated = {"cancel_job"}
    changing = [each for each in operations(service.app) if each.method != "GET" and each.permission is not None]
    assert {str(each) for each in changing if not each.mutates} == reading | repeated


def test_a_key_is_of_one_request(service: Served) -> None:
    key = {"Idempotency-Key": "one"}
    with service.client("hr") as hr, service.client("manager") as manager:
        first = hr.post("/v1/clocks", json=BODIES["clock"], headers=key)
        other = hr.post("/v1/clocks", json=BODIES["clock"] | {"direction": "out"}, headers=key)
        elsewhere = hr.post("/v1/shifts", json=BODIES["shift"], headers=key)
        assert first.status_code == 201
        for answer in (other, elsewhere):
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/key-reused")
        # Another caller's key is another key; the fact has the same `ref`, and is the same fact.
        assert manager.post("/v1/clocks", json=BODIES["clock"], headers=key).json()["status"] == "duplicate"


@pytest.mark.both_engines
def test_a_refusal_is_kept_too_and_what_cannot_be_read_is_not(service: Served) -> None:
    unknown = BODIES["clock"] | {"employee": "E77"}
    with service.client("hr") as hr:
        refused = hr.post("/v1/clocks", json=unknown, headers={"Idempotency-Key": "r"})
        assert (refused.status_code, refused.json()["code"]) == (409, "unknown_employee")
        assert hr.post("/v1/clocks", content=b"{", headers={"Idempotency-Key": "u"}).status_code == 400
        person = {"employee": "E77", "name": "新人", "role": "csr", "team": "A", "hired_on": "2024-11-01"}
        assert hr.post("/v1/employees", json=person).status_code == 201
        assert hr.post("/v1/clocks", json=unknown, headers={"Idempotency-Key": "r"}).content == refused.content
        assert hr.post("/v1/clocks", json=unknown, headers={"Idempotency-Key": "u"}).status_code == 201


@pytest.mark.parametrize("key", ["", '""', "x" * 201, '"open', "a\tb"])
def test_a_key_that_is_not_of_its_form_is_refused(service: Served, key: str) -> None:
    with service.client("hr") as hr:
        answer = hr.post("/v1/clocks", json=BODIES["clock"], headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")


@pytest.mark.both_engines
def test_what_is_kept_of_keys_and_answers_cannot_be_read_in_the_store(service: Served) -> None:
    with service.client("admin") as admin:
        made = admin.post("/v1/keys", json={"name": "n", "role": "hr"}, headers={"Idempotency-Key": "secret-key"})
    token = made.json()["key"].encode()
    with service.ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM answers")
        kept = b"".join(bytes(row[name]) for row in cursor.fetchall() for name in ("request", "fingerprint", "answer"))
        cursor.execute("SELECT digest FROM api_keys")
        kept += b"".join(bytes(row["digest"]) for row in cursor.fetchall())
    assert kept
    assert token not in kept
    assert b"secret-key" not in kept


@pytest.mark.both_engines
def test_a_decision_on_a_workflow_that_moved_on_is_refused(service: Served) -> None:
    decision = {"decision": "approved", "by": "HR", "at": AT}
    path = "/v1/leaves/L-k/decisions"
    with service.client("hr") as hr:
        _leave_of_a_manager(service)
        tag = hr.get("/v1/leaves/L-k").headers["etag"]
        assert hr.get("/v1/leaves/L-k", headers={"If-None-Match": tag}).status_code == 304
        first = hr.post(path, json=decision, headers={"If-Match": tag})
        late = hr.post(path, json=decision | {"decision": "rejected"}, headers={"If-Match": tag})
        assert (first.status_code, late.status_code) == (201, 412)
        assert late.json()["type"] == "/problems/moved-on"
        again = hr.post(path, json=decision | {"decision": "cancelled"}, headers={"If-Match": first.headers["etag"]})
        assert again.status_code == 201
        assert hr.post(path, json=decision, headers={"If-Match": "abc"}).status_code == 400


def test_a_retry_computes_no_reports_for_doubts(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = {"decision": "approved", "by": "HR", "at": AT}
    asked: list[Fact] = []

    def foreseen(resources: Resources, fact: Fact) -> Sequence[Doubt]:
        asked.append(fact)
        return foreseen_doubts(resources, fact)

    monkeypatch.setattr("api.operations.report_doubts.foreseen_doubts", foreseen)
    with service.client("hr") as hr:
        _leave_of_a_manager(service)
        for _ in range(3):
            answer = hr.post("/v1/leaves/L-k/decisions", json=decision, headers={"Idempotency-Key": "d"})
            assert answer.status_code == 201
    assert [fact.kind for fact in asked] == ["leave_decision"]
