"""What a message says, a fact as a CloudEvent 1.0, and how it is signed, after Standard Webhooks 1.0."""

import hmac
import re
from base64 import b64decode, b64encode
from datetime import UTC
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic_core import to_json

from ledger.recorded_fact import RecordedFact
from ledger.refusal import LedgerError

CONTENT_TYPE = "application/cloudevents+json"
"""The `content-type` of a message: a CloudEvent in structured mode."""
SECRET_BYTES = range(24, 65)
"""How long a secret may be."""

_TYPE = "workledger"
_SYMMETRIC = "whsec_"
_ASYMMETRIC = "whpk_"
_SEQUENCE_DIGITS = 20
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


class SecretError(LedgerError):
    """Something is not secret; its text never shows what it was."""


def cloud_event(fact: RecordedFact, source: str) -> bytes:
    """A fact as a CloudEvent in structured JSON.

    `source` is the URI of the ledger: with the fact's id it names the event for ever. `data` is the fact as an export
    writes it, without personal texts, then its employee, if it has one, and its business date. `subject` is left out
    without an employee.
    """
    recorded_at = f"{fact.recorded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return to_json(
        {
            "specversion": "1.0",
            "id": fact.id,
            "source": source,
            "type": f"{_TYPE}.{fact.fact.topic}",
            **({"subject": fact.employee} if fact.employee else {}),
            "time": recorded_at,
            "datacontenttype": "application/json",
            "sequence": f"{fact.position:0{_SEQUENCE_DIGITS}d}",
            "data": _data(fact),
        }
    )


def _data(fact: RecordedFact) -> dict[str, Any]:
    # What has left the house cannot be erased any more: personal texts are fetched by who may see them.
    sealed = {fact.fact.names[name] for name in fact.fact.sealed}
    fields = {name: value for name, value in fact.as_json().items() if name not in sealed}
    if fact.employee:
        fields.setdefault("employee", fact.employee)
    return fields | {"business_date": fact.business_date}


def id_of_message(fact_id: str) -> str:
    """The id of the message about a fact: the same at every attempt, so that a receiver can know it again."""
    return f"msg_{fact_id.replace('.', '_')}"


def signed_headers(
    message_id: str, timestamp: int, body: bytes, secret: bytes, private_key: Ed25519PrivateKey | None = None
) -> dict[str, str]:
    """The headers that say of a message that it is ours: its id, the seconds since 1970 of the attempt, signatures.

    Signed with the secret (`v1`), and with the private key where there is one (`v1a`). Raises ValueError where the id
    has other characters than letters, digits, `_` and `-`.
    """
    # With a full stop in the id, one signature would fit several messages.
    if _MESSAGE_ID.fullmatch(message_id) is None:
        raise ValueError(f"{message_id!r} is not a message id; use up to 200 letters, digits, _ and -")
    content = b"%s.%d.%s" % (message_id.encode(), timestamp, body)
    signatures = [f"v1,{_base64(hmac.digest(secret, content, 'sha256'))}"]
    if private_key is not None:
        signatures.append(f"v1a,{_base64(private_key.sign(content))}")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def shown_secret(secret: bytes) -> str:
    """A secret as its receiver is shown it: ``whsec_`` and base64. Raises SecretError where its length is wrong."""
    return f"{_SYMMETRIC}{_base64(_fitting(secret))}"


def read_secret(text: str) -> bytes:
    """The secret of a text like ``whsec_…``. Raises SecretError where it is invalid."""
    if not text.startswith(_SYMMETRIC):
        raise SecretError(f"the secret does not begin with {_SYMMETRIC}; use {_SYMMETRIC} followed by base64")
    try:
        secret = b64decode(text.removeprefix(_SYMMETRIC), validate=True)
    except ValueError:
        raise SecretError(f"the secret is not base64; use {_SYMMETRIC} followed by base64") from None
    return _fitting(secret)


def shown_public_key(key: Ed25519PublicKey) -> str:
    """A public key as a receiver is shown it: ``whpk_`` and base64."""
    return f"{_ASYMMETRIC}{_base64(key.public_bytes_raw())}"


def _fitting(secret: bytes) -> bytes:
    if len(secret) not in SECRET_BYTES:
        raise SecretError(f"the secret has {len(secret)} bytes; use {SECRET_BYTES[0]} to {SECRET_BYTES[-1]} bytes")
    return secret


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
