"""Server-Sent Events: every fact once and in order, over connections that break, while others record."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.api.routes.served import Served, served
from tests.ledger.stores import Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


@contextmanager
def following(client: httpx.Client, query: str = "", **headers: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of a connection, as they come; comments as an event `comment`."""
    with client.stream("GET", f"/v1/facts/stream{query}", headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        yield events(answer.iter_lines())


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    told: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line.startswith(":"):
            yield {"event": "comment", "id": int(line[2:])}
        elif line and name != "retry":
            told[name] = value
        elif told:
            yield {"event": told["event"], "id": int(told["id"]), "data": json.loads(told["data"])}
            told = {}


def punches(count: int, device: str) -> list[dict[str, Any]]:
    return [
        {"employee": "E1", "at": f"2024-11-12T08:{n // 60:02d}:{n % 60:02d}+08:00", "direction": "in", "device": device}
        for n in range(count)
    ]


@pytest.mark.both_engines
def test_all_facts_come_once_and_in_order_from_the_beginning(service: Served) -> None:
    with service.client("auditor") as auditor:
        last = service.ledger.facts.last_position()
        with following(auditor, "?after=0") as told:
            heard = [next(told) for _ in range(last)]
        assert [each["id"] for each in heard] == list(range(1, last + 1))
        assert [each["data"] for each in heard] == [each.as_json() for each in service.ledger.facts.page(limit=1000)]


@pytest.mark.both_engines
def test_nothing_is_skipped_or_doubled_over_connections_that_break_while_others_record(service: Served) -> None:
    begin = service.ledger.facts.last_position()
    wanted, heard = 400, []
    with service.client("hr") as hr, service.client("auditor") as auditor, ThreadPoolExecutor(4) as pool:
        recording = [
            pool.submit(lambda name: [hr.post("/v1/clocks", json=each) for each in punches(100, name)], f"d{n}")
            for n in range(4)
        ]
        after = begin
        while len(heard) < wanted:
            with following(auditor, **{"Last-Event-ID": str(after)}) as told:
                for _ in range(37):
                    event = next(told)
                    if event["event"] == "comment":
                        continue
                    heard.append(event)
                    after = event["id"]
                    if len(heard) == wanted:
                        break
        assert all(answer.status_code == 201 for done in recording for answer in done.result())
    assert [each["id"] for each in heard] == list(range(begin + 1, begin + wanted + 1))


def test_without_a_position_it_begins_with_what_is_recorded_from_now_on(service: Served) -> None:
    with service.client("hr") as hr, service.client("auditor") as auditor, following(auditor, "?kind=clock") as told:
        heard: list[dict[str, Any]] = []
        waiting = threading.Thread(target=lambda: heard.append(next(told)))
        waiting.start()
        hr.post("/v1/shifts", json={"employee": "E1", "date": "2024-11-29", "shift": "C"})
        position = hr.post("/v1/clocks", json=punches(1, "d")[0]).json()["position"]
        waiting.join(60)
    assert [(each["event"], each["id"]) for each in heard] == [("clock", position)]


def test_a_connection_where_nothing_comes_is_kept_alive(stores: Stores) -> None:
    with served(stores.url(), settings={"heartbeat_seconds": 1}) as service, service.client("auditor") as auditor:
        with following(auditor) as told:
            event = next(told)
        assert event == {"event": "comment", "id": service.ledger.facts.last_position()}


@pytest.mark.both_engines
def test_a_manager_does_not_hear_of_pay_and_it_is_logged_who_hears_of_pay_or_judgements(service: Served) -> None:
    with service.client("manager") as manager, service.client("hr") as hr, service.client("auditor") as auditor:
        last = service.ledger.facts.last_position()
        with following(hr, "?after=0") as told:
            kinds = [next(told)["event"] for _ in range(last)]
        pay = {"base_salary", "allowance", "correction", "opening", "legal_hold"}
        assert pay & set(kinds)
        with following(manager, "?after=0") as told:
            heard = [next(told)["event"] for _ in range(len([kind for kind in kinds if kind not in pay]))]
        assert not pay & set(heard)
        with following(manager, "?after=0&kind=clock") as told:
            assert next(told)["event"] == "clock"
        entries = auditor.get("/v1/access-log").json()["entries"]
        logged = [("hr", "follow facts"), ("manager", "follow facts")]
        assert [(each["role"], each["operation"]) for each in entries] == logged


def test_only_so_many_follow_at_once_and_wrong_positions_are_refused(stores: Stores) -> None:
    with served(stores.url(), settings={"streams": 1}) as service, service.client("auditor") as auditor:
        with following(auditor, "?after=0") as told:
            next(told)
            second = auditor.get("/v1/facts/stream")
            assert (second.status_code, second.headers["retry-after"]) == (429, "30")
        assert auditor.get("/v1/facts/stream", headers={"Last-Event-ID": "x"}).status_code == 422
        assert auditor.get("/v1/facts/stream?kind=nothing").status_code == 422


def test_who_hangs_up_is_forgotten(service: Served) -> None:
    with service.client("hr") as hr, service.client("auditor") as auditor:
        for _ in range(3):
            with following(auditor, "?after=0") as told:
                next(told)
        # Whoever has hung up is noticed when something is to be sent.
        hr.post("/v1/clocks", json=punches(1, "d")[0])
        pause = threading.Event()
        for _ in range(3_000):
            if not service.service.streams and not service.service.tail.waiting:
                break
            pause.wait(0.02)
        assert (service.service.streams, service.service.tail.waiting) == (0, 0)


def test_who_follows_with_a_key_that_is_revoked_hears_nothing_more(service: Served) -> None:
    with service.client("admin") as admin, service.client("hr") as hr, service.client("auditor") as auditor:
        number = auditor.get("/v1/me").json()["id"].removeprefix("key:")
        with following(auditor, "?after=0") as told:
            for _ in range(service.ledger.facts.last_position()):
                next(told)
            assert admin.delete(f"/v1/keys/{number}").status_code == 200
            # What was under way when the key was revoked may still come, and then the connection ends.
            hr.post("/v1/clocks", json=punches(1, "d")[0])
            assert len(list(told)) <= 2
