"""Checkpoints, proofs, verification and evidence over HTTP: what comes back is checked without the ledger."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.proof import verify_evidence as verifier
from ledger.proof.notes import COSIGNATURE, Signer, Verifier, read_note, read_verifier
from ledger.proof.proofs import verify_consistency, verify_proof
from ledger.proof.rotation import read_keys
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
WAITED = 600
WITNESS = Signer("audit.example.com", Ed25519PrivateKey.from_private_bytes(b"w" * 32), COSIGNATURE)
SIGNED_AT = int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp())


def signed(client: httpx.Client, **asked: int) -> dict[str, Any]:
    answer = client.post("/v1/checkpoints", json=asked)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def public_keys(client: httpx.Client) -> list[Verifier]:
    told = client.get("/v1/checkpoint-keys").json()
    keys = read_keys(told["chain"].encode())
    assert [read_verifier(each["key"]) for each in told["keys"]] == keys
    return keys


def refusal(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json()
    assert len(told["detail"]) > 20, told
    return answer.status_code, told.get("code", told["type"])


def test_a_checkpoint_is_signed_listed_and_given_as_its_note(service: Served) -> None:
    with service.client("auditor") as auditor, service.client("employee", "E1") as agent:
        made, early = signed(auditor), signed(auditor, position=5)
        assert (made["position"], early["position"]) == (service.ledger.facts.last_position(), 5)
        assert signed(auditor) == made
        assert agent.get("/v1/checkpoints").json() == {"checkpoints": [made, early]}
        note = agent.get(f"/v1/checkpoints/{made['position']}")
        assert (note.text, note.headers["content-type"]) == (made["note"], "text/plain; charset=utf-8")
        (key,) = public_keys(agent)
        (signature,) = read_note(note.content).signatures
        assert key.holds(read_note(note.content).text, signature)
        for wrong in ("7", "0", "x", "9" * 30):
            assert refusal(agent.get(f"/v1/checkpoints/{wrong}")) == (404, "/problems/not-found")
        assert refusal(auditor.post("/v1/checkpoints", json={"position": 10**9})) == (409, "not_allowed")
        assert refusal(auditor.post("/v1/checkpoints", json={"position": 0})) == (422, "bad_value")


def test_the_checkpoint_of_a_closing_stands_for_one_on_demand_at_its_position(service: Served) -> None:
    with service.client("hr") as hr:
        closed = hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).json()
        made = signed(hr, position=closed["position"])
        assert (made["position"], made["period"]) == (closed["position"], "2024-10")
        assert hr.get("/v1/checkpoints").json()["checkpoints"] == [made]


@pytest.mark.both_engines
def test_a_witness_s_signature_is_kept_once_and_only_where_it_holds(service: Served) -> None:
    with service.client("auditor") as auditor:
        made, early = signed(auditor), signed(auditor, position=5)
        path = f"/v1/checkpoints/{made['position']}/cosignatures"
        line = WITNESS.sign(read_note(made["note"].encode()).text, SIGNED_AT).line()
        told = {"signature": line, "key": str(WITNESS.verifier)}
        for sent in (told, told | {"signature": made["note"] + line}):
            answer = auditor.post(path, json=sent)
            assert (answer.status_code, answer.json()["signed_by"]) == (201, [made["origin"], WITNESS.verifier.name])
        assert auditor.get(f"/v1/checkpoints/{made['position']}").text == made["note"] + line
        other = str(Signer("other", Ed25519PrivateKey.from_private_bytes(b"o" * 32), COSIGNATURE).verifier)
        for wrong in (
            told | {"key": other},
            told | {"key": "nobody"},
            told | {"signature": "— nothing\n"},
            told | {"signature": early["note"] + line},
        ):
            assert refusal(auditor.post(path, json=wrong)) == (422, "bad_value")
        assert refusal(auditor.post("/v1/checkpoints/6/cosignatures", json=told)) == (404, "/problems/not-found")


def test_a_fact_is_proved_to_who_may_see_it_and_what_tells_pay_is_noted(service: Served) -> None:
    with service.client("auditor") as auditor, service.client("employee", "E1") as agent:
        facts = auditor.get("/v1/facts?kind=base_salary").json()["facts"]
        own, foreign = (next(each for each in facts if each["employee"] == who) for who in ("E1", "E2"))
        keys = public_keys(auditor)
        proven = verify_proof(agent.get(f"/v1/facts/{own['id']}/proof").content, keys)
        assert (proven.leaf.position, proven.leaf.fact, proven.employee) == (own["position"], own["id"], "E1")
        assert json.loads(proven.state or "")["monthly"]
        assert refusal(agent.get(f"/v1/facts/{foreign['id']}/proof")) == (404, "/problems/not-found")
        closed = verify_proof(auditor.get(f"/v1/facts/{foreign['id']}/proof?closed=true").content, keys)
        assert (closed.leaf.position, closed.employee, closed.state) == (foreign["position"], None, None)
        before = len(auditor.get("/v1/access-log").json()["entries"])
        assert auditor.get(f"/v1/facts/{foreign['id']}/proof").status_code == 200
        entries = auditor.get("/v1/access-log").json()["entries"]
        assert [(each["operation"], each["employee"]) for each in entries[before:]] == [("read base_salary", "E2")]
        assert refusal(auditor.get(f"/v1/facts/{own['id']}/proof?checkpoint=3")) == (404, "/problems/not-found")
        signed(auditor, position=1)
        assert refusal(auditor.get(f"/v1/facts/{foreign['id']}/proof?checkpoint=1")) == (409, "not_allowed")
        assert refusal(auditor.get(f"/v1/facts/{own['id']}/proof?closed=false")) == (422, "bad_value")


def test_two_checkpoints_are_proved_to_be_of_one_ledger(service: Served) -> None:
    with service.client("hr") as hr:
        for position in (5, 9):
            signed(hr, position=position)
        proof = hr.get("/v1/consistency-proofs?from=5&to=9")
        earlier, later = verify_consistency(proof.content, public_keys(hr))
        assert (earlier.size, later.size) == (5, 9)
        assert refusal(hr.get("/v1/consistency-proofs?from=9&to=5")) == (422, "bad_value")
        assert refusal(hr.get("/v1/consistency-proofs?from=5")) == (422, "missing_field")
        assert refusal(hr.get("/v1/consistency-proofs?from=5&to=8")) == (404, "/problems/not-found")


def job_ended(client: httpx.Client, number: str) -> dict[str, Any]:
    for _ in range(WAITED):
        told: dict[str, Any] = client.get(f"/v1/jobs/{number}").json()
        if told["state"] != "running":
            return told
    raise AssertionError("the job did not end")


@pytest.mark.both_engines
def test_the_ledger_is_verified_as_a_job_and_the_last_one_is_remembered(service: Served) -> None:
    with service.client("auditor") as auditor, service.client("admin") as admin:
        assert admin.get("/v1/verifications/latest").json() == {"last": None, "running": None}
        assert auditor.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 403
        made = signed(auditor)
        answer = auditor.post("/v1/verifications", headers={"Idempotency-Key": "v"})
        assert answer.status_code == 202
        assert auditor.post("/v1/verifications", headers={"Idempotency-Key": "v"}).content == answer.content
        ended = job_ended(auditor, answer.json()["id"])
        told = ended["answer"]
        assert (ended["state"], told["holds"], told["findings"]) == ("finished", True, []), ended
        assert (told["given_checkpoint"], told["given_keys"]) == (None, False)
        assert (told["events"], told["root"], told["signed_up_to"]) == (
            made["position"],
            made["root"],
            made["position"],
        )
        assert admin.get("/v1/verifications/latest").json() == {"last": ended, "running": None}


def test_a_checkpoint_from_elsewhere_is_verified_against_and_another_ledger_s_is_told(service: Served) -> None:
    with service.client("auditor") as auditor:
        made = signed(auditor)
        chain = auditor.get("/v1/checkpoint-keys").json()["chain"]
        begun = auditor.post("/v1/verifications", json={"checkpoint": made["note"], "keys": chain})
        told = job_ended(auditor, begun.json()["id"])["answer"]
        assert (told["holds"], told["given_checkpoint"], told["given_keys"]) == (True, made["position"], True)
        foreign = made["note"].replace(made["origin"], "workledger/0000000000000000")
        begun = auditor.post("/v1/verifications", json={"checkpoint": foreign})
        ended = job_ended(auditor, begun.json()["id"])
        assert (ended["state"], len(ended["answer"]["problem"]) > 20) == ("failed", True)
        assert refusal(auditor.post("/v1/verifications", json={"checkpoint": "no note"})) == (422, "bad_value")
        assert refusal(auditor.post("/v1/verifications", json={"keys": "no key"})) == (422, "bad_value")


@pytest.mark.both_engines
def test_the_evidence_of_a_payslip_is_valid_and_somebody_else_s_is_noted(service: Served) -> None:
    with service.client("hr") as hr, service.client("employee", "E1") as agent, service.client("auditor") as auditor:
        path = "/v1/periods/2024-10/evidence/E1"
        assert refusal(agent.get(path)) == (404, "/problems/not-found")
        assert hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 201
        answer = agent.get(path)
        assert answer.status_code == 200, answer.text
        assert 'filename="evidence-E1-2024-10.json"' in answer.headers["content-disposition"]
        keys = [verifier.read_key(str(each)) for each in public_keys(agent)]
        verdict, lines = verifier.judge(answer.content, keys, None)
        assert verdict == verifier.VALID, lines
        changed = answer.content.replace(b'"employee": "E1"', b'"employee": "E2"', 1)
        assert verifier.judge(changed, keys, None)[0] != verifier.VALID
        assert refusal(agent.get("/v1/periods/2024-10/evidence/E2")) == (403, "reach")
        noted = len(auditor.get("/v1/access-log").json()["entries"])
        assert hr.get(path).status_code == 200
        entries = auditor.get("/v1/access-log").json()["entries"]
        assert [(each["operation"], each["employee"], each["period"]) for each in entries[noted:]] == [
            ("see evidence", "E1", "2024-10")
        ]
        for wrong in ("/v1/periods/2024-10/evidence/E9", "/v1/periods/2030-01/evidence/E1", f"{path}?checkpoint=3"):
            assert refusal(hr.get(wrong)) == (404, "/problems/not-found")
