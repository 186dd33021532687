"""Doubts over HTTP: in the answer of a recorded fact and of an import, and kept out where that is preferred."""

from typing import Any

import pytest

from tests.api.routes.files import WAIT, ended, imported, lines
from tests.api.routes.served import Served

pytestmark = pytest.mark.slow

STRICT = {"Prefer": "handling=strict"}
LEFT = {"employee": "E1", "last_day": "2026-11-10", "reason": "resigned"}
PUNCH = {"employee": "E1", "at": "2026-11-12T08:30:00+08:00", "direction": "in"}


def codes(doubts: list[dict[str, Any]]) -> list[str]:
    return [doubt["code"] for doubt in doubts]


def test_a_recorded_fact_is_answered_with_its_doubts(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        assert hr.post("/v1/clocks", json=PUNCH).json()["doubts"] == []
        hr.post("/v1/leavings", json=LEFT)
        answer = hr.post("/v1/clocks", json=PUNCH | {"direction": "out", "at": "2026-11-12T18:00:00+08:00"})
        (doubt,) = answer.json()["doubts"]
        assert (answer.status_code, doubt["code"]) == (201, "not_employed")
        assert doubt["parameters"] == {"employee": "E1", "date": "2026-11-12", "last_day": "2026-11-10"}
        assert doubt["message"].startswith("The last day of E1 is 2026-11-10")


def test_who_prefers_strict_handling_records_nothing_doubtful(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        hr.post("/v1/leavings", json=LEFT)
        last = sqlite_service.ledger.facts.last_position()
        key = {"Idempotency-Key": "a-punch"}
        answer, again = (hr.post("/v1/clocks", json=PUNCH, headers=STRICT | key) for _ in range(2))
        told = answer.json()
        assert (answer.status_code, told["type"], told["code"]) == (409, "/problems/doubtful", "not_employed")
        assert (codes(told["doubts"]), again.json()["doubts"]) == (["not_employed"], told["doubts"])
        assert sqlite_service.ledger.facts.last_position() == last
        right = hr.post("/v1/clocks", json=PUNCH | {"at": "2026-11-10T08:30:00+08:00"}, headers=STRICT)
        assert (right.status_code, right.headers["preference-applied"]) == (201, "handling=strict")
        assert hr.post("/v1/clocks", json=PUNCH).json()["status"] == "accepted"


def test_an_import_lists_its_doubts_and_keeps_them_out_where_it_is_strict(sqlite_service: Served) -> None:
    late = PUNCH | {"kind": "clock"}
    with sqlite_service.client("hr") as hr:
        hr.post("/v1/leavings", json=LEFT)
        answer = imported(hr, lines([late]))
        assert (answer["accepted"], answer["doubtful"]) == (1, 1)
        assert [(doubt["line"], doubt["code"]) for doubt in answer["doubts"]] == [(1, "not_employed")]
        other = lines([late | {"direction": "out", "at": "2026-11-12T18:00:00+08:00"}])
        strict = {"Prefer": f"{WAIT['Prefer']}, handling=strict"}
        job = ended(hr, hr.post("/v1/imports", content=other, headers=strict))
        assert (job["answer"]["accepted"], job["answer"]["rejected"], job["answer"]["doubts"]) == (0, 1, [])
        assert codes(job["answer"]["issues"]) == ["not_employed"]
        assert codes(hr.get("/v1/quarantine").json()["lines"]) == ["not_employed"]


def test_nobody_is_told_of_somebody_out_of_reach(sqlite_service: Served) -> None:
    swap = {
        "swap": "S77",
        "requester": "E2",
        "requester_date": "2026-11-25",
        "counterparty": "E1",
        "counterparty_date": "2026-11-26",
        "at": "2026-11-20T09:00:00+08:00",
    }
    with sqlite_service.client("hr") as hr, sqlite_service.client("employee", "E2") as own:
        hr.post("/v1/leavings", json=LEFT)
        told = own.post("/v1/swaps", json=swap).json()
        assert {doubt["parameters"]["employee"] for doubt in told["doubts"]} == {"E2"}
        seen = hr.post("/v1/swaps", json=swap | {"swap": "S78", "counterparty_date": "2026-11-27"}).json()
        assert {doubt["parameters"]["employee"] for doubt in seen["doubts"]} == {"E1", "E2"}
