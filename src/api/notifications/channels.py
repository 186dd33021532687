"""Channels: by which form somebody, or a group, is told, of which notices, and in which language."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken

from api.words.language import Language
from ledger.facts.effects import Notice
from ledger.ledger import Ledger
from ledger.refusal import MissingError
from ledger.store.dialect import StoreCursor
from ledger.store.tables import SHAPES

_ID_BYTES = 8
_PURPOSE = "notification address"


class Form(StrEnum):
    """What a message is carried by."""

    EMAIL = "email"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


ROBOTS = (Form.WECOM, Form.DINGTALK, Form.FEISHU)
ROBOT_NOTICES = (Notice.ROSTER, Notice.MONTH)
"""Of what a group is told: that a roster or a month is out, and how many it is about."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where one person is told (`employee`), or a group by its robot; `team` is empty for a robot of all teams."""

    id: str
    employee: str
    form: Form
    team: str
    language: Language
    notices: tuple[Notice, ...]
    sealed: bytes
    created_at: int
    created_by: str
    confirmed_at: int
    removed_at: int

    @property
    def is_robot(self) -> bool:
        """Whether it is a group's."""
        return not self.employee


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel that is asked for."""

    employee: str
    form: Form
    team: str
    language: Language
    notices: Collection[Notice]
    address: str
    """Of e-mail the address; of a robot an object in JSON: its `url`, and its `secret` where it signs."""


class Addresses:
    """The addresses of channels: a person's sealed under the person's key, a robot's under the service's."""

    def __init__(self, ledger: Ledger) -> None:
        """Of a ledger: whoever has its master key reads alike."""
        self._ledger = ledger
        self._service = Fernet(urlsafe_b64encode(ledger.upkeep.secret("notifications")))

    def sealed(self, cursor: StoreCursor, employee: str, address: str) -> bytes:
        """An address as it is kept. Raises LedgerError where the person was erased."""
        if employee:
            return self._ledger.upkeep.seal(cursor, employee, _PURPOSE, address.encode())
        return self._service.encrypt(address.encode())

    def address(self, cursor: StoreCursor, channel: Channel) -> str | None:
        """The address of a channel; None where its person was erased."""
        if channel.employee:
            raw = self._ledger.upkeep.unseal(cursor, channel.employee, _PURPOSE, channel.sealed)
            return None if raw is None else raw.decode()
        return self._service.decrypt(channel.sealed).decode()

    def reference(self, *parts: str) -> str:
        """An opaque text for a link."""
        return self._service.encrypt(json.dumps(parts).encode()).decode().rstrip("=")

    def read_reference(self, text: str) -> tuple[str, ...] | None:
        """What a reference stands for; None where it is not one of this ledger's."""
        try:
            return tuple(json.loads(self._service.decrypt(f"{text}{'=' * (-len(text) % 4)}")))
        except (InvalidToken, ValueError):
            return None


def add(cursor: StoreCursor, addresses: Addresses, new: NewChannel, by: str, now: int) -> Channel:
    """Enter a channel, which ends any that the person had; a robot's is confirmed by whoever enters it."""
    if new.employee:
        remove_of(cursor, new.employee, now)
    channel = Channel(
        os.urandom(_ID_BYTES).hex(),
        new.employee,
        new.form,
        new.team,
        new.language,
        tuple(each for each in Notice if each in new.notices),
        addresses.sealed(cursor, new.employee, new.address),
        now,
        by,
        0 if new.employee else now,
        0,
    )
    chosen = json.dumps(channel.notices)
    whose = (channel.id, channel.employee, channel.form.value, channel.team, channel.language.value, chosen)
    state = (channel.sealed, now, by, channel.confirmed_at, 0)
    cursor.insert("notification_channels", SHAPES["notification_channels"].columns, [(*whose, *state)])
    return channel


def choose(cursor: StoreCursor, channel: Channel, language: Language, notices: Collection[Notice]) -> None:
    """Say in which language, and of which notices, an address goes on being told."""
    chosen = json.dumps([each for each in Notice if each in notices])
    cursor.execute(
        "UPDATE notification_channels SET language=?, topics=? WHERE id=?", [language.value, chosen, channel.id]
    )


def confirm(cursor: StoreCursor, channel: Channel, now: int) -> None:
    """The person has opened the link that was sent to the address."""
    cursor.execute("UPDATE notification_channels SET confirmed_at=? WHERE id=? AND confirmed_at=0", [now, channel.id])


def remove(cursor: StoreCursor, number: str, now: int) -> None:
    """End a channel; its address is forgotten, and what was not sent is not sent any more."""
    cursor.execute(
        "UPDATE notification_channels SET removed_at=?, address=? WHERE id=? AND removed_at=0", [now, b"", number]
    )
    cursor.execute("DELETE FROM deliveries WHERE webhook IN (?, ?) AND state='pending'", [number, due_list(number)])


def remove_of(cursor: StoreCursor, employee: str, now: int) -> None:
    """End the channel of a person."""
    found = of_person(cursor, employee)
    if found is not None:
        remove(cursor, found.id, now)


def of_person(cursor: StoreCursor, employee: str) -> Channel | None:
    """The channel of a person; None where there is none."""
    found = _selected(cursor, "employee=? AND removed_at=0", employee)
    return found[0] if found else None


def added_since(cursor: StoreCursor, employee: str, since: int) -> int:
    """How many addresses somebody has given since an instant, those that have ended too."""
    return len(_selected(cursor, "employee=? AND created_at>=?", employee, since))


def find(cursor: StoreCursor, number: str) -> Channel:
    """A channel that has not ended. Raises MissingError where there is none."""
    found = _selected(cursor, "id=? AND removed_at=0", number)
    if not found:
        raise MissingError(f"there is no channel {number[:60]!r}; /v1/robots lists those of groups")
    return found[0]


def robots(cursor: StoreCursor) -> list[Channel]:
    """The channels of groups that have not ended."""
    return _selected(cursor, "employee='' AND removed_at=0")


def active(cursor: StoreCursor) -> list[Channel]:
    """The channels that are told of facts: confirmed, and not ended."""
    return _selected(cursor, "confirmed_at>0 AND removed_at=0")


def every(cursor: StoreCursor) -> list[Channel]:
    """The channels that have not ended."""
    return _selected(cursor, "removed_at=0")


def due_list(number: str) -> str:
    """Under what the reminders of a channel are kept among the deliveries, beside its messages."""
    return f"{number}.due"


def _selected(cursor: StoreCursor, condition: str, *parameters: object) -> list[Channel]:
    cursor.execute(
        f"SELECT * FROM notification_channels WHERE {condition} ORDER BY created_at, id",  # noqa: S608
        list(parameters),
    )
    return [
        Channel(
            row["id"],
            row["employee"],
            Form(row["form"]),
            row["team"],
            Language(row["language"]),
            tuple(map(Notice, json.loads(row["topics"]))),
            bytes(row["address"]),
            row["created_at"],
            row["created_by"],
            row["confirmed_at"],
            row["removed_at"],
        )
        for row in cursor.fetchall()
    ]
