"""Load from a process of its own: connections that ask again and again, as fast as they are answered or at a pace."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvloop

MINUTES_A_DAY = 1_440
DAYS = 28
Requests = Callable[[int, int], bytes]
"""The request of a connection, and of a number within it."""


@dataclass(frozen=True)
class Asked:
    """What is asked, by how many, for how long; `pace` is requests a second in all, None as fast as it goes."""

    port: int
    connections: int
    seconds: float
    pace: float | None
    requests: Requests


def requests_of(what: str, *, path: str, token: str, employee: str, period: str, run: str) -> Requests:
    """The requests of a measurement: the same read each time, or a punch that was never sent before."""
    head = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    if what == "read":
        read = f"GET {path}{head}\r\n".encode()
        return lambda _connection, _number: read

    def punch(connection: int, number: int) -> bytes:
        minute = number % (DAYS * MINUTES_A_DAY)
        day, minute = divmod(minute, MINUTES_A_DAY)
        at = f"{period}-{day + 1:02d}T{minute // 60:02d}:{minute % 60:02d}:{connection % 60:02d}+08:00"
        told = {"employee": employee, "at": at, "direction": "auto", "device": f"{run}-{connection}"}
        body = json.dumps(told).encode()
        return f"POST {path}{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    return punch


async def _asking(asked: Asked, connection: int, latencies: list[float]) -> int:
    """Ask until the time is over; how many were answered otherwise than with 2xx.

    At a pace a request's time runs from when it was due, so that waiting behind a slow one counts.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", asked.port)
    begun = time.perf_counter()
    ends, number, failed = begun + asked.seconds, 0, 0
    pause = None if asked.pace is None else asked.connections / asked.pace
    while True:
        due = time.perf_counter()
        if pause is not None:
            due = begun + pause * (number + connection / asked.connections)
            await asyncio.sleep(max(0, due - time.perf_counter()))
        if due >= ends:
            break
        writer.write(asked.requests(connection, number))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.index(b"content-length:") + 15
        await reader.readexactly(int(head[length : head.index(b"\r\n", length)]))
        latencies.append(time.perf_counter() - due)
        failed += head[9:10] != b"2"
        number += 1
    writer.close()
    return failed


async def loaded(asked: Asked) -> dict[str, Any]:
    """Requests a second, how many failed, and the milliseconds within which half, and 99 of 100, were answered."""
    latencies: list[float] = []
    begun = time.perf_counter()
    failed = await asyncio.gather(*(_asking(asked, number, latencies) for number in range(asked.connections)))
    seconds = time.perf_counter() - begun
    latencies.sort()
    half, most = latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100]
    return {
        "rate": len(latencies) / seconds,
        "failed": sum(failed),
        "p50": half * 1_000,
        "p99": most * 1_000,
    }


def main() -> None:
    """Carry out what the words say, and print what was measured."""
    told = json.loads(sys.argv[1])
    requests = requests_of(told.pop("what"), **told.pop("requests"))
    sys.stdout.write(json.dumps(uvloop.run(loaded(Asked(**told, requests=requests)))))


if __name__ == "__main__":
    main()
