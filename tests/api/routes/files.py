"""What the tests of files over HTTP are made of: jobs to their end, and requests written by hand."""

import json
import socket
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.api.asking import PATIENCE
from tests.api.routes.served import Served

WAIT = {"Prefer": "wait=10"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lines(facts: Iterable[Mapping[str, Any] | bytes]) -> bytes:
    """Facts as a file of the interchange format."""
    encoded = (fact if isinstance(fact, bytes) else json.dumps(fact, ensure_ascii=False).encode() for fact in facts)
    return b"".join(line + b"\n" for line in encoded)


def ended(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """The job of an answer, once it has ended."""
    assert answer.status_code in (200, 202), answer.text
    job: dict[str, Any] = answer.json()
    while job["state"] == "running":
        job = client.get(f"/v1/jobs/{job['id']}").json()
    return job


def imported(client: httpx.Client, content: bytes, query: str = "", **more: Any) -> dict[str, Any]:
    """What an import of a file has answered."""
    job = ended(client, client.post(f"/v1/imports{query}", content=content, headers={**WAIT, **more}))
    assert job["state"] == "finished", job
    answer: dict[str, Any] = job["answer"]
    return answer


def counts(answer: Mapping[str, Any]) -> tuple[int, ...]:
    """Accepted, duplicate, conflict, rejected."""
    return tuple(answer[name] for name in ("accepted", "duplicate", "conflict", "rejected"))


def sent(service: Served, head: str, *parts: bytes) -> tuple[int, bytes]:
    """The status and the text of an answer to a request as HR, which is sent in parts and need not be whole."""
    address = urlsplit(service.url)
    method, _, rest = head.partition("\r\n")
    key = f"Authorization: Bearer {service.key('hr')}\r\n"
    with socket.create_connection((address.hostname or "", address.port or 0), PATIENCE) as connection:
        connection.sendall(f"{method} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{key}{rest}\r\n\r\n".encode())
        for part in parts:
            connection.sendall(part)
        answer = b""
        while b"\r\n\r\n" not in answer:
            block = connection.recv(65_536)
            assert block, answer
            answer += block
    return int(answer.split(b" ", 2)[1]), answer
