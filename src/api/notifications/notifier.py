"""The notifier: looks through the facts as they come, enters what people are told, and sends what is due."""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta

from api.change_feed import Tail
from api.ledger_watch import LedgerWatch
from api.notifications import channels, outbox
from api.notifications.carrier import Carrier
from api.notifications.channels import Addresses, Channel
from api.notifications.contents import Contents, contents
from api.notifications.intake import Intake
from api.notifications.texts import Message, confirmation, group_message, message
from api.notifications.topics import NOTED
from api.webhooks.register import Delivery
from ledger.ledger import Ledger

_SECOND = 1_000_000
_LEASE = 300 * _SECOND
_LOOKED_THROUGH_AT_ONCE = 500
_JITTER = 100
GATHERED = timedelta(minutes=5)
"""How long what is told waits for more of it: a burst is one message."""


class Notifier:
    """Tells people. Of several workers one at a time looks through the facts and sends."""

    def __init__(
        self, ledger: Ledger, intake: Callable[[], Intake], tail: Tail, carrier: Carrier, gathered: timedelta = GATHERED
    ) -> None:
        """Of a ledger; `intake` makes one of people as they are then. What is entered waits for `carrier`."""
        self._ledger = ledger
        self._intake = intake
        self._gathered = gathered // timedelta(microseconds=1)
        self._worker = os.urandom(8).hex()
        self._holds = False
        self._watch = LedgerWatch(ledger, tail, self.send_due, "notifications")
        self.carrier = carrier
        self.addresses = Addresses(ledger)

    def begin(self) -> None:
        """Begin to look and to send, in a thread."""
        self._watch.begin()

    def ring(self) -> None:
        """Look again now: a channel was made, or something is to be sent again."""
        self._watch.ring()

    def close(self) -> None:
        """Finish the message that is being sent, and end; another worker may go on at once."""
        self._watch.close()
        if self._holds:
            with self._ledger.transactions.keeping() as (cursor, _now):
                outbox.release(cursor, self._worker)
        self.carrier.close()

    def send_due(self) -> bool:
        """Look through what is new and send what is due, where no other worker does; whether there is more already."""
        with self._ledger.transactions.looking() as (cursor, _now):
            there = bool(channels.every(cursor))
        self._watch.listen(wanted=there)
        position = self._leased()
        if position is None:
            return False
        more = self._look_through(position)
        with self._ledger.transactions.looking() as (cursor, now):
            due = outbox.lists_due(cursor, now)
            chosen = [each for each in channels.every(cursor) if each.id in due]
        for channel in chosen:
            if self._watch.ended or self._leased() is None:
                return False
            self._send(channel)
        return more

    def _leased(self) -> int | None:
        """How far the facts were looked through, where this worker may go on; None where another one does."""
        with self._ledger.transactions.keeping() as (cursor, now):
            position = outbox.lease(cursor, self._worker, now, now + _LEASE)
            if position is not None and not self._holds:
                outbox.give_up_lost(cursor)
        self._holds = position is not None
        return position

    def _look_through(self, after: int) -> bool:
        """Enter what the facts after a position tell; whether there are more facts."""
        with self._ledger.transactions.looking() as (cursor, now):
            heard, last = channels.active(cursor), outbox.last_position(cursor)
        if last <= after:
            return False
        found = self._ledger.facts.select(after, _LOOKED_THROUGH_AT_ONCE, NOTED, None, last) if heard else []
        entries = list(self._intake().entries(found, heard, now + self._gathered, now))
        until = found[-1].position if len(found) == _LOOKED_THROUGH_AT_ONCE else last
        with self._ledger.transactions.keeping() as (cursor, _now):
            outbox.enter(cursor, entries)
            outbox.advance(cursor, self._worker, until)
        return until < last

    def _send(self, channel: Channel) -> None:
        """Send one message to a channel, of all that waits for it."""
        with self._ledger.transactions.keeping() as (cursor, now):
            address = self.addresses.address(cursor, channel)
            begun = outbox.begin(cursor, channel, now)
        told, found = self._message(channel, begun, now)
        with self._ledger.transactions.keeping() as (cursor, _now):
            outbox.settle(cursor, found.dropped, found.put_off)
        if told is None or address is None:
            return
        message_id = f"{channel.id}.{found.told[0].position}"
        sent = self.carrier.send(channel, address, message_id, told, now // _SECOND)
        with self._ledger.transactions.keeping() as (cursor, now):
            outbox.end(cursor, found.told, sent, now, os.urandom(1)[0] % _JITTER)
            outbox.forget_old(cursor, channel, now)

    def _message(self, channel: Channel, begun: Sequence[Delivery], now: int) -> tuple[Message | None, Contents]:
        """What a channel is told of entries; None where of nothing."""
        if begun and begun[0].position == outbox.CONFIRMATION:
            reference = self.addresses.reference("confirm", channel.id)
            link = self.carrier.link(f"/my/notifications/confirm/{reference}")
            return confirmation(channel.language, link), Contents([], begun, [], [])
        intake = self._intake()
        found = contents(self._ledger, intake, channel, begun, now)
        if not found.items:
            return None, found
        if channel.is_robot:
            return group_message(found.items, channel.language, self.carrier.link("/")), found
        site = self._ledger.site
        assert site is not None, "there are facts, and so there is a site"
        reference = self.addresses.reference("open", channel.id, *sorted({each.notice for each in found.items}))
        link = self.carrier.link(f"/notifications/{reference}")
        return message(found.items, channel.language, site.zone, intake.people.today, link), found
