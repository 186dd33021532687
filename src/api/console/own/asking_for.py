"""What an agent asks for by a form: numbers of requests, and the key that keeps a second click from a second request."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.console.visit import Visit

_NUMBER_BYTES, _KEY_BYTES = 4, 16


def new_key() -> str:
    """A key for a form that is shown: it is recorded once, however often it is sent."""
    return secrets.token_hex(_KEY_BYTES)


def number_of(prefix: str, now: datetime, key: str) -> str:
    """The number of a request: the same for the same form, so that a second click is the same request."""
    return f"{prefix}{now:%y%m%d}-{key[: 2 * _NUMBER_BYTES]}"


async def recorded(visit: Visit, path: str, body: Mapping[str, Any], key: str | None = None) -> Any:
    """Record a fact. Raises ApiProblem where it is refused."""
    headers = {"Idempotency-Key": key} if key else {}
    return await visit.api.post(path, {name: value for name, value in body.items() if value is not None}, **headers)
