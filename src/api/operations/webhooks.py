"""Webhooks: subscriptions to facts, and their messages: listed, and sent again."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.pages import USUAL
from api.problems import Problem
from api.service.requests.cursors import Cursor
from api.webhooks import register
from api.webhooks.register import STATES
from api.webhooks.targets import TargetError
from ledger.appends.append import Append
from ledger.facts.base import KINDS
from ledger.refusal import MissingError

_LONGEST_URL = 2_000
_LONGEST_POSITION = 16
MessageState = Literal["pending", "delivered", "dead"]


class NewSubscription(Asked):
    """A subscription that is asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://hr.example/ledger", "kinds": ["leave", "leave_decision"]}]}
    )

    url: str = Field(
        min_length=1,
        max_length=_LONGEST_URL,
        description="An https URL; messages are posted there.",
        json_schema_extra={"format": "uri"},
    )
    kinds: list[str] = Field(
        min_length=1,
        max_length=len(KINDS),
        description="Only facts of these kinds.",
        json_schema_extra={"items": {"type": "string", "enum": list(KINDS)}},
    )
    after: int | None = Field(
        None,
        ge=0,
        le=2**53,
        description="Begin after this position; with what is recorded from now on without it.",
    )


class Webhook(Answer):
    """A subscription; `position` is how far its facts were taken up."""

    id: str
    url: str
    kinds: list[str]
    position: int
    created_at: ShownInstant
    created_by: str
    removed_at: ShownInstant | None


class NewWebhook(Webhook):
    """A subscription with what its messages are signed by, this once."""

    secret: str
    public_key: str


class Webhooks(Answer):
    """The subscriptions, those that have ended too, and the key that `v1a` signatures are verified by."""

    webhooks: list[Webhook]
    public_key: str


class Delivery(Answer):
    """A message, and how far it has come."""

    position: int
    state: MessageState
    attempts: int
    next_at: ShownInstant | None
    last_at: ShownInstant | None
    status: int | None
    detail: str


class Deliveries(Answer):
    """Messages of a subscription, in the order of the ledger."""

    deliveries: list[Delivery]
    next: str | None


@operation("see webhooks")
def webhooks(context: Context) -> Webhooks:
    """All subscriptions, those that have ended too."""
    with context.ledger.transactions.looking() as (cursor, _now):
        found = register.every(cursor)
    signing = context.service.webhooks.signing
    return Webhooks(webhooks=[Webhook(**each.as_json()) for each in found], public_key=signing.public_key)


@operation("administer webhooks")
def subscribe(context: Context, new: NewSubscription) -> Done[NewWebhook]:
    """Subscribe to facts of some kinds. Raises Problem where a kind is unknown, or the URL may not be sent to."""
    sender = context.service.webhooks
    unknown = [kind for kind in new.kinds if kind not in KINDS]
    if unknown:
        raise Problem(
            "invalid", f"kinds: there is no kind {unknown[0][:60]!r}; /v1/ledger lists them", code="bad_value"
        )
    try:
        sender.policy.check_url(new.url)
    except TargetError as error:
        raise Problem("invalid", f"url: {error}", code="bad_target") from None

    def work(append: Append) -> Done[NewWebhook]:
        after = append.position if new.after is None else min(new.after, append.position)
        kinds, by = list(dict.fromkeys(new.kinds)), context.principal.id
        made, secret = register.subscribe(append.cursor, sender.signing, new.url, kinds, after, by, append.recorded_at)
        shown = NewWebhook(**made.as_json(), secret=secret, public_key=sender.signing.public_key)
        return Done(shown, 201, f"/v1/webhooks/{made.id}")

    done = context.once(NewWebhook, work)
    sender.ring()
    return done


@operation("see webhooks")
def webhook(context: Context, number: str) -> Webhook:
    """One subscription. Raises Problem where there is none."""
    try:
        with context.ledger.transactions.looking() as (cursor, _now):
            return Webhook(**register.find(cursor, number).as_json())
    except MissingError as error:
        raise Problem("not-found", str(error)) from None


@operation("administer webhooks")
def unsubscribe(context: Context, number: str) -> Done[Webhook]:
    """End a subscription; what was not delivered stays to be seen. Raises Problem where there is none."""

    def work(append: Append) -> Done[Webhook]:
        try:
            return Done(Webhook(**register.unsubscribe(append.cursor, number, append.recorded_at).as_json()))
        except MissingError as error:
            raise Problem("not-found", str(error)) from None

    return context.once(Webhook, work)


@operation("see webhooks")
def deliveries(
    context: Context, number: str, state: str | None = None, limit: int = USUAL, cursor: str | None = None
) -> Deliveries:
    """A page of the messages of a subscription, in a state or all. Raises Problem where there is none."""
    if state is not None and state not in STATES:
        raise Problem("invalid", f"state is {state[:60]!r}; give one of {', '.join(STATES)}", code="bad_value")
    cursors, bound = context.service.cursors, ["deliveries", number, state]
    after = 0 if cursor is None else cursors.read(cursor, bound).start
    try:
        with context.ledger.transactions.looking() as (reading, _now):
            register.find(reading, number)
            found = register.messages(reading, number, state, after, limit + 1)
    except MissingError as error:
        raise Problem("not-found", str(error)) from None
    shown = found[:limit]
    following = cursors.written(Cursor(0, shown[-1].position), bound) if len(found) > limit else None
    return Deliveries(deliveries=[Delivery(**each.as_json()) for each in shown], next=following)


@operation("administer webhooks")
def resend(context: Context, number: str, position: str) -> Done[Delivery]:
    """Send a message again, as if for the first time. Raises Problem where there is none about that position."""
    if not (position.isascii() and position.isdigit() and len(position) < _LONGEST_POSITION):
        raise Problem("not-found", f"the webhook has no message about position {position[:60]!r}")

    def work(append: Append) -> Done[Delivery]:
        try:
            sent = register.resend(append.cursor, number, int(position), append.recorded_at)
        except MissingError as error:
            raise Problem("not-found", str(error)) from None
        return Done(Delivery(**sent.as_json()))

    done = context.once(Delivery, work)
    context.service.webhooks.ring()
    return done
