"""Clients that ask a service of the tests, over HTTP and without the proxies of this machine."""

import ssl
from typing import Any

import httpx

PATIENCE = 60
"""Seconds that a service may take: a test of it must not fail because others run beside it."""
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""One for all: to read the certificates of this machine takes each client longer than what it asks for."""


def asking(url: str, token: str | None = None, **more: Any) -> httpx.Client:
    """A client, with a key where one is given; `more` is what the client takes besides."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False, verify=_NO_TLS, **{"headers": headers} | more)
