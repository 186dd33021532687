"""Opening every page that each role can get to by links, and timing it warm."""

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

import httpx
from starlette.routing import Match

from api.console.routes import console_routes
from benchmarks.timing import BenchError

_HREF = re.compile(r'<a [^>]*href="(/[^"]*)"')
_SKIPPED = ("/static/{name}", "/documents/{period}/{name}", "/sign-in", "/sign-in/issuer", "/")
_ROUTES = [route for route in console_routes() if "GET" in (route.methods or ())]
_PATIENCE = 120


@dataclass(frozen=True)
class PageTime:
    """A page as a role gets it: the first time, and the median and the longest when it is warm (ms)."""

    role: str
    page: str
    first: float
    warm: float
    longest: float
    bytes: int


def visited(url: str, role: str, key: str, turns: int, known: set[str]) -> Iterator[PageTime]:
    """Every kind of page that a role can get to, each once; kinds in `known` are left out, and put there."""
    with httpx.Client(base_url=url, trust_env=False, timeout=_PATIENCE) as client:
        waiting = _links(client.post("/sign-in", data={"key": key}, follow_redirects=True), url)
        while waiting:
            path = waiting.pop(0)
            kind = _kind(path)
            if kind is None or kind in known:
                continue
            known.add(kind)
            first, answer = _timed(client, path)
            warm = [_timed(client, path)[0] for _ in range(turns)]
            yield PageTime(role, kind, first, statistics.median(warm), max(warm), len(answer.content))
            waiting.extend(_links(answer, url))


def _timed(client: httpx.Client, path: str) -> tuple[float, httpx.Response]:
    begun = time.perf_counter()
    answer = client.get(path, follow_redirects=True)
    took = (time.perf_counter() - begun) * 1_000
    if answer.status_code != 200:
        raise BenchError(f"{path} was answered with {answer.status_code}; nothing was measured")
    return took, answer


def _links(answer: httpx.Response, url: str) -> list[str]:
    return [urljoin(url, unescape(path)).removeprefix(url) for path in _HREF.findall(answer.text)]


def _kind(path: str) -> str | None:
    address = path.partition("?")[0].partition("#")[0]
    for route in _ROUTES:
        if route.matches({"type": "http", "method": "GET", "path": address, "root_path": ""})[0] is Match.FULL:
            return None if route.path in _SKIPPED else route.path
    return None
