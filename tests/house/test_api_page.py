"""The pages about the API are complete, say the same in both languages, and their examples work."""

import json
import re
import shlex
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from api.auth.permissions import Role
from api.auth.tokens import TokenSettings
from api.service.settings import ServiceSettings
from api.webhooks.envelope import shown_public_key, shown_secret, signed_headers
from tests.house.documents import PAGES
from tests.house.documents.operations import operations, what
from tests.house.documents.operations_zh import PARAMETERS
from tests.house.test_documents import HAN, text
from tests.house.test_guides import EXPORT

API = ["docs/api.md", "docs/api.zh-CN.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHAPE = re.compile(r"^(#+ |\||- |```)", re.MULTILINE)
SETTING = re.compile(r"^\| `(WORKLEDGER_\w+)` \| (.+?) \|", re.MULTILINE)
NOW = 1_793_500_000


def settings_of(model: type[BaseModel], prefix: str) -> dict[str, str]:
    """The settings of a model by their names in the environment, with their defaults as they are shown."""
    return {f"{prefix}{name.upper()}": shown(field.default) for name, field in model.model_fields.items()}


def shown(default: Any) -> str:
    """A default as the page has it: nothing, a word, or JSON."""
    if default is None or default is PydanticUndefined:
        return "–"
    return f"`{json.dumps(default) if isinstance(default, tuple | dict) else default}`"


@pytest.mark.parametrize("page", API)
def test_every_setting_is_there_with_its_default(page: str) -> None:
    there = settings_of(ServiceSettings, "WORKLEDGER_") | settings_of(TokenSettings, "WORKLEDGER_OIDC__")
    assert dict(SETTING.findall(text(page))) == there


def test_both_languages_have_the_same_parts_and_examples() -> None:
    english, chinese = (text(page) for page in API)
    assert SHAPE.findall(english) == SHAPE.findall(chinese)
    assert BLOCK.findall(english) == BLOCK.findall(chinese)


def example(language: str, having: str) -> str:
    """The one block of a language that has something in it."""
    (found,) = [block for name, block in BLOCK.findall(text(API[0])) if name == language and having in block]
    return str(found)


def test_the_example_of_access_tokens_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in EXPORT.findall(example("sh", "OIDC")):
        (word,) = shlex.split(line)
        monkeypatch.setenv(*word.split("=", 1))
    found = ServiceSettings().oidc
    assert found is not None
    claims = json.loads(example("json", "realm_access"))
    assert (claims["iss"], claims["aud"]) == (found.issuer, found.audience)
    assert (found.role_claim, found.employee_claim) == ("realm_access.roles", "employee_number")
    assert found.roles[claims["realm_access"]["roles"][0]] == Role.EMPLOYEE
    assert set(found.roles.values()) <= set(Role)
    assert found.employee_claim in claims


SECRET, KEY = b"s" * 32, Ed25519PrivateKey.from_private_bytes(b"k" * 32)
BY_SECRET = {"secret": shown_secret(SECRET)}
BY_KEY = {"public_key": shown_public_key(KEY.public_key())}


@pytest.fixture
def is_genuine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The function that the page shows, at the moment of the message."""
    names: dict[str, Any] = {}
    exec(example("python", "def is_genuine"), names)
    monkeypatch.setattr("time.time", lambda: float(NOW))
    return names["is_genuine"]


@pytest.mark.parametrize("by", [BY_SECRET, BY_KEY, BY_SECRET | BY_KEY])
def test_the_example_takes_a_message_that_is_genuine_and_no_other(is_genuine: Any, by: dict[str, str]) -> None:
    body = '{"data": "甲"}'.encode()
    headers = signed_headers("msg_1_1", NOW, body, SECRET, KEY)
    assert is_genuine(headers, body, **by)
    assert not is_genuine(headers, body + b" ", **by)
    assert not is_genuine(headers | {"webhook-id": "msg_2_1"}, body, **by)
    assert not is_genuine(signed_headers("msg_1_1", NOW - 301, body, SECRET, KEY), body, **by)
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    assert not is_genuine(signed_headers("msg_1_1", NOW, body, b"o" * 32, other), body, **by)


@pytest.mark.slow
def test_every_operation_and_parameter_is_told_in_both_languages() -> None:
    there = list(operations())
    assert [operation.id for operation in there if not HAN.search(what(operation))] == []
    parameters = {parameter for operation in there for parameter in operation.parameters}
    assert [each.name for each in parameters if not each.said or each.name not in PARAMETERS] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_pages_about_the_service_can_be_found(readme: str) -> None:
    suffix = ".zh-CN.md" if "zh-CN" in readme else ".md"
    pages = [f"docs/quickstart{suffix}", f"docs/api{suffix}", f"docs/devices{suffix}"]
    made = [page for page in ("docs/operations.md", "docs/permissions.md", "docs/problems.md") if page in PAGES]
    assert len(made) == 3
    assert [page for page in (*pages, *made) if f"({page})" not in text(readme)] == []
