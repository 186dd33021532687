"""Everything at once: reports, verifications, closings, comparisons, disputes and writes, until all are answered."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from tests.api.asking import PATIENCE, asking

PERIODS = ("2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03")
REPORTS = ("hours", "payroll", "ranking", "attendance", "bonus", "stars")
_ANSWERED = (200, 201, 202)
_PAUSE = 0.05

Round = Callable[[httpx.Client, int], Iterator[httpx.Response]]


class Mixture:
    """Threads that ask one service, each for something else; what was answered, by who asked and status."""

    def __init__(self, url: str, token: str) -> None:
        """Asked with a key of HR."""
        self._url, self._token = url, token
        self.answered: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []
        self._ended = threading.Event()
        self._lock = threading.Lock()

    def run(self, rounds: int | None = None, seconds: float | None = None) -> None:
        """Let everybody ask so many rounds, or for some seconds; then wait until all are answered."""
        threads = [
            threading.Thread(target=self._ask, args=[name, one_round, rounds], daemon=True)
            for name, one_round in ROUNDS.items()
        ]
        for thread in threads:
            thread.start()
        if seconds is not None:
            self._ended.wait(seconds)
            self._ended.set()
        for thread in threads:
            thread.join(PATIENCE * len(threads))
            if thread.is_alive():
                self.wrong.append(f"{thread.name} was not answered")

    def _ask(self, name: str, one_round: Round, rounds: int | None) -> None:
        with asking(self._url, self._token) as client:
            for number in itertools.count() if rounds is None else range(rounds):
                if self._ended.is_set():
                    return
                try:
                    for answer in one_round(client, number):
                        self._note(name, answer)
                except httpx.HTTPError as error:
                    self.wrong.append(f"{name}: {error!r}")
                    return

    def _note(self, name: str, answer: httpx.Response) -> None:
        with self._lock:
            self.answered[name, answer.status_code] += 1
            if answer.status_code not in _ANSWERED:
                self.wrong.append(f"{name}: {answer.status_code} {answer.text[:300]}")


def _position(client: httpx.Client) -> int:
    return int(client.get("/v1/ledger").json()["position"])


def _reports_as_of(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    """Each at another position, so that none is kept."""
    position = max(40, _position(client) - number % 7)
    period, name = PERIODS[number % 2], REPORTS[number % len(REPORTS)]
    yield client.get(f"/v1/periods/{period}/{name}", params={"as_of": position})


def _reports(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    yield client.get(f"/v1/periods/{PERIODS[number % 3]}/{REPORTS[-number % len(REPORTS)]}")


def _verifications(client: httpx.Client, _number: int) -> Iterator[httpx.Response]:
    yield from _ended(client, client.post("/v1/verifications"))


def _comparisons(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    sides = {"before": f"replay,as-of={max(40, _position(client) - 3 - number % 5)}", "after": "books"}
    yield from _ended(client, client.post("/v1/periods/2024-10/diffs", json=sides, headers={"Prefer": "wait=0"}))


def _what_ifs(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    asked = {"parameters": {"night_allowance": str(10 + number)}, "on_top": True}
    yield from _ended(client, client.post("/v1/periods/2024-11/what-ifs", json=asked, headers={"Prefer": "wait=0"}))


def _explanations(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    yield client.get(f"/v1/periods/2024-10/payroll/E{1 + number % 2}/explanation")


def _disputes(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    about = client.get("/v1/facts", params={"kind": "employee"}).json()["facts"][0]["id"]
    told = {"dispute": f"S-{number}", "employee": "E1", "text": "x", "about": about}
    yield client.post("/v1/disputes", json=told | {"at": "2024-11-05T09:00:00+08:00"})
    yield client.get(f"/v1/disputes/S-{number}/case")


def _writes(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    for place in range(5):
        of_day = number * 5 + place
        at = f"2025-{1 + of_day // 28_800 % 12:02d}-{1 + of_day // 1440 % 20:02d}T"
        at += f"{of_day // 60 % 24:02d}:{of_day % 60:02d}:00+08:00"
        yield client.post("/v1/clocks", json={"employee": "E1", "at": at, "direction": "in", "device": "stress"})


def _closings(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    if number < len(PERIODS):
        yield client.post(f"/v1/periods/{PERIODS[number]}/closing", json={})
    yield client.get("/v1/closings")


def _ready(client: httpx.Client, _number: int) -> Iterator[httpx.Response]:
    yield client.get("/readyz")
    threading.Event().wait(_PAUSE)


def _ended(client: httpx.Client, answer: httpx.Response) -> Iterator[httpx.Response]:
    """An answer, and where it is a job, what became of it."""
    yield answer
    if answer.status_code != 202:
        return
    pause = threading.Event()
    where = answer.headers["location"]
    for _ in range(int(PATIENCE / _PAUSE)):
        told = client.get(where)
        job: dict[str, Any] = told.json()
        if job.get("state") != "running":
            yield told if job.get("state") == "finished" else httpx.Response(500, text=told.text)
            return
        pause.wait(_PAUSE)
    yield httpx.Response(504, text=f"{where} did not end")


ROUNDS: dict[str, Round] = {
    "reports as of": _reports_as_of,
    "reports": _reports,
    "verifications": _verifications,
    "comparisons": _comparisons,
    "what-ifs": _what_ifs,
    "explanations": _explanations,
    "disputes": _disputes,
    "writes": _writes,
    "closings": _closings,
    "readiness": _ready,
}
