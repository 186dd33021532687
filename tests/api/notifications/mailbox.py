"""A mail server on loopback that keeps what it takes, and answers as it is told."""

import email
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from api.notifications.mail import MailSettings

TAKEN = "250 taken"


class Mailbox:
    """What was sent; `answers` are the answers to come after the text of a message, then all is taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.arrivals: queue.Queue[EmailMessage] = queue.Queue()
        self.logins: list[bytes] = []
        self.answers: list[str] = []
        self.no_recipients = False
        self.port = 0

    def settings(self) -> MailSettings:
        """The settings by which it is sent to."""
        return MailSettings(host="127.0.0.1", port=self.port, security="none", sender="ledger@centre.example")

    def next_text(self) -> str:
        """The text of the next message; waits for it."""
        return str(self.arrivals.get(timeout=60).get_content())

    def texts(self, address: str) -> list[str]:
        """What was sent to an address, each as its text."""
        return [each.get_content() for each in self.mails if each["To"] == address]

    async def handle_RCPT(  # noqa: N802 - as the library calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take an address, or none."""
        if self.no_recipients:
            return "550 there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take a message; `hang up` takes it without an answer."""
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer in (TAKEN, "hang up"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = email.message_from_bytes(content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.arrivals.put(mail)
        if answer == "hang up":
            server.transport.close()
        return answer

    def login(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        """Take any login, and keep its name."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"right", handled=False)


class AnyPort(Controller):
    """A server at a port that is free; the library tries the one that it was told."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mailbox(**settings: Any) -> Iterator[Mailbox]:
    """A server that runs in a thread of its own."""
    box = Mailbox()
    controller = AnyPort(box, hostname="127.0.0.1", port=0, ready_timeout=60, authenticator=box.login, **settings)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()
