"""What carries a message: mail, or the robot of a group."""

from collections.abc import Collection

from api.notifications.channels import Channel, Form
from api.notifications.mail import MailSettings, send_mail
from api.notifications.robots import Robot, send_to_robot
from api.notifications.texts import Message
from api.webhooks.delivery import Sent, new_client
from api.webhooks.targets import TargetPolicy

_NO_MAIL = "no server for mail is set; set WORKLEDGER_MAIL__HOST and WORKLEDGER_MAIL__SENDER"


class Carrier:
    """Carries messages, each by the form of its channel. Its methods wait for others: call them in a thread."""

    def __init__(self, mail: MailSettings | None, public_url: str | None, allowed: Collection[str]) -> None:
        """`public_url` is where people open the console; `allowed` are private hosts that robots may be at."""
        self._mail = mail
        self._public_url = (public_url or "").rstrip("/")
        self._client = new_client()
        self.policy = TargetPolicy(allowed)

    @property
    def has_mail(self) -> bool:
        """Whether mail can be sent, with links that lead to the console."""
        return self._mail is not None and bool(self._public_url)

    def link(self, path: str) -> str:
        """The address of a page."""
        return f"{self._public_url}{path}"

    def send(self, channel: Channel, address: str, message_id: str, message: Message, seconds: int) -> Sent:
        """Send a message to the address of a channel; `seconds` since 1970 is the time that robots sign by."""
        if channel.form is not Form.EMAIL:
            robot = Robot.of_address(address)
            return send_to_robot(self._client, self.policy, channel.form, robot, message.text, seconds)
        if self._mail is None or not self.has_mail:
            return Sent(None, _NO_MAIL)
        return send_mail(self._mail, message_id, address, message)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()
