"""Notifications: one's own channel, the robots of groups, and how far messages have come."""

from pydantic import ConfigDict, Field, JsonValue

from api.notifications import channels, outbox
from api.notifications.channels import Channel, Form, NewChannel
from api.notifications.mail import AddressError, checked_address
from api.operations.answer import Answer, Asked, Done
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.words.language import Language
from ledger.appends.append import Append
from ledger.facts.effects import Notice
from ledger.store.dialect import StoreCursor

_DAY = 86_400_000_000
_MOST_ADDRESSES_A_DAY = 5
_LONGEST_ADDRESS, _LONGEST_URL, _LONGEST_SECRET, _LONGEST_TEAM = 254, 2_000, 200, 100
NOTICES = [each.value for each in Notice]
"""Of what somebody may be told, in order."""
_LANGUAGES = [each.value for each in Language]
_CHOICES: dict[str, JsonValue] = {"enum": [*NOTICES]}
OF_MESSAGES = "The language of the messages."
IN_LANGUAGES: dict[str, JsonValue] = {"enum": [*_LANGUAGES]}


class NotificationChoice(Asked):
    """Where, of what and in which language somebody wants to be told."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"address": "zhang@centre.example", "language": "zh-CN", "notices": ["decided", "roster"]}]
        }
    )

    address: str = Field(min_length=1, max_length=_LONGEST_ADDRESS, description="An e-mail address of one's own.")
    language: str = Field("zh-CN", description=OF_MESSAGES, json_schema_extra=IN_LANGUAGES)
    notices: list[str] = Field(
        NOTICES,
        max_length=len(Notice),
        description="Of what: all where it is left out.",
        json_schema_extra={"items": {"type": "string", **_CHOICES}},
    )


class AddressConfirmation(Asked):
    """The reference that was sent to an address."""

    reference: str = Field(min_length=1, max_length=1_000, description="The reference, as it was sent.")


class NotificationSettings(Answer):
    """One's own channel; without an address nothing is sent. Nothing is sent before it is confirmed either."""

    address: str | None
    language: str
    notices: list[str]
    confirmed: bool
    mail: bool = Field(description="Whether this service can send mail.")


class ChannelState(Answer):
    """A channel by its id: how many of its messages are in which state, and the trouble with the last one."""

    id: str
    form: str
    confirmed: bool
    messages: dict[str, int]
    trouble: str


class ChannelStates(Answer):
    """All channels."""

    channels: list[ChannelState]
    mail: bool


@operation("choose notifications")
def notification_settings(context: Context) -> NotificationSettings:
    """One's own channel."""
    with context.ledger.transactions.looking() as (cursor, _now):
        return _settings(context, cursor, channels.of_person(cursor, own_number(context)))


@operation("choose notifications")
def choose_notifications(context: Context, choice: NotificationChoice) -> Done[NotificationSettings]:
    """Choose where, of what and in which language. A new address is sent a link, and nothing more before it is opened.

    Raises Problem where the address is not one, mail is not set up, or there were too many addresses today.
    """
    employee, notifier = own_number(context), context.service.notifier
    if not notifier.carrier.has_mail:
        raise Problem("refused", "this service sends no mail; ask whoever runs it to set it up", code="no_mail")
    try:
        address = checked_address(choice.address.strip())
    except AddressError as error:
        raise Problem("invalid", f"address: {error}", code="bad_value") from None
    language, notices = language_of(choice.language), _notices(choice.notices)

    def work(append: Append) -> Done[NotificationSettings]:
        cursor, now = append.cursor, append.recorded_at
        found = channels.of_person(cursor, employee)
        if found is not None and notifier.addresses.address(cursor, found) == address:
            channels.choose(cursor, found, language, notices)
        else:
            if channels.added_since(cursor, employee, now - _DAY) >= _MOST_ADDRESSES_A_DAY:
                raise Problem(
                    "refused", "five addresses were given within a day; try again tomorrow", code="too_many_addresses"
                )
            new = NewChannel(employee, Form.EMAIL, "", language, notices, address)
            made = channels.add(cursor, notifier.addresses, new, employee, now)
            outbox.enter(cursor, [(made.id, outbox.CONFIRMATION, now)])
        return Done(_settings(context, cursor, channels.of_person(cursor, employee)))

    done = context.once(NotificationSettings, work)
    notifier.ring()
    return done


