"""Subscriptions and their messages, as they are kept: which facts go where, how far each has come, what failed."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.webhooks.delivery import Sent, next_attempt
from api.webhooks.envelope import shown_public_key, shown_secret
from api.words.dates import shown_instant
from ledger.ledger import Ledger
from ledger.refusal import MissingError
from ledger.store.dialect import StoreCursor

PENDING, DELIVERED, DEAD = "pending", "delivered", "dead"
STATES = (PENDING, DELIVERED, DEAD)
_ID_BYTES, _SECRET_BYTES, _NONCE_BYTES = 8, 32, 12
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription: facts of some kinds go to a URL; `position` is how far they were taken up."""

    id: str
    url: str
    kinds: tuple[str, ...]
    sealed_secret: bytes
    position: int
    created_at: int
    created_by: str
    removed_at: int

    def as_json(self) -> dict[str, Any]:
        """The subscription as it is shown, without its secret."""
        return {
            "id": self.id,
            "url": self.url,
            "kinds": list(self.kinds),
            "position": self.position,
            "created_at": shown_instant(self.created_at),
            "created_by": self.created_by,
            "removed_at": shown_instant(self.removed_at),
        }


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message about the fact at a position: how often it was sent, when next, and what came of the last attempt."""

    webhook: str
    position: int
    state: str
    attempts: int
    next_at: int
    last_at: int
    status: int
    detail: str

    def as_json(self) -> dict[str, Any]:
        """The message as it is shown."""
        return {
            "position": self.position,
            "state": self.state,
            "attempts": self.attempts,
            "next_at": shown_instant(self.next_at) if self.state == PENDING else None,
            "last_at": shown_instant(self.last_at),
            "status": self.status or None,
            "detail": self.detail,
        }


class Signing:
    """What messages are signed by: a secret a subscription, and one key for all."""

    def __init__(self, ledger: Ledger) -> None:
        """Of a ledger: whoever has its master key signs alike."""
        self._sealing = AESGCM(ledger.upkeep.secret("webhook secrets"))
        self.private_key = Ed25519PrivateKey.from_private_bytes(ledger.upkeep.secret("webhook signatures"))

    @property
    def public_key(self) -> str:
        """The key that receivers verify `v1a` signatures by."""
        return shown_public_key(self.private_key.public_key())

    def sealed(self, secret: bytes, webhook: str) -> bytes:
        """A secret as it is kept."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, secret, webhook.encode())

    def secret(self, webhook: Webhook) -> bytes:
        """The secret of a subscription."""
        sealed = webhook.sealed_secret
        return self._sealing.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], webhook.id.encode())


def subscribe(
    cursor: StoreCursor, signing: Signing, url: str, kinds: Sequence[str], after: int, by: str, now: int
) -> tuple[Webhook, str]:
    """Enter a subscription to facts after a position; and its secret, which is shown this once."""
    number, secret = os.urandom(_ID_BYTES).hex(), os.urandom(_SECRET_BYTES)
    webhook = Webhook(number, url, tuple(kinds), signing.sealed(secret, number), after, now, by, 0)
    cursor.execute(
        "INSERT INTO webhooks (id, url, kinds, secret, position, created_at, created_by, removed_at, lease, "
        "leased_until) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', 0)",
        [number, url, json.dumps(list(kinds)), webhook.sealed_secret, after, now, by],
    )
    return webhook, shown_secret(secret)


def unsubscribe(cursor: StoreCursor, number: str, now: int) -> Webhook:
    """End a subscription; what was not delivered stays to be seen. Raises LedgerError where there is none."""
    cursor.execute("UPDATE webhooks SET removed_at=? WHERE id=? AND removed_at=0", [now, number])
    return find(cursor, number)


def find(cursor: StoreCursor, number: str) -> Webhook:
    """A subscription. Raises LedgerError where there is none."""
    cursor.execute("SELECT * FROM webhooks WHERE id=?", [number])
    row = cursor.fetchone()
    if row is None:
        raise MissingError(f"there is no webhook {number[:60]!r}; /v1/webhooks lists them")
    return _webhook(row)


def every(cursor: StoreCursor) -> list[Webhook]:
    """All subscriptions, those that have ended too."""
    cursor.execute("SELECT * FROM webhooks ORDER BY created_at, id")
    return [_webhook(row) for row in cursor.fetchall()]


def lease(cursor: StoreCursor, number: str, worker: str, now: int, until: int) -> Webhook | None:
    """The subscription, where this worker may send its messages until an instant; None where another does."""
    cursor.execute(
        "UPDATE webhooks SET lease=?, leased_until=? WHERE id=? AND removed_at=0 AND (lease=? OR leased_until<?)",
        [worker, until, number, worker, now],
    )
    cursor.execute("SELECT * FROM webhooks WHERE id=? AND lease=? AND removed_at=0", [number, worker])
    row = cursor.fetchone()
    return None if row is None else _webhook(row)


