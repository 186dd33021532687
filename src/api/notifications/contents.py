"""What a message tells when it is sent: the facts as they hold then, and no more what was voided, decided or done."""

from collections.abc import Sequence
from typing import NamedTuple

from api.notifications.channels import Channel
from api.notifications.intake import Intake
from api.notifications.texts import Item, due_at
from api.notifications.topics import Noted
from api.webhooks.register import Delivery
from ledger.facts.effects import Notice
from ledger.facts.instructions import Acknowledgement
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger

_DONE = frozenset({"done", "checked", "cancelled", "kept", "broken"})


class Contents(NamedTuple):
    """What of the entries of a channel is told, what does not hold any more, and what is told later, and when."""

    items: Sequence[Item]
    told: Sequence[Delivery]
    dropped: Sequence[Delivery]
    put_off: Sequence[tuple[Delivery, int]]


def contents(ledger: Ledger, intake: Intake, channel: Channel, begun: Sequence[Delivery], now: int) -> Contents:
    """What is told to a channel of entries that were begun."""
    facts = {each.position: each for each in ledger.facts.at(each.position for each in begun)}
    standing = ledger.facts.not_voided(facts)
    items: list[Item] = []
    told: list[Delivery] = []
    dropped: list[Delivery] = []
    put_off: list[tuple[Delivery, int]] = []
    for delivery in begun:
        noted = intake.noted(facts[delivery.position])
        notice = intake.notice(noted, channel) if delivery.position in standing else None
        is_due = delivery.webhook != channel.id
        if notice is None or _is_over(ledger, intake, noted, notice, channel.employee):
            dropped.append(delivery)
            continue
        later = _moved_to(intake, noted) if is_due else None
        if later is not None and later > now:
            put_off.append((delivery, later))
            continue
        items.append(Item(notice, noted, is_due))
        told.append(delivery)
    return Contents(items, told, dropped, put_off)


def _is_over(ledger: Ledger, intake: Intake, noted: Noted, notice: Notice, person: str) -> bool:
    """Whether somebody has decided it meanwhile, or the person has done it."""
    followed = [each.fact for each in intake.workflow(noted.recorded)[1:]]
    if notice is Notice.TO_DECIDE:
        return any(getattr(each, str(each.outcome)) not in each.steps for each in followed)
    if notice is not Notice.DUTY:
        return False
    own = [each for each in followed if getattr(each, "employee", person) == person]
    if any(getattr(each, str(each.outcome)) in _DONE for each in own):
        return True
    fact = noted.opened.fact
    acknowledged = key_stream(Acknowledgement.kind, (fact.kind, str(fact.key[0]), person))
    return bool(ledger.facts.stream(acknowledged))


def _moved_to(intake: Intake, noted: Noted) -> int | None:
    opened, *followed = (each.fact for each in intake.workflow(noted.recorded))
    due = due_at(opened, followed)
    return None if due is None else intake.reminded_at(due)
