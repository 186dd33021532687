"""Messages as they are carried: by mail over TLS with a login, and to robots in the form of each app."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509

from api.notifications.channels import Form
from api.notifications.mail import AddressError, MailSettings, checked_address, send_mail
from api.notifications.robots import Robot, send_to_robot
from api.notifications.texts import Message
from api.webhooks.delivery import Sent, new_client
from api.webhooks.targets import TargetPolicy
from tests.api.notifications.mailbox import Mailbox, mailbox
from tests.api.webhooks.receiving import Authority, Receiver, receiver, with_status

MESSAGE = Message("有新消息", ("有内容请您查阅：1 项。", "", "https://work.centre.example/notifications/x"))
ADDRESS = "zhang@centre.example"
SECONDS = 1_800_000_000


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    authority = Authority(tmp_path)
    context = authority.receiving(x509.DNSName("localhost"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with mailbox(tls_context=context, require_starttls=True, auth_required=True, auth_require_tls=True) as found:
        yield found


def settings(box: Mailbox, **changed: Any) -> MailSettings:
    told = {"host": "localhost", "port": box.port, "sender": "ledger@centre.example", "username": "ledger"}
    return MailSettings.model_validate({**told, "password": "right", **changed})


def test_mail_is_sent_over_tls_with_a_login_and_is_what_a_mailbox_reads(box: Mailbox) -> None:
    sent = send_mail(settings(box), "c1.7", ADDRESS, MESSAGE)
    assert (sent.delivered, sent.unknown) == (True, False), sent
    (mail,) = box.mails
    assert (mail["Subject"], mail["To"], mail["From"]) == (MESSAGE.subject, ADDRESS, "ledger@centre.example")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<c1.7@centre.example>", "auto-generated")
    assert mail.get_content().splitlines() == list(MESSAGE.lines)
    assert box.logins == [b"ledger"]


@pytest.mark.parametrize(
    "wrong",
    [{"password": "wrong"}, {"security": "none"}, {"host": "127.0.0.1"}, {"port": 9}],
    ids=["wrong password", "without tls", "another name than the certificate's", "nobody there"],
)
def test_trouble_with_the_mail_server_is_told_and_nothing_is_sent(box: Mailbox, wrong: dict[str, Any]) -> None:
    sent = send_mail(settings(box, **wrong), "c1.7", ADDRESS, MESSAGE)
    assert (sent.status, sent.unknown, box.mails) == (None, False, [])
    assert ADDRESS not in sent.detail
    assert "right" not in sent.detail


@pytest.mark.parametrize(
    "text",
    ["", "x", "a@b", "a@b.c\nBcc: d@e.f", "a b@c.d", "a@c.d, e@f.g", "张@中心.example", "<a@b.c>", f"{'a' * 251}@b.c"],
)
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match="not an e-mail address"):
        checked_address(text)


def posted(form: Form, secret: str, answer: bytes) -> tuple[Sent, Receiver]:
    with receiver(with_status(200, body=answer)) as found, new_client() as client:
        robot = Robot(f"http://127.0.0.1:{found.port}/send?key=k1", secret)
        sent = send_to_robot(client, TargetPolicy(["127.0.0.1"]), form, robot, "排班已更新", SECONDS)
    return sent, found


def test_wecom_is_sent_its_form() -> None:
    sent, found = posted(Form.WECOM, "", b'{"errcode":0,"errmsg":"ok"}')
    assert sent.delivered
    (request,) = found.received
    assert request.path == "/send?key=k1"
    assert json.loads(request.body) == {"msgtype": "text", "text": {"content": "排班已更新"}}


def test_dingtalk_is_signed_in_the_address() -> None:
    sent, found = posted(Form.DINGTALK, "SEC1", b'{"errcode":0,"errmsg":"ok"}')
    assert sent.delivered
    (request,) = found.received
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
    stamp = str(SECONDS * 1_000)
    signed = base64.b64encode(hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()).decode()
    assert query == {"key": "k1", "timestamp": stamp, "sign": signed}
    assert json.loads(request.body)["text"]["content"] == "排班已更新"


def test_feishu_is_signed_in_the_body() -> None:
    sent, found = posted(Form.FEISHU, "SEC1", b'{"code":0,"msg":"success","data":{}}')
    assert sent.delivered
    (request,) = found.received
    signed = base64.b64encode(hmac.new(f"{SECONDS}\nSEC1".encode(), b"", hashlib.sha256).digest()).decode()
    told = {"timestamp": str(SECONDS), "sign": signed, "msg_type": "text", "content": {"text": "排班已更新"}}
    assert json.loads(request.body) == told


@pytest.mark.parametrize("answer", [b'{"errcode":310000,"errmsg":"sign not match"}', b"", b"[0]", b'{"errcode":"0"}'])
def test_a_robot_that_does_not_say_that_it_took_a_message_has_not(answer: bytes) -> None:
    sent, _ = posted(Form.WECOM, "", answer)
    assert (sent.delivered, sent.unknown) == (False, False)


def test_a_robot_on_a_private_address_is_not_sent_to() -> None:
    with new_client() as client:
        robot = Robot("http://169.254.169.254/latest")
        sent = send_to_robot(client, TargetPolicy(), Form.WECOM, robot, "x", SECONDS)
    assert (sent.status, sent.unknown) == (None, False)
