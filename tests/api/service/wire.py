"""A connection to the service without a client in between: whatever is sent goes out as it is."""

import http.client
import json
import select
import socket
from typing import Any, Self
from urllib.parse import urlsplit

from tests.api.asking import PATIENCE

GOOD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


class Wire:
    """A connection; closed with the context that it is used in."""

    def __init__(self, url: str) -> None:
        """To the address of a service."""
        address = urlsplit(url)
        assert address.hostname is not None
        self.socket = socket.create_connection((address.hostname, address.port or 80), timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, content: bytes) -> bool:
        """Send bytes; False where the other side takes no more."""
        try:
            self.socket.sendall(content)
        except OSError:
            return False
        return True

    def answer(self) -> tuple[int, dict[str, Any]]:
        """The status of the next answer, and its JSON."""
        answer = http.client.HTTPResponse(self.socket)
        answer.begin()
        content = answer.read()
        return answer.status, json.loads(content) if content.startswith(b"{") else {}

    def is_answered(self, seconds: float) -> bool:
        """Whether something has come, or the end, within some seconds."""
        return bool(select.select([self.socket], [], [], seconds)[0])

    def rest(self) -> bytes:
        """All that comes until the other side ends the connection."""
        parts = []
        try:
            while part := self.socket.recv(65_536):
                parts.append(part)
        except ConnectionError:
            pass
        return b"".join(parts)


def is_served(url: str) -> bool:
    """Whether a good client is answered now."""
    with Wire(url) as wire:
        wire.send(GOOD)
        return wire.answer() == (200, {"status": "ok"})