def take_up(cursor: StoreCursor, webhook: Webhook, now: int, most: int) -> int:
    """Enter a message for each subscribed fact that is new, and how far that is; the number of messages.

    The position and the messages are written in one transaction, so that nothing is left out or doubled.
    """
    cursor.execute("SELECT COALESCE(MAX(position), 0) AS last FROM events")
    last: int = cursor.fetchone()["last"]
    wanted = cursor.dialect.any_of("kind", webhook.kinds)
    cursor.execute(
        f"SELECT position FROM events WHERE {wanted.sql} AND position>? AND position<=? ORDER BY position LIMIT ?",  # noqa: S608
        [*wanted.parameters, webhook.position, last, most],
    )
    positions = [row["position"] for row in cursor.fetchall()]
    until = positions[-1] if len(positions) == most else last
    if until > webhook.position:
        cursor.executemany(
            "INSERT INTO deliveries (webhook, position, state, attempts, next_at, last_at, status, detail) "
            "VALUES (?, ?, 'pending', 0, ?, 0, 0, '') ON CONFLICT (webhook, position) DO NOTHING",
            [[webhook.id, position, now] for position in positions],
        )
        cursor.execute("UPDATE webhooks SET position=? WHERE id=?", [until, webhook.id])
    return len(positions)


def due(cursor: StoreCursor, webhook: str, now: int, most: int) -> list[Delivery]:
    """Messages that are to be sent now, in the order of the ledger."""
    return pending(cursor, webhook, "next_at<=?", [now], most)


def pending(cursor: StoreCursor, webhook: str, condition: str, parameters: Sequence[Any], most: int) -> list[Delivery]:
    """Messages that wait, and of which a condition holds, in the order of the ledger."""
    cursor.execute(
        f"SELECT * FROM deliveries WHERE webhook=? AND state='pending' AND {condition} ORDER BY position LIMIT ?",  # noqa: S608
        [webhook, *parameters, most],
    )
    return [_delivery(row) for row in cursor.fetchall()]


def next_due(cursor: StoreCursor, webhook: str) -> int | None:
    """When the next message is to be sent; None where none waits."""
    cursor.execute("SELECT MIN(next_at) AS next_at FROM deliveries WHERE webhook=? AND state='pending'", [webhook])
    found: int | None = cursor.fetchone()["next_at"]
    return found


def note_attempt(cursor: StoreCursor, delivery: Delivery, sent: Sent, now: int, jitter: int) -> None:
    """Note what came of an attempt: delivered, to be sent again later, or a dead letter."""
    attempts = delivery.attempts + 1
    pause = next_attempt(attempts, jitter)
    state = DELIVERED if sent.delivered else DEAD if pause is None else PENDING
    next_at = now + (0 if pause is None else pause // _MICROSECOND)
    cursor.execute(
        "UPDATE deliveries SET state=?, attempts=?, next_at=?, last_at=?, status=?, detail=? "
        "WHERE webhook=? AND position=?",
        [state, attempts, next_at, now, sent.status or 0, sent.detail, delivery.webhook, delivery.position],
    )


def messages(cursor: StoreCursor, webhook: str, state: str | None, after: int, most: int) -> list[Delivery]:
    """Messages of a subscription after a position, in a state or all."""
    chosen = "" if state is None else " AND state=?"
    cursor.execute(
        f"SELECT * FROM deliveries WHERE webhook=? AND position>?{chosen} ORDER BY position LIMIT ?",  # noqa: S608
        [webhook, after, *([] if state is None else [state]), most],
    )
    return [_delivery(row) for row in cursor.fetchall()]


def resend(cursor: StoreCursor, webhook: str, position: int, now: int) -> Delivery:
    """Send a message again, now and as if for the first time. Raises LedgerError where there is no such message."""
    find(cursor, webhook)
    cursor.execute(
        "UPDATE deliveries SET state='pending', attempts=0, next_at=? WHERE webhook=? AND position=?",
        [now, webhook, position],
    )
    found = messages(cursor, webhook, None, position - 1, 1)
    if not found or found[0].position != position:
        raise MissingError(f"the webhook has no message about position {position}; its deliveries list those it has")
    return found[0]


def _webhook(row: Any) -> Webhook:
    return Webhook(
        row["id"],
        row["url"],
        tuple(json.loads(row["kinds"])),
        bytes(row["secret"]),
        row["position"],
        row["created_at"],
        row["created_by"],
        row["removed_at"],
    )


def _delivery(row: Any) -> Delivery:
    return Delivery(*(row[name] for name in Delivery.__slots__))
