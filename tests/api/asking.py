"""Clients that ask a service of the tests, over HTTP and without the proxies of this machine."""

from typing import Any

import httpx

PATIENCE = 60
"""Seconds that a service may take: a test of it must not fail because others run beside it."""


def asking(url: str, token: str | None = None, **more: Any) -> httpx.Client:
    """A client, with a key where one is given; `more` is what the client takes besides."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False, **{"headers": headers} | more)
