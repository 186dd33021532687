"""Messages by e-mail, over SMTP."""

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from api.notifications.texts import Message
from api.webhooks.delivery import Sent
from ledger.refusal import LedgerError

_SECONDS = 15
_REFUSED_FOR_GOOD = 500
_LONGEST = 254


class AddressError(LedgerError):
    """An e-mail address that is not one."""


class MailSettings(BaseModel):
    """The server that takes mail, and in whose name. `password` may be in a file of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1, max_length=253)]
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    sender: str

    @field_validator("sender")
    @classmethod
    def _is_address(cls, value: str) -> str:
        return checked_address(value)


def checked_address(text: str) -> str:
    """An e-mail address. Raises AddressError where it is not one."""
    try:
        parsed = Address(addr_spec=text)
        text.encode("ascii")
    except (ValueError, IndexError, MessageError):
        parsed = None
    if parsed is None or "." not in parsed.domain or len(text) > _LONGEST or any(each.isspace() for each in text):
        raise AddressError("this is not an e-mail address; use one such as name@centre.example")
    return text


def send_mail(settings: MailSettings, message_id: str, address: str, message: Message) -> Sent:
    """Send a message; trouble is told, never raised. `unknown` where the server took all of it and did not answer."""
    try:
        with _connected(settings) as server:
            return _sent(server, settings, address, _mail(settings, message_id, address, message))
    except smtplib.SMTPException as error:
        return Sent(None, f"{settings.host} refuses: {_short(error)}; look at the settings of mail")
    except (OSError, ValueError) as error:
        return Sent(None, f"{settings.host} cannot be reached on port {settings.port}: {_short(error)}")


def _connected(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
        if settings.username is not None and settings.password is not None:
            server.login(settings.username, settings.password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _sent(server: smtplib.SMTP, settings: MailSettings, address: str, mail: EmailMessage) -> Sent:
    """The dialogue for one message, step by step: until the text is handed over nothing can have been accepted."""
    server.ehlo_or_helo_if_needed()
    for code, _answer in (server.mail(settings.sender), server.rcpt(address)):
        if code >= 400:
            return _refused(settings, code)
    try:
        code, _ = server.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        return _refused(settings, error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Sent(None, f"{settings.host} broke off after it was given the message", unknown=True)
    if code >= 400:
        return _refused(settings, code)
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    return Sent(200, f"{settings.host} took the message")


def _refused(settings: MailSettings, code: int) -> Sent:
    told = f"{settings.host} refuses the message with {code}"
    return Sent(410 if code >= _REFUSED_FOR_GOOD else None, told)


def _mail(settings: MailSettings, message_id: str, address: str, message: Message) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["Subject"], mail["From"], mail["To"] = message.subject, settings.sender, address
    # The same at every attempt, so that a mailbox can know the message again.
    mail["Message-ID"] = f"<{message_id}@{settings.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def _short(error: Exception) -> str:
    return type(error).__name__