@operation("choose notifications")
def confirm_address(context: Context, confirmation: AddressConfirmation) -> Done[NotificationSettings]:
    """Confirm that an address is one's own, by the reference that was sent to it.

    Raises Problem where it is not of the address that is waiting.
    """
    employee, notifier = own_number(context), context.service.notifier
    parts = notifier.addresses.read_reference(confirmation.reference)

    def work(append: Append) -> Done[NotificationSettings]:
        found = channels.of_person(append.cursor, employee)
        if found is None or parts != ("confirm", found.id):
            raise Problem("not-found", "this link is not of your address; give the address again for a new one")
        channels.confirm(append.cursor, found, append.recorded_at)
        return Done(_settings(context, append.cursor, channels.of_person(append.cursor, employee)))

    return context.once(NotificationSettings, work)


@operation("choose notifications")
def end_notifications(context: Context) -> Done[NotificationSettings]:
    """Be told of nothing any more; the address is forgotten."""
    employee = own_number(context)

    def work(append: Append) -> Done[NotificationSettings]:
        channels.remove_of(append.cursor, employee, append.recorded_at)
        return Done(_settings(context, append.cursor, None))

    return context.once(NotificationSettings, work)


@operation("choose notifications")
def opened_notices(context: Context, reference: str) -> tuple[Notice, ...]:
    """Of which notices a link is; for the person that it was sent to. Raises Problem where it is not theirs."""
    parts = context.service.notifier.addresses.read_reference(reference) or ("",)
    with context.ledger.transactions.looking() as (cursor, _now):
        found = channels.of_person(cursor, own_number(context))
    if found is None or parts[:2] != ("open", found.id):
        raise Problem("not-found", "this link leads to nothing of yours; look at your first page")
    return tuple(map(Notice, parts[2:]))


@operation("see notification states")
def notification_states(context: Context) -> ChannelStates:
    """Every channel by its id, and how far its messages have come; nobody is named."""
    with context.ledger.transactions.looking() as (cursor, _now):
        states = [
            ChannelState(
                id=each.id,
                form=each.form.value,
                confirmed=bool(each.confirmed_at),
                messages=outbox.counts(cursor, each.id),
                trouble=outbox.last_trouble(cursor, each.id),
            )
            for each in channels.every(cursor)
        ]
    return ChannelStates(channels=states, mail=context.service.notifier.carrier.has_mail)


def own_number(context: Context) -> str:
    """The employee whose notifications they are. Raises Problem where the caller is not an employee."""
    if context.principal.employee is None:
        raise Problem("not-permitted", "notifications are for people; sign in with a key that names an employee")
    return context.principal.employee


def _settings(context: Context, cursor: StoreCursor, found: Channel | None) -> NotificationSettings:
    notifier = context.service.notifier
    has_mail = notifier.carrier.has_mail
    if found is None:
        return NotificationSettings(
            address=None, language=Language.CHINESE.value, notices=NOTICES, confirmed=False, mail=has_mail
        )
    return NotificationSettings(
        address=notifier.addresses.address(cursor, found),
        language=found.language.value,
        notices=[each.value for each in found.notices],
        confirmed=bool(found.confirmed_at),
        mail=has_mail,
    )


def language_of(text: str) -> Language:
    """The language of a code. Raises Problem where there is none."""
    try:
        return Language(text)
    except ValueError:
        raise Problem("invalid", f"language: use one of {', '.join(_LANGUAGES)}", code="bad_value") from None


def _notices(texts: list[str]) -> list[Notice]:
    unknown = [each for each in texts if each not in NOTICES]
    if unknown:
        raise Problem("invalid", f"notices: {unknown[0][:60]!r}; use any of {', '.join(NOTICES)}", code="bad_value")
    return [Notice(each) for each in texts]
