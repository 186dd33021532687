"""The allow-list over HTTP: who may see and change it, and what is answered."""

from typing import Any

import pytest

from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

GATE = {"serial": "0316144680030", "name": "gate-1"}


@pytest.mark.both_engines
def test_a_device_is_allowed_listed_and_removed(service: Served) -> None:
    with service.client("admin") as admin:
        added = admin.post("/v1/devices", json=GATE)
        assert added.status_code == 201
        told = added.json()
        assert {name: told[name] for name in GATE} == GATE
        assert (told["trust_direction"], told["pins"], told["removed_at"], told["last_seen_at"]) == (
            False,
            {},
            None,
            None,
        )
        assert told["added_by"].startswith("key:")
        assert admin.get("/v1/devices").json() == {"devices": [told]}
        removed = admin.delete("/v1/devices/0316144680030")
        assert removed.status_code == 200
        assert removed.json()["removed_at"] is not None
        assert admin.delete("/v1/devices/0316144680030").json() == removed.json()
        assert admin.get("/v1/devices").json() == {"devices": [removed.json()]}


def test_the_same_again_changes_nothing_and_other_fields_change_the_device(service: Served) -> None:
    mapped: dict[str, Any] = GATE | {"trust_direction": True, "pins": {"74": "E1"}}
    with service.client("admin") as admin:
        first = admin.post("/v1/devices", json=GATE)
        again = admin.post("/v1/devices", json=GATE)
        changed = admin.post("/v1/devices", json=mapped)
        admin.delete(f"/v1/devices/{GATE['serial']}")
        anew = admin.post("/v1/devices", json=mapped)
    assert [each.status_code for each in (first, again, changed, anew)] == [201, 200, 201, 201]
    assert again.json() == first.json()
    assert {name: anew.json()[name] for name in mapped} == mapped
    assert anew.json()["removed_at"] is None


@pytest.mark.both_engines
def test_a_retry_under_the_same_key_is_answered_the_same_again(service: Served) -> None:
    headers = {"Idempotency-Key": "a-key"}
    with service.client("admin") as admin:
        first = admin.post("/v1/devices", json=GATE, headers=headers)
        admin.delete(f"/v1/devices/{GATE['serial']}")
        again = admin.post("/v1/devices", json=GATE, headers=headers)
        other = admin.post("/v1/devices", json=GATE | {"name": "gate-2"}, headers=headers)
        (device,) = admin.get("/v1/devices").json()["devices"]
    assert (again.status_code, again.json()) == (201, first.json())
    assert other.json()["type"] == "/problems/key-reused"
    assert device["removed_at"] is not None


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"serial": "SN 1", "name": "gate"}, 422, "serial is 'SN 1'; give 1 to 64 letters"),
        ({"serial": "SN1", "name": ""}, 422, "name is ''; give"),
        ({"serial": "SN1"}, 422, "name is missing"),
        ({"serial": 7, "name": "gate"}, 422, "serial: "),
        ({"serial": "SN1", "name": "gate", "trust_direction": "yes"}, 422, "trust_direction: "),
        ({"serial": "SN1", "name": "gate", "pins": {"74": 7}}, 422, "pins.74: "),
        ({"serial": "SN1", "name": "gate", "pins": {"7 4": "E1"}}, 422, "pins has the PIN '7 4'; give"),
        ({"serial": "SN1", "name": "gate", "colour": "red"}, 422, "there is no field 'colour'"),
        ([], 400, "not a JSON object"),
    ],
)
def test_a_wrong_device_is_one_sentence(service: Served, body: Any, status: int, words: str) -> None:
    with service.client("admin") as admin:
        answer = admin.post("/v1/devices", json=body)
        broken = admin.post("/v1/devices", content=b"{", headers={"Content-Type": "application/json"})
        assert admin.get("/v1/devices").json() == {"devices": []}
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert (broken.status_code, broken.json()["type"]) == (400, "/problems/malformed")


@pytest.mark.parametrize("serial", ["SN9", "SN%00", "%F0%9F%95%90"])
def test_a_device_that_was_never_allowed_cannot_be_removed(service: Served, serial: str) -> None:
    with service.client("admin") as admin:
        answer = admin.delete(f"/v1/devices/{serial}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


def test_devices_are_administered_by_admins_and_seen_by_auditors_too(service: Served) -> None:
    for role, seen, allowed in (("admin", 200, 201), ("auditor", 200, 403), ("hr", 403, 403), ("device", 403, 403)):
        with service.client(role) as client:
            assert client.get("/v1/devices").status_code == seen
            assert client.post("/v1/devices", json=GATE).status_code == allowed
            assert client.delete("/v1/devices/SN9").status_code == (404 if allowed == 201 else 403)
    with service.client(None) as nobody:
        assert nobody.get("/v1/devices").status_code == 401
