"""Whoever wants to be told chooses it themselves, and confirms the address; others see ids and counts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.notifications.mailbox import Mailbox, mailbox
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
CHOICE = {"address": "e1@centre.example", "language": "en", "notices": ["roster", "month"]}
ROBOT = {"form": "feishu", "url": "http://127.0.0.1:9/hook/k-secret", "secret": "s-secret", "team": "A"}
_PATH = "/v1/me/notifications"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def service(sqlite_stores: SQLiteStores, box: Mailbox, clock: Hands) -> Iterator[Served]:
    settings = {"public_url": "https://work.example/", "mail": box.settings(), "webhook_targets": ("127.0.0.1",)}
    with served(sqlite_stores.url(), clock=clock, settings=settings) as found:
        yield found


def chosen(service: Served, box: Mailbox, employee: str, **changed: Any) -> str:
    """An address is given; the reference that was sent to it."""
    with service.client("employee", employee) as client:
        told = client.put(_PATH, json={**CHOICE, **changed})
    assert (told.status_code, told.json()["confirmed"]) == (200, False)
    text = box.next_text()
    link = next(line for line in text.splitlines() if line.startswith("https://work.example/my/notifications/confirm/"))
    return link.rpartition("/")[2]


def test_an_address_is_confirmed_by_whoever_gave_it_and_nobody_else(service: Served, box: Mailbox) -> None:
    reference = chosen(service, box, "E1")
    with service.client("employee", "E2") as other, service.client("employee", "E1") as own:
        assert other.post(f"{_PATH}/confirmation", json={"reference": reference}).status_code == 404
        assert own.post(f"{_PATH}/confirmation", json={"reference": f"{reference}x"}).status_code == 404
        assert own.get(_PATH).json()["confirmed"] is False
        assert own.post(f"{_PATH}/confirmation", json={"reference": reference}).json()["confirmed"] is True
        told = own.put(_PATH, json={**CHOICE, "notices": ["decided"]}).json()
        assert (told["confirmed"], told["notices"]) == (True, ["decided"])
        assert other.get(_PATH).json()["address"] is None
        assert own.delete(_PATH).json()["address"] is None


def test_another_address_has_to_be_confirmed_again_and_only_five_are_taken_a_day(
    service: Served, box: Mailbox, clock: Hands
) -> None:
    first = chosen(service, box, "E1")
    second = chosen(service, box, "E1", address="other@centre.example")
    with service.client("employee", "E1") as own:
        assert own.post(f"{_PATH}/confirmation", json={"reference": first}).status_code == 404
        assert own.post(f"{_PATH}/confirmation", json={"reference": second}).json()["confirmed"] is True
        for number in range(3):
            assert own.put(_PATH, json={**CHOICE, "address": f"{number}@centre.example"}).status_code == 200
        refused = own.put(_PATH, json={**CHOICE, "address": "9@centre.example"})
        assert (refused.status_code, refused.json()["code"]) == (409, "too_many_addresses")
        clock.move(days=1, seconds=1)
        assert own.put(_PATH, json={**CHOICE, "address": "9@centre.example"}).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"address": "x"}, {"language": "fr"}, {"notices": ["pay"]}, {"address": "a@b.c\nBcc: x@y.z"}]
)
def test_what_cannot_be_chosen_is_refused_in_a_sentence(service: Served, wrong: dict[str, Any]) -> None:
    with service.client("employee", "E1") as own:
        told = own.put(_PATH, json={**CHOICE, **wrong})
        assert told.status_code == 422
        assert next(iter(wrong)) in told.json()["detail"]


def test_the_address_is_sealed_and_goes_with_the_person(service: Served, box: Mailbox) -> None:
    chosen(service, box, "E1", address="sealed.address@centre.example")
    ledger = service.ledger
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM notification_channels")
        (row,) = cursor.fetchall()
    assert b"sealed.address" not in bytes(row["address"])
    with service.client("admin") as admin, service.client("hr") as hr, service.client("employee", "E2") as agent:
        states = admin.get("/v1/notification-states")
        assert states.status_code == hr.get("/v1/notification-states").status_code == 200
        assert "E1" not in states.text
        assert "centre.example" not in states.text
        assert [each["id"] for each in states.json()["channels"]] == [row["id"]]
        assert agent.get("/v1/notification-states").status_code == 403
    with ledger.transactions.keeping() as (cursor, _now):
        from ledger.store.clear_texts import Person, blank

        assert blank(cursor, Person("E1")) >= {"notification_channels"}
        cursor.execute("SELECT COUNT(*) AS count FROM notification_channels")
        assert cursor.fetchone()["count"] == 0


def test_robots_are_hr_s_and_never_show_their_address(service: Served) -> None:
    with service.client("hr") as hr, service.client("auditor") as auditor, service.client("manager") as manager:
        made = hr.post("/v1/robots", json=ROBOT)
        assert made.status_code == 201
        assert auditor.get("/v1/robots").json() == {"robots": [made.json()]}
        assert "secret" not in made.text
        assert "127.0.0.1" not in made.text
        assert manager.get("/v1/robots").status_code == auditor.post("/v1/robots", json=ROBOT).status_code == 403
        wrong = hr.post("/v1/robots", json={**ROBOT, "url": "http://10.0.0.1/x"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_target")
        assert hr.post("/v1/robots", json={**ROBOT, "form": "email"}).status_code == 422
        number = made.json()["id"]
        assert hr.delete(f"/v1/robots/{number}").status_code == 200
        assert hr.delete(f"/v1/robots/{number}").status_code == 404
        assert json.loads(hr.get("/v1/robots").text) == {"robots": []}


def test_without_a_mail_server_nothing_can_be_chosen(sqlite_stores: SQLiteStores) -> None:
    with served(sqlite_stores.url()) as bare, bare.client("employee", "E1") as own:
        assert own.get(_PATH).json()["mail"] is False
        refused = own.put(_PATH, json=CHOICE)
        assert (refused.status_code, refused.json()["code"]) == (409, "no_mail")
