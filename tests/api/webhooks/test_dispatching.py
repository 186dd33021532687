"""Dispatching: each subscribed fact arrives, signed, again after a failure, and in the end is a dead letter."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from api.change_feed import Tail
from api.webhooks import register
from api.webhooks.delivery import BACKOFF
from api.webhooks.dispatcher import Dispatcher
from api.webhooks.envelope import read_secret
from ledger.ledger import Ledger
from tests.api.webhooks.receiving import Received, Receiver, receiver, with_status
from tests.ledger.material import PUNCH, Hands, given


@pytest.fixture(autouse=True)
def _given(ledger: Ledger) -> None:
    given(ledger)


class Hooks:
    """A receiver that answers with the statuses it is told, the last one for ever."""

    def __init__(self, receiver: Receiver, statuses: list[int]) -> None:
        self._receiver = receiver
        self.statuses = statuses
        self.url = f"http://127.0.0.1:{receiver.port}/hook"

    @property
    def received(self) -> list[Received]:
        return self._receiver.received

    def wait_for_one(self) -> None:
        self._receiver.ended.get(timeout=60)


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    statuses = [200]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with_status(statuses.pop(0) if len(statuses) > 1 else statuses[0])(handler)

    with receiver(answer) as found:
        yield Hooks(found, statuses)


def dispatcher(ledger: Ledger, *allowed: str) -> Dispatcher:
    return Dispatcher(ledger, allowed or ("127.0.0.1",), "urn:test", Tail(ledger))


def subscribed(ledger: Ledger, sender: Dispatcher, url: str, *kinds: str, after: int = 0) -> tuple[str, bytes]:
    with ledger.transactions.keeping() as (cursor, now):
        webhook, secret = register.subscribe(cursor, sender.signing, url, kinds, after, "tests", now)
    return webhook.id, read_secret(secret)


def kept(ledger: Ledger, webhook: str, state: str | None = None) -> list[register.Delivery]:
    with ledger.transactions.looking() as (cursor, _now):
        return register.messages(cursor, webhook, state, 0, 1_000)


def punch(ledger: Ledger, *minutes: int) -> None:
    outcomes = ledger.record([{**PUNCH, "at": f"2026-10-12T09:{minute:02d}:00+08:00"} for minute in minutes])
    assert all(outcome.status == "accepted" for outcome in outcomes)


def bodies(hooks: Hooks) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in hooks.received]


def test_each_subscribed_fact_arrives_once_in_order_and_no_other(ledger: Ledger, hooks: Hooks) -> None:
    sender = dispatcher(ledger)
    webhook, secret = subscribed(ledger, sender, hooks.url, "clock")
    punch(ledger, 1, 2, 3)
    sender.send_due()
    sender.send_due()
    told = bodies(hooks)
    assert [each["type"] for each in told] == ["workledger.clock.v1"] * 3
    assert [each["data"]["position"] for each in told] == [each.position for each in kept(ledger, webhook)]
    for each in hooks.received:
        content = b"%s.%s.%s" % (
            each.headers["webhook-id"].encode(),
            each.headers["webhook-timestamp"].encode(),
            each.body,
        )
        signature = base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
        assert f"v1,{signature}" in each.headers["webhook-signature"].split(" ")
    assert {each.state for each in kept(ledger, webhook)} == {"delivered"}
    sender.close()


@pytest.mark.slow
def test_a_receiver_that_fails_hears_again_after_the_pauses_and_then_it_is_a_dead_letter(
    ledger: Ledger, hooks: Hooks, clock: Hands
) -> None:
    sender = dispatcher(ledger)
    webhook, _ = subscribed(ledger, sender, hooks.url, "clock")
    punch(ledger, 1)
    hooks.statuses[:] = [500]
    for attempt, pause in enumerate(BACKOFF, start=1):
        clock.now += pause + pause / 5
        sender.send_due()
        sender.send_due()
        assert len(hooks.received) == attempt
    (dead,) = kept(ledger, webhook, "dead")
    assert (dead.attempts, dead.status) == (len(BACKOFF), 500)
    assert {each.headers["webhook-id"] for each in hooks.received} == {hooks.received[0].headers["webhook-id"]}
    clock.move(days=9)
    sender.send_due()
    assert len(hooks.received) == len(BACKOFF)
    hooks.statuses[:] = [204]
    with ledger.transactions.keeping() as (cursor, now):
        register.resend(cursor, webhook, dead.position, now)
    sender.send_due()
    assert [each.state for each in kept(ledger, webhook)] == ["delivered"]
    sender.close()


def test_a_message_that_the_receiver_does_not_take_holds_up_no_other(ledger: Ledger, hooks: Hooks) -> None:
    sender = dispatcher(ledger)
    webhook, _ = subscribed(ledger, sender, hooks.url, "clock")
    punch(ledger, 1, 2, 3)
    hooks.statuses[:] = [400, 200, 200]
    sender.send_due()
    assert [each.state for each in kept(ledger, webhook)] == ["pending", "delivered", "delivered"]
    sender.close()


def test_a_receiver_that_is_gone_is_sent_nothing_more(ledger: Ledger, hooks: Hooks) -> None:
    sender = dispatcher(ledger)
    webhook, _ = subscribed(ledger, sender, hooks.url, "clock")
    hooks.statuses[:] = [410]
    punch(ledger, 1, 2)
    sender.send_due()
    punch(ledger, 3)
    sender.send_due()
    assert len(hooks.received) == 1
    with ledger.transactions.looking() as (cursor, _now):
        assert register.find(cursor, webhook).removed_at
    sender.close()


def test_two_workers_do_not_send_the_same_message(ledger: Ledger, hooks: Hooks, clock: Hands) -> None:
    one, other = dispatcher(ledger), dispatcher(ledger)
    webhook, _ = subscribed(ledger, one, hooks.url, "clock")
    punch(ledger, 1)
    one.send_due()
    punch(ledger, 2)
    other.send_due()
    assert len(hooks.received) == 1
    clock.move(minutes=3)
    other.send_due()
    assert len(hooks.received) == 2
    assert {each.state for each in kept(ledger, webhook)} == {"delivered"}
    one.close()
    other.close()


def test_a_private_target_is_refused_when_it_is_sent_to_although_it_was_subscribed(
    ledger: Ledger, hooks: Hooks
) -> None:
    sender = dispatcher(ledger, "192.0.2.1")
    webhook, _ = subscribed(ledger, sender, hooks.url, "clock")
    punch(ledger, 1)
    sender.send_due()
    assert hooks.received == []
    (waiting,) = kept(ledger, webhook)
    assert (waiting.state, waiting.attempts) == ("pending", 1)
    assert "127.0.0.1" in waiting.detail
    sender.close()


def test_it_sends_by_itself_as_soon_as_something_is_recorded(ledger: Ledger, hooks: Hooks) -> None:
    sender = dispatcher(ledger)
    sender.begin()
    subscribed(ledger, sender, hooks.url, "clock", after=ledger.facts.last_position())
    sender.ring()
    punch(ledger, 7)
    hooks.wait_for_one()
    sender.close()
    assert [each["data"]["at"] for each in bodies(hooks)] == ["2026-10-12T09:07:00+08:00"]
