"""The outbox: which messages wait for which channel. A fact is told to a channel once: they are the key together.

Messages are kept among the deliveries of webhooks, under the id of the channel. Before a message is handed over it is
noted as being sent; whatever is found so later may have arrived, is `unknown`, and is not sent again by itself.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from api.notifications.channels import Channel, due_list
from api.webhooks import register
from api.webhooks.delivery import Sent
from api.webhooks.register import Delivery
from ledger.store.dialect import StoreCursor

SENDING, UNKNOWN, DROPPED = "sending", "unknown", "dropped"
CONFIRMATION = 0
"""The position under which the message that confirms an address is kept: no fact has it."""
_KEPT = timedelta(days=92) // timedelta(microseconds=1)
_GATHERED = 500


def lease(cursor: StoreCursor, worker: str, now: int, until: int) -> int | None:
    """How far the facts were looked through, where this worker may go on until an instant; None where another does.

    On a store without notifications so far it begins at the last fact: nothing is told of what was before.
    """
    cursor.execute(
        "INSERT INTO notification_progress (number, position, lease, leased_until) "
        "SELECT 1, COALESCE(MAX(position), 0), '', 0 FROM events WHERE true ON CONFLICT (number) DO NOTHING"
    )
    cursor.execute(
        "UPDATE notification_progress SET lease=?, leased_until=? WHERE lease=? OR leased_until<?",
        [worker, until, worker, now],
    )
    cursor.execute("SELECT position FROM notification_progress WHERE lease=?", [worker])
    row = cursor.fetchone()
    return None if row is None else int(row["position"])


def release(cursor: StoreCursor, worker: str) -> None:
    """Another worker may go on now."""
    cursor.execute("UPDATE notification_progress SET leased_until=0 WHERE lease=?", [worker])


def advance(cursor: StoreCursor, worker: str, position: int) -> None:
    """The facts up to a position were looked through."""
    cursor.execute("UPDATE notification_progress SET position=? WHERE lease=?", [position, worker])


def last_position(cursor: StoreCursor) -> int:
    """The last position on the ledger."""
    cursor.execute("SELECT COALESCE(MAX(position), 0) AS last FROM events")
    last: int = cursor.fetchone()["last"]
    return last


def enter(cursor: StoreCursor, messages: Iterable[tuple[str, int, int]]) -> None:
    """Enter messages, each once: the list that it is kept in, the position of the fact, and from when it is sent."""
    cursor.executemany(
        "INSERT INTO deliveries (webhook, position, state, attempts, next_at, last_at, status, detail) "
        "VALUES (?, ?, 'pending', 0, ?, 0, 0, '') ON CONFLICT (webhook, position) DO NOTHING",
        [list(each) for each in messages],
    )


def lists_due(cursor: StoreCursor, now: int) -> set[str]:
    """The channels of which a message, or a reminder, is to be sent now."""
    cursor.execute(
        "SELECT id FROM notification_channels WHERE removed_at=0 AND EXISTS (SELECT 1 FROM deliveries "
        "WHERE webhook IN (id, id || '.due') AND state='pending' AND next_at<=?)",
        [now],
    )
    return {row["id"] for row in cursor.fetchall()}


def begin(cursor: StoreCursor, channel: Channel, now: int) -> list[Delivery]:
    """What is sent to a channel at once now, which is noted as being sent.

    With what is due goes what else waits; a confirmation goes alone, as do messages that were tried before.
    """
    found = register.due(cursor, channel.id, now, 1)
    if found and found[0].position != CONFIRMATION and not found[0].attempts:
        found = _waiting(cursor, channel.id)
    elif found and found[0].attempts:
        found = _tried_with(cursor, found[0])
    reminders = [] if found and found[0].attempts else register.due(cursor, due_list(channel.id), now, _GATHERED)
    begun = [*found, *([] if _confirms(found) else reminders)]
    for each in begun:
        _set(cursor, each, SENDING, "")
    return begun


def end(cursor: StoreCursor, begun: Sequence[Delivery], sent: Sent, now: int, jitter: int) -> None:
    """Note what came of a message: of all that it told."""
    for each in begun:
        if sent.unknown:
            _set(cursor, each, UNKNOWN, sent.detail)
        elif sent.gone:
            _set(cursor, each, register.DEAD, sent.detail)
        else:
            register.note_attempt(cursor, each, sent, now, jitter)


def settle(cursor: StoreCursor, dropped: Iterable[Delivery], put_off: Iterable[tuple[Delivery, int]]) -> None:
    """Note what is not told any more, because it does not hold, and what is told later, because it was moved."""
    for each in dropped:
        _set(cursor, each, DROPPED, "")
    cursor.executemany(
        "UPDATE deliveries SET state='pending', next_at=? WHERE webhook=? AND position=?",
        [[until, each.webhook, each.position] for each, until in put_off],
    )


def give_up_lost(cursor: StoreCursor) -> None:
    """Messages that another worker was sending when it ended: whether they arrived is not known."""
    cursor.execute(
        "UPDATE deliveries SET state=?, detail=? WHERE state=?",
        [UNKNOWN, "the service ended while it was sending; it may have arrived", SENDING],
    )


def forget_old(cursor: StoreCursor, channel: Channel, now: int) -> None:
    """Forget what was told more than three months ago."""
    cursor.execute(
        "DELETE FROM deliveries WHERE webhook IN (?, ?) AND state<>'pending' AND next_at<?",
        [channel.id, due_list(channel.id), now - _KEPT],
    )


def counts(cursor: StoreCursor, number: str) -> dict[str, int]:
    """How many messages and reminders of a channel are in which state."""
    cursor.execute(
        "SELECT state, COUNT(*) AS count FROM deliveries WHERE webhook IN (?, ?) GROUP BY state ORDER BY state",
        [number, due_list(number)],
    )
    return {row["state"]: row["count"] for row in cursor.fetchall()}


def last_trouble(cursor: StoreCursor, number: str) -> str:
    """What was said of the last message of a channel that did not arrive; empty where all have."""
    cursor.execute(
        "SELECT detail FROM deliveries WHERE webhook IN (?, ?) AND state NOT IN ('delivered', 'dropped') "
        "AND detail<>'' ORDER BY last_at DESC, position DESC LIMIT 1",
        [number, due_list(number)],
    )
    row = cursor.fetchone()
    return "" if row is None else str(row["detail"])


def _confirms(found: Sequence[Delivery]) -> bool:
    return bool(found) and found[0].position == CONFIRMATION


def _waiting(cursor: StoreCursor, number: str) -> list[Delivery]:
    """What waits for the first time, due or not: a burst is one message."""
    return register.pending(cursor, number, "attempts=0", [], _GATHERED)


def _tried_with(cursor: StoreCursor, first: Delivery) -> list[Delivery]:
    """What was tried in one message with another."""
    same = [first.attempts, first.last_at]
    return register.pending(cursor, first.webhook, "attempts=? AND last_at=?", same, _GATHERED)


def _set(cursor: StoreCursor, delivery: Delivery, state: str, detail: str) -> None:
    cursor.execute(
        "UPDATE deliveries SET state=?, detail=? WHERE webhook=? AND position=?",
        [state, detail, delivery.webhook, delivery.position],
    )
