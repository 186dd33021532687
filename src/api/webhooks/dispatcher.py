"""Dispatching: a follower of the ledger that sends the messages of all subscriptions, each from its own position."""

import logging
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from api.change_feed import Tail
from api.ledger_watch import LedgerWatch
from api.webhooks import register
from api.webhooks.delivery import Sent, new_client, send
from api.webhooks.envelope import cloud_event, id_of_message, signed_headers
from api.webhooks.register import Delivery, Signing, Webhook
from api.webhooks.targets import TargetError, TargetPolicy
from ledger.ledger import Ledger

_SECOND = 1_000_000
_LEASE = 120 * _SECOND
_TAKEN_UP_AT_ONCE = 500
_SENT_AT_ONCE = 20
_SUBSCRIPTIONS_AT_ONCE = 4
_JITTER = 100
_TROUBLED = 500
_TOO_MANY = 429
_log = logging.getLogger("workledger.webhooks")


class Dispatcher:
    """Sends the messages of subscriptions. Of several workers one at a time sends those of a subscription."""

    def __init__(self, ledger: Ledger, allowed: Collection[str], source: str, tail: Tail) -> None:
        """`allowed` are private hosts and networks that may be sent to; `source` is that of the events."""
        self._ledger = ledger
        self._source = source
        self._worker = os.urandom(8).hex()
        self._client = new_client()
        self._watch = LedgerWatch(ledger, tail, self.send_due, "webhooks")
        self.policy = TargetPolicy(allowed)
        self.signing = Signing(ledger)

    def begin(self) -> None:
        """Begin to send, in a thread."""
        self._watch.begin()

    def ring(self) -> None:
        """Look again now: something was subscribed, recorded, or is to be sent again."""
        self._watch.ring()

    def close(self) -> None:
        """Finish what is being sent, and end."""
        self._watch.close()
        self._client.close()

    def send_due(self) -> bool:
        """Send what is due now, of every subscription that no other worker sends; whether more is due already."""
        with self._ledger.transactions.looking() as (cursor, _now):
            active = [each.id for each in register.every(cursor) if not each.removed_at]
        self._watch.listen(wanted=bool(active))
        if not active:
            return False
        with ThreadPoolExecutor(_SUBSCRIPTIONS_AT_ONCE, thread_name_prefix="webhook") as pool:
            return any(list(pool.map(self._send_due_of, active)))

    def _send_due_of(self, number: str) -> bool:
        with self._ledger.transactions.keeping() as (cursor, now):
            webhook = register.lease(cursor, number, self._worker, now, now + _LEASE)
            if webhook is None:
                return False
            taken_up = register.take_up(cursor, webhook, now, _TAKEN_UP_AT_ONCE)
            waiting = register.due(cursor, number, now, _SENT_AT_ONCE)
        for delivery in waiting:
            if self._watch.ended or not self._attempt(webhook, delivery):
                return False
        return taken_up == _TAKEN_UP_AT_ONCE or len(waiting) == _SENT_AT_ONCE

    def _attempt(self, webhook: Webhook, delivery: Delivery) -> bool:
        """Send a message; whether its receiver is well enough for the next one."""
        sent = self._send(webhook, delivery)
        with self._ledger.transactions.keeping() as (cursor, now):
            register.note_attempt(cursor, delivery, sent, now, os.urandom(1)[0] % _JITTER)
            if sent.gone:
                register.unsubscribe(cursor, webhook.id, now)
        if not sent.delivered:
            told = {"webhook": webhook.id, "position": delivery.position, "why": sent.detail}
            _log.warning("not delivered", extra=told)
        return not sent.gone and sent.status is not None and sent.status < _TROUBLED and sent.status != _TOO_MANY

    def _send(self, webhook: Webhook, delivery: Delivery) -> Sent:
        try:
            target = self.policy.resolve(webhook.url)
        except TargetError as error:
            return Sent(None, str(error))
        (fact,) = self._ledger.facts.at([delivery.position])
        body = cloud_event(fact, self._source)
        with self._ledger.transactions.looking() as (_cursor, now):
            seconds = now // _SECOND
        headers = signed_headers(
            id_of_message(fact.id), seconds, body, self.signing.secret(webhook), self.signing.private_key
        )
        return send(self._client, target, headers | {"content-type": "application/cloudevents+json"}, body)
