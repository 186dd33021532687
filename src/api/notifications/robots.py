"""Messages to the robot of a group, in the forms of WeCom, DingTalk and Feishu."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx

from api.notifications.channels import Form
from api.webhooks.delivery import Sent, send
from api.webhooks.targets import TargetError, TargetPolicy

_MILLISECONDS = 1_000
_TYPE = {"content-type": "application/json; charset=utf-8"}


class Robot(NamedTuple):
    """Where a robot is, and what its messages are signed by; empty where it signs nothing."""

    url: str
    secret: str = ""

    @classmethod
    def of_address(cls, text: str) -> "Robot":
        """The robot of an address as it is kept."""
        return cls(**json.loads(text))

    @property
    def address(self) -> str:
        """The address as it is kept."""
        return json.dumps(self._asdict())


class Post(NamedTuple):
    """What is posted where."""

    url: str
    body: dict[str, Any]


def post_of(form: Form, robot: Robot, text: str, seconds: int) -> Post:
    """The request in a robot's own form, at an instant in seconds since 1970, by which it is signed."""
    return _POSTS[form](robot, text, seconds)


def send_to_robot(
    client: httpx.Client, policy: TargetPolicy, form: Form, robot: Robot, text: str, seconds: int
) -> Sent:
    """Post a text; trouble is told, never raised. A robot says in its answer whether it has taken it."""
    post = post_of(form, robot, text, seconds)
    try:
        target = policy.resolve(post.url)
    except TargetError as error:
        return Sent(None, str(error))
    sent = send(client, target, _TYPE, json.dumps(post.body, ensure_ascii=False).encode())
    if not sent.delivered:
        return sent
    code = _code(sent.body)
    return sent if code == 0 else Sent(None, f"{target.host} refuses the message with code {code}")


def _wecom(robot: Robot, text: str, _seconds: int) -> Post:
    return Post(robot.url, {"msgtype": "text", "text": {"content": text}})


def _dingtalk(robot: Robot, text: str, seconds: int) -> Post:
    url = robot.url
    if robot.secret:
        stamp = seconds * _MILLISECONDS
        signed = _base64(hmac.digest(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode(), hashlib.sha256))
        url = str(httpx.URL(url).copy_merge_params({"timestamp": str(stamp), "sign": signed}))
    return Post(url, {"msgtype": "text", "text": {"content": text}})


def _feishu(robot: Robot, text: str, seconds: int) -> Post:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        signed = _base64(hmac.digest(f"{seconds}\n{robot.secret}".encode(), b"", hashlib.sha256))
        body = {"timestamp": str(seconds), "sign": signed, **body}
    return Post(robot.url, body)


_POSTS: Mapping[Form, Callable[[Robot, str, int], Post]] = {
    Form.WECOM: _wecom,
    Form.DINGTALK: _dingtalk,
    Form.FEISHU: _feishu,
}


def _code(body: bytes) -> object:
    """The code that a robot answers: 0 where it has taken the message."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return "none"
    if not isinstance(told, dict):
        return "none"
    code = told.get("errcode", told.get("code", told.get("StatusCode")))
    return code if isinstance(code, int) else "none"


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
